"""Pages saved as MHTML (RFC 2557), by Chrome and Edge, by Internet Explorer and Word."""

from collections.abc import Iterable
from datetime import datetime

from app.errors import Unprocessable
from app.importers.base import Packed, PackedFile, Part
from app.importers.mail import header_fields, mime
from app.importers.mail.mime import MimePart
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.translations import N_

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


class MhtmlImporter:
    """One page, with its address and the time when it was saved."""

    name = "mhtml"
    label = N_("Saved page (MHTML)")
    suffixes: tuple[str, ...] = formats.MHTML.suffixes
    media_types: tuple[str, ...] = formats.MHTML.media_types
    signatures: tuple[OtherFormat, ...] = (formats.MHTML,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: saved pages are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """The page at the root; its pictures, styles and frames are left out."""
        message = mime.parsed(data)
        page = _root(message)
        address = _address(message, page) or url
        charset = page.parameters.get("charset")
        media_type = f"{page.media_type}; charset={charset}" if charset else page.media_type
        yield PackedFile(page.content(), None, media_type, address, _saved_at(message))


def _root(message: MimePart) -> MimePart:
    """The page: the part that the message names, else its first page. Raises Unprocessable."""
    pages = [part for part in message.leaves() if part.media_type in _PAGE_TYPES]
    if not pages:
        raise Unprocessable("The saved file has no page in it.")
    start = message.parameters.get("start", "").strip("<>")
    named = (p for p in pages if start and p.fields.get("content-id", "").strip("<>") == start)
    return next(named, pages[0])


def _address(message: MimePart, page: MimePart) -> str | None:
    """The address of the page; None for one that was written on a computer, as by Word."""
    said = (
        message.fields.get("snapshot-content-location", ""),
        page.fields.get("content-location", ""),
        message.fields.get("content-location", ""),
    )
    addresses = (header_fields.decoded(one).replace(" ", "") for one in said)
    return next((a for a in addresses if a.lower().startswith(("http://", "https://"))), None)


def _saved_at(message: MimePart) -> datetime | None:
    return header_fields.moment(message.fields.get("date", ""))
