"""One damaged article never stops an export, and is named in the file."""

import csv
import html
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.errors import LibraryDamaged
from app.exporters import EXPORTERS
from app.main import create_app
from app.settings import Settings
from app.store.db.library import Library
from tests.building import ingest
from tests.building import stub_layers as stub_layers
from tests.cli.running import gloss_here

pytestmark = pytest.mark.usefixtures("stub_layers")

WITH_TEXTS = [one for one in EXPORTERS if one.name not in ("highlights", "hypothesis")]
"""Those that are not of notes alone, of which these articles have none."""
HARM = {
    "an altered text": "UPDATE revision SET text = replace(text, 'Bo', 'Al') WHERE article_id = 2",
    "a text that is a number": "UPDATE revision SET text = 7 WHERE article_id = 2",
    "blocks that are no JSON": "UPDATE revision SET blocks = '[{' WHERE article_id = 2",
    "a time that is none": "UPDATE article SET created_at = 'once' WHERE id = 2",
    "an annotation's body": "UPDATE annotation SET body = '{' WHERE article_id = 2",
    "a body that is a list": "UPDATE annotation SET body = '[]' WHERE article_id = 2",
}


@pytest.fixture
def damaged(tmp_path: Path, migrated_file: Path) -> Callable[[str], Settings]:
    """Three articles, of which the second is harmed."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "gloss.db").write_bytes(migrated_file.read_bytes())
    settings = Settings(data=folder, model="small", base_url="http://testserver")
    with closing(Library(settings)) as library:
        for who in ("Ida Fenwick", "Bo Thorne", "Una Marsh"):
            ingest(library, f"“The tide is {who[:2]}'s,” said {who} today.")

    def harm(statement: str) -> Settings:
        with closing(sqlite3.connect(folder / "gloss.db")) as file:
            assert file.execute(statement).rowcount > 0
            file.commit()
        return settings

    return harm


def _text(written: bytes) -> str:
    """The text of a file, of an archive that of every file inside."""
    if not written.startswith(b"PK"):
        return written.decode()
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        return "".join(archive.read(name).decode() for name in archive.namelist())


def _left_out(name: str, written: bytes) -> list[int]:
    """The articles that a file says were left out; it must be whole."""
    text = _text(written)
    if name == "zip":
        return [int(n) for n in re.findall(r"^Article (\d+): .", text, re.M)]
    if name == "json":
        return [left["article"] for left in json.loads(text)["left_out"]]
    if name == "ninjs":
        items = json.loads(text)["associations"]
        withheld = [item for item in items if item.get("pubStatus") == "withheld"]
        return [int(item["uri"].rpartition(":")[2]) for item in withheld if item["edNote"]]
    if name == "html":
        return [n for n in (1, 2, 3) if f"Article {n} was left out<" in text]
    if name == "jsonl":
        lines = [json.loads(line) for line in text.splitlines()]
        return [line["left_out"]["article"] for line in lines if "left_out" in line]
    if name == "csv":
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [int(row["article"]) for row in rows if row["layer"] == "left_out" and row["name"]]
    if name == "w3c":
        return [left["gloss:article"] for left in json.loads(text).get("gloss:leftOut", [])]
    return [n for n in (1, 2, 3) if f"# Article {n} was left out\n" in text]


@pytest.mark.parametrize("kind", HARM)
def test_the_rest_is_exported_in_every_format_and_the_damaged_one_named(
    damaged: Callable[[str], Settings], kind: str
) -> None:
    client = TestClient(create_app(damaged(HARM[kind])))
    for exporter in WITH_TEXTS:
        answer = client.get(f"/api/export?format={exporter.name}")
        assert answer.status_code == 200
        text = _text(answer.content)
        assert "Ida Fenwick" in text
        assert "Una Marsh" in text
        assert "Bo Thorne" not in text
        assert _left_out(exporter.name, answer.content) == [2], exporter.name


def test_the_command_names_what_it_left_out_and_ends_with_1(
    damaged: Callable[[str], Settings], tmp_path: Path
) -> None:
    whole = gloss_here(tmp_path, "export", "--format", "jsonl")
    assert (whole.returncode, whole.stderr) == (0, b"")
    damaged(HARM["an altered text"])
    for chosen in ((), ("1", "2", "3")):
        run = gloss_here(tmp_path, "export", "--format", "jsonl", *chosen)
        assert run.returncode == 1
        assert b"article 2 is damaged" in run.stderr
        assert b"left out of the export: 1." in run.stderr
        assert len(set(run.stdout.splitlines())) == len(whole.stdout.splitlines()) - 2


def test_only_whoever_runs_the_program_is_told_the_path_of_a_damaged_file(
    damaged: Callable[[str], Settings], tmp_path: Path
) -> None:
    settings = damaged(HARM["an annotation's body"])
    path = settings.data / "gloss.db"
    with closing(sqlite3.connect(path)) as file:
        page = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'annotation'")
        at = (page.fetchone()[0] - 1) * file.execute("PRAGMA page_size").fetchone()[0]
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as opened:
        opened.seek(at)
        opened.write(b"\xff" * 8)
    client = TestClient(create_app(settings))
    for exporter in WITH_TEXTS:
        answer = client.get(f"/api/export?format={exporter.name}")
        assert "gloss.db" not in _text(answer.content)
        assert sorted(_left_out(exporter.name, answer.content)) == [1, 2, 3], exporter.name
        said_to_readers = html.unescape(_text(answer.content))
        assert LibraryDamaged.FOR_READERS in said_to_readers.encode().decode("utf-8")
    said = gloss_here(tmp_path, "export", "--format", "jsonl").stderr.decode()
    assert f"gloss: The library's file {path} is damaged" in said
