"""What every request and every answer must bear: trusted hosts, no cross-site writes, the headers of a closed page, HEAD.

Owns the pure ASGI middlewares of that kind; knows no route and no store.
"""

import json
from collections.abc import Awaitable, Callable
from html import escape
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import LOOPBACK, Settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
PROBES = ("/healthz", "/readyz")
"""What the machine itself may always ask by its loopback names: a container's health check knows no
other."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "
    "'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), "
        "payment=(), usb=()"
    ),
}


def is_api(path: str) -> bool:
    """Whether an answer at this path is for programs: JSON, errors included."""
    return path == "/api" or path.startswith("/api/")


async def refuse(
    scope: Scope, send: Send, status: int, message: str, headers: dict[str, str] | None = None
) -> None:
    """Answers outside of any route: JSON on /api, elsewhere one readable sentence."""
    if is_api(scope["path"]):
        kind, body = (
            "application/json",
            json.dumps({"error": {"status": status, "message": message, "detail": None}}).encode(),
        )
    else:
        kind, body = "text/html; charset=utf-8", plain_page(status, message).encode()
    given = {
        "content-type": kind,
        "content-length": str(len(body)),
        "cache-control": "no-store",
    } | (headers or {})
    raw = [(k.lower().encode(), v.encode("latin-1")) for k, v in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def plain_page(status: int, message: str, detail: str | None = None) -> str:
    """An error page that needs no template."""
    more = f"<p>{escape(detail)}</p>" if detail else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{status} · Gloss</title>'
        f'<main><h1>{escape(message)}</h1>{more}<p><a href="/">To the library</a></p></main></html>'
    )


class ClosedPages:
    """Puts the security headers on every answer; one that a route has set stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request through."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if is_api(scope["path"]):
                    headers.setdefault("X-Robots-Tag", "noindex")  # copies of others' pages
            await send(message)

        return await self.app(scope, receive, with_headers)


class RequestChecks:
    """Refuses what no route should see: unknown hosts, NUL in the address, cross-site writes.

    The first that objects answers.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = frozenset(h.lower() for h in settings.hosts)
        self.own_origin = origin_of(settings.base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request through, or its refusal."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        checks: tuple[Callable[[Scope, Headers], tuple[int, str] | None], ...] = (
            self._host,
            _address,
            self._cross_site,
        )
        headers = Headers(scope=scope)
        for check in checks:
            objection = check(scope, headers)
            if objection:
                return await refuse(scope, send, *objection)
        return await self.app(scope, receive, send)

    def _host(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        name = host_name(headers.get("host", ""))
        if (
            "*" in self.hosts
            or name in self.hosts
            or (scope["path"] in PROBES and name in LOOPBACK)
        ):
            return None
        return (
            400,
            (
                "This library does not answer to that host name. GLOSS_ALLOWED_HOSTS lists the "
                "names it answers to."
            ),
        )

    def _cross_site(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if scope["method"] in SAFE_METHODS:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            allowed = site in ("same-origin", "none")
        elif (
            origin == "null"
        ):  # plain http and no-referrer: only the page of a sign-in link, whose code is the proof
            allowed = scope["path"].startswith("/signin/")
        else:
            allowed = origin is None or origin in (
                self.own_origin,
                f"{scope['scheme']}://{headers.get('host', '')}",
            )
        return None if allowed else (403, "A write that comes from another site is refused.")


def _address(scope: Scope, _headers: Headers) -> tuple[int, str] | None:
    nul = "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]
    return (400, "The address holds a NUL character.") if nul else None


def host_name(host: str) -> str:
    """The name in a Host header, in lower case and without port: `[::1]:8000` is `[::1]`."""
    name = host.strip().lower()
    return name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]


def origin_of(address: str) -> str:
    """Scheme, host and port of an absolute address, as an Origin header spells them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class HeadRequests:
    """Answers HEAD with the headers of GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request through."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)
        return await self.app({**scope, "method": "GET"}, receive, _without_body(send))


def _without_body(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def headers_only(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return headers_only
