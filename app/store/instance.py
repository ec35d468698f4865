"""Small facts about this library itself, by key."""

import secrets

from sqlmodel import Session

from app.errors import LibraryBusy
from app.store.db.library import Library
from app.store.schema.people import Instance

INCOMPLETE_COPY = "copy_incomplete"
"""The key under which a library remembers that a copy into it has begun and not ended."""


def find(s: Session, key: str) -> str | None:
    """The value under `key`, or None."""
    row = s.get(Instance, key)
    return row.value if row else None


def put(s: Session, key: str, value: str) -> None:
    """Writes `value` under `key`, in place of what was there."""
    s.merge(Instance(key=key, value=value))
    s.flush()


def remove(s: Session, key: str) -> None:
    """Forgets what is under `key`, if anything is."""
    row = s.get(Instance, key)
    if row is not None:
        s.delete(row)
        s.flush()


def secret(s: Session, key: str) -> str:
    """A random text of 256 bits under `key`, made at the first call, which needs to write."""
    value = find(s, key)
    if value is None:
        value = secrets.token_urlsafe(32)
        put(s, key, value)
    return value


def is_incomplete(library: Library) -> bool:
    """Whether a copy into this library has begun and not ended.

    A restored SQLite library is never incomplete: it is replaced at once.
    """
    with library.reading() as s:
        return find(s, INCOMPLETE_COPY) is not None


def refuse_incomplete(library: Library) -> None:
    """Raises LibraryBusy for a library into which another was copied only in part."""
    if is_incomplete(library):
        raise LibraryBusy(
            "This library is an incomplete copy of another one.",
            "Run the interrupted `gloss copy` or `gloss restore` again.",
        )
