"""Search, backup, restore and doctor: the library as a whole."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlmodel import col
from typer.testing import CliRunner

from app import pipeline
from app.cli import app
from app.cli.library import opened
from app.settings import Settings
from app.store.admin import people
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.passages import passages
from app.store.schema.passages import StoredAnchorState
from app.text.spans import Span
from app.web.security.sessions import Sessions
from tests.building import draft
from tests.cli.running import TEXT, gloss_here, lines

pytestmark = pytest.mark.slow  # whole commands, each with its own library


def test_search_backup_restore_and_doctor(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    gloss_here(tmp_path, "import", str(file))
    assert len(lines(gloss_here(tmp_path, "search", "buoy", "--json"))) == 1
    copy = tmp_path / "copy.db"
    assert gloss_here(tmp_path, "backup", str(copy)).returncode == 0
    other = tmp_path / "other"
    assert gloss_here(other, "restore", str(copy)).returncode == 0
    assert len(lines(gloss_here(other, "search", "buoy", "--json"))) == 1
    assert gloss_here(other, "restore", str(copy)).returncode == 1
    well = gloss_here(other, "doctor")
    assert well.returncode == 0, well.stdout
    assert gloss_here(tmp_path / "nowhere", "doctor").returncode == 1


def test_a_restored_library_has_its_passages_followed(tmp_path: Path) -> None:
    settings, copy = Settings(data=tmp_path / "data"), tmp_path / "copy.gloss"
    url = "https://ostra.example/petrel"
    with opened(settings) as library:
        first = pipeline.ingest(library, draft("The ferry ran aground.", url=url))
        with library.writing() as s:
            article, revision = articles.with_revision(s, EDITOR, first.article_id)
            passages.share(s, article, revision, Span(4, 9))
        pipeline.ingest(library, draft("Today the ferry ran aground.", url=url))
        with library.writing() as s:
            s.execute(delete(StoredAnchorState))  # as an older version left it
    environment = {"GLOSS_DATA": str(settings.data)}
    for arguments in (["backup", str(copy)], ["restore", str(copy), "--force"]):
        assert CliRunner().invoke(app, arguments, env=environment).exit_code == 0
    with opened(settings) as library, library.reading() as s:
        assert s.scalars(select(col(StoredAnchorState.start))).all() == [10]


def test_a_restore_says_who_may_still_enter(tmp_path: Path) -> None:
    settings, copy = Settings(data=tmp_path / "data"), tmp_path / "copy.gloss"
    for name in ("kept", "ended"):
        gloss_here(tmp_path, "token", "create", name, "--scope", "annotate")
    with opened(settings) as library:
        with library.writing() as s:
            code = people.create_signin(s, 15)
        Sessions(library, settings).sign_in(code)
    assert gloss_here(tmp_path, "sessions", "list").stdout.count(b"Editor\t20") == 1
    assert gloss_here(tmp_path, "backup", str(copy)).returncode == 0
    gloss_here(tmp_path, "token", "revoke", "ended")
    said = gloss_here(tmp_path, "restore", str(copy), "--force").stdout.decode()
    assert "Every session has ended" in said
    assert "stay revoked: ended\n" in said
    assert "token revoke`): kept\n" in said
    assert gloss_here(tmp_path, "sessions", "list").stdout == b""
    listed = gloss_here(tmp_path, "token", "list").stdout
    assert (listed.count(b"\n"), listed.count(b"\tkept\tannotate\n")) == (1, 1)
    (settings.data / "gloss.db").write_bytes(b"damaged" * 999)
    said = gloss_here(tmp_path, "restore", str(copy), "--force").stdout.decode()
    assert "too damaged to say which tokens were revoked since the backup.\n" in said
    assert "token create`): kept, ended\n" in said
    assert "are valid" not in said
