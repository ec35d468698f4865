"""Speech behind a dash at the beginning of a line, as Spanish, French, Polish and others print it.

It finds what is said and the name in its reporting clause. A list is not speech: a line must have
such a clause, speak or ask like a person, or be next to one that does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engines.reporting import reporting_clauses
from app.engines.reporting.clause_words import DASHES, PERSONS, VERBS
from app.engines.reporting.reporting_clauses import Clause
from app.text.spans import Block, Span

_OPENS = re.compile(r"[—–―-][ \u00a0\u202f]?(?=[^\W_]|[¿¡…«\"“])")
_INNER = re.compile(
    r"(?P<end>[,.!?…;:]?)[ \u00a0\u202f]{0,9}[—–―][ \u00a0\u202f]*|(?P<hyphen>[,.!?…]?) - "
)
_COMMA = re.compile(r"[,!?…]{1,9}[ \u00a0\u202f]+")
_STOP = re.compile(r"[.!?…](?=\s|\Z)")
_ENDS = ".!?…;"
_WORD = re.compile(r"\w+")
_FEWEST = 2  # words of a line
_LONGEST_REST = 12  # words behind a clause in its sentence


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """One line of dialogue.

    `outer` is the line, `words` what is said in it; the rest belongs to its reporting clause.
    """

    outer: Span
    words: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    name: Span | None = None


def dialogue_lines(text: str, blocks: Sequence[Block], language: str) -> list[DialogueLine]:
    """The lines of dialogue, in order.

    In a language that does not print dialogue so, only those with a reporting clause.
    """
    spans = [span for b in blocks if b.kind == "paragraph" for span in _dash_lines(text, b)]
    lines = [_line(text, span, language) if span else None for span in spans]
    return [
        line
        for n, line in enumerate(lines)
        if line and (line.cue or _is_spoken(text, lines, n, language))
    ]


def _dash_lines(text: str, block: Block) -> Iterator[Span | None]:
    """The lines of a block that begin with a dash; None for every other line."""
    line_start = block.start
    for line in text[block.start : block.end].split("\n"):
        words = line.strip()
        start = line_start + len(line) - len(line.lstrip())
        yield Span(start, start + len(words)) if _OPENS.match(words) else None
        line_start += len(line) + 1


def _line(text: str, line: Span, language: str) -> DialogueLine | None:
    """What is said in a line that begins with a dash, its inserted clauses taken out."""
    dash = _OPENS.match(text, line.start, line.end)
    if dash is None or (language not in DASHES and language not in VERBS):
        return None
    stretches, clauses = _parted(text, Span(dash.end(), line.end), language)
    words = _words(text, stretches)
    if not words or len(_WORD.findall(text, words[0].start, words[-1].end)) < _FEWEST:
        return None
    if not clauses:
        return DialogueLine(line, words)
    clause = next((c for c in clauses if c.source), clauses[0])
    return DialogueLine(line, words, clause.cue, clause.source, clause.name)


def _parted(text: str, line: Span, language: str) -> tuple[list[Span], list[Clause]]:
    """The stretches of speech of a line, and the reporting clauses between and behind them.

    Behind an inserted clause the speech goes on only if a dash closes the clause.
    """
    stretches: list[Span] = []
    clauses: list[Clause] = []
    start = line.start
    while inserted := _inserted(text, Span(start, line.end), language):
        dash, clause = inserted
        stretches.append(Span(start, _speech_end(dash)))
        clauses.append(clause)
        closing = _INNER.search(text, max(dash.end(), clause.end), line.end)
        if closing is None or closing.end() >= line.end:
            return stretches, clauses
        start = closing.end()
    for comma in _COMMA.finditer(text, start, line.end):
        behind = reporting_clauses.behind(text, comma.end(), line.end, language)
        if behind and not _ends_later(text, behind, line):
            # A question mark belongs to what is said, a comma does not.
            end = comma.start() + (text[comma.start()] != ",")
            return [*stretches, Span(start, end)], [*clauses, behind]
    return [*stretches, Span(start, line.end)], clauses


def _inserted(text: str, rest: Span, language: str) -> tuple[re.Match[str], Clause] | None:
    """The first dash in the rest of a line with a reporting clause behind it, and the clause."""
    for dash in _INNER.finditer(text, rest.start, rest.end):
        clause = reporting_clauses.behind(text, dash.end(), rest.end, language)
        if clause:
            return dash, clause
    return None


def _speech_end(dash: re.Match[str]) -> int:
    """Where the speech before an inserted clause ends: with its full stop, without a comma."""
    sign = dash["end"] or dash["hyphen"] or ""
    return dash.start() + (len(sign) if sign and sign in ".!?…" else 0)


def _ends_later(text: str, clause: Clause, line: Span) -> bool:
    """Whether much more follows in the sentence of a clause: its verb hardly reports then."""
    stop = _STOP.search(text, clause.end, line.end)
    rest = text[clause.end : stop.start() if stop else line.end]
    return len(rest.split()) > _LONGEST_REST


def _words(text: str, stretches: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of speech without outer signs, those that hold nothing else left out."""
    trimmed = (_trimmed(text, stretch) for stretch in stretches)
    return tuple(words for words in trimmed if words)


def _trimmed(text: str, span: Span) -> Span | None:
    """Without white space and the comma before a clause; None if nothing is left."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" \u00a0\u202f.,:;"))
    end = span.end - (len(words) - len(words.rstrip(" \u00a0\u202f,:—–―-")))
    return Span(start, end) if start < end else None


def _is_spoken(text: str, lines: Sequence[DialogueLine | None], n: int, language: str) -> bool:
    """Whether a line without a reporting clause is speech.

    It is a sentence, and it or a line next to it speaks like a person.
    """
    line = lines[n]
    if line is None or language not in DASHES or not _is_sentence(text, line):
        return False
    if _is_personal(text, line, language):
        return True
    neighbours = [other for other in lines[max(0, n - 1) : n + 2] if other and other is not line]
    return any(other.cue or _is_personal(text, other, language) for other in neighbours)


def _is_sentence(text: str, line: DialogueLine) -> bool:
    first = text[line.words[0].start]
    return not first.islower() and text[line.words[-1].end - 1] in _ENDS


def _is_personal(text: str, line: DialogueLine, language: str) -> bool:
    """Whether the line asks, calls out or has a word of the first or second person."""
    words = " ".join(span.of(text) for span in line.words)
    if words[-1] in "!?" or (language == "el" and words[-1] == ";"):
        return True
    folded = {word.casefold() for word in _WORD.findall(words)}
    return bool(PERSONS.get(language, frozenset()) & folded)
