"""Which items of a feed were dealt with: stored, left out by its words, or given up.

Owns `seen_item`. A row goes with its subscription; what has long been gone from the feed is
forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Delete, delete, insert, select
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.db.columns import now
from app.store.schema.imports import SeenItem

SEEN_AGAIN_AFTER = timedelta(days=20)
FORGOTTEN_AFTER = timedelta(days=200)
"""How long an item may be away from its feed and still be known when it comes back."""


@dataclass(frozen=True, slots=True)
class SeenState:
    """What became of an item when its feed said what `fingerprint` is a digest of.

    `is_old` says that it was not noted for long as still being in its feed.
    """

    fingerprint: str
    state: str
    attempts: int = 0
    is_old: bool = False


def of(s: Session, subscription_id: int) -> dict[str, SeenState]:
    """The items of a feed that are known, by their keys."""
    i = SeenItem
    statement = select(
        col(i.key), col(i.fingerprint), col(i.state), col(i.attempts), col(i.seen_at)
    ).where(col(i.subscription_id) == subscription_id)
    before = now() - SEEN_AGAIN_AFTER
    return {
        key: SeenState(fingerprint, state, attempts, is_old=seen_at < before)
        for key, fingerprint, state, attempts, seen_at in s.execute(statement)
    }


def put(s: Session, subscription_id: int, items: Mapping[str, SeenState]) -> None:
    """Remembers what became of items, and that they were in the feed now."""
    for keys in batches(list(items)):
        s.execute(_of(subscription_id).where(col(SeenItem.key).in_(keys)))
    rows = [
        {
            "subscription_id": subscription_id,
            "key": key,
            "fingerprint": item.fingerprint,
            "state": item.state,
            "attempts": item.attempts,
            "seen_at": now(),
        }
        for key, item in items.items()
    ]
    if rows:
        s.execute(insert(SeenItem), rows)
    s.flush()


def forget_old(s: Session, subscription_id: int) -> None:
    """Forgets items that have long been gone from the feed."""
    s.execute(_of(subscription_id).where(col(SeenItem.seen_at) < now() - FORGOTTEN_AFTER))


def _of(subscription_id: int) -> Delete:
    return delete(SeenItem).where(col(SeenItem.subscription_id) == subscription_id)
