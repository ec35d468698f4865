"""The editor's pages of articles: importing, opening, closing, withdrawing."""

import pytest
from starlette.testclient import TestClient

from app import pipeline
from tests.web.conftest import TEXT, Web


def test_importing_by_the_page_needs_the_editor(client: TestClient, editor: TestClient) -> None:
    assert client.get("/import").status_code == 200
    assert client.post("/import", data={"text": TEXT}).status_code == 401
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
