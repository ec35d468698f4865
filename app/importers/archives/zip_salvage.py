"""What can be read of a ZIP file whose list of files is missing: each file has a header of its own.

The list stands at the end, so that an archive that is cut off has none.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from app.errors import Unprocessable
from app.importers.archives import limits
from app.importers.archives.member_names import shown
from app.importers.archives.zip_archive import Archive

_HEADER = b"PK\x03\x04"
_MARK = re.compile(re.escape(_HEADER))
_HEADER_FORMAT = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = b"PK\x07\x08"
_STORED, _DEFLATED = 0, 8
_IS_ENCRYPTED, _HAS_DESCRIPTOR, _IS_UTF_8 = 0x1, 0x8, 0x800
_NAME_MAX_BYTES = 4_000
_VERSION_MAX = 63
_DESCRIPTOR_BYTES = 8
_IN_EXTRA = 0xFFFFFFFF
"""The size of a file that has a longer number for it elsewhere (ZIP64)."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in an archive: where its bytes begin, how they are packed, what its header says.

    The packed size and the checksum are None where they stand behind the file.
    """

    place: int
    method: int
    flags: int
    packed_bytes: int | None
    checksum: int | None


class DamagedArchive(Archive):
    """The files whose headers are found in a ZIP file, from its beginning on."""

    def __init__(self, file: BinaryIO) -> None:
        """Looks for headers; a file in two copies counts once."""
        self._file = file
        self._size = file.seek(0, 2)
        self._unpacked_bytes = 0
        self._found = _found(file)

    def names(self) -> tuple[str, ...]:
        """The names of the files that were found."""
        return tuple(self._found)

    def has_lost_files(self) -> bool:
        """Always: the end of the archive is missing."""
        return True

    def open(self, name: str) -> bytes:
        """The bytes of a file. Raises Unprocessable, ArchiveLimit."""
        found = self._found.get(name)
        if found is None:
            raise Unprocessable(f"The archive has no file “{shown(name)}”.")
        if found.flags & _IS_ENCRYPTED or found.method not in (_STORED, _DEFLATED):
            raise Unprocessable("The file is encrypted, or packed in a way that is not supported.")
        self._file.seek(found.place)
        unpack = _inflated if found.method == _DEFLATED else _stored
        data, checksum = unpack(self._file, found)
        self._count(len(data))
        if checksum is not None and zlib.crc32(data) != checksum:
            raise _damaged()
        return data

    def stream(self, name: str) -> BinaryIO:
        """Raises Unprocessable: web archives inside a damaged archive are not read."""
        raise Unprocessable(f"The archive is damaged; “{shown(name)}” in it cannot be read.")


def _found(file: BinaryIO) -> dict[str, FoundFile]:
    """The files of which a header is found; those inside another file are that file's."""
    found: dict[str, FoundFile] = {}
    end = 0
    for place in list(islice(_places(file), limits.FILES_MAX)):
        if place < end:
            continue
        file.seek(place)
        header = file.read(_HEADER_FORMAT.size + _NAME_MAX_BYTES)
        named = _file_of(header, place) if len(header) >= _HEADER_FORMAT.size else None
        if named is not None and not named[0].endswith("/"):
            found.setdefault(*named)
            end = named[1].place + (named[1].packed_bytes or 0)
    return found


def _places(file: BinaryIO) -> Iterator[int]:
    """Where the mark of a header stands."""
    file.seek(0)
    read, tail = 0, b""
    while chunk := file.read(limits.CHUNK_BYTES):
        data = tail + chunk
        for mark in _MARK.finditer(data):
            yield read - len(tail) + mark.start()
        read += len(chunk)
        tail = data[1 - len(_HEADER) :]


def _file_of(header: bytes, place: int) -> tuple[str, FoundFile] | None:
    """The name and the file of a header; None where the bytes only look like one."""
    (_, version, flags, method, _, _, checksum, packed, _, name_bytes, extra_bytes) = (
        _HEADER_FORMAT.unpack_from(header)
    )
    name = header[_HEADER_FORMAT.size :][:name_bytes]
    if version & 0xFF > _VERSION_MAX or not 0 < name_bytes <= _NAME_MAX_BYTES:
        return None
    decoded = name.decode("utf-8" if flags & _IS_UTF_8 else "cp437", "replace")
    begins = place + _HEADER_FORMAT.size + name_bytes + extra_bytes
    is_behind = bool(flags & _HAS_DESCRIPTOR)
    known = (None, None) if is_behind or packed == _IN_EXTRA else (packed, checksum)
    return decoded, FoundFile(begins, method, flags, *known)


def _stored(file: BinaryIO, found: FoundFile) -> tuple[bytes, int | None]:
    """The bytes of a file that is not compressed. Raises Unprocessable."""
    if found.packed_bytes is None:
        raise _damaged()
    if found.packed_bytes > limits.MEMBER_MAX_BYTES:
        raise _too_large()
    data = file.read(found.packed_bytes)
    if len(data) < found.packed_bytes:
        raise _damaged()
    return data, found.checksum


def _inflated(file: BinaryIO, found: FoundFile) -> tuple[bytes, int | None]:
    """The bytes of a compressed file, and the checksum that stands behind it or before."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    room = limits.MEMBER_MAX_BYTES + 1
    given = b""
    while room and not inflate.eof:
        given = inflate.unconsumed_tail or file.read(limits.CHUNK_BYTES)
        try:
            data = inflate.decompress(given, room)
        except zlib.error as error:
            raise _damaged() from error
        if not given and not data:
            raise _damaged()
        parts.append(data)
        room -= len(data)
    if not room:
        raise _too_large()
    behind = inflate.unused_data + file.read(_DESCRIPTOR_BYTES)
    if found.checksum is None and behind.startswith(_DESCRIPTOR):
        return b"".join(parts), int.from_bytes(behind[4:8], "little")
    return b"".join(parts), found.checksum


def _damaged() -> Unprocessable:
    return Unprocessable("The file is damaged or cut off inside the archive.")


def _too_large() -> Unprocessable:
    most = limits.MEMBER_MAX_BYTES
    return Unprocessable(f"The file is larger than {most:,} bytes when unpacked.")
