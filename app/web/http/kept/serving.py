"""Serves kept answers, before routes, dependencies and templates: a middleware.

It stands outside of everything but the count of answers, and therefore asks itself what the others
would refuse: the method, the host, who reads.
"""

import asyncio
import re
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web import languages
from app.web.http.kept import representations
from app.web.http.kept.answers import KeptAnswer, Representation
from app.web.http.kept.page_cache import PageCache
from app.web.http.kept.rendering import SCOPE_KEY
from app.web.security.checks import host_name
from app.web.security.sessions import COOKIE

SAME_FOR_THE_EDITOR = ("/articles/",)
"""Addresses whose public answers are the same for everybody. Elsewhere who is signed in may get
more, and is never answered from what is kept."""
NEVER_KEPT = ("/static/", "/edit", "/healthz", "/readyz", "/metrics", "/signin", "/api/export")
WITH_PARAMETERS = ("/articles/", "/panels/")
"""Where an answer may be kept although there is a query; its handler says by which parameters."""
OPENS_PANELS = re.compile(r"/(?:articles/[0-9]+|p/[A-Za-z0-9_-]+)", re.ASCII)
"""Pages in whose address `panel` names what the script opens: their bytes do not depend on it."""
PREVIEW_IMAGE = "/preview.png"
"""What addresses of preview images end with: whatever digest stands behind, the bytes are the same.
"""
UNUSUAL = frozenset([b"authorization", b"content-length", b"prefer", b"transfer-encoding"])
"""Headers of requests that are no plain questions: by a program with a token, with a body, or for
another representation."""
MOST_HOSTS = 100
_COOKIE = f"{COOKIE}=".encode()
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the address, whether compressed, and which bytes the client has."""

    address: str
    gzip: bool
    if_none_match: str | None
    is_head: bool


class _Pending:
    """An answer that is being rendered for several requests."""

    def __init__(self) -> None:
        self.done = asyncio.Event()
        self.may_be_kept = True


class ServeKept:
    """Answers from the page cache; a rendered public answer is put into it."""

    def __init__(self, app: ASGIApp, settings: Settings, cache: PageCache) -> None:
        self.app = app
        self.cache = cache
        self._is_on = settings.public_reading and settings.page_cache_bytes > 0
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._known_hosts: dict[bytes, bool] = {}
        self._pending: dict[tuple[int, str], _Pending] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or passes it on."""
        asked = self._asked(scope)
        if asked is None or not await self.cache.look():
            return await self.app(scope, receive, send)
        for _ in range(_TRIES):
            answer = self.cache.find(asked.address)
            if answer is not None:
                return await self._send(asked, answer, send)
            key = id(asyncio.get_running_loop()), self.cache.address(asked.address)
            pending = self._pending.get(key)
            if pending is None:
                return await self._render(key, asked.address, scope, receive, send)
            await pending.done.wait()
            if not pending.may_be_kept:
                break
        return await self.app(scope, receive, send)

    def _asked(self, scope: Scope) -> Asked | None:
        """What is asked for, None where the answer is not to be kept or found here."""
        if not self._is_on or scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return None
        language, path = languages.split(scope["path"])
        headers = dict(scope["headers"])
        has_doubles = len(headers) != len(scope["headers"])  # which counts is for others to say
        if has_doubles or not self._is_for_anybody(path, headers):
            return None
        address = _address(path, scope["query_string"])
        if address is None:
            return None
        if_none_match = headers.get(b"if-none-match")
        return Asked(
            language.prefix + address,
            representations.accepts_gzip(headers.get(b"accept-encoding", b"").decode("latin-1")),
            None if if_none_match is None else if_none_match.decode("latin-1"),
            scope["method"] == "HEAD",
        )

    def _is_for_anybody(self, path: str, headers: dict[bytes, bytes]) -> bool:
        """Whether whoever asks gets what everybody gets: a plain request to a known host."""
        if not UNUSUAL.isdisjoint(headers) or not self._is_known_host(headers.get(b"host", b"")):
            return False
        return _COOKIE not in headers.get(b"cookie", b"") or path.startswith(SAME_FOR_THE_EDITOR)

    def _is_known_host(self, host: bytes) -> bool:
        known = self._known_hosts.get(host)
        if known is None:
            known = "*" in self._hosts or host_name(host.decode("latin-1")) in self._hosts
            if len(self._known_hosts) < MOST_HOSTS and len(host) < MOST_HOSTS:
                self._known_hosts[host] = known
        return known

    async def _render(
        self, key: tuple[int, str], asked: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Lets the application answer, and keeps the answer before it is sent."""
        pending = self._pending[key] = _Pending()
        rendering = self.cache.start()

        def settle(message: Message | None) -> None:
            if self._pending.get(key) is pending:
                del self._pending[key]
            if message is not None and message["status"] in (200, 304):
                self.cache.keep(rendering, asked, message["headers"])
            pending.may_be_kept = rendering.rendered is not None
            self.cache.end(rendering)
            pending.done.set()

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start" and not pending.done.is_set():
                settle(message)
            await send(message)

        try:
            await self.app({**scope, SCOPE_KEY: rendering}, receive, keeping)
        finally:
            if not pending.done.is_set():
                settle(None)

    async def _send(self, asked: Asked, answer: KeptAnswer, send: Send) -> None:
        representation = await self._represented(asked, answer)
        wanted = asked.if_none_match
        if wanted is not None and (
            wanted == representation.tag or representations.is_known(wanted, answer.digest)
        ):
            status, headers, body = 304, representation.not_modified, b""
        else:
            status, headers, body = 200, representation.headers, representation.body
        await send({"type": "http.response.start", "status": status, "headers": headers.copy()})
        await send({"type": "http.response.body", "body": b"" if asked.is_head else body})

    async def _represented(self, asked: Asked, answer: KeptAnswer) -> Representation:
        """The bytes that the client takes; made outside of the event loop where that takes long."""
        made = answer.gzip if asked.gzip else answer.identity
        if made is not None:
            return made
        if not asked.gzip:
            made = answer.plain()
        elif answer.has_compressed():
            return answer.compressed()
        else:
            made = await run_in_threadpool(answer.compressed)
        self.cache.weigh_again(asked.address)
        return made


def _address(path: str, query: bytes) -> str | None:
    """The address as it was asked; None where no answer is ever kept.

    A path with a question mark of its own (`%3F`) would be taken for one with a query.
    """
    if path.startswith(NEVER_KEPT) or "?" in path:
        return None
    if b"panel=" in query:
        query = _without_panel(path, query)
    if not query:
        return path
    if b"%00" in query or b"\0" in query:
        return None
    if path.endswith(PREVIEW_IMAGE):
        return path
    if not path.startswith(WITH_PARAMETERS):
        return None
    return f"{path}?{query.decode('latin-1')}"


def _without_panel(path: str, query: bytes) -> bytes:
    """The query without what only the script reads."""
    if not OPENS_PANELS.fullmatch(path):
        return query
    return b"&".join(part for part in query.split(b"&") if not part.startswith(b"panel="))
