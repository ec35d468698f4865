"""Caching: what is revalidated by its ETag, and what no cache may store."""

import pytest
from starlette.testclient import TestClient

from app.web.http.caching import as_json
from tests.web.conftest import Web


@pytest.mark.parametrize(
    ("form", "status"),
    [("{}", 304), ('{}, W/"other"', 304), ("*", 304), ('"other"', 200), ("", 200)],
)
def test_a_reader_who_has_the_bytes_is_told_so(client: TestClient, form: str, status: int) -> None:
    tag = client.get("/api/articles").headers["etag"]
    for known in (tag, f"W/{tag}"):
        header = {"If-None-Match": form.format(known)}
        answer = client.get("/api/articles", headers=header)
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "public, no-cache")
        assert (answer.content == b"") == (status == 304)


def test_no_cache_may_store_what_the_editor_or_a_closed_library_answers(web: Web) -> None:
    for client in (web.client(editor=True), web.client(editor=True, public_reading=False)):
        headers = client.get("/api/articles").headers
        assert headers["cache-control"] == "private, no-store"
        assert "etag" not in headers


def test_json_is_compact_and_never_fails_on_a_lone_surrogate() -> None:
    assert as_json({"a": ["é", "\ud800"]}) == '{"a":["é","?"]}'.encode()
