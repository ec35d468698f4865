"""What a page asks that was opened before its article was annotated."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import pipeline
from app.store.annotations import runs
from tests.building import ingest, some_url
from tests.web.conftest import Web

TEXT = "“The mole will stand,” Mara Quist said in Port Averil."


def test_it_is_told_when_the_annotations_are_ready(app: FastAPI, client: TestClient) -> None:
    library = app.state.library
    stored = ingest(library, TEXT, annotated=False, url=some_url())
    address = f"/articles/{stored.article_id}/pending?revision=1"
    assert f'data-hx-get="{address}"' in client.get(f"/articles/{stored.article_id}").text
    waiting = client.get(address)
    assert (waiting.status_code, waiting.headers["cache-control"]) == (204, "no-store")
    pipeline.annotate_revision(library, stored.revision_id)
    ready = client.get(address)
    assert ready.status_code == 200
    assert f'data-hx-get="/articles/{stored.article_id}"' in ready.text
    assert "data-hx-get" not in client.get(f"/articles/{stored.article_id}").text


def test_a_failed_run_ends_the_waiting(app: FastAPI, client: TestClient) -> None:
    library = app.state.library
    stored = ingest(library, TEXT, annotated=False, url=some_url())
    with library.writing() as s:
        runs.record(s, stored.revision_id, pipeline.versions(library), {"quotation": "boom"})
    assert client.get(f"/articles/{stored.article_id}/pending?revision=1").status_code == 200


def test_an_earlier_revision_leads_to_itself(app: FastAPI, client: TestClient) -> None:
    url = some_url()
    first = ingest(app.state.library, TEXT, url=url)
    ingest(app.state.library, TEXT + " Nobody came.", url=url)
    answer = client.get(f"/articles/{first.article_id}/pending?revision=1").text
    assert f'data-hx-get="/articles/{first.article_id}?revision=1"' in answer


def test_a_private_article_is_unknown_to_readers(
    app: FastAPI, client: TestClient, editor: TestClient
) -> None:
    stored = ingest(app.state.library, TEXT, visibility="private", url=some_url())
    address = f"/articles/{stored.article_id}/pending?revision=1"
    assert client.get(address).status_code == 404
    assert "no-store" in editor.get(address).headers["cache-control"]


@pytest.mark.parametrize(("query", "status"), [("revision=9", 404), ("revision=x", 422)])
def test_what_does_not_exist_is_refused(
    app: FastAPI, client: TestClient, query: str, status: int
) -> None:
    stored = ingest(app.state.library, TEXT, url=some_url())
    answer = client.get(f"/articles/{stored.article_id}/pending?{query}")
    assert answer.status_code == status
    assert "<html" not in answer.text


def test_a_closed_library_answers_nobody(web: Web, app: FastAPI) -> None:
    stored = ingest(app.state.library, TEXT, annotated=False, url=some_url())
    closed = web.client(public_reading=False)
    address = f"/articles/{stored.article_id}/pending?revision=1"
    assert closed.get(address).status_code in (401, 404)
