"""The editor's list of pairs that may be one, and saying that they are two."""

from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.store.entities.test_linking import name


def test_the_editor_sees_pairs_with_their_evidence_and_rejects_one(
    app: FastAPI, client: TestClient, editor: TestClient
) -> None:
    with app.state.library.writing() as s:
        name(s, "Ida Fenwick", "Bo Reef")
        name(s, "Tom Fenwick")
        name(s, "Fenwick")
    assert client.get("/edit/proposals").status_code in {401, 403}
    shown = editor.get("/edit/proposals")
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "private, no-store"
    assert shown.text.count("Not the same") == 2
    assert "Confidence 50%" in shown.text
    assert client.post("/edit/proposals/1/reject").status_code in {401, 403}
    assert editor.post("/edit/proposals/1/reject").status_code == 303
    assert editor.get("/edit/proposals").text.count("Not the same") == 1
    assert editor.post("/edit/proposals/999/reject").status_code == 404
