"""Scopes of tokens: every route that writes says which one it needs, and a narrower is refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from app.store.admin import people
from app.store.schema.people import TOKEN_SCOPES, TokenScope
from app.web import ROUTES
from app.web.http import dependencies
from app.web.security.checks import SAFE_METHODS
from tests.web.conftest import TEXT, Web

NEEDED: dict[object, TokenScope] = {
    dependencies.annotating_editor: "annotate",
    dependencies.sharing_reader: "annotate",
    dependencies.writing_editor: "edit",
}
WRITES_FOR_NO_TOKEN = {
    "/signin/{code}",  # the link is the proof
    "/signout",  # ends a session, which no token has
    "/verify",  # stores nothing
}
ANNOTATING = ("/notes", "/boards", "/share", "/api/passages", "/api/annotations")


def writing_routes() -> list[tuple[str, str, APIRoute]]:
    return [
        (method, route.path, route)
        for route in ROUTES
        if isinstance(route, APIRoute)
        for method in sorted((route.methods or set()) - set(SAFE_METHODS))
        if route.path not in WRITES_FOR_NO_TOKEN
    ]


def calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from calls(inner)


def needed(route: APIRoute) -> set[TokenScope]:
    return {NEEDED[call] for call in calls(route.dependant) if call in NEEDED}


WRITING = pytest.mark.parametrize(
    ("method", "path", "route"),
    writing_routes(),
    ids=[f"{method} {path}" for method, path, _ in writing_routes()],
)


@pytest.fixture(scope="module")
def programs(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[dict[TokenScope, TestClient]]:
    """A client for each scope, over one library that nothing is stored in."""
    folder = tmp_path_factory.mktemp("scopes")
    shutil.copy(migrated_file, folder / "gloss.db")
    app = Web(folder).app()
    with app.state.library.writing() as s:
        tokens = {scope: people.create_token(s, scope, scope) for scope in TOKEN_SCOPES}
    yield {
        scope: TestClient(app, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False)
        for scope, token in tokens.items()
    }
    app.state.library.close()


def test_there_are_three_scopes_and_each_has_what_is_before_it() -> None:
    assert get_args(TokenScope) == TOKEN_SCOPES == ("read", "annotate", "edit")


@WRITING
def test_every_route_that_writes_needs_one_scope(method: str, path: str, route: APIRoute) -> None:
    expected = "annotate" if path.removeprefix("/edit").startswith(ANNOTATING) else "edit"
    assert needed(route) == {expected}


@WRITING
def test_a_narrower_token_is_refused_before_anything_is_read(
    method: str, path: str, route: APIRoute, programs: dict[TokenScope, TestClient]
) -> None:
    (scope,) = needed(route)
    address = path.replace("{id}", "1").replace("{item}", "1")
    for narrower in TOKEN_SCOPES[: TOKEN_SCOPES.index(scope)]:
        answer = programs[narrower].request(method, address)
        assert answer.status_code == 403
        assert f"scope “{narrower}”" in answer.text
        assert f"needs “{scope}”" in answer.text
    assert "scope" not in programs[scope].request(method, address).text


def test_reading_shows_what_is_private_and_annotating_writes_notes_on_it(web: Web) -> None:
    app = web.app()
    with app.state.library.writing() as s:
        tokens = {scope: people.create_token(s, scope, scope) for scope in TOKEN_SCOPES}
    by = {
        scope: TestClient(app, headers={"Authorization": f"Bearer {token}"})
        for scope, token in tokens.items()
    }
    new = {"text": TEXT, "visibility": "private"}
    id_ = by["edit"].post("/api/articles", json=new).json()["id"]
    assert by["read"].get(f"/api/articles/{id_}").status_code == 200
    assert TestClient(app).get(f"/api/articles/{id_}").status_code == 404
    note = {
        "motivation": "commenting",
        "body": "A note.",
        "target": {
            "source": f"http://testserver/articles/{id_}",
            "selector": {"type": "TextPositionSelector", "start": 0, "end": 3},
        },
    }
    passage = {"article": id_, "start": 4, "end": 11}
    for address, body in (("/api/annotations", note), ("/api/passages", passage)):
        assert by["read"].post(address, json=body).status_code == 403
        assert by["annotate"].post(address, json=body).status_code == 201
    opened = passage | {"opened": True}
    refused = by["annotate"].post("/api/passages", json=opened)
    assert refused.status_code == 403
    assert "scope “annotate”; this needs “edit”" in refused.text
    code = by["edit"].post("/api/passages", json=passage).json()["code"]
    assert TestClient(app).get(f"/api/passages/{code}").status_code == 404
    assert by["edit"].post("/api/passages", json=opened).json()["code"] == code
    assert TestClient(app).get(f"/api/passages/{code}").status_code == 200
    app.state.library.close()
