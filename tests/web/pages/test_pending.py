"""What a page asks that was opened before its article was annotated."""

import re

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
    asking = f'data-hx-get="{address}&amp;waited=2" data-hx-trigger="load delay:2s"'
    opened = " ".join(client.get(f"/articles/{stored.article_id}").text.split())
    assert asking in opened
    waiting = client.get(f"{address}&waited=2")
    assert (waiting.status_code, waiting.headers["cache-control"]) == (200, "private, no-store")
    assert f'{address}&amp;waited=6" data-hx-trigger="load delay:4s"' in " ".join(
        waiting.text.split()
    )
    pipeline.annotate_revision(library, stored.revision_id)
    ready = client.get(address)
    assert ready.status_code == 200
    assert f'data-hx-get="/articles/{stored.article_id}"' in ready.text
    assert "data-hx-get" not in client.get(f"/articles/{stored.article_id}").text


def test_the_waiting_slows_down_and_ends(app: FastAPI, client: TestClient) -> None:
    stored = ingest(app.state.library, TEXT, annotated=False, url=some_url())
    address = f"/articles/{stored.article_id}/pending?revision=1"
    waited, delays = 0, []
    while True:
        answer = client.get(f"{address}&waited={waited}").text
        found = re.search(r"waited=(\d+)\"\s+data-hx-trigger=\"load delay:(\d+)s", answer)
        if found is None:
            break
        waited, delay = int(found[1]), int(found[2])
        delays.append(delay)
    assert delays[:6] == [2, 4, 8, 16, 30, 30]
    assert max(delays) == 30
    assert 300 <= sum(delays) <= 660
    assert "stopped waiting" in answer
    assert f'href="/articles/{stored.article_id}"' in answer
    for wrong in ("-1", "x", "9999999"):
        assert client.get(f"{address}&waited={wrong}").status_code == 422


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
