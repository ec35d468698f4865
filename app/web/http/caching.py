"""How an answer may be cached.

Public answers are revalidated by ETag; the editor's and a closed library's are never stored.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.security.checks import HEADERS_ONLY

PUBLIC = "no-cache"
PRIVATE = "private, no-store"
CHUNK_CHARACTERS = 32_768
"""Of an answer that is sent while it is made; not tuned."""


def etag(body: bytes) -> str:
    """A weak tag, because compression changes the bytes and not the meaning."""
    return f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def respond(
    request: Request,
    body: bytes | str,
    media_type: str = "text/html; charset=utf-8",
    *,
    private: bool = False,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer with its ETag, or 304 when the client has these bytes.

    With `private`, or in a closed library, no cache may store it.
    """
    data = body.encode("utf-8", "replace") if isinstance(body, str) else body
    if private or not request.app.state.settings.public_reading:
        return Response(data, status, {**(headers or {}), "Cache-Control": PRIVATE}, media_type)
    tag = etag(data)
    all_headers = {**(headers or {}), "Cache-Control": PUBLIC, "ETag": tag}
    if status == 200 and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=all_headers)
    return Response(data, status, all_headers, media_type)


def respond_in_parts(
    request: Request,
    parts: Iterable[str],
    media_type: str = "text/html; charset=utf-8",
    *,
    private: bool = False,
) -> Response:
    """An answer that is sent while it is made, for a body too long to be kept whole.

    A HEAD request gets the headers, and nothing is made.
    """
    private = private or not request.app.state.settings.public_reading
    headers = {"Cache-Control": PRIVATE if private else PUBLIC}
    sent = () if request.scope.get(HEADERS_ONLY) else chunks(parts)
    return StreamingResponse(sent, 200, headers, media_type)


def chunks(parts: Iterable[str]) -> Iterator[bytes]:
    """The parts in UTF-8, small ones together: each chunk is sent and compressed by itself."""
    waiting: list[str] = []
    characters = 0
    for part in parts:
        waiting.append(part)
        characters += len(part)
        if characters >= CHUNK_CHARACTERS:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, characters = [], 0
    yield "".join(waiting).encode("utf-8", "replace")


def _matches(if_none_match: str, tag: str) -> bool:
    """Whether the header names this tag; weak comparison (RFC 9110, 8.8.3.2)."""
    if if_none_match.strip() == "*":
        return True
    tags = [t.strip().removeprefix("W/") for t in if_none_match.split(",")]
    return tag.removeprefix("W/") in tags


def as_json(value: Any) -> bytes:
    """Compact JSON in UTF-8; what cannot be encoded is replaced, never an error."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def respond_json(
    request: Request,
    value: Any,
    *,
    private: bool = False,
    status: int = 200,
    media_type: str = "application/json",
) -> Response:
    """`respond` with `value` as JSON."""
    return respond(request, as_json(value), media_type, private=private, status=status)


class KeptFiles(StaticFiles):
    """Static files; one whose address names its version may be cached for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404."""
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=") and response.status_code == 200
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if versioned else PUBLIC
        )
        return response
