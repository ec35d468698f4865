"""Bookmarks in the Netscape format, which browsers and most services write.

Sources: "Netscape Bookmark File Format" (Microsoft, aa753582) and the exporters of Pinboard,
Shaarli and linkding, whose attributes TAGS, PRIVATE and TOREAD it knows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from app.importers.base import ImportedFields, Part, Skipped, Unreadable
from app.importers.saved_items import values
from app.importers.saved_items.items import (
    NOT_A_WEB_ADDRESS,
    SavedItem,
    highlight,
    highlights,
    part,
)
from app.importers.saved_items.links import Link
from app.importers.saved_items.times import moment
from app.translations import N_

NO_PAGES = N_("bookmarks of programs, folders and files")
_HEAD = re.compile(r"<!DOCTYPE NETSCAPE-Bookmark-file", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
_ARCHIVED = "linkding:bookmarks.archived"
"""The tag by which linkding marks what is archived, having no attribute for it."""
_ROOTS = frozenset(
    {
        *("bookmarks", "bookmarks bar", "bookmarks menu", "bookmarks toolbar"),
        *("other bookmarks", "mobile bookmarks", "favorites", "favorites bar"),
    }
)
"""Folders that browsers have and that no person named, where no attribute says so."""


class Bookmarks:
    """Bookmarks of any program."""

    label = "Netscape bookmarks"

    def recognises_head(self, head: str) -> bool:
        """Whether it begins with the document type of such files."""
        return _HEAD.match(head) is not None

    def read_links(self, found: Iterator[Link], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """Each bookmark of a web page; the others are counted."""
        counts: Counter[str] = Counter()
        for number, link in enumerate(found, 1):
            if _is_no_page(link.href):
                counts[NO_PAGES] += 1
                continue
            yield _bookmark(link, f"Bookmark {number:,}")
        for what, count in counts.items():
            yield Skipped(what, count)


def _is_no_page(href: str) -> bool:
    """Whether it is the address of a program, a folder or a file: `javascript:`, `place:`, …."""
    scheme = _SCHEME.match(href)
    return scheme is not None and scheme[0].lower() not in ("http:", "https:")


def _bookmark(link: Link, name: str) -> Part:
    """The bookmark; a note that a service holds itself has its description for its text."""
    address = values.address(link.href)
    title = values.one_line(link.title)
    if address is None and _is_own_note(link):
        return part(SavedItem(title=title, text=link.description, fields=_fields(link)), name)
    if address is None:
        return Unreadable(title or name, NOT_A_WEB_ADDRESS)
    is_public = link.attributes.get("private") == "0"
    notes = highlights([highlight("", link.description, is_public=is_public)])
    return part(SavedItem(address, title, highlights=notes, fields=_fields(link)), name)


def _is_own_note(link: Link) -> bool:
    """Whether it is a note in Shaarli: its address is relative to the service."""
    try:
        parts = urlsplit(link.href)
    except ValueError:
        return False
    return bool(link.href and link.description) and not parts.scheme and not parts.netloc


def _fields(link: Link) -> ImportedFields:
    attributes = link.attributes
    named = values.tags_in(attributes.get("tags", ""))
    given = values.tags([tag for tag in named if tag != _ARCHIVED])
    tags = dict.fromkeys((*given, *_tags_of(link.folders)))
    is_unread = values.flag(attributes.get("toread"))
    return ImportedFields(
        tags=tuple(islice(tags, values.TAGS_MAX)),
        is_archived=True if _ARCHIVED in named else (False if is_unread else None),
        saved_at=moment(attributes.get("add_date")),
        read_at=moment(attributes.get("last_visit")),
    )


@lru_cache(maxsize=64)
def _tags_of(folders: tuple[str, ...]) -> tuple[str, ...]:
    """What folders are as tags; made once for all links in them."""
    return values.tags([folder for folder in folders if folder.lower() not in _ROOTS])
