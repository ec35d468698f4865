"""Which of the driver's errors say that a library's file is damaged, as one sentence."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL
from sqlalchemy.exc import DatabaseError

from app.errors import Damaged, LibraryDamaged

WHAT_TO_DO = (
    "Restore a backup with `gloss restore FILE --force`, or see what is left with `gloss doctor`."
)
FAILURES: tuple[type[Exception], ...] = (ValueError, TypeError, LookupError, AttributeError)
"""What code raises that meets a value it could not have stored."""
_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_PRIMARY = 0xFF  # the other bits say more of the same error
_NOT_UTF_8 = "Could not decode to UTF-8"


@contextmanager
def reported(url: URL) -> Iterator[None]:
    """Raises LibraryDamaged where SQLite finds its file damaged, Damaged for one bad value."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        # Bare where a new connection finds the file damaged.
        cause = error.orig if isinstance(error, DatabaseError) else error
        reason = str(cause)
        if is_of_file(cause):
            raise of_file(url, reason) from error
        if reason.startswith(_NOT_UTF_8):
            raise Damaged("A text in the library is damaged: it is not valid UTF-8.") from error
        raise


def is_of_file(error: BaseException | None) -> bool:
    """Whether the driver says that the file is damaged, or no SQLite file at all."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY in _CODES


def of_file(url: URL, reason: str) -> LibraryDamaged:
    """The error for a library's file."""
    return LibraryDamaged(f"The library's file {url.database} is damaged ({reason}).", WHAT_TO_DO)


def read_json(stored: Any) -> Any:
    """The value of a JSON column. Raises Damaged for what is no JSON; SQLite stores any text."""
    try:
        return json.loads(stored)
    except ValueError as error:
        raise Damaged("A value in the library is damaged: it is not valid JSON.") from error
