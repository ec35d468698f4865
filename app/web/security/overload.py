"""How many requests one process works on and queues; those beyond are refused at once.

A request counts while it is worked on or waits for a thread. It does not while its client sends or
reads: slow clients take connections, of which the server has a bound of its own. Nor is one begun
for which there may be no memory.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.security import memory_room
from app.web.security.checks import PROBES, refuse
from app.web.security.fault_log import FaultLog

RETRY_AFTER_SECONDS = 1
NO_MEMORY = "The server is out of memory right now. Try again in a moment."
NO_MEMORY_RETRY_SECONDS = 5
_fault_log = FaultLog(logging.getLogger(__name__))


class Overload:
    """Answers 503 instead of making a queue longer; probes always pass."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.most = settings.requests_max
        self.working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through, or refuses it."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            return await self.app(scope, receive, send)
        if self.working >= self.most:
            headers = {"retry-after": str(RETRY_AFTER_SECONDS)}
            message = "Too many requests are being answered right now. Try again in a moment."
            return await refuse(scope, send, 503, message, headers)
        if memory_room.is_short(self.working + 1):
            _fault_log.error("OutOfMemory", NO_MEMORY)
            headers = {"retry-after": str(NO_MEMORY_RETRY_SECONDS)}
            return await refuse(scope, send, 503, NO_MEMORY, headers)
        self.working += 1
        client = _Client(self)
        try:
            return await self.app(scope, client.receiving(receive), client.sending(send))
        finally:
            self.working -= 1


class _Client:
    """The client of one request, which does not count as work while it is waited for.

    An answer that is streamed sends and listens for a disconnect at the same time: however many
    wait for the client, the request is left out once.
    """

    def __init__(self, overload: Overload) -> None:
        self._overload = overload
        self._waiting = 0

    def receiving(self, receive: Receive) -> Receive:
        """`receive`, while the body arrives; after it only a disconnect is awaited."""
        is_complete = False

        async def received() -> Message:
            nonlocal is_complete
            if is_complete:
                return await receive()
            with self._waited_for():
                message = await receive()
            is_complete = not message.get("more_body", False)
            return message

        return received

    def sending(self, send: Send) -> Send:
        """`send`, during which the client reads."""

        async def sent(message: Message) -> None:
            with self._waited_for():
                await send(message)

        return sent

    @contextmanager
    def _waited_for(self) -> Iterator[None]:
        if self._waiting == 0:
            self._overload.working -= 1
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            if self._waiting == 0:
                self._overload.working += 1
