"""Pages saved by SingleFile as a ZIP file, alone or behind a page that unpacks it (SingleFileZ)."""

from collections.abc import Iterable, Sequence

from app.importers.archives.member_names import FRAMES, RESOURCES, junk
from app.importers.archives.zip_archive import Archive
from app.importers.base import Packed, PackedFile, Part, Skipped
from app.importers.saved_pages import page_origin

_PAGE = "index.html"
_MANIFEST = "manifest.json"
_FRAMES = "frames/"


class CompressedPageFormat:
    """One page with what it shows, in files."""

    label = "SingleFileZ"

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether there is one page, and nothing besides but what it shows."""
        return _PAGE in names and all(
            name in (_PAGE, _MANIFEST) or name.startswith(_FRAMES) or junk(name) for name in names
        )

    def read(self, archive: Archive, url: str | None) -> Iterable[Part | Packed]:
        """The page. Raises Unprocessable where it cannot be unpacked."""
        page = archive.open(_PAGE)
        origin = page_origin.read(page)
        address = origin.url if origin else url
        yield PackedFile(page, None, "text/html", address, origin.saved_at if origin else None)
        others = [name for name in archive.names() if name != _PAGE]
        frames = sum(name.startswith(_FRAMES) and name.endswith(".html") for name in others)
        if frames:
            yield Skipped(FRAMES, frames)
        if len(others) > frames:
            yield Skipped(RESOURCES, len(others) - frames)
