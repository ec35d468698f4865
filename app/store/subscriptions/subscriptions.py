"""Subscriptions: which feeds are asked, when next, and how it went.

Owns `subscription`. Knows no network: when a feed is asked again is decided by who asked it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from app.errors import NotFound
from app.importers.base import ListedFeed
from app.store.db.columns import now
from app.store.schema.imports import SeenItem, Subscription

ERROR_MAX_CHARACTERS = 500
WORDS_MAX = 50
WORD_MAX_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class SubscriptionOptions:
    """What an editor decides for a feed: see `Subscription`."""

    title: str | None = None
    visibility: str = "public"
    tags: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubscriptionSummary:
    """A subscription in a list, with the number of its items that were stored."""

    subscription: Subscription
    items: int


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a feed said of itself when it was read, and when to ask it again.

    `url` is its address from now on. Without validators it is read whole the next time.
    """

    url: str
    asked_url: str
    next_run_at: datetime
    title: str | None = None
    site_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None


def add(
    s: Session, url: str, options: SubscriptionOptions, site_url: str | None = None
) -> tuple[Subscription, bool]:
    """The subscription to an address, and whether it is new; one that is there stays as it is."""
    known = find(s, url)
    if known is not None:
        return known, False
    subscription = Subscription(url=url, site_url=site_url)
    _set(subscription, options)
    s.add(subscription)
    s.flush()
    return subscription, True


def find(s: Session, url: str) -> Subscription | None:
    """The subscription to an address, as it was added or as the feed has moved since."""
    return s.scalars(select(Subscription).where(col(Subscription.url) == url)).one_or_none()


def get(s: Session, id: int) -> Subscription:
    """Raises NotFound."""
    subscription = s.get(Subscription, id)
    if subscription is None:
        raise NotFound("There is no such subscription.")
    return subscription


def listed(s: Session) -> list[SubscriptionSummary]:
    """Every subscription by title, those that have ended last."""
    stored = (
        select(func.count())
        .where(col(SeenItem.subscription_id) == col(Subscription.id))
        .where(col(SeenItem.state) == "stored")
        .scalar_subquery()
    )
    has_ended = case((col(Subscription.ended_at).is_(None), 0), else_=1)
    name = func.lower(func.coalesce(col(Subscription.title), col(Subscription.url)))
    statement = select(Subscription, stored).order_by(has_ended, name, col(Subscription.id))
    return [SubscriptionSummary(one, items) for one, items in s.execute(statement)]


def feeds(s: Session) -> list[ListedFeed]:
    """The feeds of every subscription that has not ended, as a list of feeds has them."""
    every = [one.subscription for one in listed(s)]
    return [
        ListedFeed(one.url, one.title, tuple(one.tags), one.site_url)
        for one in every
        if one.ended_at is None
    ]


def change(s: Session, subscription: Subscription, options: SubscriptionOptions) -> None:
    """Changes what the editor decides; with other words the feed is read whole once more."""
    before = (subscription.include, subscription.exclude)
    _set(subscription, options)
    if before != (subscription.include, subscription.exclude):
        subscription.etag = subscription.last_modified = None
    s.flush()


def remove(s: Session, subscription: Subscription) -> None:
    """Ends a subscription; its articles stay."""
    s.delete(subscription)
    s.flush()


def request(s: Session, subscriptions: Sequence[Subscription]) -> None:
    """Marks feeds to be checked as soon as possible; reactivates ended ones."""
    for subscription in subscriptions:
        subscription.is_requested = True
        subscription.ended_at = None
    s.flush()


def all_ids(s: Session) -> list[int]:
    """Every subscription that has not ended, in the order in which they are asked."""
    return _ids(s, due_at=None, only_requested=False)


def due(s: Session, at: datetime, *, only_requested: bool = False) -> list[int]:
    """Those that are to be asked by then: those that answered last time first.

    With `only_requested` those alone that an editor wants to be asked now.
    """
    return _ids(s, due_at=at, only_requested=only_requested)


def _ids(s: Session, due_at: datetime | None, *, only_requested: bool) -> list[int]:
    statement = select(col(Subscription.id)).where(col(Subscription.ended_at).is_(None))
    if only_requested:
        statement = statement.where(col(Subscription.is_requested))
    elif due_at is not None:
        is_due = col(Subscription.next_run_at) <= due_at
        statement = statement.where(or_(is_due, col(Subscription.is_requested)))
    order = (col(Subscription.failures), col(Subscription.next_run_at), col(Subscription.id))
    return [id_ for id_ in s.scalars(statement.order_by(*order)) if id_ is not None]


def record_answer(s: Session, id: int, answer: FeedAnswer) -> None:
    """Remembers that a feed was read, how to ask it again and when.

    Where its new address is subscribed to as well, this subscription has ended.
    """
    subscription = s.get(Subscription, id)
    if subscription is None:
        return
    _record_asked(subscription, answer.next_run_at)
    subscription.failures, subscription.error = 0, None
    subscription.title = subscription.title or answer.title
    subscription.site_url = answer.site_url or subscription.site_url
    subscription.asked_url = answer.asked_url
    subscription.etag, subscription.last_modified = answer.etag, answer.last_modified
    other = find(s, answer.url) if answer.url != subscription.url else None
    if other is not None:
        subscription.ended_at = now()
        subscription.error = f"It has moved to {answer.url}, which is subscribed to as well."
    else:
        subscription.url = answer.url
    s.flush()


def record_unchanged(s: Session, id: int, next_run_at: datetime) -> None:
    """Remembers that a feed had not changed."""
    subscription = s.get(Subscription, id)
    if subscription is not None:
        _record_asked(subscription, next_run_at)
        subscription.failures, subscription.error = 0, None
        s.flush()


def record_failure(
    s: Session, id: int, error: str, next_run_at: datetime, *, is_gone: bool = False
) -> None:
    """Remembers why a feed could not be read; one that is gone for good is not asked again."""
    subscription = s.get(Subscription, id)
    if subscription is not None:
        _record_asked(subscription, next_run_at)
        subscription.failures += 1
        subscription.error = error[:ERROR_MAX_CHARACTERS]
        subscription.ended_at = now() if is_gone else None
        s.flush()


def _record_asked(subscription: Subscription, next_run_at: datetime) -> None:
    subscription.asked_at, subscription.next_run_at = now(), next_run_at
    subscription.is_requested = False


def _set(subscription: Subscription, options: SubscriptionOptions) -> None:
    subscription.title = options.title or None
    subscription.visibility = options.visibility
    subscription.tags = list(options.tags)
    subscription.include = list(options.include)
    subscription.exclude = list(options.exclude)
