"""Annotating after the answer: however much of it waits, pages are served."""

import asyncio
import threading

import httpx2
import pytest

from app import pipeline
from app.store.db.library import Library
from tests.web.conftest import TOKEN, Web

MANY = 60  # more than the threads that answer requests, of which there are 40


def test_pages_are_served_while_many_articles_wait_for_their_annotations(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = web.app()
    go_on = threading.Event()
    at_once: list[int] = []
    running = 0

    def slowly(_library: Library, revision_id: int) -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        go_on.wait(60)
        running -= 1

    monkeypatch.setattr(pipeline, "annotate_revision", slowly)

    async def visit() -> None:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(
            transport=transport,
            base_url="http://testserver",
            headers={"Authorization": f"Bearer {TOKEN}"},
        ) as client:
            imports = [
                asyncio.create_task(
                    client.post("/api/articles", json={"text": f"Boat {k} came in. It was late."})
                )
                for k in range(MANY)
            ]
            async with asyncio.timeout(50):
                stored = 0
                while stored < MANY:
                    stored = len((await client.get("/api/articles?limit=100")).json()["items"])
                assert (await client.get("/articles/1")).status_code == 200
            go_on.set()
            assert {answer.status_code for answer in await asyncio.gather(*imports)} == {201}

    try:
        asyncio.run(visit())
    finally:
        go_on.set()
        app.state.library.close()
    assert at_once == [1] * MANY
