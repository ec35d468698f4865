"""What the machine lacks is answered 503 or 507, logged once a minute, and forgotten after."""

import logging

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.web.http import errors
from app.web.security.fault_log import FaultLog
from tests.store.db.test_faults import limit_pages

LONG = {"title": "Long", "text": "Ingrid Vale spoke of the harbour again. " * 2_000}


def test_a_full_disk_answers_507_to_writes_and_pages_to_readers(
    app: FastAPI, client: TestClient, editor: TestClient, article: int
) -> None:
    library = app.state.library
    limit_pages(library, 2)
    answers = [editor.post("/api/articles", json=LONG) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [507] * 3
    assert "the disk is full" in answers[0].json()["error"]["message"]
    assert client.get(f"/articles/{article}").status_code == 200
    assert "the disk is full" in client.get("/readyz").json()["storage"]
    limit_pages(library, None)
    assert editor.post("/api/articles", json=LONG).status_code == 201
    assert client.get("/readyz").json()["storage"] == "writable"


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(24, "Too many"), RuntimeError("can't start new thread")]
)
def test_a_process_without_resources_answers_503_with_one_line_of_log(
    app: FastAPI,
    client: TestClient,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(errors, "_fault_log", FaultLog(errors.log))

    @app.get("/fails")
    def fails() -> None:
        raise error

    answers = [client.get("/fails") for _ in range(4)]
    assert {(a.status_code, a.headers["retry-after"]) for a in answers} == {(503, "5")}
    assert len([r for r in caplog.records if r.levelno == logging.ERROR]) == 1
