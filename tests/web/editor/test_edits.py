"""The editor's form for an article's fields and text: stored, refused, and both versions shown."""

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import pipeline
from tests.web.asking import add
from tests.web.conftest import TEXT, Web

FIELD = re.compile(r'<(?:input type="\w+" id="(\w+)"[^>]*?value="([^"]*)")')
AREA = re.compile(r'<textarea[^>]* id="([\w-]+)"[^>]*>\n(.*?)</textarea>', re.DOTALL)


def values(page: str) -> dict[str, str]:
    """What the form shows, by field."""
    found = [*FIELD.findall(page), *AREA.findall(page)]
    base = re.search(r'name="revision" value="(\d+)"', page)
    assert base
    return {name: html.unescape(value) for name, value in found} | {"revision": base[1]}


@pytest.fixture
def form(editor: TestClient, article: int) -> dict[str, str]:
    """The form of an article as a browser gets it."""
    return values(editor.get(f"/edit/articles/{article}").text)


def newest(client: TestClient, article: int) -> dict[str, Any]:
    """The newest revision by the API."""
    got: dict[str, Any] = client.get(f"/api/articles/{article}").json()
    return got


def test_the_form_is_for_the_editor(client: TestClient, article: int) -> None:
    assert client.get(f"/edit/articles/{article}").status_code == 401
    assert client.post(f"/edit/articles/{article}", data={"revision": "1"}).status_code == 401


def test_every_field_and_the_text_can_be_corrected(
    editor: TestClient, client: TestClient, article: int, form: dict[str, str]
) -> None:
    assert (form["title"], form["revision"]) == ("A new chair", "1")
    changed = form | {
        "title": "  An old  chair ",
        "byline": "Mara Quist\nTom Ash\n\nTom Ash",
        "publisher": "Courier",
        "language": "en-GB",
        "text": form["text"].replace("4.2 million", "4.3 million").replace("\n", "\r\n"),
    }
    answer = editor.post(f"/edit/articles/{article}", data=changed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{article}")
    got = newest(client, article)
    assert (got["revision"], got["title"], got["publisher"]) == (2, "An old chair", "Courier")
    assert got["byline"] == ["Mara Quist", "Tom Ash"]
    assert got["text"] == TEXT.replace("4.2", "4.3")
    assert got["annotated"]
    assert got["set_by_editor"] == ["byline", "declared_language", "publisher", "text", "title"]
    assert got["creator"] == got["revisions"][1]["creator"]
    assert got["revisions"][0]["creator"] is None
    assert newest(client, article)["revisions"][0]["sha256"] != got["sha256"]


def test_a_form_that_was_not_changed_stores_nothing(
    editor: TestClient, client: TestClient, article: int, form: dict[str, str]
) -> None:
    assert editor.post(f"/edit/articles/{article}", data=form).status_code == 303
    only_revision = {"revision": "1"}
    assert editor.post(f"/edit/articles/{article}", data=only_revision).status_code == 303
    assert newest(client, article)["revision"] == 1


def test_wrong_fields_are_named_and_what_was_typed_stays(
    editor: TestClient, client: TestClient, article: int, form: dict[str, str]
) -> None:
    wrong = form | {
        "title": "x" * 1_001,
        "byline": "y" * 201,
        "language": "not a tag",
        "text": "Some words.\n\n```\ncode",
    }
    answer = editor.post(f"/edit/articles/{article}", data=wrong)
    assert answer.status_code == 422
    for name in ("title", "byline", "language", "text"):
        assert f'aria-describedby="{name}-problem"' in answer.text
        assert f'id="{name}-problem"' in answer.text
        assert values(answer.text)[name] == wrong[name]
    assert "begins in line 3" in answer.text
    empty = editor.post(f"/edit/articles/{article}", data=form | {"text": " \n"})
    assert "no text" in empty.text
    assert (
        editor.post(f"/edit/articles/{article}", data=form | {"revision": "x"}).status_code == 422
    )
    assert newest(client, article)["revision"] == 1


def test_of_concurrent_edits_the_later_sees_both_versions(
    editor: TestClient, client: TestClient, article: int, form: dict[str, str]
) -> None:
    editor.post(f"/edit/articles/{article}", data=form | {"title": "Theirs", "publisher": "Post"})
    mine = form | {"title": "Mine", "byline": "Ann Orr"}
    answer = editor.post(f"/edit/articles/{article}", data=mine)
    assert answer.status_code == 409
    assert "Stored now: Theirs" in answer.text
    shown = values(answer.text)
    assert (shown["title"], shown["byline"], shown["publisher"]) == ("Mine", "Ann Orr", "Post")
    assert shown["revision"] == "2"
    assert editor.post(f"/edit/articles/{article}", data=shown).status_code == 303
    got = newest(client, article)
    assert (got["revision"], got["title"], got["publisher"]) == (3, "Mine", "Post")


def test_of_two_texts_the_stored_one_is_shown_beside_the_typed_one(
    editor: TestClient, article: int, form: dict[str, str]
) -> None:
    editor.post(f"/edit/articles/{article}", data=form | {"text": "Theirs."})
    answer = editor.post(f"/edit/articles/{article}", data=form | {"text": "Mine."})
    shown = values(answer.text)
    assert (shown["text"], shown["stored-text"]) == ("Mine.", "Theirs.")


def test_what_the_source_says_stays_in_sight_and_an_earlier_revision_can_be_restored(
    editor: TestClient, client: TestClient, article: int, form: dict[str, str]
) -> None:
    changed = form | {"title": "Another", "text": "Else."}
    editor.post(f"/edit/articles/{article}", data=changed)
    page = editor.get(f"/edit/articles/{article}").text
    assert "the source says “A new chair”" in page
    history = client.get(f"/articles/{article}/revisions").text
    assert "corrected by Editor" in history
    assert "The title changed".lower() in history.lower()
    assert f"/edit/articles/{article}?from=1" in history
    earlier = editor.get(f"/edit/articles/{article}?from=1").text
    assert "of revision 1" in earlier
    editor.post(f"/edit/articles/{article}", data=values(earlier))
    got = newest(client, article)
    assert (got["revision"], got["title"], got["text"]) == (3, "A new chair", TEXT)
    assert got["set_by_editor"] == []
    assert editor.get(f"/edit/articles/{article}?from=9").status_code == 404


def test_a_kind_of_block_can_be_corrected_and_the_history_says_so(
    editor: TestClient, client: TestClient, article: int, form: dict[str, str]
) -> None:
    changed = form["text"].replace("## A costly plan", "A costly plan")
    editor.post(f"/edit/articles/{article}", data=form | {"text": changed})
    got = newest(client, article)
    assert (got["revision"], got["text"]) == (2, TEXT)
    assert "heading" not in [block["kind"] for block in got["blocks"]]
    assert "structure changed" in client.get(f"/articles/{article}/revisions").text


def test_an_article_without_an_address_gets_one_by_the_form(
    editor: TestClient, client: TestClient, article: int
) -> None:
    plain = add(editor, "It rained on Ostra.")
    form = values(editor.get(f"/edit/articles/{plain}").text)
    taken = "https://ostra.example/chair"
    for address, reason in (("ftp://x.example", "only http"), (taken, f"Article {article}")):
        answer = editor.post(f"/edit/articles/{plain}", data=form | {"source_url": address})
        assert answer.status_code == 422
        assert reason in answer.text
        assert 'id="source_url-problem"' in answer.text
    answer = editor.post(
        f"/edit/articles/{plain}", data=form | {"source_url": "https://ostra.example/rain"}
    )
    assert answer.status_code == 303
    assert newest(client, plain)["source_url"] == "https://ostra.example/rain"
    assert newest(client, plain)["revision"] == 1


def test_words_that_look_like_markup_are_shown_and_stored_as_words(
    editor: TestClient, client: TestClient
) -> None:
    text = "<b>Bold</b> & </textarea><script>alert(1)</script>\n\n\n- 5 degrees\n# no heading"
    article = add(editor, text)
    before = newest(client, article)
    page = editor.get(f"/edit/articles/{article}").text
    assert "<script>alert" not in page
    editor.post(f"/edit/articles/{article}", data=values(page) | {"title": "Cold"})
    got = newest(client, article)
    assert (got["title"], got["text"], got["blocks"]) == ("Cold", before["text"], before["blocks"])


def test_a_text_of_two_megabytes_can_be_edited(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "annotate_revision", lambda *_: None)  # a minute, for nothing
    editor = web.client(editor=True)
    sent = editor.post("/import", data={"text": "It rained on Ostra.\n\n" * 90_000})
    address = "/edit" + sent.headers["location"]
    form = values(editor.get(address).text)
    assert (
        editor.post(address, data=form | {"text": "First.\n\n" + form["text"]}).status_code == 303
    )


def test_a_date_keeps_its_own_form(editor: TestClient, article: int) -> None:
    page = editor.get(f"/edit/articles/{article}").text
    assert page.count('action="/edit/corrections"') == 1
    assert page.count("Publication date") == 1
