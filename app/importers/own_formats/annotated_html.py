"""`gloss export --format html` read again: the data in its templates, not what people read.

Recognised by its generator and its templates; it may have been saved again by a browser.
"""

import html
import re
from collections.abc import Iterable, Iterator

from app.errors import Unprocessable
from app.importers.base import Part
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.own_formats import embedded
from app.text.canonical import decode
from app.translations import N_

_OPENING = '<template class="gloss" data-type="'
_CLOSING = "</template>"
_TYPE = re.compile(r"[\w./+-]{1,100}", re.ASCII)


class AnnotatedHtmlImporter:
    """An export of ours in HTML."""

    name = "gloss-html"
    label = N_("Gloss export (HTML)")
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    signatures: tuple[OtherFormat, ...] = (formats.GLOSS_HTML,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: it is recognised by its signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part]:  # noqa: ARG002 - its own
        """The articles and boards in its templates, in order. Raises Unprocessable without any."""
        found = list(_templates(decode(data)))
        if not found:
            raise Unprocessable("This Gloss export contains no data.")
        for number, (media_type, text) in enumerate(found, 1):
            yield from embedded.parts(media_type, text, f"template {number}")


def _templates(page: str) -> Iterator[tuple[str, str]]:
    """The media type and the text of every template of ours; one without an end is none."""
    at = page.find(_OPENING)
    while at >= 0:
        media_type = _TYPE.match(page, at + len(_OPENING))
        start = page.find(">", at + len(_OPENING))
        end = page.find(_CLOSING, start)
        if start < 0 or end < 0:
            return
        if media_type is not None and media_type[0] in embedded.OURS:
            yield media_type[0], html.unescape(page[start + 1 : end])
        at = page.find(_OPENING, end)
