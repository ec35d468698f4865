"""The bytes of a web archive, ahead of what was read of them, past damaged gzip members."""

from app.importers.archives import limits
from app.importers.archives.gzip_stream import DamagedGzip
from app.importers.base import Readable


class RecordSource:
    """A buffer before a file; `place` is where it begins in what the file unpacks to.

    `is_broken` says that bytes are missing behind the buffer, since a gzip member is damaged; no
    more are read until `go_on`.
    """

    def __init__(self, file: Readable) -> None:
        self._file = file
        self.buffer = bytearray()
        self.place = 0
        self.is_broken = False

    def fill(self, wanted: int) -> bool:
        """Whether `wanted` bytes are in the buffer, read where need be. Raises ArchiveLimit."""
        while len(self.buffer) < wanted and not self.is_broken:
            try:
                more = self._file.read(limits.CHUNK_BYTES)
            except DamagedGzip:
                self.is_broken = True
                break
            if not more:
                break
            self.buffer += more
        return len(self.buffer) >= wanted

    def drop(self, count: int) -> None:
        """Goes forward inside the buffer."""
        del self.buffer[:count]
        self.place += count

    def go_on(self) -> None:
        """Leaves what is in the buffer before a damaged member, and reads on behind it."""
        self.drop(len(self.buffer))
        self.is_broken = False
