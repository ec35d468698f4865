"""What came with imported articles: reported, shown to the editor, and to nobody else."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app import fetch
from app.errors import FetchFailed
from app.fetch.requests import Fetched
from app.settings import Settings
from tests.parts_file import parts_file, use
from tests.web.conftest import TEXT

URL = "https://ostra.example/board"
ADDRESS = "https://ostra.example/elsewhere"
PARTS = (
    {
        "text": TEXT,
        "url": URL,
        "highlights": ["The repair cost 4.2 million", "The repair was free of charge", ""],
        "tags": ["harbour", "money"],
    },
    {"url": ADDRESS, "title": "Elsewhere", "highlights": ["a dark buoy"], "tags": ["later"]},
    {"unreadable": "item 3"},
    {"skipped": "pictures", "count": 2},
)


@pytest.fixture(autouse=True)
def _parts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch)


def imported(editor: TestClient) -> dict[str, Any]:
    answer = editor.post("/api/import?filename=my.parts", content=parts_file(*PARTS))
    assert answer.status_code == 200
    report: dict[str, Any] = answer.json()
    return report


def test_the_api_reports_every_part(editor: TestClient) -> None:
    report = imported(editor)
    (item,) = report["items"]
    assert item == {
        "id": item["id"],
        "url": f"http://testserver/articles/{item['id']}",
        "revision": 1,
        "created": True,
        "highlights": {"placed": 1, "reworded": 0, "not_found": 1},
    }
    assert report["failed"] == [{"item": "my.parts!item 3", "message": "It is broken."}]
    assert report["not_fetched"] == [{"url": ADDRESS, "title": "Elsewhere"}]
    assert report["skipped"] == [{"what": "pictures", "count": 2}]
    assert imported(editor)["items"] == [item | {"created": False}]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("", ["Highlights: 1 placed, 0 in reworded text, 1 not found", "address only"]),
        ("/de", ["Markierungen: 1 platziert", "der Text wird später abgerufen"]),
    ],
)
def test_the_page_says_it_in_plain_words(
    editor: TestClient, language: str, sentences: list[str]
) -> None:
    files = {"files": ("my.parts", parts_file(*PARTS))}
    answer = editor.post(f"{language}/import", files=files)
    assert answer.status_code == 200
    for sentence in (*sentences, "item 3: It is broken.", "Elsewhere"):
        assert sentence in answer.text


def test_a_note_on_a_whole_article_is_not_counted_as_highlights(editor: TestClient) -> None:
    part = {"text": TEXT, "url": URL, "highlights": [""]}
    files = [("files", ("my.parts", parts_file(part, {"unreadable": "item 2"})))]
    shown = editor.post("/import", files=files).text
    assert "imported, revision 1" in shown
    assert "Highlights: " not in shown


def test_notes_without_a_place_and_fields_are_the_editors_alone(
    editor: TestClient, client: TestClient
) -> None:
    article = imported(editor)["items"][0]["id"]
    for address in ("/notes", f"/notes?article={article}", f"/notes/on/{article}"):
        page = editor.get(address).text
        assert "The repair was free of charge" in page
        assert "on the whole article" in page
    assert "Tags: harbour, money" in editor.get(f"/edit/articles/{article}").text
    for address in (f"/articles/{article}", f"/api/articles/{article}", "/api/export"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "free of charge" not in answer.text
        assert "harbour, money" not in answer.text
    for address in ("/notes", "/edit/addresses", f"/edit/articles/{article}"):
        assert client.get(address).status_code == 401
    assert client.post("/notes/unplaced/1/remove").status_code == 401
    assert client.post("/edit/addresses/1", data={"do": "remove"}).status_code == 401
    assert editor.post("/notes/unplaced/1/remove").status_code == 303
    assert editor.post("/notes/unplaced/1/remove").status_code == 404
    assert "free of charge" not in editor.get(f"/notes/on/{article}").text


def test_a_waiting_address_is_tried_again_or_removed(
    editor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(url: str, settings: Settings, **_: Any) -> Fetched:
        if is_down:
            raise FetchFailed(f"{url} does not answer.")
        page = f"<html><body><article><h1>Away</h1><p>{TEXT} It saw a dark buoy.</p></article>"
        return Fetched(url, page.encode(), "text/html", "utf-8")

    monkeypatch.setattr(fetch, "fetch", answer)
    imported(editor)
    is_down = True
    assert "It will be fetched in a moment." in editor.get("/edit/addresses").text
    assert editor.post("/edit/addresses/1", data={"do": "fetch"}).status_code == 303
    shown = editor.get("/edit/addresses").text
    assert "does not answer." in shown
    assert "1 failed attempt" in shown
    assert "It will be fetched in a moment." not in shown
    assert editor.post("/edit/addresses").status_code == 303
    assert "It will be fetched in a moment." in editor.get("/edit/addresses").text
    is_down = False
    stored = editor.post("/edit/addresses/1", data={"do": "fetch"})
    assert stored.headers["location"].startswith("/articles/")
    article = stored.headers["location"].rpartition("/")[2]
    assert "a dark buoy" in editor.get(f"/notes?article={article}").text
    assert "Tags: later" in editor.get(f"/edit/articles/{article}").text
    assert "No address is waiting" in editor.get("/edit/addresses").text
    editor.post("/api/import?filename=a.parts", content=parts_file({"url": f"{ADDRESS}/2"}))
    assert editor.post("/edit/addresses/2", data={"do": "remove"}).status_code == 303
    assert editor.post("/edit/addresses/2", data={"do": "fetch"}).status_code == 404
