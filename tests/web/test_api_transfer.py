"""Import and export over the API."""

import csv
import io
import json

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TEXT, Web


def test_a_raw_body_is_imported_by_its_file_name(editor: TestClient) -> None:
    answer = editor.post("/api/import?filename=note.md", content=b"---\ntitle: Low tide\n---\n\nThe tide was low.\n")
    assert answer.status_code == 200
    assert answer.json()["failed"] == []
    stored = answer.json()["items"][0]
    assert stored["created"] is True
    got = editor.get(f"/api/articles/{stored['id']}").json()
    assert (got["title"], got["text"], got["annotated"]) == ("Low tide", "The tide was low.", True)


@pytest.mark.parametrize("content", [b"", b"\x00" * 20, b"%PDF-1.7 \x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_what_no_importer_reads_is_named_as_failed(editor: TestClient, content: bytes) -> None:
    answer = editor.post("/api/import?filename=thing.bin", content=content, headers={"Content-Type": "application/octet-stream"})
    assert answer.status_code == 200
    assert answer.json()["items"] == []
    assert answer.json()["failed"][0]["item"] == "thing.bin"
    assert answer.json()["failed"][0]["message"]


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
    lines = [json.loads(line) for line in answer.text.splitlines()]
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
    ]
    assert 'filename="gloss.jsonl"' in answer.headers["content-disposition"]


def test_every_format_exports_the_chosen_articles_only(client: TestClient, editor: TestClient, article: int) -> None:
    other = editor.post("/api/articles", json={"text": "“Nothing of it is true,” said Mara Linde on Friday."}).json()["id"]
    everything = client.get("/api/export?format=csv").text
    chosen = client.get(f"/api/export?format=csv&article={article}").text
    assert {row["article"] for row in csv.DictReader(io.StringIO(everything))} == {str(article), str(other)}
    assert {row["article"] for row in csv.DictReader(io.StringIO(chosen))} == {str(article)}
    both = client.get(f"/api/export?format=markdown&article={other},{article}").text
    assert both.index("Mara Linde") < both.index("harbour board")
    assert json.loads(client.get("/api/export?format=w3c").text)["total"] > 2


@pytest.mark.parametrize(("query", "status"), [("format=pdf", 415), ("article=x", 422), ("article=999", 404), ("article=1,,2", 422)])
def test_an_export_of_nothing_known_is_refused(client: TestClient, article: int, query: str, status: int) -> None:
    assert client.get(f"/api/export?{query}").status_code == status
