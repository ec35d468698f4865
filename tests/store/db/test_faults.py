"""A full or read-only disk, a database that is away, a process without descriptors: in words."""

import errno
import resource
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.errors import LibraryBusy, StorageFailed
from app.settings import Settings
from app.store import instance
from app.store.admin import backup, migrations, storage
from app.store.db import faults
from app.store.db.library import Library
from tests.building import ingest


def limit_pages(library: Library, more: int | None) -> None:
    """As a disk with room for so many more pages, or without a limit."""
    with library.writing() as s:
        most = 2**30 if more is None else s.execute(text("PRAGMA page_count")).scalar_one() + more
        s.execute(text(f"PRAGMA max_page_count = {most}"))


@pytest.mark.usefixtures("stub_layers")
def test_on_a_full_disk_nothing_is_lost_and_reads_go_on(sqlite_library: Library) -> None:
    ingest(sqlite_library, "An early text.")
    limit_pages(sqlite_library, 2)
    with pytest.raises(StorageFailed, match="the disk is full"), sqlite_library.writing() as s:
        instance.put(s, "large", "x" * 100_000)
    assert storage.failure(sqlite_library) == faults.FULL
    with sqlite_library.reading() as s:
        assert instance.find(s, "large") is None
    limit_pages(sqlite_library, None)
    assert storage.failure(sqlite_library) is None
    assert sqlite_library.storage_failure is None


def test_a_read_only_disk_is_named_as_such(sqlite_library: Library) -> None:
    with closing(sqlite_library.writer.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA query_only = ON")
    with pytest.raises(StorageFailed, match="read-only"), sqlite_library.writing() as s:
        instance.put(s, "key", "value")


def test_a_lost_connection_is_an_error_that_passes(postgresql_library: Library) -> None:
    for session in (postgresql_library.reading, postgresql_library.writing):
        with pytest.raises(LibraryBusy, match="cannot be reached"), session() as s:
            s.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        with session() as s:
            assert instance.find(s, "key") is None


def test_a_database_that_is_away_is_named_as_such(tmp_path: Path) -> None:
    nowhere = f"postgresql://gloss@/gloss?host={tmp_path}"
    settings = Settings(data=tmp_path, database_url=nowhere)
    library = Library(settings)
    with pytest.raises(LibraryBusy, match="cannot be reached"), library.reading() as s:
        instance.find(s, "key")
    with pytest.raises(LibraryBusy, match="cannot be reached"):
        migrations.is_current(settings)


def test_an_error_of_ours_stays_what_it_is(postgresql_library: Library) -> None:
    with pytest.raises(ProgrammingError), postgresql_library.reading() as s:
        s.execute(text("SELECT nothing FROM nowhere"))


@pytest.mark.parametrize(
    ("error", "kind", "word"),
    [
        (OSError(errno.EMFILE, "many"), LibraryBusy, "file descriptors"),
        (MemoryError(), LibraryBusy, "memory"),
        (RuntimeError("can't start new thread"), LibraryBusy, "threads"),
        (OSError(errno.ENOSPC, "full"), StorageFailed, "full"),
        (OSError(errno.EROFS, "closed"), StorageFailed, "read-only"),
    ],
)
def test_what_the_system_lacks_is_named(error: Exception, kind: type, word: str) -> None:
    fault = faults.of(error)
    assert isinstance(fault, kind)
    assert word in str(fault)
    assert faults.of(RuntimeError("another")) is faults.of(FileNotFoundError(2, "gone")) is None


def test_a_backup_that_runs_full_leaves_nothing_behind(
    sqlite_library: Library, tmp_path: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(StorageFailed):
            backup.backup(sqlite_library.settings, tmp_path / "one.gloss")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.glob("one*")) == []
