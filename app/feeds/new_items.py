"""Items of a feed that are new or have changed, and what is remembered of what became of them."""

from dataclasses import dataclass

from app.errors import Conflict, GlossError
from app.fetch.failures import NotFoundThere
from app.importers.feeds import elements, parts
from app.importers.feeds.feed import FeedItem
from app.store.ingest.captures import Outcome, StoredRevision
from app.store.subscriptions.seen_items import SeenState

ATTEMPTS_MAX = 3
"""How often an item is tried again in later runs."""


@dataclass(slots=True)
class NewItem:
    """An item that is new or has changed, and what became of it before."""

    item: FeedItem
    number: int
    key: str
    fingerprint: str
    before: SeenState | None

    @property
    def name(self) -> str:
        """What the item is called in reports."""
        return self.item.url or self.item.title or f"item {self.number}"


def state_of(new: NewItem, outcome: Outcome) -> SeenState:
    """What is remembered of an item once its article was stored or refused."""
    if isinstance(outcome, StoredRevision):
        return SeenState(new.fingerprint, "stored")
    return SeenState(new.fingerprint, "failed", attempts(new, outcome))


def attempts(new: NewItem, error: GlossError) -> int:
    """How often an item has failed; what will not change is not tried again."""
    if isinstance(error, NotFoundThere | Conflict):
        return ATTEMPTS_MAX
    is_same = new.before is not None and new.before.fingerprint == new.fingerprint
    return (new.before.attempts if new.before is not None and is_same else 0) + 1


def fingerprint(item: FeedItem) -> str:
    """A digest of what an item says.

    An excerpt does not count: it may have the number of comments, and with every change of it the
    page would be fetched.
    """
    whole = item.content or item.description
    is_excerpt = item.content is None and (
        whole is None or len(whole.text.split(None, parts.WHOLE_WORDS)) < parts.WHOLE_WORDS
    )
    words = None if is_excerpt or whole is None else whole.text
    return elements.digest(item.title, item.url, item.published, item.updated, words)
