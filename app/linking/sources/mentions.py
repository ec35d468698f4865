"""The values that the rules for speakers share: names with their places, and speakers."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

SURE_SPEAKER = 0.8
"""From which `speaker_confidence` on a page names a speaker without a "perhaps".

Read on twelve articles of worldwide's dev part: of the 43 names from it on none was wrong."""


@dataclass(frozen=True, slots=True)
class NamedMention:
    """One mention of an entity, with its fullest name, its chain and the words for its role."""

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
    """An entity's name with its chain, or a description as written without one.

    `sure` is how likely the source means this one and no other, 0–1; it does not count when two
    speakers are compared.
    """

    name: str
    chain: str | None = None
    sure: float = field(default=1.0, compare=False)

    @property
    def key(self) -> str:
        """What all speakers that are one entity share."""
        return self.chain or self.name

    @classmethod
    def of(cls, mention: NamedMention, sure: float = 1.0) -> "Speaker":
        """The entity that a mention names."""
        return cls(mention.name, mention.chain, sure)

    def with_confidence(self, sure: float) -> "Speaker":
        """The same speaker, as sure as given."""
        return Speaker(self.name, self.chain, sure)


class OrderedMentions:
    """Mentions in text order, looked up by position."""

    def __init__(self, mentions: Sequence[NamedMention]) -> None:
        self.mentions = mentions
        self._starts = [m.start for m in mentions]

    def before(self, position: int, most: int) -> Sequence[NamedMention]:
        """The last `most` mentions that begin before the position."""
        high = bisect_left(self._starts, position)
        return self.mentions[max(0, high - most) : high]

    def between(self, start: int, end: int) -> Sequence[NamedMention]:
        """Those that begin in `text[start:end]`."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self.mentions[low:high]
