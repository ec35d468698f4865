"""ZIP files: exports that are known by the names inside, else one file after the other."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Protocol

from app.errors import Unprocessable
from app.importers.archives import member_names
from app.importers.archives.whole_file import seekable
from app.importers.archives.zip_archive import Archive, ArchiveLimit, DamagedDirectory
from app.importers.archives.zip_salvage import DamagedArchive
from app.importers.base import Packed, PackedFile, Part, Readable, Unreadable
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.own_formats.gloss_archive import GlossArchiveFormat
from app.importers.saved_pages.compressed_page import CompressedPageFormat
from app.importers.services.omnivore import OmnivoreArchive
from app.importers.services.pocket import PocketArchive
from app.importers.services.readeck import ReadeckArchive
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


ARCHIVE_FORMATS: tuple[ArchiveFormat, ...] = (
    GlossArchiveFormat(),
    OmnivoreArchive(),
    PocketArchive(),
    ReadeckArchive(),
    WaczFormat(),
    CompressedPageFormat(),
)


_DOCUMENTS = (
    ("[Content_Types].xml", "word/", formats.WORD),
    ("[Content_Types].xml", "xl/", formats.EXCEL),
    ("[Content_Types].xml", "ppt/", formats.POWERPOINT),
    ("META-INF/container.xml", "mimetype", formats.EPUB),
    ("META-INF/manifest.xml", "mimetype", formats.OPEN_DOCUMENT),
    ("Index/Document.iwa", "Index/", formats.PAGES),
)
"""What the names in documents are: one of them, and how others begin."""


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
        archive = _opened(seekable(file))
        names = archive.names()
        _refuse(names)
        known = next((known for known in ARCHIVE_FORMATS if known.recognises(names)), None)
        yield from _members(archive, names) if known is None else known.read(archive, url)
        if archive.has_lost_files():
            yield Unreadable("", "The ZIP file is cut off or damaged; files may be missing.")


def _opened(file: BinaryIO) -> Archive:
    """The archive by its list of files, else by looking for them. Raises Unprocessable."""
    try:
        archive = Archive(file)
    except DamagedDirectory:
        archive = DamagedArchive(file)
        if not archive.names():
            raise
    if not archive.names():
        raise Unprocessable("The archive is empty.")
    return archive


def _refuse(names: Sequence[str]) -> None:
    """Raises Unprocessable for a book or a document of an office, which are ZIP files as well."""
    for sign, beginning, known in _DOCUMENTS:
        if sign in names and any(name.startswith(beginning) for name in names):
            raise Unprocessable(f"{known.message} {known.hint}")


def _members(archive: Archive, names: Sequence[str]) -> Iterator[Part | Packed]:
    """Every file inside that may hold an article."""
    passed_over: Counter[str] = Counter()
    frames = member_names.frames(names)
    for name in names:
        kind = member_names.junk(name) or (member_names.FRAMES if name in frames else None)
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
