"""A gzip file that is unpacked while it is read, within limits and past damaged members."""

import zlib

from app.errors import Unprocessable
from app.importers.archives import limits
from app.importers.archives.zip_archive import ArchiveLimit
from app.importers.base import Readable

MAGIC = b"\x1f\x8b\x08"
_WITH_HEADER = 16 + zlib.MAX_WBITS
_SLICE_BYTES = 4_096
"""What is given to zlib at once: it copies what it does not use, once a member."""
_EMPTY_MAX = 1_000
"""Members without content, one after the other; a web archive has none."""
_TRIES_MAX = 1_000
"""Places where a member may begin that are tried in a damaged file."""


class DamagedGzip(Unprocessable):
    """A member of a gzip file is damaged or cut off; the next `read` gives the next member."""


class GzipStream:
    """What a gzip file holds, all of its members one after the other.

    A `read` raises DamagedGzip once for each member that is damaged, after what could be read of
    it, and ArchiveLimit where the file unpacks to more than is read.
    """

    def __init__(self, file: Readable) -> None:
        """`file` is read from where it stands."""
        self._file = file
        self._input = b""
        self._place = 0
        self._inflate: zlib._Decompress | None = None
        self._has_ended = False
        self._packed_bytes = 0
        self._unpacked_bytes = 0
        self._empty = 0
        self._tries = 0
        self._is_lost = False
        self._of_member = 0

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, at least one before the end; a chunk where it is negative."""
        size = limits.CHUNK_BYTES if size < 0 else size
        while size and (inflate := self._member()) is not None:
            try:
                data = self._some(inflate, size)
            except zlib.error as error:
                self._lose(error)
                continue
            if data:
                return data
        return b""

    def _member(self) -> "zlib._Decompress | None":
        """What unpacks the member that is read, or the next one. Raises DamagedGzip."""
        if self._inflate is None and self._find_member():
            self._inflate = zlib.decompressobj(_WITH_HEADER)
            self._of_member = 0
        return self._inflate

    def _find_member(self) -> bool:
        """Goes to where the next member begins; False at the end of the file."""
        self._skip_zeros()
        if not self._fill(len(MAGIC)):
            return False
        if not self._is_lost and not self._input.startswith(MAGIC, self._place):
            self._is_lost = True
            raise DamagedGzip("The file contains data that is not gzip.")
        while (found := self._input.find(MAGIC, self._place)) < 0:
            self._place = max(self._place, len(self._input) - len(MAGIC) + 1)
            if not self._fill(len(MAGIC)):
                return False
        self._place = found
        self._tries += self._is_lost
        return self._tries <= _TRIES_MAX

    def _skip_zeros(self) -> None:
        """Passes over the zeros with which some programs fill the last block."""
        while self._fill(1) and self._input[self._place] == 0:
            rest = self._input[self._place :].lstrip(b"\x00")
            self._place = len(self._input) - len(rest)

    def _fill(self, wanted: int) -> bool:
        """Whether so many bytes could be had."""
        while len(self._input) - self._place < wanted:
            more = self._file.read(limits.CHUNK_BYTES)
            if not more:
                return False
            self._packed_bytes += len(more)
            self._input = self._input[self._place :] + more
            self._place = 0
        return True

    def _some(self, inflate: "zlib._Decompress", size: int) -> bytes:
        """Some bytes of the member; none at its end. Raises zlib.error, ArchiveLimit."""
        if not self._fill(1):
            raise zlib.error("cut off")
        given = self._input[self._place : self._place + _SLICE_BYTES]
        data = inflate.decompress(given, size)
        left = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        self._place += len(given) - len(left)
        self._of_member += len(data)
        self._count(len(data))
        if inflate.eof:
            self._end_member()
        return data

    def _end_member(self) -> None:
        self._inflate = None
        self._is_lost = False
        self._empty = 0 if self._of_member else self._empty + 1
        if self._empty > _EMPTY_MAX:
            raise ArchiveLimit("The gzip file has too many parts without content.")

    def _count(self, unpacked_bytes: int) -> None:
        self._unpacked_bytes += unpacked_bytes
        most = limits.unpacked_max_bytes(self._packed_bytes)
        if self._unpacked_bytes > most:
            raise ArchiveLimit(f"The file unpacks to more than {most:,} bytes.")

    def _lose(self, error: zlib.error) -> None:
        """Gives up a member. Raises DamagedGzip, but for bytes that only looked like one."""
        self._inflate = None
        was_lost, self._is_lost = self._is_lost, True
        if self._input.startswith(MAGIC, self._place):
            self._place += 1
        if not was_lost or self._of_member:
            raise DamagedGzip("The compressed data is damaged or cut off.") from error
