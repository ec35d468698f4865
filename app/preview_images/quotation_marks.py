"""Quotation marks around the words of a passage, by the language that they are in."""

import re

from app.text.language import primary

_ENGLISH = ("“", "”")
_BY_LANGUAGE = {
    **dict.fromkeys("bg cs da de et hu is lt lv pl ro sk sl hr sr".split(), ("„", "“")),
    **dict.fromkeys("fi sv".split(), ("”", "”")),
    **dict.fromkeys("be ca el es it nb nn no pt ru uk".split(), ("«", "»")),
    "fr": ("«\u00a0", "\u00a0»"),
    "hu": ("„", "”"),
    "pl": ("„", "”"),
    "ro": ("„", "”"),
}
"""As the CLDR has them; every other language has the English ones, which are those of most."""
_OPENING = '“”„«»"‟'
_CLOSING = '”“»«"'
_INSIDE = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")


def around(words: str, language: str | None) -> tuple[str, tuple[str, str]]:
    """The words without marks of their own around them, and the marks to set around them.

    Marks that the words bring along are kept: `“It stands.”` does not get a second pair.
    """
    own = _own(words)
    if own is None:
        return words, _BY_LANGUAGE.get(primary(language) or "en", _ENGLISH)
    return words[1:-1].strip(), own


def _own(words: str) -> tuple[str, str] | None:
    """The pair of marks around all of the words; None where there is none, or more than one."""
    if len(words) < 3 or words[0] not in _OPENING or words[-1] not in _CLOSING:
        return None
    return None if _INSIDE.search(words[1:-1]) else (words[0], words[-1])
