"""ZIP files: exports that are known by the names inside, else one file after the other."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from app.errors import Unprocessable
from app.importers.archives import member_names
from app.importers.archives.whole_file import seekable
from app.importers.archives.zip_archive import Archive, ArchiveLimit
from app.importers.base import Packed, PackedFile, Part, Readable, Unreadable
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.web_archives.wacz import WaczFormat
from app.translations import N_


class ArchiveFormat(Protocol):
    """One format made of a ZIP file with certain names. Registered in `ARCHIVE_FORMATS`."""

    label: str

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether a ZIP file with these names is in this format."""
        ...

    def read(self, archive: Archive, url: str | None) -> Iterable[Part | Packed]:
        """What is in it; a file that is wrong is `Unreadable` and stops no other.

        `archive.open` raises Unprocessable. An `ArchiveLimit` is not to be caught.
        """
        ...


ARCHIVE_FORMATS: tuple[ArchiveFormat, ...] = (WaczFormat(),)


class ZipImporter:
    """Files of any format in a ZIP file."""

    name = "zip"
    label = N_("ZIP archive")
    suffixes: tuple[str, ...] = formats.ZIP.suffixes
    media_types: tuple[str, ...] = formats.ZIP.media_types
    signatures: tuple[OtherFormat, ...] = (formats.ZIP,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: ZIP files are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """What a known export holds, else each file inside. Raises Unprocessable."""
        return self.read_file(io.BytesIO(data), url)

    def read_file(self, file: Readable, url: str | None = None) -> Iterable[Part | Packed]:
        """The same of a file on a disk; any other is held in memory."""
        archive = Archive(seekable(file))
        names = archive.names()
        if not names:
            raise Unprocessable("The archive is empty.")
        for known in ARCHIVE_FORMATS:
            if known.recognises(names):
                return known.read(archive, url)
        return _members(archive, names)


def _members(archive: Archive, names: Sequence[str]) -> Iterator[Part | Packed]:
    """Every file inside that may hold an article."""
    passed_over: Counter[str] = Counter()
    frames = member_names.frames(names)
    for name in names:
        kind = member_names.FRAMES if name in frames else member_names.junk(name)
        if kind is not None:
            passed_over[kind] += 1
            continue
        try:
            yield PackedFile(archive.open(name), member_names.shown(name))
        except ArchiveLimit:
            raise
        except Unprocessable as error:
            yield Unreadable(member_names.shown(name), error.message)
    yield from member_names.skipped(passed_over)
