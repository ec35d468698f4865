"""Several articles at once: opened, closed, and withdrawn after a confirmation."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from app import pipeline
from app.store.annotations import runs
from app.store.db.library import Library
from tests.web.asking import add


def test_the_editor_closes_and_opens_several_articles(
    client: TestClient, editor: TestClient
) -> None:
    first, second = add(editor, "One."), add(editor, "Two.")
    listed = editor.get("/edit").text
    assert f'name="article" value="{first}"' in listed
    form = {"article": [str(first), str(second)]}
    for action, status in (("private", 404), ("public", 200)):
        answer = editor.post("/edit/selected", data=form | {"do": action})
        assert answer.status_code == 200
        for article in (first, second):
            assert client.get(f"/articles/{article}").status_code == status


def test_withdrawing_asks_first_and_one_bad_item_stops_no_other(
    client: TestClient, editor: TestClient
) -> None:
    first, second, third = add(editor, "One."), add(editor, "Two."), add(editor, "Three.")
    editor.delete(f"/api/articles/{second}")
    form = {
        "article": [str(first), str(second), "999", "9" * 12, "x", str(third)],
        "do": "withdraw",
    }
    asked = editor.post("/edit/selected", data=form)
    assert asked.status_code == 200
    assert "Withdraw 2 articles?" in asked.text
    assert client.get(f"/articles/{first}").status_code == 200
    done = editor.post("/edit/selected", data=form | {"sure": "yes"})
    assert done.status_code == 200
    assert done.text.count("notice bad") == 3
    for article in (first, third):
        assert editor.get(f"/articles/{article}").status_code == 410


def test_the_editor_sees_which_layers_failed_and_why(app: FastAPI, editor: TestClient) -> None:
    library: Library = app.state.library
    article = add(editor, "One.")
    with library.writing() as s:
        known = pipeline.versions(library)
        runs.record(s, article, {"date": known["date"]}, {"date": "MemoryError: too little"})
    assert "Annotation failed (date): MemoryError: too little" in editor.get("/edit").text


def test_what_cannot_be_done_is_refused(client: TestClient, editor: TestClient) -> None:
    assert client.post("/edit/selected", data={"do": "public"}).status_code == 401
    assert "No article is selected" in editor.post("/edit/selected", data={"do": "public"}).text
    assert editor.post("/edit/selected", data={"article": "1", "do": "erase"}).status_code == 422
    many = {"article": [str(n) for n in range(300)], "do": "public"}
    assert editor.post("/edit/selected", data=many).status_code == 400
    assert editor.get("/edit/selected").status_code in (404, 405)
