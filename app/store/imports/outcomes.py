"""What became of what came with an article: values for reports, which load nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.importers.base import AddressOnly


@dataclass(frozen=True, slots=True)
class HighlightCounts:
    """What became of an article's highlights; a note on the whole article counts as neither."""

    placed: int = 0
    reworded: int = 0
    not_found: int = 0

    def __add__(self, other: "HighlightCounts | None") -> "HighlightCounts":
        """The counts of two sets of highlights together."""
        if other is None:
            return self
        return HighlightCounts(
            self.placed + other.placed,
            self.reworded + other.reworded,
            self.not_found + other.not_found,
        )

    @property
    def total(self) -> int:
        """How many were counted."""
        return self.placed + self.reworded + self.not_found

    def as_json(self) -> dict[str, int]:
        """On the wire."""
        return {"placed": self.placed, "reworded": self.reworded, "not_found": self.not_found}

    @classmethod
    def of(cls, outcomes: Iterable[str]) -> "HighlightCounts":
        """Counts the outcomes of highlights."""
        known = list(outcomes)
        return cls(*(known.count(one) for one in ("placed", "reworded", "not_found")))


@dataclass(frozen=True, slots=True)
class Awaited:
    """An address that waits: what came with it, and how often it was asked for in vain."""

    id: int
    address: AddressOnly
    visibility: str
    tries: int
    error: str | None
    next_try_at: datetime
    is_requested: bool = False
