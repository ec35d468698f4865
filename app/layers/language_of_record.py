"""The doubt `language`: the text is in another language than its source declares.

It corrects nothing.
"""

from collections.abc import Sequence

from babel import Locale

from app.text.language import contradicting, detect
from app.text.spans import Block, Doubt, Span

_MOST_EVIDENCE = 2  # blocks
_LONGEST = 200  # characters shown of one


def doubt(declared: str | None, text: str, blocks: Sequence[Block]) -> Doubt | None:
    """The doubt, with the beginnings of the longest blocks as evidence.

    None when the text is in the declared language, or may be.
    """
    other = contradicting(declared, text)
    if declared is None or other is None:
        return None
    given, found = _english_name(declared), _english_name(other)
    if detect(text) == other:
        message = f"The source gives the language as {given}, but the text is in {found}."
    else:
        message = (
            f"The source gives the language as {given}, but the text is in {found} or a similar "
            "language."
        )
    longest = sorted(blocks, key=lambda b: b.start - b.end)[:_MOST_EVIDENCE]
    in_order = sorted(longest, key=lambda b: b.start)
    evidence = tuple(Span(b.start, min(b.end, b.start + _LONGEST)) for b in in_order)
    return Doubt("language", message, evidence)


def _english_name(tag: str) -> str:
    """The English name of a language, or its tag where CLDR does not know it."""
    code = tag.strip().replace("_", "-")
    return str(Locale("en").languages.get(code.split("-")[0].lower(), code))
