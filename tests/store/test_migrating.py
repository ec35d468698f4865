"""The schema: migrations and tables in Python agree, up and down, on both dialects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from app.errors import LibraryBusy
from app.settings import Settings
from app.store import migrating
from app.store.engine import Library
from tests.conftest import temporary_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield Settings(data=tmp_path / "new")
        return
    with temporary_database(request.getfixturevalue("postgresql")) as address:
        yield Settings(data=tmp_path, database_url=address)


def tables(settings: Settings) -> set[str]:
    engine = create_engine(settings.database)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_migrated_schema_is_the_one_that_the_tables_describe(empty: Settings) -> None:
    migrating.upgrade(empty)
    assert migrating.differences(empty) == []


def test_the_newest_schema_is_current_and_migrating_again_changes_nothing(empty: Settings) -> None:
    assert not migrating.is_current(empty)
    migrating.upgrade(empty)
    before = tables(empty)
    migrating.upgrade(empty)
    assert migrating.is_current(empty)
    assert tables(empty) == before


def test_every_migration_can_be_taken_back_and_made_again(empty: Settings) -> None:
    migrating.upgrade(empty)
    before = tables(empty)
    migrating.downgrade(empty, "base")
    assert tables(empty) <= {"alembic_version", "sqlite_sequence"}
    migrating.upgrade(empty)
    assert tables(empty) == before


def test_asking_for_the_schema_of_a_missing_library_does_not_create_it(tmp_path: Path) -> None:
    assert migrating.current(Settings(data=tmp_path / "none")) is None
    assert not (tmp_path / "none").exists()


def test_a_library_newer_than_the_program_is_refused_with_a_readable_reason(empty: Settings) -> None:
    migrating.upgrade(empty)
    engine = create_engine(empty.database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for verb in (migrating.is_current, migrating.upgrade):
        with pytest.raises(LibraryBusy, match="newer than this program"):
            verb(empty)


def test_asking_for_the_schema_does_not_wait_for_a_writer(library: Library) -> None:
    with library.writing():
        assert migrating.is_current(library.settings.model_copy(update={"busy_timeout_seconds": 0.1}))


def test_no_id_of_an_annotation_is_given_twice_because_the_table_was_changed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    migrating.upgrade(settings, "0003")
    engine = create_engine(settings.database)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES ('annotation', 41)"))
    migrating.upgrade(settings)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'annotation'")).scalar() == 41
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'annotation'")).scalar()
    assert "AUTOINCREMENT" in str(made)
    engine.dispose()
