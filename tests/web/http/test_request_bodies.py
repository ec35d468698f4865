"""Request bodies: JSON and forms, read whole and checked against a model."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.web.http import request_bodies
from tests.web.conftest import TEXT


def test_json_is_never_parsed_on_the_event_loop(
    app: FastAPI, editor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_loop = []
    parse = request_bodies.parse

    def watched(data: bytes) -> Any:
        on_the_loop.append(asyncio._get_running_loop() is not None)
        return parse(data)

    monkeypatch.setattr(request_bodies, "parse", watched)
    article = editor.post("/api/articles", json={"text": TEXT}).json()["id"]
    editor.post("/api/passages", json={"article": article, "start": 0, "end": 9})
    assert on_the_loop == [False, False]
