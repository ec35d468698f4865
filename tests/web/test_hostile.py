"""Hostile and senseless requests: answered in words, never with a 5xx or a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.conftest import temporary_database
from tests.web.conftest import TEXT, TOKEN, Web

DEEP = b"[" * 100_000
JSON_BODIES = (
    b"",
    b"{",
    b"nul",
    b"null",
    b"true",
    b"7",
    b'"x"',
    b"[]",
    b"{}",
    b"NaN",
    b"[Infinity]",
    b"\xff\xfe",
    b"\x00",
    b"{\x00}",
    b'{"text": "\xff"}',
    DEEP,
    b'{"a":' * 50_000,
    b'{"text": ' + DEEP + b"}",
    b"9" * 10_000,
    b'{"article": ' + b"9" * 5_000 + b', "exact": "a"}',
    b'{"article": 1e400, "exact": "a"}',
    b'{"article": -1, "start": 0, "end": 1}',
    b'{"article": 1, "start": 18446744073709551616, "end": 1}',
    b'{"article": 9223372036854775808, "exact": "a"}',
    b'{"article": "1", "exact": "a"}',
    b'{"article": 1, "exact": "\\ud800"}',
    b'{"article": 1, "exact": "\\u0000", "prefix": "\\udfff"}',
    b'{"article": 1, "exact": null}',
    b'{"article": 1, "exact": ["a"]}',
    b'{"article": 1.5, "exact": "a"}',
    b'{"article": true, "exact": "a"}',
    b'{"\\ud800": 1}',
    b'{"text": "\\ud800\\u0000", "title": "\\udc00"}',
    b'{"text": "x", "text": "y"}',
    b'{"text": "x", "byline": {"a": 1}}',
    b'{"text": "x", "published": "0000-00-00"}',
    '{"text": "x", "published": "２０２１-01-01"}'.encode(),
    b'{"text": "x", "source_url": "http://[::1"}',
    b'{"text": "x", "source_url": "http://\\ud800.example/"}',
    b'{"url": "file:///etc/passwd"}',
    b'{"url": "http://169.254.169.254/"}',
    b'{"url": "http://127.0.0.1:1/"}',
    b'{"url": "http://\\u0000/"}',
    b'{"url": ""}',
    b'{"html": ""}',
    b'{"html": "<"}',
    b'{"html": "' + b"<div>" * 20_000 + b'"}',
    b'{"text": "x", "language": "x-' + b"y" * 9000 + b'"}',
    (
        b'{"type": "Annotation", "target": {"source": "/articles/1", "selector": {"type": '
        b'"TextQuoteSelector", "exact": "\\ud83d"}}}'
    ),
    (
        b'{"target": {"source": "/articles/999999999999999999", "selector": {"type": '
        b'"TextPositionSelector", "start": 0, "end": 1}}}'
    ),
    b'{"target": [{"source": "/articles/1", "selector": []}], "body": [[[]]]}',
    b'{"visibility": "\\u0000"}',
    b'{"visibility": null}',
)
WRITES = (
    ("POST", "/api/articles"),
    ("POST", "/api/annotations"),
    ("POST", "/api/passages"),
    ("PUT", "/api/articles/1"),
    ("PATCH", "/api/articles/1"),
)
ADDRESSES = (
    "/api/articles/1%00",
    "/api/articles/%ff",
    "/api/articles/-1",
    "/api/articles/+1",
    "/api/articles/1.0",
    "/api/articles/1e3",
    "/api/articles/٣",
    "/api/articles/1_0",
    "/api/articles/9999999999999999999",
    "/api/articles/999999999999999999",
    "/api/articles/0",
    "/api/articles/1/",
    "/api/articles//",
    "/api/articles/1?revision=0",
    "/api/articles/1?revision=99999999999",
    "/api/articles/1?revision=x",
    "/api/articles/1?revision=",
    "/api/articles/1?revision=1&revision=2",
    "/api/articles/1/annotations?layer=%00",
    "/api/articles/1/annotations?layer=%ff%fe",
    "/api/articles/1/annotations?cursor=%F0%9F%98%80",
    "/api/articles/1/annotations?cursor=W10",
    "/api/articles/1/annotations?cursor=WzEsMSw5OTk5OTk5OTk5OTk5OTk5OTk5OTldXQ",
    "/api/articles/1/annotations?limit=-1",
    "/api/articles?publisher=%00",
    "/api/articles?publisher=%ED%A0%80",
    "/api/articles?since=2031-02-31",
    "/api/articles?until=99999-01-01",
    "/api/articles?cursor=" + "A" * 5000,
    "/api/quotes?speaker=999999999999999999999999",
    "/api/quotes?speaker=999999999999999999",
    "/api/quotes?about=%25%25&q=%5C",
    "/api/quotes?q=" + "a%20" * 2000,
    "/api/claims?q=%ff",
    "/api/entities?q=%00",
    "/api/entities?kind=person'--",
    "/api/entities/1e9",
    "/api/entities/999999999999999999",
    "/api/search",
    "/api/search?q=",
    "/api/search?q=%22%22%22",
    "/api/search?q=AND%20OR%20NOT",
    "/api/search?q=%ED%A0%80",
    "/api/search?q=a&cursor=e30",
    "/api/search?q=" + "(" * 3000,
    "/api/passages/..%2f..%2f",
    "/api/passages/%00",
    "/api/passages/" + "A" * 4000,
    "/api/passages/é",
    "/api/export?format=%00",
    "/api/export?format=../../x",
    "/api/export?article=1%00",
    "/api/export?article=" + "1," * 3000,
    "/api/annotations/x",
    "/api/annotations/999999999999999999",
    "/api",
    "/api/",
    "/api//",
    "/API/articles",
    "/signin/x",
    "/signin/" + "%2e%2e%2f" * 10,
    "/signin/%00",
    "/static/..%2f..%2fpyproject.toml",
    "/static/%00",
    "/static/",
    "/static",
    "/static/" + "a" * 5000,
    "/static/%ff",
    "/p/%F0%9F%98%80",
    "/articles/1'%22%3E%3Cscript%3E",
    "/%ff",
    "/%00",
    "//evil.example/",
    "/" + "a/" * 2000,
    "/..",
    "/?cursor=x",
    "/search?q=%3Cscript%3E",
    "/entities/-1",
)


@contextmanager
def serving(folder: Path, **given: str) -> Iterator[FastAPI]:
    """One application for a whole table: nothing that it stores matters."""
    app = Web(folder).app(passages_per_minute=10_000, **given)
    editor = TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"})
    assert editor.post("/api/articles", json={"text": TEXT}).json()["id"] == 1
    yield app
    app.state.library.close()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[FastAPI]:
    folder = tmp_path_factory.mktemp("hostile")
    copy(migrated_file, folder / "gloss.db")
    with serving(folder) as app:
        yield app


@pytest.fixture(scope="module")
def on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, postgresql: str, migrated_database: str
) -> Iterator[FastAPI]:
    with (
        temporary_database(postgresql, migrated_database) as address,
        serving(tmp_path_factory.mktemp("hostile"), database_url=address) as app,
    ):
        yield app


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def hostile(request: pytest.FixtureRequest) -> FastAPI:
    app: FastAPI = request.getfixturevalue(request.param)
    return app


@pytest.mark.parametrize(("method", "address"), WRITES)
@pytest.mark.parametrize("body", JSON_BODIES, ids=range(len(JSON_BODIES)))
def test_no_body_is_answered_with_a_5xx(
    hostile: FastAPI, method: str, address: str, body: bytes
) -> None:
    editor = TestClient(
        hostile, headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    )
    answer = editor.request(method, address, content=body)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert error["status"] == answer.status_code
        assert error.keys() >= {"status", "message", "detail"}
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_no_address_is_answered_with_a_5xx(hostile: FastAPI, address: str) -> None:
    answer = TestClient(hostile, follow_redirects=False).get("http://testserver" + address)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    assert "<script>" not in answer.text
    if address.startswith("/api/") and answer.status_code >= 400:
        assert answer.json()["error"]["status"] == answer.status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary="},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"},
        {"Content-Type": "text/html; charset=\x00"[:-1] + "utf-7"},
        {"Content-Type": ";;;"},
        {"Accept-Encoding": "gzip;q=x, *"},
        {"If-None-Match": '"' * 500},
        {"Cookie": "a=b; gloss_session=" + "x" * 4000},
        {"X-Forwarded-For": "x, , ,"},
        {"Range": "bytes=9-1"},
        {"Content-Length": "-1"},
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/api/import",
        "/api/articles",
        "/api/passages",
        "/signout",
        "/signin/aaaaaaaaaaaaaaaa",
        "/share",
        "/import",
    ],
)
def test_no_header_is_answered_with_a_5xx(
    hostile: FastAPI, headers: dict[str, str], address: str
) -> None:
    editor = TestClient(
        hostile, headers={"Authorization": f"Bearer {TOKEN}"}, follow_redirects=False
    )
    assert editor.post(address, content=b"--x\r\nno such part", headers=headers).status_code < 500
    assert (
        editor.get(
            "/static/app.css", headers={k: v for k, v in headers.items() if k != "Content-Length"}
        ).status_code
        < 500
    )
