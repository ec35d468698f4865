"""Hostile Markdown and plain text: for the importers, and for every layer."""

from collections.abc import Callable

from benchmarks.hostile.kinds import Hostile, nested, numbered, repeated

_SENTENCE = "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier. "
_END = f"\n\n{_SENTENCE * 2}\n"
MOST_LINES = 29_000
"""A little less than what Markdown may have: a text of more is refused at once."""


def _lines(make: Callable[[int], str]) -> Callable[[int], str]:
    """As much of an input as has no more lines; one long line of sentences fills the rest."""

    def whole(characters: int) -> str:
        few = make(_LINES_COUNTED)
        lines = max(1, few.count("\n"))
        inside = make(min(characters, MOST_LINES * len(few) // lines))
        return inside + _SENTENCE * ((characters - len(inside)) // len(_SENTENCE))

    return whole


_LINES_COUNTED = 20_000

MARKDOWN = {
    "sentences": f"{_SENTENCE * 4}\n\n",
    "list signs": "- ",
    "list items": "- a\n",
    "list items in list items": "- a\n  - b\n    - c\n",
    "numbers of a list": "1. a\n\n",
    "opening brackets": "[",
    "closing brackets": "]",
    "brackets": "[a](b) ",
    "links, not closed": "[a](",
    "pictures, not closed": "![",
    "stars": "*a **b ",
    "underscores": "_a__",
    "backticks": "`a ``",
    "quotation signs": "> ",
    "quoted lines": "> a\n",
    "sections, not closed": "<![CDATA[ ",
    "comments, not closed": "<!-- ",
    "instructions, not closed": "<? ",
    "declarations, not closed": "<!A ",
    "tags, not closed": "<a b='c ",
    "less-than signs": "<",
    "blank lines": "\n",
    "letters, each a paragraph": "a\n\n",
    "headings": "# a\n",
    "underlined headings": "a\n=\n",
    "rules": "***\n",
    "table cells": "|a",
    "table rows": "|a|b|\n|-|-|\n|c|d|\n",
    "character references": "&amp;&#65;",
    "backslashes": "\\",
    "hard breaks": "a  \nb\\\n",
    "indented lines": "    a\n",
    "fences": "```\na\n",
    "addresses": "<https://a.example/> ",
}
NUMBERED_MARKDOWN = {
    "references": "[a{n}]: /x{n}\n",
    "uses of references": "[a{n}][b{n}] ",
}
TEXT = {
    "sentences": f"{_SENTENCE * 4}\n\n",
    "letters, each a paragraph": "a\n\n",
    "capital letters, each a line": "A\n",
    "headings": "The harbour\n\n",
    "credits": "Photo by Jane Roe/AP via Getty Images (Reuters)\n\n",
    "blank lines": "\n \t",
    "wrapped lines": "The harbour of Port Elm was closed on Monday after a ferry had struck\nthe ",
    "bylines": "By Jane Roe, Reuters\n\n",
}
FOR_LAYERS = {
    "emoji": "👩‍👩‍👧👍🏽🇺🇦",
    "combining marks": "a\u0301\u0302\u0323",
    "only combining marks": "\u0301",
    "no spaces": "harbour",
    "one sentence": "and the mayor said that ",
    "one sentence, commas": "the mayor, ",
    "opening quotation marks": "“",
    "closing quotation marks": "” ",
    "straight quotation marks": '"',
    "apostrophes": "'a' ",
    "apostrophes alone": "’",
    "quotations": "“No,” said Jane Roe. ",
    "quotations in quotations": "“She said ‘No.’ ",
    "quotations, each a paragraph": "“No.”\n\n",
    "quotations, never closed": "“No, said Jane Roe.\n\n",
    "said": "said ",
    "according to": "according to ",
    "said that": "He said that she said that ",
    "names": "Jane Roe, ",
    "names without commas": "Jane Roe ",
    "names and offices": "President Jane Roe, Mayor of Port Elm, ",
    "initials": "J. R. ",
    "pronouns": "He told her. She told him. ",
    "dates": "3 May 2021, ",
    "dates, each a paragraph": "On 3 May 2021 he came.\n\n",
    "relative dates": "last Monday, two days ago, ",
    "years": "2021 ",
    "opening brackets": "(",
    "brackets": "(a) [b] ",
    "right to left": "אמר ראש העיר כי הנמל ייסגר. ",
    "Arabic": "قال رئيس البلدية إن الميناء سيغلق. ",
    "right to left, marks": "\u202ea\u202c\u2067b\u2069 ",
    "Chinese": "市长周一表示港口将关闭。",
    "Japanese": "市長は月曜日に「港を閉鎖する」と述べた。",
    "Korean": "시장은 월요일에 항구가 폐쇄될 것이라고 말했다. ",
    "zero-width joiners": "a\u200d",
    "only zero-width joiners": "\u200d",
    "soft hyphens": "har\u00adbour ",
    "capital letters": "THE MAYOR SAID ",
    "capital letters without spaces": "MAYOR",
    "title case": "The Mayor Of Port Elm Said ",
    "numbers": "1234567 ",
    "digits": "7",
    "percentages": "12.5 per cent, $4 million, ",
    "full stops": ".",
    "full stops and spaces": ". ",
    "ellipses": "… ",
    "dashes": "— said — ",
    "hyphens": "well-",
    "hyphens alone": "-",
    "colons": "Roe: ",
    "question marks": "Why? ",
    "abbreviations": "U.S. Gov. St. Dr. ",
    "underscores": "_",
    "addresses": "https://port-elm.example/a?b=c ",
    "handles": "@janeroe #port ",
    "spaces": "a          ",
    "tabs": "a\t\t",
    "replacement characters": "\ufffd",
    "German": "Der Bürgermeister sagte, der Hafen werde am Montag geschlossen. ",
    "French": "« Non », a déclaré le maire. ",
}
NUMBERED_FOR_LAYERS = {
    "other names": "Jane Roe{n} met John Doe{n}. ",
    "other quotations": "“No {n},” said Jane Roe{n}.\n\n",
    "other words": "w{n} ",
}
HOSTILE_TEXTS = (
    *(Hostile(n, "markdown", _lines(repeated(u, after=_END))) for n, u in MARKDOWN.items()),
    *(
        Hostile(n, "markdown", _lines(numbered(u, after=_END)))
        for n, u in NUMBERED_MARKDOWN.items()
    ),
    Hostile("brackets, nested", "markdown", nested("[", "](a)", after=_END)),
    Hostile("stars, nested", "markdown", nested("**a", "**", after=_END)),
    Hostile(
        "front matter",
        "markdown",
        numbered("k{n}: v\n", before="---\n", after="---\n" + _END),
    ),
    *(Hostile(n, "text", repeated(u, after=_END)) for n, u in TEXT.items()),
    *(Hostile(n, "text", repeated(u)) for n, u in FOR_LAYERS.items()),
    *(Hostile(n, "text", numbered(u)) for n, u in NUMBERED_FOR_LAYERS.items()),
    Hostile("quotation marks, nested", "text", nested("“a ", "” ")),
    Hostile("brackets, nested", "text", nested("(a ", ") ")),
)
