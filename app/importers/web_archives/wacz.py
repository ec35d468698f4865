"""WACZ: web archives in a ZIP file, with an index that is not needed (WACZ 1.1.1, Webrecorder)."""

from collections.abc import Iterable, Sequence

from app.errors import Unprocessable
from app.importers.archives.member_names import shown
from app.importers.archives.zip_archive import Archive
from app.importers.base import Packed, PackedStream, Part, Skipped, Unreadable
from app.translations import N_

INDEX = N_("index files of the web archive")
_DESCRIPTION = "datapackage.json"
_FOLDER = "archive/"
_SUFFIXES = (".warc", ".warc.gz")


class WaczFormat:
    """Web archives as Browsertrix and ArchiveWeb.page give them."""

    label = "WACZ"

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether there is a description, and a web archive where it belongs."""
        return _DESCRIPTION in names and any(_is_archive(name) for name in names)

    def read(self, archive: Archive, url: str | None) -> Iterable[Part | Packed]:
        """Each web archive inside, read as a stream."""
        names = archive.names()
        for name in filter(_is_archive, names):
            try:
                yield PackedStream(archive.stream(name), shown(name), url=url)
            except Unprocessable as error:
                yield Unreadable(shown(name), error.message)
        yield Skipped(INDEX, sum(not _is_archive(name) for name in names))


def _is_archive(name: str) -> bool:
    return name.startswith(_FOLDER) and name.endswith(_SUFFIXES)
