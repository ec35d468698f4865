"""Pages saved by Safari: a property list with the page and everything that it shows."""

import plistlib
from collections.abc import Iterable
from typing import Any

from app.errors import Unprocessable
from app.importers.base import Packed, PackedFile, Part
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.translations import N_

_FAILURES = (plistlib.InvalidFileException, ValueError, OverflowError, LookupError, RecursionError)


class WebArchiveImporter:
    """One page, with its address; when it was saved is not said."""

    name = "webarchive"
    label = N_("Page saved by Safari")
    suffixes: tuple[str, ...] = formats.WEBARCHIVE.suffixes
    media_types: tuple[str, ...] = formats.WEBARCHIVE.media_types
    signatures: tuple[OtherFormat, ...] = (formats.WEBARCHIVE,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: these files are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """The page itself; its pictures, styles and frames are left out."""
        page = _main(data)
        content, address = page.get("WebResourceData"), page.get("WebResourceURL")
        if not isinstance(content, bytes):
            raise Unprocessable("The saved file has no page in it.")
        media_type = _word(page.get("WebResourceMIMEType"))
        charset = _word(page.get("WebResourceTextEncodingName"))
        if charset and media_type:
            media_type = f"{media_type}; charset={charset}"
        is_web = isinstance(address, str) and address.startswith(("http://", "https://"))
        yield PackedFile(content, None, media_type or None, address if is_web else url)


def _main(data: bytes) -> dict[Any, Any]:
    """The resource that is the page. Raises Unprocessable."""
    try:
        saved = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except _FAILURES as error:
        raise Unprocessable("The saved file is damaged.") from error
    page = saved.get("WebMainResource") if isinstance(saved, dict) else None
    if not isinstance(page, dict):
        raise Unprocessable("This property list is not a page saved by Safari.")
    return page


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
