"""Paragraphs, sentences and lines as units: which are equal or similar in two texts, and in order.

Owns whole units; matching the words inside them is the alignment's work.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from app.text.diff.align.subsequences import (
    Gap,
    Match,
    Pair,
    Run,
    Work,
    common_subsequence,
    gaps_between,
    heaviest_chain,
    shared_head,
)
from app.text.diff.tokens import Tokens

UNMISTAKABLE = 20  # characters; fewer occur in new text by chance
SIMILAR_IN_PLACE = 0.6  # of both units' characters, for a reworded unit to hold its place
_ONE_MORE = 1 << 40
"""Outweighs the length of any unit: as many units as possible, and only then the longer ones."""
_EQUAL = 1 << 30
"""Outweighs any difference in length: of as many units, those that are equal stay in place."""
# Sentences of one side: a word that occurs in more of them does not tell which one is meant.
_TELLING = 3
_TRIED = 3  # of the sentences that share the most telling words
_BULLETS = ("-", "*", "•", "·")
_DOUBLED = 16  # pairs of equal units, above which the length of units is not weighed


@dataclass(frozen=True)
class Units:
    """Some units of one text, as ranges of its tokens; they are known by their number here."""

    tokens: Tokens
    ranges: Sequence[range]

    def __len__(self) -> int:
        """How many units."""
        return len(self.ranges)

    @cached_property
    def keys(self) -> list[str]:
        """The words of each unit as one string, typography apart: equal units have equal keys."""
        folds = self.tokens.folds
        return ["\x00".join(folds[unit.start : unit.stop]) for unit in self.ranges]

    @cached_property
    def bags(self) -> list[Counter[str]]:
        """The words of each unit, counted."""
        folds = self.tokens.folds
        return [Counter(folds[unit.start : unit.stop]) for unit in self.ranges]

    def weight(self, number: int) -> int:
        """How many characters a unit has."""
        return self.tokens.weight(self.ranges[number])

    def only(self, numbers: Iterable[int]) -> "Units":
        """Some of these units, numbered anew."""
        return Units(self.tokens, [self.ranges[number] for number in numbers])

    def is_unmistakable(self, number: int) -> bool:
        """Whether a unit is too long to occur twice by chance."""
        return len(self.keys[number]) - len(self.ranges[number]) >= UNMISTAKABLE


def without_bullet(tokens: Tokens, unit: range) -> range:
    """A unit without the bullet that makes it an item of a list."""
    return unit[1:] if len(unit) > 1 and tokens.folds[unit[0]] in _BULLETS else unit


def places_of(keys: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the units that have each key."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        places[key].append(number)
    return places


def unmoved_units(old: Units, new: Units, work: Work) -> list[Match]:
    """The equal units that keep their order, so chosen that as little as possible has moved.

    Reworded units count too. Otherwise one paragraph that moved to the top of an article would hold
    its place, and all those that were reworded would seem to have moved.
    """
    equal = _most_units(old.keys, new.keys, work)
    gaps = list(gaps_between([Run(*match) for match in equal], len(old), len(new)))
    deleted, inserted = _unmatched(gaps)
    could_cross = len(equal) > 0 and len(gaps) > 1
    if not (could_cross and deleted and inserted):
        return equal  # no other unit could have held its place instead
    moved = _moved_units(old, new, deleted, inserted)
    weights = {(i, j): _EQUAL + old.weight(i) for i, j in [*_each(equal), *moved.items()]}
    reworded = _reworded_units(old, new, deleted, inserted, moved, work)
    in_place = heaviest_chain(
        [Pair(i, j, _ONE_MORE + shared) for (i, j), shared in (weights | reworded).items()]
    )
    return [(i, j, 1) for i, j, _ in in_place if (i, j) in weights]


def _unmatched(gaps: Sequence[Gap]) -> tuple[list[int], list[int]]:
    """The numbers of the old and of the new units in gaps."""
    deleted = chain.from_iterable(old_gap for old_gap, _ in gaps)
    inserted = chain.from_iterable(new_gap for _, new_gap in gaps)
    return list(deleted), list(inserted)


def _each(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """The pairs of single units in matches of several."""
    return [(i + n, j + n) for i, j, count in matches for n in range(count)]


def _most_units(old: Sequence[str], new: Sequence[str], work: Work) -> list[Match]:
    """As many equal units as can be in order, the longer ones where there is a choice.

    What has moved is then the least and the shortest.
    """
    tail = shared_head(old[::-1], new[::-1])
    head = shared_head(old[: len(old) - tail], new[: len(new) - tail])
    in_old = places_of(old[head : len(old) - tail])
    in_new = places_of(new[head : len(new) - tail])
    work(len(old) + len(new))
    if any(len(places) * len(in_new.get(key, ())) > _DOUBLED for key, places in in_old.items()):
        return common_subsequence(old, new, work)
    pairs = [
        Pair(head + i, head + j, _ONE_MORE + len(key))
        for key, places in in_old.items()
        for i in places
        for j in in_new.get(key, ())
    ]
    middle = [(pair.old, pair.new, 1) for pair in heaviest_chain(pairs)]
    matches = [(0, 0, head), *middle, (len(old) - tail, len(new) - tail, tail)]
    return [match for match in matches if match[2]]


def _moved_units(
    old: Units, new: Units, deleted: Sequence[int], inserted: Sequence[int]
) -> dict[int, int]:
    """Old number → new number of the units that occur once among those without a match."""
    in_old = places_of([old.keys[i] for i in deleted])
    in_new = places_of([new.keys[j] for j in inserted])
    return {
        deleted[places[0]]: inserted[in_new[key][0]]
        for key, places in in_old.items()
        if len(places) == 1 and len(in_new.get(key, ())) == 1
    }


def _reworded_units(
    old: Units,
    new: Units,
    deleted: Sequence[int],
    inserted: Sequence[int],
    moved: Mapping[int, int],
    work: Work,
) -> dict[tuple[int, int], int]:
    """What the units share that are similar enough to be one unit reworded, by their numbers."""
    moved_to = set(moved.values())
    old_rest = [i for i in deleted if i not in moved]
    new_rest = [j for j in inserted if j not in moved_to]
    similar = similar_units(old.only(old_rest), new.only(new_rest), SIMILAR_IN_PLACE, work)
    return {
        (old_rest[pair.old], new_rest[pair.new]): pair.shared
        for pair in similar
        if pair.shared >= UNMISTAKABLE
    }


def similar_units(old: Units, new: Units, least: float, work: Work) -> list[Pair]:
    """The pairs of units that share at least this share (0–1) of their characters, in any order.

    Candidates are found by words that occur in few units.
    """
    in_old, in_new = _units_by_word(old.bags), _units_by_word(new.bags)
    pairs: list[Pair] = []
    for i, bag in enumerate(old.bags):
        votes: Counter[int] = Counter()
        for word in bag:
            if len(in_old[word]) <= _TELLING and 0 < len(in_new.get(word, ())) <= _TELLING:
                votes.update(dict.fromkeys(in_new[word], len(word)))
        for j, _ in votes.most_common(_TRIED):
            shared = shared_characters(bag, new.bags[j])
            if 2 * shared >= least * (old.weight(i) + new.weight(j)):
                pairs.append(Pair(i, j, shared))
    work(sum(map(len, old.ranges)) * (1 + 2 * _TRIED) + sum(map(len, new.ranges)))
    return pairs


def shared_characters(bag: Counter[str], other: Counter[str]) -> int:
    """How many characters two bags of words have in common words."""
    return sum(min(count, other[word]) * len(word) for word, count in bag.items())


def _units_by_word(bags: Sequence[Counter[str]]) -> dict[str, list[int]]:
    """The units in which each word occurs."""
    units: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            units[word].append(number)
    return units


def match_equal_neighbours(matches: dict[int, int], old: Units, new: Units) -> None:
    """Adds to `matches` the equal neighbours of matched units, as far as they go on either side."""
    used = set(matches.values())

    def continues(i: int, j: int, step: int) -> bool:
        """Whether two free equal units directly follow those a step before them."""
        is_inside = 0 <= i < len(old) and 0 <= j < len(new)
        if not is_inside or i in matches or j in used or old.keys[i] != new.keys[j]:
            return False
        return _touch(old.ranges[i], old.ranges[i - step]) and _touch(
            new.ranges[j], new.ranges[j - step]
        )

    for step in (1, -1):
        for start, to in sorted(matches.items(), reverse=step < 0):
            i, j = start + step, to + step
            while continues(i, j, step):
                matches[i] = j
                used.add(j)
                i, j = i + step, j + step


def _touch(one: range, other: range) -> bool:
    """Whether nothing lies between two units but a bullet."""
    return 0 <= max(one.start, other.start) - min(one.stop, other.stop) <= 1
