"""How large a request's body may be, and how long its client may take to send it.

The figures are settings. Of routes it knows only the addresses where the editor sends large bodies.
"""

import asyncio
import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.security.checks import refuse

LARGE_BODIES = re.compile(
    r"/import|/edit/articles/[^/]*|/api/(?:import|annotations|articles(?:/[^/]*)?)", re.ASCII
)
"""Where articles come in or are edited; the routes there ask for the editor before they read."""
SMALL_BODY_BYTES = 65_536
"""Everywhere else, where anybody may write: a passage of 2,000 characters, all escaped twice over,
with as much around it. Not tuned."""


class _Cut(Exception):
    """The body was too large or too slow; carries the refusal."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class BodyLimits:
    """Cuts a request body that is too large (413) or too slow (408), chunked ones too.

    uvicorn has no such deadline.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through, or refuses it."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        large = LARGE_BODIES.fullmatch(scope["path"]) is not None
        body = _Body(receive, self.settings, large=large)
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if body.cut and not started:
                return  # whatever a route made of a body cut short is not the answer
            started = True
            await send(message)

        try:
            body.check_declared(scope)
            await self.app(scope, body.receive, guarded)
        except _Cut:
            pass
        if body.cut and not started:
            await body.drain()
            await refuse(scope, send, body.cut.status, body.cut.message, {"connection": "close"})
        return None


class _Body:
    """One request's body while it is received."""

    def __init__(self, receive: Receive, settings: Settings, *, large: bool) -> None:
        self._receive = receive
        if large:
            self._max_bytes = settings.import_max_bytes
            self._limit = "the limit of GLOSS_IMPORT_MAX_BYTES"
        else:
            self._max_bytes = min(SMALL_BODY_BYTES, settings.import_max_bytes)
            self._limit = "the limit for this address"
        self._seconds = settings.request_timeout_seconds
        self._seconds_left = self._seconds
        self._received_bytes = 0
        self._complete = False
        self.cut: _Cut | None = None

    def check_declared(self, scope: Scope) -> None:
        """Refuses by Content-Length, before a byte is read."""
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and (len(declared) > 18 or int(declared) > self._max_bytes):
            self._refuse_size()

    def _refuse_size(self) -> None:
        self._stop(
            413, f"The request body is larger than {self._max_bytes:,} bytes, {self._limit}."
        )

    def _stop(self, status: int, message: str) -> None:
        self.cut = _Cut(status, message)
        raise self.cut

    async def receive(self) -> Message:
        """The next message of the request.

        After the body's last message there is no deadline: the next one reports a disconnect.
        """
        if self._complete:
            return await self._receive()
        try:
            message = await self._awaited()
        except TimeoutError:
            self._stop(408, f"The request body was not received within {self._seconds:g} seconds.")
            raise
        if message["type"] == "http.request":
            self._received_bytes += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
        if self._received_bytes > self._max_bytes:
            self._refuse_size()
        return message

    async def _awaited(self) -> Message:
        """The next message, awaited for as long as is left.

        Only the time in which a body arrives counts, not that in which the request waits for a
        thread. Raises TimeoutError.
        """
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds_left):
                return await self._receive()
        finally:
            self._seconds_left -= time.monotonic() - began

    async def drain(self) -> None:
        """Reads on until the deadline and keeps nothing.

        A client that is still sending then reads the answer and not a connection reset.
        """
        while not self._complete and self._seconds_left > 0:
            try:
                message = await self._awaited()
            except TimeoutError:
                return
            disconnected = message["type"] == "http.disconnect"
            self._complete = disconnected or not message.get("more_body", False)
