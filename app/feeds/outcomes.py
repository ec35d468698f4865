"""What became of a feed in one run, and of its items."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.store.ingest.captures import StoredRevision

FeedState = Literal["read", "unchanged", "failed", "gone", "busy"]


@dataclass(slots=True)
class FeedOutcome:
    """One feed of a run.

    `state` is `read`, `unchanged` since the last run, `failed` with its `error`, `gone` for good,
    or `busy`: another process asks it just now. Of its items so many were `new`, `changed`,
    `known`, left out by its words (`filtered`), or `left` for the next run; `failed` names others
    with the reason.
    """

    subscription_id: int
    url: str
    title: str | None = None
    state: FeedState = "read"
    error: str | None = None
    new: int = 0
    changed: int = 0
    known: int = 0
    filtered: int = 0
    left: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    moved_from: str | None = None

    def count(self, stored: StoredRevision) -> None:
        """Counts an item that was stored."""
        if not stored.created:
            self.known += 1
        elif stored.number == 1:
            self.new += 1
        else:
            self.changed += 1

    def as_json(self) -> dict[str, Any]:
        """The outcome on the wire."""
        return {
            "id": self.subscription_id,
            "url": self.url,
            "title": self.title,
            "state": self.state,
            "error": self.error,
            "new": self.new,
            "changed": self.changed,
            "known": self.known,
            "filtered": self.filtered,
            "left": self.left,
            "failed": [{"item": item, "message": message} for item, message in self.failed],
            "moved_from": self.moved_from,
        }


def sums(outcomes: Sequence[FeedOutcome]) -> dict[str, int]:
    """The counts of a run: feeds by state, items by what became of them."""
    counts = {"feeds": len(outcomes)}
    for state in ("unchanged", "failed", "gone", "busy"):
        counts[f"feeds_{state}"] = sum(one.state == state for one in outcomes)
    for name in ("new", "changed", "known", "filtered", "left"):
        counts[name] = sum(getattr(one, name) for one in outcomes)
    counts["items_failed"] = sum(len(one.failed) for one in outcomes)
    return counts
