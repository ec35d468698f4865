"""How much and how fast: the size and the deadline of a request's body, and how often one address may share.

Owns the counting; the figures are settings. Of routes it knows the addresses where the editor sends large bodies.
"""

import asyncio
import ipaddress
import re
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooMany
from app.settings import Settings
from app.web.http.security import refuse

LARGE_BODIES = re.compile(r"/import|/api/(?:import|annotations|articles(?:/[^/]*)?)", re.ASCII)
"""Where articles come in; the routes there ask for the editor before they read."""
SMALL_BODY_BYTES = 65_536
"""Everywhere else, where anybody may write: a passage of 2,000 characters, all escaped twice over,
with as much around it. Not tuned."""
ADDRESSES_KEPT = 10_000  # a bound on memory, about 1 kB an address; not tuned


class _Cut(Exception):
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
        """One request through, or its refusal."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        body = _Body(
            receive, self.settings, large=LARGE_BODIES.fullmatch(scope["path"]) is not None
        )
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
    """One request's body as it arrives."""

    def __init__(self, receive: Receive, settings: Settings, *, large: bool) -> None:
        self._receive = receive
        self._max = (
            settings.import_max_bytes if large else min(SMALL_BODY_BYTES, settings.import_max_bytes)
        )
        self._limit = (
            "the limit of GLOSS_IMPORT_MAX_BYTES" if large else "the most that this address takes"
        )
        self._seconds = settings.request_timeout_seconds
        self._until = time.monotonic() + self._seconds
        self._seen, self._complete = 0, False
        self.cut: _Cut | None = None

    def check_declared(self, scope: Scope) -> None:
        """Refuses by Content-Length, before a byte is read."""
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if declared.isdigit() and (len(declared) > 18 or int(declared) > self._max):
            self._too_large()

    def _too_large(self) -> None:
        self._stop(413, f"The request body is larger than {self._max:,} bytes, {self._limit}.")

    def _stop(self, status: int, message: str) -> None:
        self.cut = _Cut(status, message)
        raise self.cut

    async def receive(self) -> Message:
        """The next message; after the last of the body without a deadline, for then it tells of a disconnect."""
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(
                self._receive(), max(self._until - time.monotonic(), 0.0)
            )
        except TimeoutError:
            self._stop(408, f"The request body did not arrive within {self._seconds:g} seconds.")
            raise
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
        if self._seen > self._max:
            self._too_large()
        return message

    async def drain(self) -> None:
        """Reads on without keeping anything until the deadline, so that a client still sending reads the answer and not a reset."""
        while not self._complete and (left := self._until - time.monotonic()) > 0:
            try:
                message = await asyncio.wait_for(self._receive(), left)
            except TimeoutError:
                return
            self._complete = message["type"] == "http.disconnect" or not message.get(
                "more_body", False
            )


class RateLimit:
    """At most `per_minute` events for one key in any 60 seconds.

    In memory, for one process; the least recent keys are forgotten first.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._events: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, now: float | None = None) -> None:
        """Counts one event.

        Raises TooMany, whose `retry_after` is in seconds, when the minute is full.
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            events = self._events.setdefault(key, deque())
            self._events.move_to_end(key)
            while events and events[0] <= now - 60:
                events.popleft()
            if len(events) >= self.per_minute:
                raise RateLimitExceeded(self.per_minute, int(events[0] + 60 - now) + 1)
            events.append(now)
            while len(self._events) > ADDRESSES_KEPT:
                self._events.popitem(last=False)


class RateLimitExceeded(TooMany):
    """Too many events in a minute; `retry_after` says in how many seconds one more is accepted."""

    def __init__(self, per_minute: int, retry_after: int) -> None:
        super().__init__(
            f"At most {per_minute} passages a minute may be shared from one address.",
            f"Try again in {retry_after} seconds.",
        )
        self.retry_after = retry_after


def client_address(request: Request, settings: Settings) -> str:
    """Who asks: the socket's address, or behind a trusted proxy the last hop that is not one.

    IPv6 counts by its /64.
    """
    address = request.client.host if request.client else "unknown"
    hops = [
        h.strip()
        for value in request.headers.getlist("x-forwarded-for")
        for h in value.split(",")
        if h.strip()
    ]
    while hops and _trusted(address, settings.trusted_proxies):
        address = hops.pop()
    return _subscriber(address)


def _trusted(address: str, proxies: Sequence[str]) -> bool:
    for proxy in proxies:
        try:
            if ipaddress.ip_address(address) in ipaddress.ip_network(proxy, strict=False):
                return True
        except ValueError:
            if address == proxy:
                return True
    return False


def _subscriber(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return (
        str(parsed)
        if parsed.version == 4
        else str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    )
