"""What every answer bears and what no request gets past."""

import asyncio
import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from app.settings import Settings
from app.store.admin import people
from app.store.ingest import lifecycle
from app.web.http import request_bodies
from app.web.http.rate_limit import RateLimit, RateLimitExceeded, client_address
from app.web.http.security import host_name
from tests.building import draft
from tests.web.conftest import TEXT, TOKEN, Web

ADDRESSES = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/signin",
    "/nothing/here",
    "/api/articles",
    "/api/nothing",
    "/static/nothing.css",
    "/articles/0",
    "/p/short",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_closed_to_scripts_frames_and_sniffing(
    client: TestClient, address: str
) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        "testserver.evil.example",
        "testserver@evil.example",
        "127.0.0.1.nip.io",
        "[::2]:80",
    ],
)
def test_an_unknown_host_is_refused_in_words(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 400
    answer = client.get("/api/articles", headers={"Host": host})
    assert answer.json()["error"]["status"] == 400
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["testserver", "TESTSERVER:80", "localhost:8000", "127.0.0.1", "[::1]:8000"]
)
def test_its_own_names_and_loopback_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_probes_answer_the_machine_itself_whatever_hosts_are_allowed(web: Web, host: str) -> None:
    client = web.client(allowed_hosts=("gloss.example",))
    for address, status in (("/healthz", 200), ("/readyz", 200), ("/metrics", 400), ("/", 400)):
        assert client.get(address, headers={"Host": host}).status_code == status, address
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_a_host_header_is_read_without_its_port() -> None:
    assert [host_name(h) for h in ("A.b:80", "[::1]:80", "[::1]", "a", "")] == [
        "a.b",
        "[::1]",
        "[::1]",
        "a",
        "",
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_write_from_another_site_is_refused(
    client: TestClient, article: int, headers: dict[str, str], status: int
) -> None:
    answer = client.post(
        "/api/passages", json={"article": article, "start": 0, "end": 20}, headers=headers
    )
    assert answer.status_code == status


def test_a_read_from_another_site_is_answered(client: TestClient) -> None:
    assert (
        client.get(
            "/api/articles",
            headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        ).status_code
        == 200
    )


@pytest.mark.parametrize("token", ["wrong", "", TOKEN + "x", TOKEN[:-1], "é" * 10, "a b"])
def test_a_wrong_token_is_refused_even_for_what_anybody_may_read(
    client: TestClient, token: str
) -> None:
    answer = client.get("/api/articles", headers={b"Authorization": b"Bearer " + token.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_stored_token_writes_as_its_person(web: Web) -> None:
    app = web.app()
    with app.state.library.writing() as s:
        token = people.create_token(s, "a program")
    program = TestClient(app, headers={"Authorization": f"bearer {token}"})
    assert program.post("/api/articles", json={"text": "A text."}).status_code == 201
    app.state.library.close()


def test_without_an_administrators_token_an_empty_one_opens_nothing(web: Web) -> None:
    client = web.client(admin_token=None)
    for token in ("", "None", "null"):
        assert (
            client.post(
                "/api/articles", json={"text": "x"}, headers={"Authorization": f"Bearer {token}"}
            ).status_code
            == 401
        )


def test_another_scheme_of_authorization_is_not_ours(client: TestClient) -> None:
    assert client.get("/api/articles", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_closed_library_answers_nobody_but_for_probes_and_signing_in(web: Web) -> None:
    made = web.client(editor=True).post("/api/articles", json={"text": TEXT}).json()["id"]
    closed, editor = web.client(public_reading=False), web.client(editor=True, public_reading=False)
    for address in (
        "/api/articles",
        f"/api/articles/{made}",
        f"/api/articles/{made}/annotations",
        "/api/search?q=x",
        "/api/export",
        "/metrics",
        "/",
    ):
        assert closed.get(address).status_code == 401, address
        assert editor.get(address).status_code == 200, address
    assert closed.get("/api/articles").json()["error"]["status"] == 401
    for address in ("/healthz", "/readyz", "/signin"):
        assert closed.get(address).status_code == 200, address
    for address in (
        "/",
        f"/articles/{made}",
        "/entities",
        "/quotes",
        "/claims",
        "/search?q=x",
        "/import",
        "/api/docs",
        "/api/articles",
    ):
        assert editor.get(address).headers["cache-control"] == "private, no-store", address
    assert (
        closed.post("/api/passages", json={"article": made, "start": 0, "end": 5}).status_code
        == 401
    )


def test_a_closed_library_shows_an_opened_passage_and_no_other(web: Web) -> None:
    editor, closed = web.client(editor=True, public_reading=False), web.client(public_reading=False)
    made = editor.post("/api/articles", json={"text": TEXT}).json()["id"]
    opened = editor.post(
        "/api/passages", json={"article": made, "exact": "a new chair", "opened": True}
    ).json()["code"]
    shut = editor.post("/api/passages", json={"article": made, "exact": "A costly plan"}).json()[
        "code"
    ]
    answer = closed.get(f"/api/passages/{opened}")
    assert (answer.status_code, answer.json()["text"]) == (200, "a new chair")
    assert closed.get(f"/api/passages/{shut}").status_code == 404


def test_head_answers_as_get_without_a_body(client: TestClient, article: int) -> None:
    got, head = client.get(f"/api/articles/{article}"), client.head(f"/api/articles/{article}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]


def test_an_unknown_method_is_405_in_the_shape_of_its_address(client: TestClient) -> None:
    answer = client.put("/api/search")
    assert answer.json()["error"]["status"] == 405
    assert "GET" in answer.headers["allow"]
    assert client.post("/healthz").headers["content-type"].startswith("text/html")


def test_a_large_answer_is_compressed(client: TestClient, article: int) -> None:
    assert (
        client.get(f"/api/articles/{article}", headers={"Accept-Encoding": "gzip"}).headers[
            "content-encoding"
        ]
        == "gzip"
    )


def test_metrics_count_answers_and_what_anyone_may_read(
    client: TestClient, editor: TestClient, article: int
) -> None:
    client.get("/nothing")
    lines = client.get("/metrics").text.splitlines()
    assert "gloss_articles 1" in lines
    assert 'gloss_answers_total{status="404"} 1' in lines


def test_metrics_tell_nobody_but_the_editor_what_waits(
    client: TestClient, editor: TestClient
) -> None:
    with editor.app.state.library.writing() as s:  # type: ignore[attr-defined]
        lifecycle.add(s, draft("A closed text that no layer has read yet."), visibility="private")
    for _ in range(2):
        assert "pending" not in client.get("/metrics").text
        assert "gloss_pending_revisions 1" in editor.get("/metrics").text.splitlines()


def test_an_older_schema_is_not_ready(web: Web) -> None:
    from app.store.admin import migrations

    migrations.downgrade(Settings(data=web.folder), "base")
    answer = web.client().get("/readyz")
    assert answer.status_code == 503
    assert "gloss migrate" in answer.text


def test_an_unexpected_error_says_nothing_of_itself(web: Web) -> None:
    app = web.app()

    @app.get("/api/boom")
    def boom() -> None:
        raise RuntimeError("a secret")

    answer = TestClient(app, raise_server_exceptions=False).get("/api/boom")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"]["status"] == 500
    assert answer.headers["content-security-policy"]


def test_a_window_slides() -> None:
    window = RateLimit(2)
    window.count("a", 0.0)
    window.count("a", 30.0)
    with pytest.raises(RateLimitExceeded) as refused:
        window.count("a", 50.0)
    assert refused.value.retry_after == 11
    window.count("b", 50.0)
    window.count("a", 60.5)


def _asked_by(socket: str, forwarded: str | None, *proxies: str) -> str:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    request = Request(
        {"type": "http", "client": (socket, 1), "headers": headers, "method": "GET", "path": "/"}
    )
    return client_address(request, Settings(trusted_proxies=proxies))


def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only() -> None:
    assert _asked_by("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert _asked_by("10.0.0.1", "198.51.100.1", "10.0.0.1") == "198.51.100.1"
    assert _asked_by("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.0/8") == "198.51.100.1"
    assert _asked_by("10.0.0.1", None, "10.0.0.1") == "10.0.0.1"
    assert _asked_by("2001:db8:1:2:3::9", None) == _asked_by("2001:db8:1:2:ffff::1", None)


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


def test_json_is_never_parsed_on_the_event_loop(
    app: FastAPI, editor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_loop = []
    parse = request_bodies.parse

    def watched(data: bytes) -> Any:
        on_the_loop.append(asyncio._get_running_loop() is not None)
        return parse(data)

    monkeypatch.setattr(request_bodies, "parse", watched)
    article = editor.post("/api/articles", json={"text": TEXT}).json()["id"]
    editor.post("/api/passages", json={"article": article, "start": 0, "end": 9})
    assert on_the_loop == [False, False]


@pytest.mark.parametrize("path", ["/import", "/api/import", "/api/articles", "/api/annotations"])
def test_who_asks_is_checked_before_a_large_body_is_read(web: Web, path: str) -> None:
    app = web.app()
    kind = "multipart/form-data; boundary=x" if path == "/import" else "application/json"
    headers = {"content-type": kind, "content-length": "1000000", "authorization": "none"}
    assert _posted(app, [], headers, path)[0] == 401
    app.state.library.close()
