"""The importer of web pages. What reads them is loaded for the first page: half a second."""

import re
from collections.abc import Iterable
from dataclasses import replace

from app.importers.base import Draft
from app.importers.other_formats.formats import OtherFormat
from app.importers.saved_pages import page_origin
from app.importers.text import is_text
from app.importers.urls import canonical_url
from app.translations import N_

_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}"
    rb"<(?:!doctype html|html|head|body|article|div|p|h1|section|main|!--|\?xml)[\s>/]",
    re.IGNORECASE,
)


class HtmlImporter:
    """One article page."""

    name = "html"
    label = N_("Web page")
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")
    signatures: tuple[OtherFormat, ...] = ()

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with an element or a declaration, as pages do."""
        is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        ascii_only = head[2:].replace(b"\x00", b"") if is_utf16 else head
        return is_text(head) and _LOOKS_LIKE_HTML.match(ascii_only) is not None

    def read(self, data: bytes, url: str | None = None) -> Iterable[Draft]:
        """The one article of the page; of a saved page at the address that it was saved from."""
        from app.importers import html

        origin = page_origin.read(data) if url is None else None
        if origin is None:
            yield html.article(data, url)
            return
        draft = html.article(data, canonical_url(origin.url))
        spellings = (*draft.spellings, origin.url)
        yield replace(draft, captured_at=origin.saved_at, spellings=spellings)
