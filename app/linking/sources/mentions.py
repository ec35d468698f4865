"""Names where they stand, and who they make a speaker: the values that the rules for speakers share. Decides nothing."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NamedMention:
    """One mention of an entity: where, what kind, the fullest name, its chain and the words of its described role."""

    start: int
    end: int
    kind: str
    name: str
    chain: str | None = None
    role: str | None = None

    @property
    def key(self) -> str:
        """What the mentions of one entity share."""
        return self.chain or self.name


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an entity's name with its chain, or a description as written with none.

    `sure` is how likely the source stands for this one and no other, 0–1; two speakers are equal
    whatever it is.
    """

    name: str
    chain: str | None = None
    sure: float = field(default=1.0, compare=False)

    @property
    def key(self) -> str:
        """What the speakers that are one entity share."""
        return self.chain or self.name


class SpeechLine:
    """Mentions in order, to be looked back on from a place."""

    def __init__(self, mentions: Sequence[NamedMention]) -> None:
        self.mentions = mentions
        self._starts = [m.start for m in mentions]

    def before(self, at: int, most: int) -> Sequence[NamedMention]:
        """The last `most` mentions that begin before `at`."""
        high = bisect_left(self._starts, at)
        return self.mentions[max(0, high - most) : high]

    def between(self, start: int, end: int) -> Sequence[NamedMention]:
        """Those that begin in `text[start:end]`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
