"""The doubt `language`: the text is in another language than its source declares.

Corrects nothing declared; knows no rows.
"""

from collections.abc import Sequence

from babel import Locale

from app.text.language import contradicting, detect
from app.text.spans import Block, Doubt, Span

_MOST_EVIDENCE = 2  # blocks
_LONGEST = 200  # characters shown of one


def doubt(declared: str | None, text: str, blocks: Sequence[Block]) -> Doubt | None:
    """The doubt with the beginnings of its longest blocks as its evidence; None when the text is in the declared language, or may be."""
    other = contradicting(declared, text)
    if declared is None or other is None:
        return None
    sure = "" if detect(text) == other else " or a language near it"
    message = (
        f"The source declares its language to be {_named(declared)}, but the text is in "
        f"{_named(other)}{sure}."
    )
    longest = sorted(blocks, key=lambda b: b.start - b.end)[:_MOST_EVIDENCE]
    shown = [
        Span(b.start, min(b.end, b.start + _LONGEST))
        for b in sorted(longest, key=lambda b: b.start)
    ]
    return Doubt("language", message, tuple(shown))


def _named(tag: str) -> str:
    """What English calls a language, or its tag where CLDR does not know it."""
    code = tag.strip().replace("_", "-")
    return str(Locale("en").languages.get(code.split("-")[0].lower(), code))
