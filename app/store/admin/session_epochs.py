"""The epoch of this library's sessions: its end is the end of every session.

Gloss has one editor, so there is one epoch. A session is a signed cookie and no row, so what is
listed are the sign-ins that began one: who and when. When a session was last used is not stored.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from app.store import instance
from app.store.db.columns import now
from app.store.schema.people import Person, SignIn

_EPOCH, _BEGUN_AT = "session_epoch", "session_epoch_begun_at"


@dataclass(frozen=True, slots=True)
class LastingSession:
    """A session that has not ended: whose, since when, and until when it lasts."""

    person: str
    since: datetime
    until: datetime


def find(s: Session) -> str | None:
    """The present epoch, None before the first session."""
    return instance.find(s, _EPOCH)


def current(s: Session) -> str:
    """The present epoch, begun at the first call, which needs to write."""
    return find(s) or _put(s)


def begin(s: Session) -> None:
    """Begins a new epoch, which ends every session."""
    _put(s)
    instance.put(s, _BEGUN_AT, now().isoformat())


def lasting(s: Session, valid_days: int) -> list[LastingSession]:
    """The sessions that were begun in this epoch and are not too old, the oldest first."""
    begun_at = instance.find(s, _BEGUN_AT)
    since = now() - timedelta(days=valid_days)
    if begun_at is not None:
        since = max(since, datetime.fromisoformat(begun_at))
    used_at = col(SignIn.used_at)
    rows = s.execute(
        select(col(Person.name), used_at)
        .join(SignIn, col(SignIn.person_id) == col(Person.id))
        .where(used_at > since)
        .order_by(used_at)
    )
    lasts = timedelta(days=valid_days)
    return [LastingSession(person, at, at + lasts) for person, at in rows]


def _put(s: Session) -> str:
    epoch = secrets.token_urlsafe(12)
    instance.put(s, _EPOCH, epoch)
    return epoch
