"""Declared words without information: a default publisher, the section or the site in a title."""

import re
from collections.abc import Collection

from app.importers.written.spelling import plain

_DEFAULTS = frozenset(
    {
        *("hosted", "home", "homepage", "index", "website", "site", "my site", "my website"),
        *("blog", "my blog", "wordpress", "blogger", "untitled"),
    }
)
"""Names that a content system gives a site whose owner gave none."""
_SECTIONS = frozenset({"editorial", "editorials", "opinion", "comment", "analysis", "letters"})
"""Sections that newspapers append to a title. A section such as “News” or “World” may be a title's
own last word, and stays."""
_BEHIND = re.compile(r"(.*\S)(?:\s(?:[|·•–—»«~-]|//|::)\s|\s?[|｜]\s?)(\S.*)", re.DOTALL)
_BEFORE = re.compile(r"(.*?\S)(?:\s(?:[|·•–—»«~-]|//|::)\s|\s?[|｜]\s?|: )(\S.*)", re.DOTALL)
_MARKS = " |·•–—»«~/:-"
DISTINCTIVE = 6
"""Letters from which on a site's name is recognised inside a longer one (SeglerBlog)."""
NAME_MAX_CHARACTERS = 60


def publisher(name: str | None) -> str | None:
    """The name of a publisher, a handle without its sign; None for a default name."""
    shown = (name or "").removeprefix("@").strip()
    return None if plain(shown) in map(plain, _DEFAULTS) else shown or None


def title(shown: str, *others: str | None) -> str:
    """A title without the section, the site or the author (`others`) around a bar or a dash.

    Behind it each of them goes, before it only the site. Never empty.
    """
    known = {plain(other) for other in others if other} - {""}
    while (parts := _BEHIND.fullmatch(shown)) and _is_known(parts[2], known | _SECTIONS):
        shown = parts[1].rstrip(_MARKS)
    while (parts := _BEFORE.fullmatch(shown)) and _is_known(parts[1], known):
        shown = parts[2].lstrip(_MARKS)
    return shown


def _is_known(words: str, known: Collection[str]) -> bool:
    """Whether words are a known name, with or without an article or what follows its domain."""
    letters = plain(words)
    if letters in known or letters.removeprefix("the") in known or "the" + letters in known:
        return True
    is_short = len(words) <= NAME_MAX_CHARACTERS
    longer = [name for name in known if len(name) >= DISTINCTIVE and name in letters]
    return is_short and any(2 * len(name) >= len(letters) for name in longer)
