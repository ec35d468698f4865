"""Which words of one text are still there in the next: in order, moved, or spelt otherwise.

Works from large to small. Equal paragraphs are matched first, then equal sentences inside what
differs. Sentences that are deleted in one place and inserted in another have moved. Of what is
left, similar sentences are matched, in order or moved, with the words inside them; then the words
of what is still left. Text that was kept is never looked at again. Every step is linear, or
bounded: `work` counts the steps (see `subsequences`).
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from app.text.diff.align.gap_words import fill_gaps, match_shared_words
from app.text.diff.align.matching import Matching, old_start
from app.text.diff.align.moved_paragraphs import moved_paragraphs
from app.text.diff.align.respelling import match_respelt
from app.text.diff.align.subsequences import (
    Gap,
    Pair,
    Run,
    Work,
    gaps_between,
    heaviest_chain,
    joined_runs,
    uncounted,
)
from app.text.diff.align.units import (
    SIMILAR_IN_PLACE,
    UNMISTAKABLE,
    Units,
    match_equal_neighbours,
    places_of,
    similar_units,
    unmoved_units,
    without_bullet,
)
from app.text.diff.tokens import LINES, PARAGRAPHS, Tokens

_SIMILAR = 0.4  # of both sentences' characters, in order, for one to be the other reworded
_SIMILAR_MOVED = 0.6  # and where a sentence was moved and reworded at once
# Letters that such a sentence keeps. With 8 `refill (n)` became `refill (verb)`; measured on 471
# edits that publishers made.
_FEWEST_MOVED = 10
# Characters: what two similar sentences share in shorter runs waits until all longer ones are
# matched.
_FIRM = 8


class Alignment:
    """The words of two texts, matched.

    `new_of`, `moved` and `taken` are those of a `Matching`. `runs` are the equal tokens in order,
    neither crossing nor touching; `solid` are these and the words spelt otherwise.
    """

    def __init__(self, old: Tokens, new: Tokens, work: Work = uncounted) -> None:
        self.old, self.new = old, new
        self._matching = Matching(old, new, work)
        self.new_of = self._matching.new_of
        self.moved, self.taken = self._matching.moved, self._matching.taken
        self._counts: list[Counter[str]] = []
        self._compared: set[tuple[int, int]] = set()  # starts of sentences matched word by word
        # The sentences and lines of what differs, in both texts.
        self._old_units: list[range] = []
        self._new_units: list[range] = []
        gaps: list[Gap] = []
        self._match_equal_units(range(len(old)), range(len(new)), PARAGRAPHS, gaps)
        if gaps:
            self._match_moved_units(gaps)
            gaps = self._matching.open_gaps()
            for old_gap, new_gap in gaps:
                self._match_similar(old_gap, new_gap)
            self._match_moved_similar(gaps)
            self._match_moved_paragraphs()
            fill_gaps(self._matching, self._matching.open_gaps)
        self.runs = joined_runs(self._matching.sorted_runs())
        self.solid = self.runs
        if gaps:
            respelt = match_respelt(self._matching)
            self.solid = joined_runs(sorted([*self.runs, *respelt], key=old_start))

    def gaps(self) -> Iterator[Gap]:
        """What lies between the solid runs, then what lies between runs that moved together."""
        yield from gaps_between(self.solid, len(self.old), len(self.new))
        for one, other in pairwise(self._moved_runs()):
            old = range(one.old + one.length, other.old)
            new = range(one.new + one.length, other.new)
            keeps_order = other.new > one.new
            if keeps_order and self._matching.is_new_free(new) and self._matching.is_free(old):
                yield old, new

    def _moved_runs(self) -> list[Run]:
        if not any(self.moved):
            return []
        return joined_runs(Run(i, self.new_of[i], 1) for i, moved in enumerate(self.moved) if moved)

    # Equal paragraphs, sentences and lines in their order

    def _match_equal_units(
        self, old_range: range, new_range: range, level: int, gaps: list[Gap]
    ) -> None:
        """Matches equal units of a level, and those of the next level in what differs.

        Adds to `gaps` what is left between them.
        """
        old = Units(self.old, self.old.parts(old_range, level))
        new = Units(self.new, self.new.parts(new_range, level))
        matches = unmoved_units(old, new, self._matching.work)
        old_at, new_at = 0, 0
        for i, j, count in [*matches, (len(old), len(new), 0)]:
            deleted, inserted = old.ranges[old_at:i], new.ranges[new_at:j]
            old_gap, new_gap = _hull(deleted, old_range), _hull(inserted, new_range)
            if self._has_smaller_units(old_gap, new_gap, level):
                self._match_equal_units(old_gap, new_gap, level + 1, gaps)
            elif old_gap or new_gap:
                gaps.append((old_gap, new_gap))
                are_small = level > PARAGRAPHS
                self._old_units += deleted if are_small else self.old.parts(old_gap, LINES)
                self._new_units += inserted if are_small else self.new.parts(new_gap, LINES)
            for n in range(count):
                unit = old.ranges[i + n]
                self._matching.match(unit.start, new.ranges[j + n].start, len(unit))
            old_at, new_at = i + count, j + count

    def _has_smaller_units(self, old_gap: range, new_gap: range, level: int) -> bool:
        """Whether a gap is worth comparing by smaller units: by lines only where there are any."""
        if not old_gap or not new_gap or level == LINES:
            return False
        if level == PARAGRAPHS:
            return True
        return _has_lines(self.old, old_gap) or _has_lines(self.new, new_gap)

    def _free_units(self, gaps: Sequence[Gap]) -> tuple[Units, Units]:
        """The sentences of both texts, bullets apart, of which no word is matched yet."""
        old = _units_in(self.old, self._old_units, [old_gap for old_gap, _ in gaps])
        new = _units_in(self.new, self._new_units, [new_gap for _, new_gap in gaps])
        free_old = [unit for unit in old if self._matching.is_free(unit)]
        free_new = [unit for unit in new if self._matching.is_new_free(unit)]
        return Units(self.old, free_old), Units(self.new, free_new)

    # Equal sentences that moved

    def _match_moved_units(self, gaps: Sequence[Gap]) -> None:
        """Matches equal sentences that were deleted in one place and inserted in another.

        After P. Heckel (1978): those that occur once on each side, then their neighbours as far as
        they are equal; then long ones that occur several times, in their order.
        """
        old, new = self._free_units(gaps)
        self._matching.work(len(self.old) + len(self.new))
        in_old, in_new = places_of(old.keys), places_of(new.keys)
        in_both = [key for key in in_old if key in in_new]
        if not in_both:
            return
        matches: dict[int, int] = {}
        for key in in_both:
            i, j = in_old[key][0], in_new[key][0]
            is_only = len(in_old[key]) == len(in_new[key]) == 1
            if is_only and (old.is_unmistakable(i) or self._is_unique(key)):
                matches[i] = j
        match_equal_neighbours(matches, old, new)
        used = set(matches.values())
        for key in in_both:
            if old.is_unmistakable(in_old[key][0]):
                matches |= _in_turn(in_old[key], matches, in_new[key], used)
        self._settle(old, new, matches, gaps)

    def _is_unique(self, key: str) -> bool:
        """Whether a sentence occurs once in either text, so that even a short one is the same."""
        if not self._counts:
            for tokens in (self.old, self.new):
                sentences = tokens.parts(range(len(tokens)), LINES)
                units = Units(tokens, [without_bullet(tokens, unit) for unit in sentences])
                self._counts.append(Counter(units.keys))
        return all(counts[key] == 1 for counts in self._counts)

    def _settle(self, old: Units, new: Units, matches: dict[int, int], gaps: Sequence[Gap]) -> None:
        """Matches the words of equal units, and decides which of the units have moved.

        Those that keep their order inside one gap have not. The order is that of the reworded units
        too.
        """
        equal = [(old.ranges[i], new.ranges[j]) for i, j in sorted(matches.items())]
        known = [(old_unit, new_unit, True) for old_unit, new_unit in equal]
        known += [
            (old_unit, new_unit, False)
            for old_unit, new_unit in self._reworded_units(old, new, matches)
        ]
        known.sort(key=_old_unit_start)
        in_place = self._in_place([(old_unit, new_unit) for old_unit, new_unit, _ in known], gaps)
        for number, (old_unit, new_unit, is_equal) in enumerate(known):
            if is_equal:
                moved = number not in in_place
                self._matching.match(old_unit.start, new_unit.start, len(old_unit), moved=moved)

    def _reworded_units(
        self, old: Units, new: Units, matches: dict[int, int]
    ) -> list[tuple[range, range]]:
        """The similar units among those that `matches` leaves over."""
        matched_new = set(matches.values())
        rest_of_old = old.only(i for i in range(len(old)) if i not in matches)
        rest_of_new = new.only(j for j in range(len(new)) if j not in matched_new)
        similar = similar_units(rest_of_old, rest_of_new, SIMILAR_IN_PLACE, self._matching.work)
        return [
            (rest_of_old.ranges[pair.old], rest_of_new.ranges[pair.new])
            for pair in similar
            if pair.shared >= UNMISTAKABLE
        ]

    def _in_place(self, pairs: Sequence[Gap], gaps: Sequence[Gap]) -> set[int]:
        """The numbers of the pairs of units that keep their order inside the gap they lie in."""
        two_sided = [gap for gap in gaps if gap[0] and gap[1]]
        by_gap: dict[int, list[Pair]] = defaultdict(list)
        for number, (old_unit, new_unit) in enumerate(pairs):
            place = bisect_right(two_sided, old_unit.start, key=_old_gap_start) - 1
            old_gap, new_gap = two_sided[place] if place >= 0 else (range(0), range(0))
            if old_unit.start in old_gap and new_unit.start in new_gap:
                weight = self.old.weight(old_unit)
                by_gap[place].append(Pair(number, new_unit.start - new_gap.start, weight))
        chains = map(heaviest_chain, by_gap.values())
        return {pair.old for chain in chains for pair in chain}

    # Similar sentences

    def _match_similar(self, old_gap: range, new_gap: range, *, moved: bool = False) -> None:
        """Matches the words of similar sentences in a gap, in order."""
        if not old_gap or not new_gap:
            return
        old, new = self._free_units([(old_gap, new_gap)])
        similar = similar_units(old, new, _SIMILAR, self._matching.work)
        for pair in heaviest_chain(similar):
            old_unit, new_unit = old.ranges[pair.old], new.ranges[pair.new]
            self._compared.add((old_unit.start, new_unit.start))
            match_shared_words(self._matching, old_unit, new_unit, least=_FIRM, moved=moved)

    def _match_moved_similar(self, gaps: Sequence[Gap]) -> None:
        """Matches the words of sentences that were moved and reworded, most similar first."""
        old, new = self._free_units(gaps)
        similar = similar_units(old, new, _SIMILAR_MOVED, self._matching.work)
        for pair in sorted(similar, key=lambda pair: -pair.shared):
            old_unit, new_unit = old.ranges[pair.old], new.ranges[pair.new]
            # A short pair in one gap waits for the words around it, which match it in order.
            in_one_gap = any(
                old_unit.start in old_gap and new_unit.start in new_gap for old_gap, new_gap in gaps
            )
            fewest = UNMISTAKABLE if in_one_gap else _FEWEST_MOVED
            if pair.shared >= fewest and self._is_open(old_unit, new_unit):
                inside = partial(self._matching.gaps_inside, old_unit, new_unit)
                fill_gaps(self._matching, inside, moved=True)

    def _is_open(self, old: range, new: range) -> bool:
        """Whether two sentences are free and have not been compared yet."""
        is_compared = (old.start, new.start) in self._compared
        return not is_compared and self._matching.is_free(old) and self._matching.is_new_free(new)

    def _match_moved_paragraphs(self) -> None:
        """Matches what is left of paragraphs that were moved and reworded as a whole."""
        for old, new in moved_paragraphs(self._matching):
            for old_gap, new_gap in self._matching.gaps_inside(old, new):
                self._match_similar(old_gap, new_gap, moved=True)
            inside = partial(self._matching.gaps_inside, old, new)
            fill_gaps(self._matching, inside, moved=True)


def _in_turn(
    old: Iterable[int], used_old: Container[int], new: Iterable[int], used_new: Container[int]
) -> Iterator[tuple[int, int]]:
    """The unused numbers of both sides as pairs, as far as there are two."""
    free_old = (i for i in old if i not in used_old)
    free_new = (j for j in new if j not in used_new)
    return zip(free_old, free_new, strict=False)


def _units_in(tokens: Tokens, units: Sequence[range], ranges: Sequence[range]) -> Iterator[range]:
    """The units that lie wholly in these ranges, without their bullets; `units` are in order."""
    for inside in ranges:
        first = bisect_left(units, inside.start, key=_start)
        last = bisect_left(units, inside.stop, key=_start)
        for unit in units[first:last]:
            if unit.stop <= inside.stop:
                yield without_bullet(tokens, unit)


def _has_lines(tokens: Tokens, inside: range) -> bool:
    return "\n" in tokens.span(inside).of(tokens.text)


def _hull(units: Sequence[range], inside: range) -> range:
    """From the first of these units to the last; an empty range where there are none."""
    if not units:
        return range(inside.start, inside.start)
    return range(units[0].start, units[-1].stop)


def _start(unit: range) -> int:
    return unit.start


def _old_gap_start(gap: Gap) -> int:
    return gap[0].start


def _old_unit_start(known: tuple[range, range, bool]) -> int:
    return known[0].start
