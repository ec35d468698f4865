"""Articles over the API."""

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from starlette.testclient import TestClient

from tests.importers.test_fetched import OTHER, POSING, WORDS
from tests.web.conftest import TEXT, Web


@pytest.fixture
def site() -> Iterator[str]:
    """A web site on this machine, whose every page is one article; its `host:port`."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            words = "<p>The ferry to Hestray runs again after a winter of repairs.</p>" * 6
            if self.path == "/posing":
                self.wfile.write(POSING.encode())
                return
            self.wfile.write(
                f"<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1>{words}</article></body></html>".encode()
            )

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched_only_where_it_is_allowed(web: Web, site: str) -> None:
    given = {"url": f"http://{site}/ferries", "title": "The ferry runs"}
    refused = web.client(editor=True).post("/api/articles", json=given)
    assert refused.status_code == 422
    allowed = web.client(editor=True, fetch_allow=(site,))
    answer = allowed.post("/api/articles", json=given)
    assert answer.status_code == 201, answer.text
    got = allowed.get(f"/api/articles/{answer.json()['id']}").json()
    assert (got["title"], got["source_url"]) == ("The ferry runs", f"http://{site}/ferries")
    assert got["text"].count("ferry to Hestray") >= 1


def test_a_page_that_poses_as_an_export_of_ours_is_a_page(web: Web, site: str) -> None:
    client = web.client(editor=True, fetch_allow=(site,))
    answer = client.post("/api/articles", json={"url": f"http://{site}/posing"})
    assert answer.status_code == 201, answer.text
    got = client.get(f"/api/articles/{answer.json()['id']}").json()
    assert (got["text"], got["source_url"]) == (WORDS, f"http://{site}/posing")
    assert OTHER not in str(client.get("/api/articles").json())


def test_an_article_is_stored_and_read_back_with_the_drafts_fields(
    client: TestClient, article: int
) -> None:
    got = client.get(f"/api/articles/{article}").json()
    assert got["text"] == TEXT
    assert got["title"] == "A new chair"
    assert got["source_url"] == "https://ostra.example/chair"
    assert got["declared_date"] == {"value": "2031-05-02", "provenance": "api"}
    assert got["byline"] == []
    assert got["publisher"] is None
    assert got["url"] == f"http://testserver/articles/{article}"
    assert got["revision"] == 1
    assert got["annotated"] is True
    assert [r["sha256"] for r in got["revisions"]] == [hashlib.sha256(TEXT.encode()).hexdigest()]
    assert got["revisions"][0]["captured_at"].endswith("+00:00")
    assert [TEXT[b["start"] : b["end"]] for b in got["blocks"]] == TEXT.split("\n\n")


def test_the_same_article_again_is_nothing_new(editor: TestClient, article: int) -> None:
    again = editor.post(
        "/api/articles",
        json={
            "text": TEXT,
            "title": "A new chair",
            "source_url": "https://ostra.example/chair",
            "published": "2031-05-02",
        },
    )
    assert again.status_code == 200
    assert again.json() == {
        "id": article,
        "url": f"http://testserver/articles/{article}",
        "revision": 1,
        "created": False,
    }


def test_another_text_at_the_same_address_is_a_new_revision(
    editor: TestClient, article: int
) -> None:
    answer = editor.post(
        "/api/articles",
        json={"text": "Another text.", "source_url": "HTTPS://OSTRA.example:443/chair"},
    )
    assert answer.status_code == 201, answer.text
    assert (answer.json()["id"], answer.json()["revision"]) == (article, 2)
    old = editor.get(f"/api/articles/{article}?revision=1").json()
    assert old["text"] == TEXT
    assert len(old["revisions"]) == 2


def test_a_put_revises_an_article_that_has_no_address(editor: TestClient) -> None:
    first = editor.post("/api/articles", json={"text": "One text."}).json()
    second = editor.put(f"/api/articles/{first['id']}", json={"text": "Quite another text."})
    assert second.status_code == 201
    assert (second.json()["id"], second.json()["revision"]) == (first["id"], 2)
    assert (
        editor.put(f"/api/articles/{first['id']}", json={"text": "Quite another text."}).status_code
        == 200
    )


def test_a_put_does_not_move_an_article_to_another_address(
    editor: TestClient, article: int
) -> None:
    answer = editor.put(
        f"/api/articles/{article}",
        json={"text": "x y z", "source_url": "https://elsewhere.example/"},
    )
    assert answer.status_code == 409


def test_a_withdrawn_article_is_gone_and_its_text_with_it(
    client: TestClient, editor: TestClient, article: int
) -> None:
    assert editor.delete(f"/api/articles/{article}").status_code == 204
    gone = client.get(f"/api/articles/{article}")
    assert gone.status_code == 410
    assert "withdrawn" in gone.json()["error"]["message"]
    assert client.get("/api/articles").json() == {"items": [], "next": None}
    assert client.get(f"/api/articles/{article}/annotations").status_code == 410


def test_a_closed_article_is_unknown_to_readers_everywhere(
    client: TestClient, editor: TestClient, article: int
) -> None:
    closed = editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    assert closed.json()["visibility"] == "private"
    for address in (
        f"/api/articles/{article}",
        f"/api/articles/{article}/annotations",
        f"/api/export?article={article}",
    ):
        assert client.get(address).status_code == 404, address
        assert editor.get(address).status_code == 200, address
    for listed in (
        "/api/articles",
        "/api/quotes",
        "/api/claims",
        "/api/entities",
        "/api/search?q=harbour",
    ):
        assert client.get(listed).json()["items"] == [], listed
    assert client.get("/api/export?format=jsonl").content == b""


def test_html_is_read_by_the_importer(editor: TestClient) -> None:
    page = (
        "<html><head><title>Tides</title></head><body><article><h1>Tides</h1>"
        + "<p>The tide came in at noon and went out at dusk.</p>" * 5
    )
    answer = editor.post(
        "/api/articles", json={"html": page, "language": "en", "byline": "Ada Marsh"}
    )
    assert answer.status_code == 201, answer.text
    got = editor.get(f"/api/articles/{answer.json()['id']}").json()
    assert "<" not in got["text"]
    assert (got["byline"], got["language"]) == (["Ada Marsh"], "en")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "exactly one"),
        ({"text": "a", "html": "b"}, "exactly one"),
        ({"text": 5}, "text"),
        ({"text": "a b", "published": "yesterday"}, "published"),
        ({"text": "a b", "published": "2031-02-31"}, "published"),
        ({"text": "a b", "language": "english please"}, "language"),
        ({"text": "a b", "source_url": "javascript:alert(1)"}, "http"),
        ({"text": "a b", "visibility": "secret"}, "visibility"),
        ({"text": "   \n "}, "empty"),
    ],
)
def test_what_cannot_be_an_article_is_refused_and_named(
    editor: TestClient, body: dict[str, object], field: str
) -> None:
    answer = editor.post("/api/articles", json=body)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert field in f"{error['message']} {error['detail']}"


def test_the_list_is_cut_into_pages(client: TestClient, editor: TestClient) -> None:
    for n in range(5):
        editor.post(
            "/api/articles", json={"text": f"Text number {n}.", "published": f"2031-01-0{n + 1}"}
        )
    seen, cursor = [], ""
    while True:
        page = client.get(f"/api/articles?limit=2{cursor}").json()
        seen += [a["published"] for a in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [f"2031-01-0{n}" for n in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=99999999999999999999", "since=never"]
)
def test_a_list_refuses_a_bad_parameter_by_its_name(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/articles?{query}")
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.json()["error"]["detail"]


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJhIjoxfQ", "%ff%fe", "WzEsMl0", "[[[["])
def test_a_foreign_cursor_is_a_bad_request(client: TestClient, cursor: str) -> None:
    assert client.get(f"/api/articles?cursor={cursor}").status_code == 400


def test_only_the_editor_may_write(client: TestClient, article: int) -> None:
    assert client.post("/api/articles", json={"text": "x"}).status_code == 401
    assert client.put(f"/api/articles/{article}", json={"text": "x"}).status_code == 401
    assert client.delete(f"/api/articles/{article}").status_code == 401
    assert (
        client.patch(f"/api/articles/{article}", json={"visibility": "private"}).status_code == 401
    )
    assert client.post("/api/import", content=b"x").status_code == 401
    assert client.post("/api/annotations", json={}).status_code == 401


def test_an_unchanged_answer_is_not_sent_again(client: TestClient, article: int) -> None:
    first = client.get(f"/api/articles/{article}")
    assert first.headers["cache-control"] == "public, no-cache"
    second = client.get(
        f"/api/articles/{article}", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (second.status_code, second.content) == (304, b"")


def test_what_the_editor_reads_is_kept_nowhere(editor: TestClient, article: int) -> None:
    answer = editor.get(f"/api/articles/{article}")
    assert answer.headers["cache-control"] == "private, no-store"
    assert "etag" not in answer.headers


ARTICLE_PAGE = (
    "<html><head><title>Pier</title></head><body><article>"
    "<p>The harbour of Port Elm was closed on Monday after a ferry struck the northern pier.</p>"
    "<p>Nobody was hurt, but two cars slid against each other, said the harbour office.</p>"
    "</article></body></html>"
)
CONSENT_PAGE = (
    "<html><body><h1>Before you continue</h1><p>We and our partners store information on your "
    "device. By pressing Accept you agree to our use of cookies.</p></body></html>"
)
OTHER_PAGE = (
    "<html><head><title>Fares</title></head><body><article><p>Islanders will pay a crown more for "
    "the crossing from spring, the company says in its yearly report.</p></article></body></html>"
)


def test_a_capture_that_is_no_revision_is_a_conflict_until_it_is_wanted(
    editor: TestClient,
) -> None:
    address = "https://elm-press.example/pier"
    first = editor.post("/api/articles", json={"html": ARTICLE_PAGE, "source_url": address})
    assert first.status_code == 201, first.text
    notice = editor.post("/api/articles", json={"html": CONSENT_PAGE, "source_url": address})
    assert notice.status_code == 422
    assert "cookies or privacy" in notice.json()["error"]["message"]
    other = {"html": OTHER_PAGE, "source_url": address}
    asked = editor.post("/api/articles", json=other)
    assert asked.status_code == 409
    assert asked.json()["error"]["detail"] == "replace"
    assert len(editor.get(f"/api/articles/{first.json()['id']}").json()["revisions"]) == 1
    wanted = editor.post("/api/articles", json=other | {"replace": True})
    assert (wanted.status_code, wanted.json()["revision"]) == (201, 2)
