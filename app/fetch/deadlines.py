"""One deadline for a whole request: connecting, sending and every read together."""

import io
import socket
from typing import Any

from app.fetch import waiting


def seconds_left(deadline: float) -> float:
    """The seconds until `deadline`. Raises TimeoutError when there are none."""
    left = deadline - waiting.seconds_now()
    if left <= 0:
        raise TimeoutError
    return left


class DeadlineSocket:
    """What `http.client` needs of a socket, with one deadline for all reads and writes together.

    A socket's own timeout starts anew with each read, so a slow drip of bytes would extend it.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Sends all of `data` before the deadline."""
        self._socket.settimeout(seconds_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 - asked for as a socket's
        """The stream that the response is read from."""
        return io.BufferedReader(_DeadlineReader(self._socket, self._deadline))

    def close(self) -> None:
        """Does nothing: http.client calls it while the response is still being read."""


class _DeadlineReader(io.RawIOBase):
    """The reading side of a `DeadlineSocket`."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        super().__init__()
        self._socket = connected
        self._deadline = deadline

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as are there."""
        self._socket.settimeout(seconds_left(self._deadline))
        return self._socket.recv_into(buffer)
