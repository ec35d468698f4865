"""Trusted hosts, refusal of cross-site writes, security headers, and HEAD requests.

Pure ASGI middlewares, which do not depend on routes or the store.
"""

import json
import re
from collections.abc import Awaitable, Callable
from html import escape
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import LOOPBACK, Settings

HEADERS_ONLY = "gloss.headers_only"
"""The key in a scope that says that the body of the answer is not sent."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
PROBES = ("/healthz", "/readyz")
"""What may always be requested by a loopback name: a container's health check knows no other."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "
    "'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+)(?::[0-9]{0,5})?", re.ASCII)

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
        error = {"status": status, "message": message, "detail": None}
        media_type, words = "application/json", json.dumps({"error": error})
    else:
        media_type, words = "text/html; charset=utf-8", plain_page(status, message)
    body = words.encode()
    all_headers = {
        "content-type": media_type,
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **(headers or {}),
    }
    raw = [(k.lower().encode(), v.encode("latin-1")) for k, v in all_headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def plain_page(status: int, message: str, detail: str | None = None) -> str:
    """An error page that needs no template."""
    more = f"<p>{escape(detail)}</p>" if detail else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{status} · Gloss</title>'
        f"<main><h1>{escape(message)}</h1>{more}"
        '<p><a href="/">Back to the library</a></p></main></html>'
    )


class ClosedPages:
    """Adds the security headers to every answer; one that a route has set stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through."""
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
    """Refuses what no route should see: unknown hosts, NUL in the address, cross-site writes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = frozenset(h.lower() for h in settings.hosts)
        self.own_origin = origin_of(settings.base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through, or refuses it."""
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
        is_own_probe = scope["path"] in PROBES and name in LOOPBACK
        if "*" in self.hosts or name in self.hosts or is_own_probe:
            return None
        return 400, ("This host name is not allowed. GLOSS_ALLOWED_HOSTS lists the allowed names.")

    def _cross_site(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if scope["method"] in SAFE_METHODS or self._is_same_site(scope, headers):
            return None
        return 403, "Requests from other sites cannot change anything."

    def _is_same_site(self, scope: Scope, headers: Headers) -> bool:
        """Whether a browser says that the request comes from our own pages, or it is no browser."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site in ("same-origin", "none")
        if origin == "null":
            # plain http and no-referrer: only the page of a sign-in link, whose code is the proof
            return bool(scope["path"].startswith("/signin/"))
        host_origin = f"{scope['scheme']}://{headers.get('host', '')}"
        return origin is None or origin in (self.own_origin, host_origin)


def _address(scope: Scope, _headers: Headers) -> tuple[int, str] | None:
    query = scope["query_string"]
    if "\0" in scope["path"] or b"%00" in query or b"\0" in query:
        return 400, "The address contains a NUL character."
    return None


def host_name(host: str) -> str:
    """The name in a Host header, in lower case and without port: `[::1]:8000` is `[::1]`.

    Empty for what is no name with at most a port: `[::1].evil.test`, `127.0.0.1:80.evil.test`.
    """
    match = _HOST.fullmatch(host.strip().lower())
    return match[1] if match else ""


def origin_of(address: str) -> str:
    """Scheme, host and port of an absolute address, as an Origin header spells them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class HeadRequests:
    """Answers HEAD with the headers of GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)
        get = {**scope, "method": "GET", HEADERS_ONLY: True}
        return await self.app(get, receive, _without_body(send))


def _without_body(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only
