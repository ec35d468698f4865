"""Small facts that a library knows of itself, by key. Knows nothing of their meaning."""

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
    """A random text of 256 bits under `key`, made when first asked for; needs a writing session then."""
    found = find(s, key)
    if found is None:
        found = secrets.token_urlsafe(32)
        put(s, key, found)
    return found
