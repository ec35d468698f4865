"""The library's connections: one writer, many readers, on SQLite or PostgreSQL.

SQLite: WAL, `synchronous=FULL` (a `kill -9` never shows a missing fsync; a power cut does), foreign
keys, a busy timeout, and separate read connections: with one shared connection reads stalled 5.1 s
behind a writer's lock, with their own 0.03 s. PostgreSQL: readers see one snapshot per session, as
on SQLite; writers of all processes take turns on an advisory lock, so that "look, then write" is
safe on both.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlmodel import Session

from app.errors import StorageFailed
from app.settings import Settings
from app.store.db import damage, faults, write_clock

READERS = 48
"""Read connections at most: the web's 40 worker threads and some; fewer would make a thread wait
for another's page."""
WRITER_LOCK = 4_766_735
"""The PostgreSQL advisory lock that writers take; any number that no other program on the same
database uses."""


class Library:
    """The open store of one process; close it when done."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = make_url(settings.database)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writer = _engine(self.url, settings.busy_timeout_seconds, read_only=False)
        self.reader = _engine(self.url, settings.busy_timeout_seconds, read_only=True)
        self._one_writer = threading.Lock()
        self.storage_failure: StorageFailed | None = None
        """Why a write of this process could not be stored; `admin.storage` finds out when it ends.
        """
        self._closers: list[Callable[[], None]] = []

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on a read connection; nothing can be written through it.

        Raises LibraryBusy when every connection stays in use or the database cannot be reached,
        LibraryDamaged when the file is damaged.
        """
        with (
            faults.named(writing=False),
            damage.reported(self.url),
            Session(self.reader, expire_on_commit=False) as session,
        ):
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The one writing session: commits on leaving, rolls back on an error.

        Raises LibraryBusy when another process holds the lock or the database cannot be reached,
        StorageFailed when the disk is full or read-only.
        """
        try:
            with (
                faults.named(writing=True),
                damage.reported(self.url),
                self._one_writer,
                Session(self.writer, expire_on_commit=False) as session,
                session.begin(),
            ):
                # Takes the lock now, not at the first statement.
                write_clock.begin(session.connection())
                yield session
                session.flush()
                write_clock.end(session.connection())
        except StorageFailed as failure:
            self.storage_failure = failure
            if failure.message == faults.READ_ONLY and self.url.database:
                # SQLite opens a file that it may not write for reading, and stays with that.
                self.writer.dispose()
            raise

    def checkpoint(self) -> None:
        """Moves SQLite's log into the file and empties it, so that erased words leave the log.

        As far as readers allow.
        """
        if not self.is_sqlite:
            return
        with faults.named(writing=True), self._one_writer:
            connection = self.writer.raw_connection()
            try:
                cursor = connection.cursor()
                # A reader in the middle of a page is not waited for longer.
                cursor.execute("PRAGMA busy_timeout = 500")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute(
                    f"PRAGMA busy_timeout = {int(self.settings.busy_timeout_seconds * 1000)}"
                )
            finally:
                connection.close()

    def on_close(self, close: Callable[[], None]) -> None:
        """Has `close` called when the library is closed, for a connection that is in no pool."""
        self._closers.append(close)

    def close(self) -> None:
        """Closes every connection."""
        for close in self._closers:
            close()
        self.writer.dispose()
        self.reader.dispose()


def schema_engine(settings: Settings, *, read_only: bool = False) -> Engine:
    """The connections of migrations, without foreign keys.

    Those would empty other tables when one is rebuilt.
    `read_only` is for asking which schema there is: such a connection never waits for a writer.
    """
    return _engine(
        make_url(settings.database),
        settings.busy_timeout_seconds,
        read_only=read_only,
        foreign_keys=False,
        poolclass=NullPool,
    )


def _engine(
    url: URL, seconds: float, *, read_only: bool, foreign_keys: bool = True, **more: Any
) -> Engine:
    if "poolclass" not in more:
        more |= (
            {"pool_size": 8, "max_overflow": READERS - 8}
            if read_only
            else {"pool_size": 1, "max_overflow": 0}
        )
    if url.get_backend_name() != "sqlite":
        return _postgresql(url, seconds, read_only, more)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": seconds, "check_same_thread": False},
        json_serializer=compact_json,
        json_deserializer=damage.read_json,
        **more,
    )
    event.listen(engine, "connect", _sqlite_connection(seconds, read_only, foreign_keys))
    event.listen(engine, "begin", _begin("BEGIN" if read_only else "BEGIN IMMEDIATE"))
    return engine


def _postgresql(url: URL, seconds: float, read_only: bool, more: dict[str, Any]) -> Engine:
    options = (
        f"-c lock_timeout={int(seconds * 1000)} -c "
        f"default_transaction_read_only={'on' if read_only else 'off'} -c timezone=UTC"
    )
    isolation = "REPEATABLE READ" if read_only else "READ COMMITTED"
    engine = create_engine(
        url,
        connect_args={"options": options},
        isolation_level=isolation,
        json_serializer=compact_json,
        pool_pre_ping=True,
        **more,
    )
    if not read_only:
        event.listen(engine, "begin", _begin(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))
    return engine


def compact_json(value: Any) -> str:
    """JSON without spaces: the bodies of annotations are half of a library."""
    return json.dumps(value, separators=(",", ":"))


def _sqlite_connection(
    seconds: float, read_only: bool, foreign_keys: bool
) -> Callable[[Any, Any], None]:
    def connected(connection: Any, _record: Any) -> None:
        # The "begin" event says BEGIN, not the driver where it guesses.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # What is withdrawn is overwritten, not only unlinked.
        cursor.execute("PRAGMA secure_delete = ON")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    return connected


def _begin(statement: str) -> Callable[[Any], None]:
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(statement)

    return begun
