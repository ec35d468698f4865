"""The editor's pages of articles: importing, opening, closing, withdrawing."""

import html
import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app import pipeline
from app.store.articles import addresses
from app.store.db.columns import now
from app.store.schema.articles import Article
from tests.web.conftest import TEXT, Web


def test_importing_by_the_page_needs_the_editor(client: TestClient, editor: TestClient) -> None:
    shown = client.get("/import")
    assert shown.status_code == 200
    assert "Only the editor can import articles." in shown.text
    assert 'href="/signin"' in shown.text
    assert 'action="/import"' not in shown.text
    refused = client.post("/import", data={"text": TEXT})
    assert refused.status_code == 401
    assert 'href="/signin">How to sign in' in refused.text
    assert "`" not in refused.text
    form = editor.get("/import")
    assert 'action="/import"' in form.text
    assert form.headers["cache-control"] == "private, no-store"
    answer = editor.post("/import", data={"text": TEXT})
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200


def test_importing_files_tells_of_each_what_became_of_it(editor: TestClient) -> None:
    files = [
        ("files", ("good.txt", TEXT.encode())),
        ("files", ("empty.txt", b"")),
        ("files", ("note.md", b"# A note\n\nIt rained on Ostra.")),
    ]
    answer = editor.post("/import", files=files)
    assert answer.status_code == 200
    assert answer.text.count("/articles/") == 2
    assert "empty.txt" in answer.text
    assert editor.post("/import", data={}).status_code == 422


def test_the_editor_is_asked_before_an_article_is_replaced(editor: TestClient) -> None:
    front_matter = "---\nurl: https://elm-press.example/pier\n---\n\n"
    editor.post("/import", files=[("files", ("a.md", (front_matter + TEXT).encode()))])
    other = front_matter + "Islanders will pay a crown more for the crossing from spring."
    files = [("files", ("a.md", other.encode()))]
    asked = editor.post("/import", files=files)
    assert asked.status_code == 422
    assert "Not stored as a new revision" in asked.text
    assert 'name="replace"' in asked.text
    assert editor.post("/import", files=files, data={"replace": "yes"}).status_code == 303


def test_importing_nothing_shows_the_form_again_and_says_so(editor: TestClient) -> None:
    for answer in (
        editor.post("/import", data={}),
        editor.post("/import", data={"text": " "}),
        editor.post("/import", files={"x": b""}),
    ):
        assert answer.status_code == 422
        assert "Nothing to import" in answer.text
        assert 'action="/import"' in answer.text


FIELDS = {
    "title": "A new chair",
    "byline": "Mara Quist\nTom Ash",
    "publisher": "Courier",
    "published": "2031-05-02",
    "source_url": "https://ostra.example/typed?utm_source=x",
    "language": "en-GB",
}


def test_pasted_text_takes_the_fields_that_the_editor_knows(
    client: TestClient, editor: TestClient
) -> None:
    answer = editor.post("/import", data={"text": TEXT} | FIELDS)
    assert answer.status_code == 303
    got = client.get("/api" + answer.headers["location"]).json()
    assert got["title"] == "A new chair"
    assert got["byline"] == ["Mara Quist", "Tom Ash"]
    assert got["publisher"] == "Courier"
    assert got["declared_date"] == {"value": "2031-05-02", "provenance": "editor"}
    assert got["source_url"] == "https://ostra.example/typed"
    assert got["declared_language"] == "en-GB"
    assert got["text"] == TEXT
    assert "entered by Editor" in client.get(answer.headers["location"] + "/revisions").text


def test_wrong_fields_are_named_beside_them_and_the_form_keeps_everything(
    editor: TestClient,
) -> None:
    wrong = FIELDS | {
        "text": "It <b>rained</b>.",
        "published": "2031-02-30",
        "source_url": "javascript:alert(1)",
        "language": "!",
        "private": "yes",
    }
    answer = editor.post("/import", data=wrong)
    assert answer.status_code == 422
    for name in ("published", "source_url", "language"):
        assert f'id="{name}-problem"' in answer.text
        assert f'aria-describedby="{name}-problem"' in answer.text
    assert 'id="title-problem"' not in answer.text
    assert "It &lt;b&gt;rained&lt;/b&gt;." in answer.text
    assert 'value="A new chair"' in answer.text
    assert "Mara Quist\nTom Ash</textarea>" in answer.text
    assert 'value="yes" checked' in answer.text


def test_fields_without_a_text_are_not_lost(editor: TestClient) -> None:
    answer = editor.post("/import", data=FIELDS)
    assert answer.status_code == 422
    assert "Paste the text that these fields describe." in answer.text
    assert 'value="A new chair"' in answer.text


def test_an_address_that_cannot_be_fetched_is_said_beside_it_and_the_rest_is_stored(
    editor: TestClient,
) -> None:
    url = "http://127.0.0.1:1/x"
    answer = editor.post("/import", data={"url": url, "text": TEXT, "title": "A new chair"})
    assert answer.status_code == 200
    assert 'id="url-problem"' in answer.text
    assert f'value="{url}"' in answer.text
    assert "imported, revision 1" in answer.text
    assert TEXT[:40] not in answer.text
    assert editor.post("/import", data={"url": url}).status_code == 422


def test_the_page_of_several_imports_says_what_is_still_being_annotated(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate, stored = pipeline.annotate_revision, []
    monkeypatch.setattr(pipeline, "annotate_revision", lambda _, id_: stored.append(id_))
    editor = web.client(editor=True)
    files = [("files", (f"{n}.txt", f"It rained on day {n}.".encode())) for n in (1, 2)]
    answer = editor.post("/import", files=files).text
    address = re.search(r'data-hx-get="(/import/pending[^"]+)"', answer)
    assert address
    asked = html.unescape(address[1])
    waiting = editor.get(asked).text
    assert "Still being annotated" in waiting
    assert waiting.count("/articles/") == 2
    assert 'data-hx-trigger="load delay:4s"' in waiting
    late = editor.get(asked.replace("waited=2", "waited=600")).text
    assert "stopped waiting" in late
    assert "data-hx-get" not in late
    library = editor.app.state.library  # type: ignore[attr-defined]  # the client has any ASGI application
    for id_ in stored:
        annotate(library, id_)
    assert "is annotated" in editor.get(asked).text
    assert web.client().get(asked).status_code == 401
    assert editor.get("/import/pending?article=0").status_code == 422


def test_a_text_longer_than_a_megabyte_can_be_pasted(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "annotate_revision", lambda *_: None)  # a minute, for nothing
    long = web.client(editor=True).post(
        "/import", data={"text": "It rained on Ostra. " * 60_000, "private": "yes"}
    )
    assert long.status_code == 303
    assert web.client().get(long.headers["location"]).status_code == 404


def test_the_editor_closes_and_withdraws_an_article_by_forms(
    client: TestClient, editor: TestClient, article: int
) -> None:
    assert client.get(f"/edit/articles/{article}").status_code == 401
    assert (
        client.post(f"/edit/articles/{article}/withdraw", data={"sure": "yes"}).status_code == 401
    )
    assert (
        editor.post(
            f"/edit/articles/{article}/visibility", data={"visibility": "private"}
        ).status_code
        == 303
    )
    assert client.get(f"/articles/{article}").status_code == 404
    assert editor.post(f"/edit/articles/{article}/withdraw").status_code == 422
    assert (
        editor.post(f"/edit/articles/{article}/withdraw", data={"sure": "yes"}).status_code == 303
    )
    assert editor.get(f"/articles/{article}").status_code == 410
    assert (
        client.get(f"/articles/{article}").status_code == 404
    )  # that it was there was never theirs to know


def test_an_address_withdrawn_in_a_former_spelling_is_refused_by_form_and_api(
    app: FastAPI, editor: TestClient
) -> None:
    former = "https://ostra.example/news/pier-reopens?ref=home"
    with app.state.library.writing() as s:
        s.add(Article(identity=addresses.tombstone(former), withdrawn_at=now()))
    typed = {"text": TEXT, "source_url": former}
    page = f"<article><h1>Pier</h1><p>{TEXT}</p></article>"
    for answer in (
        editor.post("/import", data=typed),
        editor.post("/api/articles", json=typed),
        editor.post("/api/articles", json={"html": page, "source_url": former}),
    ):
        assert answer.status_code in (409, 422)
        assert "was withdrawn" in answer.text
    first = editor.post("/api/articles", json={"text": TEXT}).json()["id"]
    form = {"revision": "1", "language": "en", "text": TEXT, "source_url": former}
    refused = editor.post(f"/edit/articles/{first}", data=form)
    assert "was withdrawn" in refused.text
