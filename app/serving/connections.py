"""Connections with limits that uvicorn lacks: on heads of requests, silence, and their number.

A head is the request line with the headers. What a body may be is decided by `BodyLimits`, in the
application.
"""

import logging
import sys
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.settings import Settings
from app.web.security.checks import refuse

if sys.platform == "linux":
    import fcntl
    import termios

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What a connection may cost; times are in seconds."""

    connections_max: int
    head_max_bytes: int
    head_timeout: float
    stall_timeout: float

    @classmethod
    def from_settings(cls, settings: Settings) -> "ConnectionLimits":
        """The limits that the settings name."""
        return cls(
            settings.connections_max,
            settings.head_max_bytes,
            settings.head_timeout_seconds,
            settings.answer_timeout_seconds,
        )


class LimitedConfig(uvicorn.Config):
    """uvicorn's configuration with the limits of its connections."""

    def __init__(self, app: Any, limits: ConnectionLimits, **options: Any) -> None:
        super().__init__(app, http=LimitedConnection, **options)
        self.limits = limits


class LimitedServer(uvicorn.Server):
    """uvicorn's server, which also closes connections that are silent for too long."""

    async def on_tick(self, counter: int) -> bool:
        """What uvicorn does ten times a second."""
        for connection in list(self.server_state.connections):
            if isinstance(connection, LimitedConnection):
                connection.check()
        return await super().on_tick(counter)


class LimitedConnection(HttpToolsProtocol):
    """One connection of a client, closed when it holds more than its limits allow.

    No timer is set for a request: the server looks at all connections ten times a second.
    """

    def __init__(self, config: LimitedConfig, *arguments: Any, **options: Any) -> None:
        super().__init__(config, *arguments, **options)
        self._limits = config.limits
        self.waits_since: float | None = None
        """Since when a head is awaited; None between requests and while one is answered."""
        self.has_asked = False
        """Whether a whole head ever came."""
        self._fed_bytes = 0
        self._body_bytes = 0
        self._unsent_bytes = 0
        self._stalled_since = 0.0

    def connection_made(self, transport: Any) -> None:
        """Awaits the first head, where there is room for one more connection."""
        super().connection_made(transport)
        self.waits_since = self.loop.time()
        if len(self.connections) > self._limits.connections_max:
            self._make_room()

    def _make_room(self) -> None:
        """Closes the connection that has been silent for longest, else this one."""
        others = (c for c in self.connections if isinstance(c, LimitedConnection) and c is not self)
        silent = [c for c in others if _is_idle(c) and not c.transport.is_closing()]
        if silent:
            chosen = min(silent, key=_silent_since)
            if chosen.transport.get_write_buffer_size():
                chosen.transport.abort()  # closing would wait for a client that does not read
            else:
                chosen.close_silent()
        else:
            self._answer(b"503 Service Unavailable", b"retry-after: 1\r\n")

    def data_received(self, data: bytes) -> None:
        """Feeds the parser, and counts what is no body: heads, trailers, frames of chunks."""
        if self.waits_since is None and _is_idle(self):
            self.waits_since = self.loop.time()
        self._fed_bytes += len(data)
        super().data_received(data)
        # As much around a body as in it is more than any client needs.
        framing = self._fed_bytes - 2 * self._body_bytes
        if framing > self._limits.head_max_bytes and not self.transport.is_closing():
            if _is_idle(self) and not self._body_bytes:
                self._answer(b"431 Request Header Fields Too Large")
            else:  # chunks without content, trailers, or the next head while one is answered
                self.transport.abort()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._fed_bytes = self._body_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is complete: the request is answered, or refused when it is too large."""
        self.waits_since = None
        self.has_asked = True
        size = len(self.url) + sum([len(name) + len(value) + 4 for name, value in self.headers])
        if size <= self._limits.head_max_bytes:
            super().on_headers_complete()
            return
        app, self.app = self.app, _refuse_head
        try:
            super().on_headers_complete()
        finally:
            self.app = app

    def on_body(self, body: bytes) -> None:
        """A part of a body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def resume_writing(self) -> None:
        """The client has read what it was sent."""
        self._unsent_bytes = 0
        super().resume_writing()

    def check(self) -> None:
        """Closes the connection where its client is silent or reads nothing for too long."""
        now = self.loop.time()
        if self.waits_since is not None and now - self.waits_since > self._limits.head_timeout:
            self.close_silent()
        unsent = self._unread_bytes()
        if unsent == 0 or unsent < self._unsent_bytes or self._unsent_bytes == 0:
            self._stalled_since = now
        elif now - self._stalled_since > self._limits.stall_timeout:
            self.transport.abort()
        self._unsent_bytes = unsent

    def _unread_bytes(self) -> int:
        """What is kept here for the client and, with that, in the system's own buffer.

        That takes megabytes at once: a slow reader's 64 kB a second are seen there alone.
        """
        kept: int = self.transport.get_write_buffer_size()
        client = self.transport.get_extra_info("socket")
        if kept == 0 or client is None or sys.platform != "linux":
            return kept
        try:
            queued = fcntl.ioctl(client.fileno(), termios.TIOCOUTQ, bytes(4))
        except OSError:
            return kept  # it is being closed
        return kept + int.from_bytes(queued, sys.byteorder)

    def close_silent(self) -> None:
        """Closes a connection on which nothing is being answered."""
        self.waits_since = None
        self.transport.close()

    def _answer(self, status: bytes, header: bytes = b"") -> None:
        self.waits_since = None
        self.transport.write(
            b"HTTP/1.1 " + status + b"\r\n" + header + b"content-length: 0\r\n"
            b"connection: close\r\n\r\n"
        )
        self.transport.close()


def _is_idle(connection: HttpToolsProtocol) -> bool:
    """Whether no request is being answered."""
    return connection.cycle is None or connection.cycle.response_complete


def _silent_since(connection: LimitedConnection) -> tuple[bool, float]:
    """Those that never asked for anything come first, by when their head was first awaited.

    Whoever has asked before is a reader, who would find the connection closed with the next click.
    """
    return connection.has_asked, connection.waits_since or 0.0


async def _refuse_head(scope: Scope, _receive: Receive, send: Send) -> None:
    await refuse(
        scope,
        send,
        431,
        "The request line and headers are larger than GLOSS_HEAD_MAX_BYTES.",
        {"connection": "close"},
    )
