"""What the machine below the library lacks, in words: a full disk, no database, no descriptors.

The one place that knows how SQLite, PostgreSQL and the system say so.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as AllInUse

from app.errors import GlossError, LibraryBusy, StorageFailed

FULL = "Nothing could be stored: the disk is full, or a file has reached its largest size."
READ_ONLY = "Nothing could be stored: the library's disk or file is read-only."
FAILING = "Nothing could be stored: the disk cannot be written."
_FREE_SPACE = "What was stored before can still be read. Make room, then try again."
_BUSY = ("database is locked", "database table is locked", "lock timeout", "lock_not_available")
_NOT_WRITTEN = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    # A file larger than the system allows (EFBIG) is only a failed write to SQLite.
    "SQLITE_IOERR_WRITE": FULL,
    "SQLITE_IOERR_SHMSIZE": FULL,
    "SQLITE_IOERR_TRUNCATE": FAILING,
    "SQLITE_IOERR_FSYNC": FAILING,
    "SQLITE_IOERR_DIR_FSYNC": FAILING,
    # PostgreSQL's codes (appendix A of its manual).
    "53100": FULL,
    "58030": FAILING,
    "25006": READ_ONLY,
}
_LACKING = {
    errno.EMFILE: "file descriptors",
    errno.ENFILE: "file descriptors",
    errno.ENOMEM: "memory",
}
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_GONE = ("08", "57P")
"""Beginnings of PostgreSQL's codes for a lost connection and a server that ends or starts."""
_NO_ROOM = ("53200", "53300")
_LOCK_TIMEOUT, _READ_ONLY_CODE = "55P03", "25006"


@contextmanager
def named(*, writing: bool) -> Iterator[None]:
    """Turns a fault of the machine into LibraryBusy or, while `writing`, StorageFailed.

    Every other error passes.
    """
    try:
        yield
    except (DBAPIError, AllInUse, sqlite3.Error, OSError) as error:
        fault = of(error, writing=writing)
        if fault is None:
            raise
        raise fault from error


def of(error: BaseException, *, writing: bool = True) -> GlossError | None:
    """The fault of the machine that an error comes from, as an error of ours; None for others."""
    if isinstance(error, AllInUse):
        return LibraryBusy("Too many pages are being read right now. Try again in a moment.")
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, writing)
    if not isinstance(error, DBAPIError):
        return lacking(error)
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig, writing)
    return _of_postgresql(error, writing)


def lacking(error: BaseException) -> LibraryBusy | None:
    """The resource that this process has none left of, as an error; None for other errors."""
    what = None
    if isinstance(error, MemoryError):
        what = "memory"
    elif isinstance(error, OSError):
        what = _LACKING.get(error.errno or 0)
    elif isinstance(error, RuntimeError) and "start new thread" in str(error):
        what = "threads"
    if what is None:
        return None
    return LibraryBusy(f"The server is out of {what} right now. Try again in a moment.")


def _of_system(error: OSError) -> GlossError | None:
    if error.errno in _FULL_DISK:
        return StorageFailed(FULL, _FREE_SPACE)
    if error.errno == errno.EROFS:
        return StorageFailed(READ_ONLY)
    return lacking(error)


def _of_sqlite(error: sqlite3.Error, writing: bool) -> GlossError | None:
    if _is_lock(str(error)):
        return _other_writer()
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_CANTOPEN"):
        return LibraryBusy(
            "The library's file cannot be opened right now.",
            "Its folder must exist and be writable, and file descriptors must be left.",
        )
    if writing:
        return _not_written("SQLITE_READONLY" if name.startswith("SQLITE_READONLY") else name)
    if name.startswith("SQLITE_READONLY_"):  # without a suffix it is a fault of ours to write
        return LibraryBusy(
            "The library's file cannot be opened right now: its folder is read-only."
        )
    if name.startswith("SQLITE_IOERR"):
        return LibraryBusy(
            "The library's file cannot be read right now: its disk may be full or failing."
        )
    return None


def _of_postgresql(error: DBAPIError, writing: bool) -> GlossError | None:
    code: str = getattr(error.orig, "sqlstate", None) or ""
    if _is_lock(str(error.orig)) or code == _LOCK_TIMEOUT:
        return _other_writer()
    if _is_gone(error, code):
        return LibraryBusy("The database cannot be reached right now. Try again in a moment.")
    if code.startswith(_NO_ROOM):
        return LibraryBusy("The database has no room right now. Try again in a moment.")
    # Through a reading session it is a fault of ours to write.
    return _not_written(code) if writing or code != _READ_ONLY_CODE else None


def _is_gone(error: DBAPIError, code: str) -> bool:
    """Whether the server cannot be reached, or has ended the connection."""
    never_connected = type(error.orig).__name__ == "OperationalError" and not code
    return error.connection_invalidated or never_connected or code.startswith(_GONE)


def _not_written(code: str) -> StorageFailed | None:
    sentence = _NOT_WRITTEN.get(code)
    if sentence is None:
        return None
    return StorageFailed(sentence, _FREE_SPACE if sentence == FULL else None)


def _is_lock(words: str) -> bool:
    return any(known in words for known in _BUSY)


def _other_writer() -> LibraryBusy:
    return LibraryBusy("Another process is writing to the library. Try again in a moment.")
