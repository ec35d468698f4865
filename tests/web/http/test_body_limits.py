"""Request bodies that are too large, too slow, or sent by somebody who may not."""

import asyncio
import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message

from tests.web.conftest import TOKEN, Web


def _posted(
    app: FastAPI,
    messages: list[Message],
    headers: dict[str, str] | None = None,
    path: str = "/api/import",
) -> tuple[int, Any]:
    """The answer to a request whose body comes as `messages`, and then nothing more."""
    waiting, sent = list(messages), []

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    given = {"host": "testserver", "authorization": f"Bearer {TOKEN}"} | (headers or {})
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
    }
    asyncio.run(app(scope, receive, send))
    body = sent[1]["body"]
    return sent[0]["status"], json.loads(body) if path.startswith("/api/") else body.decode()


def test_a_body_that_never_ends_is_cut_at_the_deadline(web: Web) -> None:
    app = web.app(request_timeout_seconds=0.2)
    status, answer = _posted(app, [{"type": "http.request", "body": b"abc", "more_body": True}])
    assert (status, answer["error"]["status"]) == (408, 408)
    app.state.library.close()


def test_a_body_declared_too_large_is_refused_unread(web: Web) -> None:
    app = web.app(import_max_bytes=100, request_timeout_seconds=0.2)
    for declared in ("101", "9" * 30):
        status, _ = _posted(app, [], {"content-length": declared})
        assert status == 413
    app.state.library.close()


@pytest.mark.parametrize(
    "path",
    [
        "/api/passages",
        "/share",
        "/signout",
        "/signin/aaaaaaaaaaaaaaaa",
        "/edit/articles/1/withdraw",
        "/nothing",
    ],
)
def test_where_anybody_may_write_a_body_is_small(web: Web, path: str) -> None:
    app = web.app(request_timeout_seconds=0.2)
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert _posted(app, [], form | {"content-length": "65537"}, path)[0] == 413
    app.state.library.close()


@pytest.mark.parametrize("path", ["/api/passages", "/share"])
def test_a_small_body_that_grows_large_is_cut(web: Web, path: str) -> None:
    app = web.app()
    pieces: list[Message] = [
        {"type": "http.request", "body": b"a=b&" * 8_192, "more_body": more}
        for more in (True, True, False)
    ]
    status, answer = _posted(
        app, pieces, {"content-type": "application/x-www-form-urlencoded"}, path
    )
    assert status == 413
    assert "65,536 bytes, the limit for this address" in str(answer)
    app.state.library.close()


@pytest.mark.parametrize(
    "path", ["/import", "/edit/articles/1", "/api/import", "/api/articles", "/api/annotations"]
)
def test_who_asks_is_checked_before_a_large_body_is_read(web: Web, path: str) -> None:
    app = web.app()
    kind = "multipart/form-data; boundary=x" if "/api" not in path else "application/json"
    headers = {"content-type": kind, "content-length": "1000000", "authorization": "none"}
    assert _posted(app, [], headers, path)[0] == 401
    app.state.library.close()
