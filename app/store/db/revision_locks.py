"""Locks on revisions and feeds: what some process is annotating or asking right now.

They are locks of the system and no rows: each ends with the process or the connection that holds
it, however that ends, so that nothing is left behind and nothing blocks for good. On SQLite it is
the lock of one byte of an empty file beside the database, on PostgreSQL an advisory lock. They
only save work: what is stored twice is the same, as a finding that is made again keeps its row.
"""

import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from app.errors import StorageFailed
from app.store.db import faults
from app.store.db.library import WRITER_LOCK, Library

if sys.platform != "win32":  # where every lock can be taken
    import fcntl

WATCHING = 0
"""What a process locks, instead of a revision, while it waits for revisions to annotate."""
LockedRows = Literal["annotating", "feeds"]
_FIRST_KEYS: dict[LockedRows, int] = {
    "annotating": WRITER_LOCK << 38,
    "feeds": (WRITER_LOCK + 1) << 38,
}
"""The advisory lock of revision or feed 0; that of any other is so much higher as its id."""
_NOTICES_A_DEAD_CLIENT = (
    "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
)
"""Without it PostgreSQL would keep the locks of a machine that was cut off for two hours."""


class RevisionLocks(Protocol):
    """The locks of one process on one library."""

    def take(self, revision_id: int) -> bool:
        """Locks a revision; False where another process has it."""

    def release(self, revision_id: int) -> None:
        """Ends a lock that was taken."""

    def close(self) -> None:
        """Ends every lock."""


def locks_on(library: Library, rows: LockedRows = "annotating") -> RevisionLocks:
    """The locks of this process, until they are closed.

    Raises LibraryBusy, StorageFailed, OSError, SQLAlchemyError.
    """
    with faults.named(writing=True):
        if not library.is_sqlite:
            return _DatabaseLocks(library, _FIRST_KEYS[rows])
        return _FileLocks(Path(library.url.database or "gloss.db"), rows)


def is_watched(library: Library) -> bool:
    """Whether some process waits for revisions to annotate, on this machine or another.

    Nobody does where nothing can be stored.
    """
    try:
        with closing(locks_on(library)) as locks:
            return not locks.take(WATCHING)
    except (StorageFailed, PermissionError):
        return False


class _FileLocks:
    def __init__(self, database: Path, rows: LockedRows) -> None:
        path = database.with_name(f"{database.name}-{rows}")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, revision_id: int) -> bool:
        if sys.platform == "win32":
            return True
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, revision_id)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def release(self, revision_id: int) -> None:
        if sys.platform != "win32":
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, revision_id)

    def close(self) -> None:
        with suppress(OSError):
            os.close(self._file)


class _DatabaseLocks:
    def __init__(self, library: Library, first_key: int) -> None:
        self._first_key = first_key
        engine = create_engine(
            library.url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"options": _NOTICES_A_DEAD_CLIENT},
        )
        self._connection = engine.connect()

    def take(self, revision_id: int) -> bool:
        return self._asked("pg_try_advisory_lock", revision_id)

    def release(self, revision_id: int) -> None:
        self._asked("pg_advisory_unlock", revision_id)

    def _asked(self, function: str, revision_id: int) -> bool:
        key = self._first_key + revision_id
        return bool(self._connection.exec_driver_sql(f"SELECT {function}({key})").scalar())

    def close(self) -> None:
        with closing(self._connection), suppress(SQLAlchemyError):
            # The server would do it as well, but only when it notices that nobody is there.
            self._connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")
