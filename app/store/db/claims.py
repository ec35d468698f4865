"""Claims on revisions: which of them some process is annotating right now.

A claim is a lock of the system and no row: it ends with the process or the connection that holds
it, however that ends, so that nothing is left behind and nothing blocks for good. On SQLite it is
the lock of one byte of an empty file beside the database, on PostgreSQL an advisory lock. A claim
only saves work: what is stored twice is the same, as a finding that is made again keeps its row.
"""

import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import NullPool, create_engine

from app.store.db.library import WRITER_LOCK, Library

if sys.platform != "win32":  # where every claim succeeds
    import fcntl

WATCHING = 0
"""What a process claims, instead of a revision, while it waits for revisions to annotate."""
_FIRST_KEY = WRITER_LOCK << 38
"""The advisory lock of revision 0; that of any other is so much higher as its id."""
_NOTICES_A_DEAD_CLIENT = (
    "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
)
"""Without it PostgreSQL would hold the claims of a machine that was cut off for two hours."""


class Claims(Protocol):
    """The claims of one process on one library."""

    def take(self, revision_id: int) -> bool:
        """Claims a revision; False where another process has it."""

    def release(self, revision_id: int) -> None:
        """Ends a claim that was taken."""

    def close(self) -> None:
        """Ends every claim."""


def claims_on(library: Library) -> Claims:
    """The claims of this process, until they are closed. Raises OSError, SQLAlchemyError."""
    if not library.is_sqlite:
        return _DatabaseClaims(library)
    return _FileClaims(Path(library.url.database or "gloss.db"))


def is_watched(library: Library) -> bool:
    """Whether some process waits for revisions to annotate, on this machine or another."""
    with closing(claims_on(library)) as claims:
        return not claims.take(WATCHING)


class _FileClaims:
    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + "-annotating")
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


class _DatabaseClaims:
    def __init__(self, library: Library) -> None:
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
        key = _FIRST_KEY + revision_id
        return bool(self._connection.exec_driver_sql(f"SELECT {function}({key})").scalar())

    def close(self) -> None:
        self._connection.close()
