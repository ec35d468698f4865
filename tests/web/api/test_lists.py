"""Entities, quotes, claims and search over the API."""

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TEXT


def test_quotes_are_annotations_on_the_wire_with_their_article(
    client: TestClient, article: int
) -> None:
    items = client.get("/api/quotes").json()["items"]
    assert items
    quote = items[0]
    assert quote["layer"] == "quotation"
    assert quote["article"] == article
    assert quote["source_url"] == "https://ostra.example/chair"
    assert quote["revision"] == 1
    assert TEXT[quote["start"] : quote["end"]] == quote["exact"]
    assert {"type", "act", "attribution", "source", "cue", "speaker", "chain"} <= quote[
        "body"
    ].keys()


def test_quotes_can_be_asked_for_by_speaker_name_or_id(client: TestClient, article: int) -> None:
    by_name = client.get("/api/quotes?speaker=Ingrid+Vale").json()["items"]
    assert [q["exact"].rstrip(",") for q in by_name] == ["The mole will stand for a hundred years"]
    by_id = client.get(f"/api/quotes?speaker={by_name[0]['entity']}").json()["items"]
    assert by_id == by_name
    assert client.get("/api/quotes?speaker=Nobody+Known").json()["items"] == []


def test_quotes_can_be_searched_by_their_words(client: TestClient, article: int) -> None:
    assert len(client.get("/api/quotes?q=hundred").json()["items"]) == 1
    assert client.get("/api/quotes?q=%25").json()["items"] == []


def test_quotes_can_be_asked_for_by_what_they_are(client: TestClient, article: int) -> None:
    every = client.get("/api/quotes?act=").json()["items"]
    apart = {
        act: client.get(f"/api/quotes?act={act}").json()["items"] for act in ("speech", "attitude")
    }
    assert every
    assert sorted(q["id"] for found in apart.values() for q in found) == sorted(
        q["id"] for q in every
    )
    assert all(q["body"]["act"] == act for act, found in apart.items() for q in found)
    assert client.get("/api/quotes?act=song").status_code == 422


def test_quotes_can_be_asked_for_by_how_they_were_meant(client: TestClient, article: int) -> None:
    every = client.get("/api/quotes?polarity=").json()["items"]
    assert every
    assert client.get("/api/quotes?polarity=affirmed").json()["items"] == every
    assert client.get("/api/quotes?polarity=denied").json()["items"] == []
    assert client.get("/api/quotes?polarity=doubtful").status_code == 422


def test_entities_have_kind_aliases_counts_and_articles(client: TestClient, article: int) -> None:
    listed = client.get("/api/entities?q=vale").json()["items"]
    assert [e["name"] for e in listed] == ["Ingrid Vale"]
    one = client.get(f"/api/entities/{listed[0]['id']}").json()
    assert one["kind"] == "person"
    assert "Ingrid Vale" in one["aliases"]
    assert one["mentions"] >= 2
    assert one["articles"] == 1
    assert [a["id"] for a in one["items"]] == [article]


def test_search_finds_articles_by_their_words(client: TestClient, article: int) -> None:
    found = client.get("/api/search?q=mole+treasurer").json()
    assert [a["id"] for a in found["items"]] == [article]
    assert any(part["match"] for part in found["items"][0]["snippet"])
    assert client.get("/api/search?q=nowhere").json()["items"] == []


@pytest.mark.parametrize(
    "q",
    [
        '"',
        "*",
        "NEAR(",
        "a OR",
        "title:x",
        "' OR 1=1 --",
        "😀",
        "x",
        "(" * 100,
        "-",
        "\\",
        "x" * 5000,
        "",
    ],
)
def test_no_search_is_an_error(client: TestClient, article: int, q: str) -> None:
    answer = client.get("/api/search", params={"q": q})
    assert answer.status_code == 200
    assert answer.json()["cut"] is (len(q) > 400)
