"""Declared fields without information: a default publisher, a byline that is only a role.

And the section or the site at the end of a title.
"""

import re

_DEFAULTS = frozenset(
    {
        *("hosted", "home", "homepage", "index", "website", "site", "my site", "my website"),
        *("blog", "my blog", "wordpress", "blogger", "untitled"),
    }
)
"""Names that a content system gives a site whose owner gave none."""
_ROLES = frozenset(
    {
        *("admin", "administrator", "author", "editor", "editors", "editorial", "staff"),
        *("staff report", "staff reports", "guest", "guest author", "guest contributor"),
        *("contributor", "user", "webmaster", "root", "unknown", "wordpress", "none", "null"),
    }
)
"""Bylines that name a role or an account and nobody in particular."""
_SECTIONS = frozenset({"editorial", "editorials", "opinion", "comment", "analysis", "letters"})
"""Sections that newspapers append to a title. A section such as “News” or “World” may be a title's
own last word, and stays."""
_BEHIND = re.compile(r"(.*\S)(?: [|·–—-] | :: )(\S.*)", re.DOTALL)
_NOT_LETTERS = re.compile(r"[\W_]+")


def publisher(name: str | None) -> str | None:
    """The name of a publisher, a handle without its sign; None for a default name."""
    shown = (name or "").removeprefix("@").strip()
    return None if _plain(shown) in map(_plain, _DEFAULTS) else shown or None


def byline(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that name somebody."""
    return tuple(name for name in names if " ".join(name.casefold().split()) not in _ROLES)


def title(shown: str, *others: str | None) -> str:
    """A title without the section, the site or the author (`others`) after a bar or a dash.

    Never empty.
    """
    known = {_plain(other) for other in others if other} | _SECTIONS
    while (parts := _BEHIND.fullmatch(shown)) and _plain(parts[2]) in known:
        shown = parts[1]
    return shown


def _plain(words: str) -> str:
    """What two spellings of one name have in common: TheHill, The Hill."""
    return _NOT_LETTERS.sub("", words.casefold())
