"""Lists of links in HTML, which are no pages: each family member knows its own by the head."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from app.errors import Unprocessable
from app.importers.base import Part
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.saved_items.links import Link, links
from app.importers.services.bookmarks import Bookmarks
from app.importers.services.instapaper import InstapaperLinks
from app.importers.services.pocket import PocketLinks
from app.text.canonical import decode
from app.translations import N_

HEAD_CHARACTERS = 4_096


class LinkListFormat(Protocol):
    """One format that is a list of links in HTML. Registered in `HTML_FORMATS`."""

    label: str

    def recognises_head(self, head: str) -> bool:
        """Whether a file that begins with this is in this format."""
        ...

    def read_links(self, found: Iterator[Link], url: str | None) -> Iterable[Part]:
        """What the links are; one that is wrong is `Unreadable` and stops no other."""
        ...


HTML_FORMATS: tuple[LinkListFormat, ...] = (Bookmarks(), PocketLinks(), InstapaperLinks())


class LinkListImporter:
    """Bookmarks and reading lists."""

    name = "bookmarks"
    label = N_("Bookmarks and reading lists")
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    signatures: tuple[OtherFormat, ...] = (formats.BOOKMARKS, formats.READING_LIST)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signatures do
        """Never: lists of links are recognised by their signatures."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part]:
        """What the format that knows the head finds in it. Raises Unprocessable."""
        head = decode(data[:HEAD_CHARACTERS]).lstrip("\ufeff \t\n")
        for known in HTML_FORMATS:
            if known.recognises_head(head):
                found = links(data)
                if not found:
                    raise Unprocessable("The list has no links.")
                return known.read_links(iter(found), url)
        raise Unprocessable("The file is not a list of links of a known format.")
