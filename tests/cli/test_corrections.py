"""`gloss corrections list` and `undo`."""

import json
from pathlib import Path

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from app import pipeline
from app.cli import app
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.store.corrections import unfinished
from app.store.db.library import Library
from app.store.schema.entities import Entity
from app.unfinished_corrections import steps
from tests.building import ingest

pytestmark = pytest.mark.usefixtures("stub_layers")
EDITED_BY = PersonCreator(1)


@pytest.fixture
def data(sqlite_library: Library) -> Path:
    """A library with a merge and a rename in its log."""
    ingest(sqlite_library, "Ida Fenwick met Tom Moor. Tom Moor left.", date="2031-02-01")
    with sqlite_library.reading() as s:
        ids = {
            name: s.scalars(select(col(Entity.id)).where(col(Entity.name) == name)).one()
            for name in ("Ida Fenwick", "Tom Moor")
        }
    ida, tom = ids["Ida Fenwick"], ids["Tom Moor"]
    pipeline.correct(sqlite_library, Correction("rekind", ida, new_kind="group"), EDITED_BY)
    pipeline.correct(sqlite_library, Correction("rename", tom, value="Thomas Moor"), EDITED_BY)
    sqlite_library.checkpoint()
    return sqlite_library.settings.data


def gloss(data: Path, *arguments: str) -> Result:
    environment = {"GLOSS_DATA": str(data)}
    return CliRunner().invoke(app, ["corrections", *arguments], env=environment)


def test_the_log_is_listed_newest_first(data: Path) -> None:
    lines = gloss(data, "list").stdout.splitlines()
    assert len(lines) == 2
    assert "rename   Thomas Moor  (2 passages in 1 article, by" in lines[0]
    assert "kind     Ida Fenwick → group  (1 passage in 1 article, by" in lines[1]
    assert gloss(data, "list", "--limit", "1").stdout.splitlines() == lines[:1]


def test_the_log_is_listed_as_json_and_of_one_entity(data: Path) -> None:
    rename, rekind = [
        json.loads(line) for line in gloss(data, "list", "--json").stdout.splitlines()
    ]
    assert (rename["kind"], rename["value"], rename["passages"]) == ("rename", "Thomas Moor", 2)
    assert (rekind["kind"], rekind["new_kind"], rekind["undone_at"]) == ("kind", "group", None)
    about = str(rekind["entity"]["id"])
    only = gloss(data, "list", "--json", "--entity", about).stdout
    assert json.loads(only) == rekind
    unknown = gloss(data, "list", "--entity", "999")
    assert unknown.exit_code == 1
    assert "The entity was not found" in unknown.stderr


def test_a_correction_is_undone_once(data: Path) -> None:
    number = str(json.loads(gloss(data, "list", "--json", "--limit", "1").stdout)["id"])
    undone = gloss(data, "undo", number)
    assert undone.exit_code == 0
    assert "undone 2" in undone.stdout
    assert "Tom Moor → Thomas Moor" in gloss(data, "list").stdout
    again = gloss(data, "undo", number)
    assert (again.exit_code, again.stderr) == (
        1,
        "gloss: This correction has already been undone.\n",
    )
    assert gloss(data, "undo", "999").exit_code == 1
    assert gloss(data, "undo", "none").exit_code == 2


def test_an_unfinished_correction_is_listed_and_finished(
    data: Path, sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(sqlite_library, "Tom Moor came back.", date="2031-02-02")
    monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
    monkeypatch.setattr(steps, "AT_ONCE_SECONDS", 0.0)
    with sqlite_library.reading() as s:
        tom, ida = (
            s.scalars(select(col(Entity.id)).where(col(Entity.name) == name)).one()
            for name in ("Thomas Moor", "Ida Fenwick")
        )
    made = pipeline.correct(sqlite_library, Correction("merge", tom, ida), EDITED_BY)
    assert "unfinished: 1 of 2 articles" in gloss(data, "list", "--limit", "1").stdout
    assert json.loads(gloss(data, "list", "--limit", "1", "--json").stdout)["unfinished"] == {
        "done": 1,
        "articles": 2,
    }
    finished = gloss(data, "finish")
    assert (finished.exit_code, finished.stdout.count("all its articles")) == (0, 1)
    pipeline.undo(sqlite_library, made, EDITED_BY)
    again = gloss(data, "undo", str(made))
    assert (again.exit_code, "undone" in again.stdout) == (0, True)
    assert "unfinished" not in again.stdout
    with sqlite_library.reading() as s:
        assert s.get_one(Entity, tom).articles == 2
