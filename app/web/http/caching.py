"""How an answer may be cached.

Public answers may be stored by anyone and are revalidated by ETag each time; this process keeps
them itself (`kept`). The editor's and a closed library's are never stored.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.http.kept import representations
from app.web.http.kept.rendering import Kept, Rendered, hand_over
from app.web.security.checks import HEADERS_ONLY

PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"
CHUNK_CHARACTERS = 32_768
"""Of an answer that is sent while it is made; not tuned."""
WHERE_ASKED = Kept()
"""Kept under the address that was asked, until anything in the library changes."""


def respond(
    request: Request,
    body: bytes | str,
    media_type: str = "text/html; charset=utf-8",
    *,
    private: bool = False,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kept: Kept = WHERE_ASKED,
) -> Response:
    """An answer with its ETag, or 304 when the client has these bytes.

    With `private`, or in a closed library, no cache may store it; otherwise `kept` says how this
    process keeps it. Call it from a worker thread: compressing a long page takes milliseconds.
    """
    data = body.encode("utf-8", "replace") if isinstance(body, str) else body
    own_headers = dict(headers or {})
    if private or not request.app.state.settings.public_reading:
        return Response(data, status, own_headers | {"Cache-Control": PRIVATE}, media_type)
    digest = representations.digest(data)
    compressed = _compressed(request, data)
    tag = representations.etag(digest, compressed=compressed is not None)
    own_headers |= {"Cache-Control": PUBLIC, "Vary": "Accept-Encoding", "ETag": tag}
    if status == 200:
        hand_over(request, Rendered(data, compressed, digest, media_type, kept))
        if representations.is_known(request.headers.get("if-none-match", ""), digest):
            return Response(status_code=304, headers=own_headers)
    if compressed is None:
        return Response(data, status, own_headers, media_type)
    return Response(compressed, status, own_headers | {"Content-Encoding": "gzip"}, media_type)


def _compressed(request: Request, data: bytes) -> bytes | None:
    """The bytes in gzip, where that pays and the client takes it."""
    accepted = request.headers.get("accept-encoding", "")
    if representations.is_worth_compressing(data) and representations.accepts_gzip(accepted):
        return representations.compress(data)
    return None


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
