"""Request bodies: JSON and forms, read whole and checked against a model."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.errors import BadRequest
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


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "not valid JSON"),
        (b"\xff", "not valid JSON"),
        (b"NaN", "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_json_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        request_bodies.parse(data)


def test_every_string_of_json_and_forms_becomes_canonical() -> None:
    assert request_bodies.parse(b'{"a\\r\\n": ["b\\u0000", 1]}') == {"a\n": ["b\ufffd", 1]}
    assert request_bodies.parse_form(b"a=1&a=%0D%0A2&b=") == {"a": "\n2"}


def test_a_form_with_too_many_fields_is_refused() -> None:
    with pytest.raises(BadRequest, match="more than 100 fields"):
        request_bodies.parse_form(b"a=1&" * 101)
