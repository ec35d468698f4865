"""One ZIP file, opened within limits: its names, and each of its members by name.

Reads members that are stored or deflated; other methods unpack without a bound. The list of names
is measured before it is parsed, since a million of them would take a gigabyte.
"""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO, cast

from app.errors import Unprocessable
from app.importers.archives import limits
from app.importers.archives.member_names import shown

_END = b"PK\x05\x06"
_END_BYTES = 22
_END_64_LOCATOR = b"PK\x06\x07"
_END_64_LOCATOR_BYTES = 20
_END_64_BYTES = 56
_COMMENT_MAX_BYTES = 65_535
_ENTRY = b"PK\x01\x02"
_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1
_FAILURES = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, OverflowError, RuntimeError, KeyError),
)
"""What `zipfile` raises for files that are damaged."""


class ArchiveLimit(Unprocessable):
    """An archive unpacks to more than is read: there is no use in asking for its next member."""


class DamagedDirectory(Unprocessable):
    """The list of the files of an archive is missing or wrong; the files may be there."""


class Archive:
    """The files inside a ZIP file."""

    def __init__(self, file: BinaryIO) -> None:
        """`file` can seek. Raises Unprocessable with the reason why it cannot be read."""
        self._size = file.seek(0, io.SEEK_END)
        _check_directory(file, self._size)
        try:
            self._zip = zipfile.ZipFile(file)
        except _FAILURES as error:
            raise DamagedDirectory(
                "The ZIP file is damaged: its list of files is wrong."
            ) from error
        _check_overlaps(self._zip.infolist())
        self._members = {i.filename: i for i in self._zip.infolist() if not i.is_dir()}
        self._unpacked_bytes = 0

    def names(self) -> tuple[str, ...]:
        """The names of its files in their order, without folders; any string can be one."""
        return tuple(self._members)

    def open(self, name: str) -> bytes:
        """The bytes of a file.

        Raises Unprocessable with the reason; ArchiveLimit where the archive is read no further.
        """
        with self.stream(name) as member:
            try:
                data = member.read(limits.MEMBER_MAX_BYTES + 1)
            except _FAILURES as error:
                raise Unprocessable("The file is damaged inside the archive.") from error
        if len(data) > limits.MEMBER_MAX_BYTES:
            raise Unprocessable(
                f"The file is larger than {limits.MEMBER_MAX_BYTES:,} bytes when unpacked."
            )
        self._count(len(data))
        return data

    def has_lost_files(self) -> bool:
        """Whether the archive is damaged, so that files may be missing."""
        return False

    def stream(self, name: str) -> BinaryIO:
        """A file that is unpacked while it is read, for what may be larger than memory.

        Nothing counts its bytes. Raises Unprocessable; reading may raise what `zipfile` does.
        """
        info = self._members.get(name)
        if info is None:
            raise Unprocessable(f"The archive has no file “{shown(name)}”.")
        if info.flag_bits & _IS_ENCRYPTED:
            raise Unprocessable("The file is encrypted. Unpack it with its password first.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unprocessable(
                "The file is compressed by a method that is not supported. Pack it again as an "
                "ordinary ZIP file."
            )
        try:
            return cast(BinaryIO, self._zip.open(info))
        except _FAILURES as error:
            raise Unprocessable("The file is damaged inside the archive.") from error

    def _count(self, unpacked_bytes: int) -> None:
        self._unpacked_bytes += unpacked_bytes
        most = limits.unpacked_max_bytes(self._size)
        if self._unpacked_bytes > most:
            raise ArchiveLimit(f"The archive unpacks to more than {most:,} bytes.")


def _check_directory(file: BinaryIO, size: int) -> None:
    """Raises Unprocessable where the list of files is longer than what is read."""
    start = max(0, size - _END_BYTES - _COMMENT_MAX_BYTES)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_BYTES:
        raise DamagedDirectory("The ZIP file is cut off: it has no list of its files.")
    (length,) = struct.unpack_from("<L", tail, place + 12)
    end = start + place
    length, end = _zip64(file, end) or (length, end)
    if length > limits.DIRECTORY_MAX_BYTES:
        raise _too_many()
    file.seek(max(0, end - length))
    if file.read(length).count(_ENTRY) > limits.FILES_MAX:
        raise _too_many()
    file.seek(0)


def _zip64(file: BinaryIO, end: int) -> tuple[int, int] | None:
    """The length of the list and where it ends, as a ZIP64 file says; None for others."""
    file.seek(max(0, end - _END_64_LOCATOR_BYTES - _END_64_BYTES))
    record = file.read(_END_64_BYTES + _END_64_LOCATOR_BYTES)
    if len(record) < _END_64_BYTES + _END_64_LOCATOR_BYTES:
        return None
    if not record.startswith(_END_64_LOCATOR, _END_64_BYTES):
        return None
    (length,) = struct.unpack_from("<Q", record, 40)
    return length, end - _END_64_LOCATOR_BYTES - _END_64_BYTES


def _too_many() -> Unprocessable:
    return Unprocessable(f"The archive has more than {limits.FILES_MAX:,} files.")


def _check_overlaps(members: list[zipfile.ZipInfo]) -> None:
    """Raises Unprocessable where files share bytes, with which small archives unpack to terabytes.

    David Fifield, “A better zip bomb”, 2019.
    """
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise Unprocessable("The archive is a ZIP bomb: its files overlap.")
        end = member.header_offset + _HEADER_BYTES + member.compress_size
