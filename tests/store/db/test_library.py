"""Connections: one writer, many readers, and words for a reader when the library is busy."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import QueuePool, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.errors import BadRequest, LibraryBusy
from app.settings import Settings
from app.store import instance
from app.store.db.library import Library


def fail_after_writing(s: Session) -> None:
    instance.put(s, "key", "value")
    raise BadRequest("No.")


def test_nothing_can_be_written_through_a_reading_session(library: Library) -> None:
    with library.reading() as s, pytest.raises(DBAPIError):
        s.execute(text("INSERT INTO person (name, created_at) VALUES ('x', '2029-01-01')"))


def test_a_failed_write_leaves_nothing(library: Library) -> None:
    with pytest.raises(BadRequest), library.writing() as s:
        fail_after_writing(s)
    with library.reading() as s:
        assert instance.find(s, "key") is None


def test_a_reader_sees_one_state_however_much_is_written_meanwhile(library: Library) -> None:
    with library.reading() as s:
        assert instance.find(s, "key") is None
        with library.writing() as w:
            instance.put(w, "key", "value")
        assert instance.find(s, "key") is None
    with library.reading() as s:
        assert instance.find(s, "key") == "value"


def test_a_library_locked_by_another_program_is_busy(
    sqlite_library: Library, tmp_path: Path
) -> None:
    impatient = Library(Settings(data=sqlite_library.settings.data, busy_timeout_seconds=0.1))
    other = sqlite3.connect(sqlite_library.settings.data / "gloss.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryBusy, match="Another process"), impatient.writing():
        pass
    with impatient.reading() as s:
        assert instance.find(s, "key") is None
    other.close()
    impatient.close()


def test_a_second_writer_on_postgresql_waits_and_is_told_when_it_is_too_long(
    postgresql_library: Library,
) -> None:
    settings = postgresql_library.settings.model_copy(update={"busy_timeout_seconds": 0.2})
    impatient = Library(settings)
    with (
        postgresql_library.writing(),
        pytest.raises(LibraryBusy, match="Another process"),
        impatient.writing(),
    ):
        pass
    impatient.close()


def test_a_reader_for_whom_no_connection_is_left_is_told_that_the_library_is_busy(
    library: Library,
) -> None:
    library.reader.dispose()
    library.reader = create_engine(
        library.reader.url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05
    )
    library.writer = create_engine(
        library.writer.url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05
    )
    with (
        library.reader.connect(),
        pytest.raises(LibraryBusy, match="in a moment"),
        library.reading() as s,
    ):
        instance.find(s, "key")
    with (
        library.writer.connect(),
        pytest.raises(LibraryBusy, match="in a moment"),
        library.writing() as s,
    ):
        instance.find(s, "key")


def test_sqlite_is_set_up_to_keep_what_it_acknowledges(sqlite_library: Library) -> None:
    with sqlite_library.writing() as s:
        read = {
            name: s.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
