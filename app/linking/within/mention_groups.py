"""The mentions of one article, grouped by name, and which groups have been joined.

Pure: kinds are passed in as evidence; no text is read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.linking.names.folding import fold
from app.linking.within.surnames import NO_HINT, Hint

Key = tuple[str, str]
"""A folded name, and the folded name of its owner or ``."""
Kind = tuple[str, float]
"""A kind of entity, and by how much its evidence exceeds that of the next kind."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as written.

    `evidence` are kinds with weights; `owner` is whose it is said to be (`Russia` in `Russia's
    Security Council`); `expands` the acronym written in brackets after it; `hint` the words next to
    it that may distinguish people with one last name. `known` says that a gazetteer has a place of
    this name, `placed` that it follows a preposition of place, `inside` that it follows one that
    rarely precedes people (`in Orle`).
    """

    start: int
    end: int
    name: str
    evidence: tuple[tuple[str, float], ...] = ()
    owner: str | None = None
    expands: str | None = None
    hint: Hint = NO_HINT
    known: bool = False
    placed: bool = False
    inside: bool = False


class MentionGroups:
    """Mentions in text order, grouped by folded name and owner; a union-find over the groups."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        members: dict[Key, list[int]] = defaultdict(list)
        for index, mention in enumerate(mentions):
            members[fold(mention.name), fold(mention.owner or "")].append(index)
        self.members = dict(members)
        """The indices of each group's mentions, in order."""
        self.kinds = {key: self.kind_of_mentions(own) for key, own in members.items()}
        self._root = {key: key for key in members}

    def __iter__(self) -> Iterator[Key]:
        """The keys of all groups, in order of first mention."""
        return iter(self.members)

    def __contains__(self, key: Key) -> bool:
        """Whether there is a group of this name and owner."""
        return key in self.members

    def kind(self, key: Key) -> str:
        """The kind of a group."""
        return self.kinds[key][0]

    def of_kinds(self, kinds: Collection[str]) -> list[Key]:
        """The groups of some kinds, in order of first mention."""
        return [key for key in self.members if self.kinds[key][0] in kinds]

    def full_names(self) -> list[Key]:
        """The groups of people who are named with more than one word."""
        return [key for key in self.of_kinds({"person"}) if " " in key[0]]

    def first(self, key: Key) -> Mention:
        """The first mention of a group."""
        return self.mentions[self.members[key][0]]

    def join(self, kept: Key, other: Key) -> None:
        """Makes two groups one; the root of `kept` represents both."""
        self._root[self.root(other)] = self.root(kept)

    def root(self, key: Key) -> Key:
        """The group that represents all groups joined with this one."""
        while self._root[key] != key:
            self._root[key] = self._root[self._root[key]]
            key = self._root[key]
        return key

    def rooted(self, key: Key) -> list[tuple[int, Key]]:
        """Each mention of a group with the root of the group."""
        return [(index, self.root(key)) for index in self.members[key]]

    def kind_of_mentions(self, indices: Iterable[int]) -> Kind:
        """The kind with the most evidence over some mentions; `other` where there is none."""
        indices = list(indices)
        total: dict[str, float] = defaultdict(float)
        for index in indices:
            for kind, weight in self.mentions[index].evidence:
                total[kind] += weight
        ranked = sorted(total.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] <= 0:
            return "other", 0.0
        best, weight = ranked[0]
        if best == "person" and self._is_used_as_place(indices):
            return "place", 0.0
        next_weight = ranked[1][1] if len(ranked) > 1 else 0.0
        return best, weight - max(0.0, next_weight)

    def _is_used_as_place(self, indices: Sequence[int]) -> bool:
        """Whether a person's name follows `in` as only places do, twice and most of the time."""
        inside = sum(self.mentions[index].inside for index in indices)
        return inside > 1 and 2 * inside >= len(indices)
