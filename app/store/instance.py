"""Small facts about this library itself, by key."""

import secrets

from sqlmodel import Session

from app.store.schema.people import Instance


def find(s: Session, key: str) -> str | None:
    """The value under `key`, or None."""
    row = s.get(Instance, key)
    return row.value if row else None


def put(s: Session, key: str, value: str) -> None:
    """Writes `value` under `key`, in place of what was there."""
    s.merge(Instance(key=key, value=value))
    s.flush()


def secret(s: Session, key: str) -> str:
    """A random text of 256 bits under `key`, made at the first call, which needs to write."""
    value = find(s, key)
    if value is None:
        value = secrets.token_urlsafe(32)
        put(s, key, value)
    return value
