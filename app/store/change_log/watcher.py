"""Looks into the change log: what changed since this process looked last.

SQLite: `PRAGMA data_version` on a connection of its own says whether anybody committed, in about
4 µs, and only then the log is read. PostgreSQL: one query by the log's key.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from app.errors import LibraryBusy
from app.store.change_log.dependencies import LIBRARY, Dependency
from app.store.db.library import Library
from app.store.db.write_clock import NUMBERS_KEPT

MOST_CHANGES = 10_000
"""Rows read in one look; of more, everything counts as changed. About 5 ms."""
_CHANGES = (
    "SELECT number, NULL AS kind, NULL AS id FROM change_log_clock UNION ALL "
    "SELECT number, kind, id FROM (SELECT number, kind, id FROM change_log "
    f"WHERE number > {{since}} ORDER BY number LIMIT {MOST_CHANGES + 1}) AS newest"
)
_SQLITE, _POSTGRESQL = _CHANGES.format(since="?"), _CHANGES.format(since="%s")


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the last look; with `everything` nothing that was known holds any more."""

    touched: frozenset[Dependency]
    everything: bool = False


EVERYTHING = Changes(frozenset(), everything=True)


class ChangeWatcher:
    """One process's looks into the log; call `look` from one thread at a time.

    Whatever was committed before a look began is in that look or an earlier one.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._driver_error: type[Exception] = library.reader.dialect.loaded_dbapi.Error
        self._connection: Any = None
        self._data_version = 0
        self._number: int | None = None
        self._lock = threading.Lock()
        library.on_close(self.close)

    def look(self) -> Changes | None:
        """What changed since the last look, None for nothing; at the first look everything.

        Raises LibraryBusy where the log cannot be read; the next look then finds everything
        changed.
        """
        try:
            with self._lock:
                return self._look()
        except (SQLAlchemyError, self._driver_error) as error:
            self.close()
            raise LibraryBusy("The log of changes cannot be read.") from error

    def close(self) -> None:
        """Closes the connection; a later look opens one again and finds everything changed."""
        with self._lock:
            connection, self._connection = self._connection, None
            self._number = None
            if connection is not None:
                connection.close()

    def _look(self) -> Changes | None:
        if self._connection is None:
            self._connection = self._open()
        if not self._library.is_sqlite:
            return self._read(_POSTGRESQL)
        # Asked before the log is read: a commit in between is found by the next look.
        data_version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if data_version == self._data_version and self._number is not None:
            return None
        changes = self._read(_SQLITE)
        self._data_version = data_version
        return changes

    def _open(self) -> Any:
        """A connection that belongs to no pool, and that waits for nobody."""
        pooled = self._library.reader.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        if self._library.is_sqlite:
            connection.execute("PRAGMA busy_timeout = 0")
        else:
            connection.autocommit = True
        return connection

    def _read(self, statement: str) -> Changes | None:
        since = self._number
        rows = self._connection.execute(statement, (since or 0,)).fetchall()
        number = next(row[0] for row in rows if row[1] is None)
        self._number = number
        if since is None:
            return EVERYTHING
        return _changes(since, number, rows)


def _changes(
    since: int, number: int, rows: Sequence[tuple[int, str | None, int]]
) -> Changes | None:
    """The changes in the rows; a number that went back is that of a library put in its place."""
    is_behind = number < since or number - since > NUMBERS_KEPT
    if is_behind or len(rows) > MOST_CHANGES:
        return EVERYTHING
    touched = frozenset(Dependency(kind, id_) for _, kind, id_ in rows if kind is not None)
    if any(dependency.kind == LIBRARY for dependency in touched):
        return EVERYTHING
    return Changes(touched) if touched else None
