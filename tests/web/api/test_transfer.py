"""Import and export over the API."""

import asyncio
import csv
import io
import json

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from tests.web.conftest import TEXT, Web


def test_a_raw_body_is_imported_by_its_file_name(editor: TestClient) -> None:
    answer = editor.post(
        "/api/import?filename=note.md", content=b"---\ntitle: Low tide\n---\n\nThe tide was low.\n"
    )
    assert answer.status_code == 200
    assert answer.json()["failed"] == []
    stored = answer.json()["items"][0]
    assert stored["created"] is True
    got = editor.get(f"/api/articles/{stored['id']}").json()
    assert (got["title"], got["text"], got["annotated"]) == ("Low tide", "The tide was low.", True)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 20, b"%PDF-1.7 \x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_what_no_importer_reads_is_named_as_failed(editor: TestClient, content: bytes) -> None:
    answer = editor.post(
        "/api/import?filename=thing.bin",
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 200
    assert answer.json()["items"] == []
    assert answer.json()["failed"][0]["item"] == "thing.bin"
    assert answer.json()["failed"][0]["message"]


@pytest.mark.parametrize("header", ["text/markdown", "application/octet-stream"])
def test_a_body_that_shares_nothing_with_its_article_fails_until_it_is_wanted(
    editor: TestClient, header: str
) -> None:
    front_matter = "---\nurl: https://elm-press.example/pier\n---\n\n"
    headers = {"Content-Type": header}
    editor.post("/api/import", content=front_matter + TEXT, headers=headers)
    other = front_matter + "Islanders will pay a crown more for the crossing from spring."
    asked = editor.post("/api/import", content=other, headers=headers).json()
    assert asked["items"] == []
    assert "“replace”" in asked["failed"][0]["message"]
    wanted = editor.post("/api/import?replace=true", content=other, headers=headers).json()
    assert [item["revision"] for item in wanted["items"]] == [2]


def test_a_body_over_the_limit_is_refused(web: Web) -> None:
    small = web.client(editor=True, import_max_bytes=1000)
    answer = small.post("/api/import", content=b"x" * 1001)
    assert answer.status_code == 413
    assert answer.json()["error"]["status"] == 413
    in_pieces = small.post("/api/import", content=(b"x" * 100 for _ in range(20)))
    assert in_pieces.status_code == 413
    assert "1,000" in in_pieces.json()["error"]["message"]


def test_the_export_is_one_annotation_a_line(client: TestClient, article: int) -> None:
    answer = client.get("/api/export?format=jsonl")
    about, *lines = [json.loads(line) for line in answer.text.splitlines()]
    assert (about["layer"], about["exact"], about["article"]) == ("article", TEXT, article)
    assert lines
    assert all(TEXT[a["start"] : a["end"]] == a["exact"] and a["article"] == article for a in lines)
    assert list(lines[0]) == [
        "id",
        "article",
        "source_url",
        "revision",
        "entity",
        "layer",
        "start",
        "end",
        "exact",
        "confidence",
        "creator",
        "body",
        "shown",
        "kind",
        "visibility",
        "written_at",
    ]
    assert 'filename="gloss.jsonl"' in answer.headers["content-disposition"]


def test_every_format_exports_the_chosen_articles_only(
    client: TestClient, editor: TestClient, article: int
) -> None:
    other = editor.post(
        "/api/articles", json={"text": "“Nothing of it is true,” said Mara Linde on Friday."}
    ).json()["id"]
    everything = client.get("/api/export?format=csv").text
    chosen = client.get(f"/api/export?format=csv&article={article}").text
    assert {row["article"] for row in csv.DictReader(io.StringIO(everything))} == {
        str(article),
        str(other),
    }
    assert {row["article"] for row in csv.DictReader(io.StringIO(chosen))} == {str(article)}
    both = client.get(f"/api/export?format=markdown&article={other},{article}").text
    assert both.index("Mara Linde") < both.index("harbour board")
    assert json.loads(client.get("/api/export?format=w3c").text)["total"] > 2


def test_an_article_chosen_twice_is_exported_once_and_only_so_many_can_be_chosen(
    client: TestClient, article: int
) -> None:
    once = client.get(f"/api/export?article={article}").text
    assert client.get("/api/export?article=" + ",".join([str(article)] * 500)).text == once
    answer = client.get("/api/export?article=" + ",".join(map(str, range(1, 202))))
    assert (answer.status_code, "200" in answer.json()["error"]["message"]) == (422, True)


@pytest.mark.parametrize(
    "query", ["format=jsonl", "format=csv", "format=markdown&article=1", "format=w3c&article=1,2"]
)
def test_no_connection_is_held_while_a_piece_of_an_export_is_sent(
    app: FastAPI, editor: TestClient, article: int, query: str
) -> None:
    editor.post(
        "/api/articles", json={"text": "“Nothing of it is true,” said Mara Linde on Friday."}
    )
    pool = app.state.library.reader.pool
    held: list[int] = []

    async def receive() -> Message:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        held.append(pool.checkedout())

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/api/export",
        "raw_path": b"/api/export",
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "headers": [(b"host", b"testserver")],
    }
    asyncio.run(app(scope, receive, send))
    assert len(held) > 2
    assert set(held) == {0}


@pytest.mark.parametrize(
    ("query", "status"),
    [("format=pdf", 415), ("article=x", 422), ("article=999", 404), ("article=1,,2", 422)],
)
def test_an_export_of_nothing_known_is_refused(
    client: TestClient, article: int, query: str, status: int
) -> None:
    assert client.get(f"/api/export?{query}").status_code == status
