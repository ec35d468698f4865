"""Boards as their readers see them: on the page, as Markdown, as Web Annotations."""

import json

from starlette.testclient import TestClient

from app.citations.parsing import parse
from tests.web.boards import HOSTILE, OTHER, QUOTE, items, new_board, public, share
from tests.web.conftest import TEXT, Web


def test_what_a_reader_may_not_see_is_not_on_a_board(
    web: Web, client: TestClient, editor: TestClient, article: int
) -> None:
    other = editor.post(
        "/api/articles", json={"text": "A quiet word was said on Ostra.", "title": "Kept back"}
    ).json()["id"]
    quiet, loud = share(editor, other, "A quiet word"), share(editor, article)
    address = new_board(editor, loud, quiet)
    board = public(editor, address)
    for _, item in enumerate(items(editor, address)):
        editor.post(item, data={"note": f"About {item}"})
    shown = items(editor, address)
    editor.patch(f"/api/articles/{other}", json={"visibility": "private"})
    for at in (board, f"{board}.json", f"{board}.md"):
        told = client.get(at).text
        assert QUOTE in told
        assert "quiet" not in told
        assert "Kept back" not in told
        assert shown[1] not in told
    assert json.loads(client.get(f"{board}.json").text)["total"] == 1
    assert "private: readers do not see this passage" in editor.get(address).text
    share(editor, other, "A quiet word", opened=True)
    for reader in (client, web.client(public_reading=False)):
        for at in (board, f"{board}.json", f"{board}.md"):
            told = reader.get(at).text
            assert "A quiet word" in told
            assert "was said on Ostra" not in told
            assert "Kept back" not in told
    closed = web.client(public_reading=False)
    assert QUOTE not in closed.get(board).text
    assert closed.get(board).headers["cache-control"] == "private, no-store"
    assert closed.get("/boards").status_code == 401


def test_a_withdrawn_articles_passage_falls_off_for_readers_and_is_named_to_the_editor(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(editor, share(client, article))
    board = public(editor, address)
    editor.post(items(editor, address)[0], data={"note": f"It says “{QUOTE}”"})
    editor.delete(f"/api/articles/{article}")
    assert QUOTE not in editor.get(address).text
    for at in (board, f"{board}.json", f"{board}.md"):
        answer = client.get(at)
        assert (answer.status_code, QUOTE in answer.text, "withdrawn" in answer.text) == (
            200,
            False,
            False,
        )
        assert editor.get(at).content == answer.content
    assert "was withdrawn" in editor.get(address).text
    (item,) = items(editor, address)
    editor.post(item, data={"do": "remove"})
    assert items(editor, address) == []


def test_a_board_is_exported_as_web_annotations(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(client, article)
    address = new_board(editor, code, notes="Read with care")
    editor.post(items(editor, address)[0], data={"note": "A note"})
    board = public(editor, address)
    answer = client.get(f"{board}.json")
    assert answer.headers["content-type"].startswith("application/ld+json")
    collection = answer.json()
    assert (collection["type"], collection["label"], collection["total"]) == (
        "AnnotationCollection",
        "What was promised",
        1,
    )
    assert collection["id"] == f"http://testserver{board}.json"
    (item,) = collection["first"]["items"]
    assert item["motivation"] == ["linking", "commenting"]
    assert item["body"][0] == {
        "type": "SpecificResource",
        "source": f"http://testserver/p/{code}",
        "purpose": "linking",
    }
    assert item["body"][1]["value"] == "A note"
    assert item["target"]["source"] == f"http://testserver/articles/{article}?revision=1"
    position, quote = item["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == QUOTE
    assert item["gloss:verdict"] == "same"


def test_a_board_in_markdown_can_be_checked(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(
        editor,
        share(client, article),
        share(client, article, OTHER),
        title="# *Promises* <b>",
        notes="1. a\n\n- b\nc",
    )
    editor.put(
        f"/api/articles/{article}",
        json={
            "text": TEXT.replace("2019", "2018"),
            "title": "A new chair",
            "published": "2031-05-02",
        },
    )
    told = client.get(f"{public(editor, address)}.md")
    assert told.headers["content-type"].startswith("text/markdown")
    assert told.text.startswith("# \\# \\*Promises\\* \\<b\\>\n\n1\\. a\n\n\\- b\\\nc\n\n> “")
    assert "The passage was reworded on" in told.text
    assert [c.words for c in parse(told.text)] == [QUOTE, OTHER]
    checked = client.post("/verify", data={"citation": told.text}).text
    assert checked.count("The citation is genuine.") == 2
    assert (checked.count("Verified"), checked.count("Genuine, but the article has changed")) == (
        1,
        1,
    )


def test_hostile_words_stay_words_on_a_board(client: TestClient, editor: TestClient) -> None:
    made = editor.post(
        "/api/articles", json={"text": f"{HOSTILE}\n\nIt rained.", "title": HOSTILE}
    ).json()["id"]
    address = new_board(
        editor,
        share(client, made, HOSTILE),
        title=HOSTILE,
        notes=HOSTILE + "\n</textarea>" + HOSTILE,
    )
    editor.post(items(editor, address)[0], data={"note": "</textarea>" + HOSTILE})
    for at in (public(editor, address), address, "/boards"):
        page = editor.get(at).text
        assert "<script>" not in page.replace("<script src", "")
        assert "</textarea>&lt;" not in page
    assert json.loads(client.get(f"{public(editor, address)}.json").text)["label"] == HOSTILE
