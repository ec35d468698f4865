"""Probes and metrics."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.engines.model import choice
from app.settings import Settings
from app.store.ingest import adding
from app.store.ingest.captures import Capture
from app.web.http.background import LeavesToOthers
from tests.building import draft
from tests.web.conftest import Web


def test_metrics_count_answers_and_what_anyone_may_read(
    client: TestClient, editor: TestClient, article: int
) -> None:
    client.get("/nothing")
    assert client.get("/metrics").status_code == 401
    lines = editor.get("/metrics").text.splitlines()
    assert "gloss_articles 1" in lines
    assert 'gloss_answers_total{status="404"} 1' in lines


def test_metrics_tell_nobody_but_the_editor_what_waits(web: Web, editor: TestClient) -> None:
    with editor.app.state.library.writing() as s:  # type: ignore[attr-defined]
        adding.add(
            s, Capture(draft("A closed text that no layer has read yet."), visibility="private")
        )
    open_to_all = web.client(metrics_public=True)
    for _ in range(2):
        assert "gloss_articles 0" in open_to_all.get("/metrics").text
        assert "pending" not in open_to_all.get("/metrics").text
        assert "gloss_pending_revisions 1" in editor.get("/metrics").text.splitlines()


def test_probe_and_desk_say_whether_articles_are_annotated(
    app: FastAPI, client: TestClient, editor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = {"status": "ready", "annotating": True, "model": "small", "storage": "writable"}
    assert client.get("/readyz").json() == ready
    assert "notice bad" not in editor.get("/edit").text
    app.state.new_revisions = LeavesToOthers()
    monkeypatch.setattr(choice, "MODELS", app.state.settings.data)
    assert client.get("/readyz").json() == ready | {"annotating": False, "model": "missing"}
    desk = editor.get("/edit").text
    assert "No process annotates" in desk
    assert "The model is missing" in desk


def test_an_older_schema_is_not_ready(web: Web) -> None:
    from app.store.admin import migrations

    migrations.downgrade(Settings(data=web.folder), "base")
    answer = web.client().get("/readyz")
    assert answer.status_code == 503
    assert "gloss migrate" in answer.text
