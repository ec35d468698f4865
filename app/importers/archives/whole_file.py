"""Files that are read from their beginning on: looking ahead, and holding them whole."""

import io
from typing import BinaryIO

from app.errors import Unprocessable
from app.importers.archives import limits
from app.importers.base import Readable


class PeekableFile:
    """A file whose first bytes were read already, and are given again.

    What could not be read of them is raised when they have been given.
    """

    def __init__(self, file: Readable, head_bytes: int) -> None:
        self._file = file
        self._problem: Unprocessable | None = None
        head = b""
        try:
            while len(head) < head_bytes and (data := file.read(head_bytes - len(head))):
                head += data
        except Unprocessable as problem:
            self._problem = problem
        self.head = head
        self._place = 0

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end. Raises Unprocessable."""
        if self._place < len(self.head):
            data = self.head[self._place : self._place + size]
            self._place += len(data)
            return data
        if self._problem is not None:
            problem, self._problem = self._problem, None
            raise problem
        return self._file.read(size)


def up_to(file: Readable, most: int) -> bytes:
    """The next bytes of a file, `most` of them where it has so many."""
    parts = []
    while most and (data := file.read(min(most, limits.CHUNK_BYTES))):
        parts.append(data)
        most -= len(data)
    return b"".join(parts)


def whole(file: Readable) -> bytes:
    """The rest of a file. Raises Unprocessable where it is larger than what is held in memory."""
    data = up_to(file, limits.MEMBER_MAX_BYTES + 1)
    if len(data) > limits.MEMBER_MAX_BYTES:
        raise Unprocessable(
            f"The file is larger than {limits.MEMBER_MAX_BYTES:,} bytes when unpacked."
        )
    return data


def seekable(file: Readable) -> BinaryIO:
    """The file where it can seek, else all of it in memory. Raises Unprocessable."""
    if isinstance(file, io.IOBase) and file.seekable():
        return file  # type: ignore[return-value]  # a file that is read as bytes
    return io.BytesIO(whole(file))
