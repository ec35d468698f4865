"""How much of a file's containers was unpacked, and what a file inside them is read from."""

import io
from dataclasses import dataclass

from app.errors import Unprocessable
from app.importers.archives import limits
from app.importers.archives.whole_file import PeekableFile, whole
from app.importers.archives.zip_archive import ArchiveLimit
from app.importers.base import Packed, PackedFile, PackedStream, Readable

HEAD_BYTES = 65_536
"""What of a stream its format is recognised by."""


@dataclass(slots=True)
class Unpacking:
    """How much was unpacked, so that a small file can't become endless.

    `most_bytes` is what the file that is imported may unpack to.
    """

    most_bytes: int
    depth: int = 0
    files: int = 0
    unpacked_bytes: int = 0

    def count(self, packed: Packed) -> None:
        """Counts a file from a container. Raises Unprocessable beyond a limit."""
        self.files += 1
        if isinstance(packed, PackedFile):
            self.unpacked_bytes += len(packed.data)
        if self.depth > limits.DEPTH_MAX:
            raise Unprocessable(
                f"Archives inside archives are read {limits.DEPTH_MAX} levels deep."
            )
        if self.files > limits.FILES_MAX:
            raise ArchiveLimit(f"The archive has more than {limits.FILES_MAX:,} files.")
        if self.unpacked_bytes > self.most_bytes:
            raise ArchiveLimit(f"The archive unpacks to more than {self.most_bytes:,} bytes.")


def unpacking_of(packed: Packed) -> Unpacking:
    """The count for a file that is imported."""
    if isinstance(packed, PackedFile):
        size = len(packed.data)
    elif isinstance(packed.file, io.IOBase) and packed.file.seekable():
        size = packed.file.seek(0, io.SEEK_END)
        packed.file.seek(0)
    else:
        return Unpacking(limits.UNPACKED_MAX_BYTES)
    return Unpacking(limits.unpacked_max_bytes(size))


def looked_into(file: Readable) -> tuple[bytes, Readable]:
    """The beginning of a file, and the file, still to be read from its beginning on."""
    if isinstance(file, io.IOBase) and file.seekable():
        head = file.read(HEAD_BYTES)
        file.seek(0)
        return head, file
    ahead = PeekableFile(file, HEAD_BYTES)
    return ahead.head, ahead


def held(packed: PackedStream, file: Readable) -> PackedFile:
    """A file from a container, all of it in memory. Raises Unprocessable for a large one."""
    data = whole(file)
    return PackedFile(data, packed.name, packed.media_type, packed.url, packed.captured_at)
