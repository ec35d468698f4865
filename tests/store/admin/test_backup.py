"""Backup and restore: one file, whole or refused, never over something else."""

import sqlite3
from pathlib import Path

import pytest

from app.errors import Conflict, LibraryBusy, NotFound, Unprocessable, Unsupported
from app.settings import Settings
from app.store.admin import backup
from app.store.admin.doctor import examination
from app.store.articles import articles
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from tests.building import ingest

pytestmark = pytest.mark.usefixtures("stub_layers")


def titles(settings: Settings) -> list[str | None]:
    library = Library(settings)
    with library.reading() as s:
        found = [a.title for a in articles.newest(s, ANYONE).items]
    library.close()
    return found


def test_a_restored_library_is_the_one_backed_up_while_in_use(
    sqlite_library: Library, tmp_path: Path
) -> None:
    ingest(sqlite_library, "Ida Fenwick came.", title="Before")
    backup.backup(sqlite_library.settings, tmp_path / "one.gloss")
    ingest(sqlite_library, "After.", title="After")
    assert [path.name for path in tmp_path.glob("one*")] == ["one.gloss"]
    elsewhere = Settings(data=tmp_path / "elsewhere")
    backup.restore(elsewhere, tmp_path / "one.gloss")
    assert titles(elsewhere) == ["Before"]
    library = Library(elsewhere)
    assert all(check.ok for check in examination.examine(library, {}))
    library.close()


def test_a_backup_never_overwrites_a_file(sqlite_library: Library, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(Conflict, match="never overwrites"):
        backup.backup(sqlite_library.settings, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "precious"


def test_a_library_with_articles_is_overwritten_only_by_force(
    sqlite_library: Library, tmp_path: Path
) -> None:
    backup.backup(sqlite_library.settings, tmp_path / "empty.gloss")
    ingest(sqlite_library, "Text.", title="Kept")
    with pytest.raises(Conflict, match="contains articles"):
        backup.restore(sqlite_library.settings, tmp_path / "empty.gloss")
    assert titles(sqlite_library.settings) == ["Kept"]
    backup.restore(sqlite_library.settings, tmp_path / "empty.gloss", force=True)
    assert titles(sqlite_library.settings) == []
    with sqlite_library.reading() as s:
        assert articles.newest(s, ANYONE).items == []


def test_what_is_no_library_is_refused(sqlite_library: Library, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (a)").connection.close()
    (tmp_path / "text").write_text("no")
    (tmp_path / "cut").write_bytes((sqlite_library.settings.data / "gloss.db").read_bytes()[:9000])
    for name in ("other.db", "text", "cut"):
        with pytest.raises(Unprocessable):
            backup.restore(Settings(data=tmp_path / "new"), tmp_path / name)
    for name in ("missing", "."):
        with pytest.raises(NotFound):
            backup.restore(Settings(data=tmp_path / "new"), tmp_path / name)
    assert not (tmp_path / "new" / "gloss.db").exists()


def test_a_backup_of_a_newer_program_is_refused(sqlite_library: Library, tmp_path: Path) -> None:
    backup.backup(sqlite_library.settings, tmp_path / "one.gloss")
    newer = sqlite3.connect(tmp_path / "one.gloss")
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    with pytest.raises(LibraryBusy, match="newer"):
        backup.restore(Settings(data=tmp_path / "new"), tmp_path / "one.gloss")


def test_there_is_no_backup_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        backup.backup(Settings(data=tmp_path / "none"), tmp_path / "file")
    with pytest.raises(Unsupported, match="in memory"):
        backup.backup(Settings(data=tmp_path, database_url="sqlite://"), tmp_path / "file")


def test_a_library_on_postgresql_is_backed_up_to_one_file_and_restored(
    postgresql_library: Library, tmp_path: Path
) -> None:
    ingest(postgresql_library, "Ida Fenwick came.", title="Before")
    settings = postgresql_library.settings
    backup.backup(settings, tmp_path / "one.gloss")
    assert [path.name for path in tmp_path.glob("one*")] == ["one.gloss"]
    ingest(postgresql_library, "After.", title="After")
    with pytest.raises(Conflict, match="--force"):
        backup.restore(settings, tmp_path / "one.gloss")
    assert len(titles(settings)) == 2
    backup.restore(settings, tmp_path / "one.gloss", force=True)
    assert titles(settings) == ["Before"]
    on_sqlite = Settings(data=tmp_path / "elsewhere")
    backup.restore(on_sqlite, tmp_path / "one.gloss")
    assert titles(on_sqlite) == ["Before"]
