"""Positions in two aligned texts: what was inserted, what is in whose place, how far a range goes.

Owns the geometry of one step from revision to revision; verdicts are another module's. Kept text is
never searched: the same words elsewhere are not the passage.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from app.text.diff.align.alignment import Alignment
from app.text.diff.align.figures import with_whole_figures
from app.text.diff.align.subsequences import Run
from app.text.diff.align.units import UNMISTAKABLE, Units, shared_characters
from app.text.diff.tokens import LINES, SEPARATOR, Tokens, joined

# An insertion at the edge of a passage belongs to it when it is at most so many times as long as
# what it replaced, and a little.
_AT_MOST = 3
_LITTLE = 20  # characters
_ILLEGIBLE = 8  # characters; "the" kept between two new sentences tells a reader nothing
# Of both sentences' letters: only its words show that a sentence which was gone has come back.
_SIMILAR = 0.7
_TELLING = 3  # sentences: a word that occurs in more of them does not tell which one is meant
_TRIED = 3  # of the sentences that share the most telling words
_NO_GAP = (range(-1, 1 << 60), range(-1, -1))


class AlignedTexts:
    """Two texts with their alignment.

    `new_of` is the new token of every old one, or -1; `moved` says which old tokens crossed others.
    `gaps` is what lies between the matched words.
    """

    def __init__(self, old: str | Tokens, new: str | Tokens) -> None:
        self.old = old if isinstance(old, Tokens) else Tokens(old)
        self.new = new if isinstance(new, Tokens) else Tokens(new, self.old)
        alignment = Alignment(self.old, self.new)
        self.runs, self.new_of, self.moved = alignment.runs, alignment.new_of, alignment.moved
        self._solid, self._taken = alignment.solid, alignment.taken
        self.gaps = list(alignment.gaps())
        self._gap_ending_at = {old_gap.stop: (old_gap, new_gap) for old_gap, new_gap in self.gaps}
        self._gap_from = {old_gap.start: (old_gap, new_gap) for old_gap, new_gap in self.gaps}

    def find_inserted(self, folds: Sequence[str]) -> range | None:
        """Where words, enough of them to be unmistakable, occur unbroken inside inserted text."""
        if sum(map(len, folds)) < UNMISTAKABLE:
            return None
        text, places, first_tokens = self._inserted
        at = text.find(joined(folds))
        if at < 0:
            return None
        stretch = bisect_right(places, at) - 1
        first = first_tokens[stretch] + text.count(SEPARATOR, places[stretch], at)
        return range(first, first + len(folds))

    @cached_property
    def _inserted(self) -> tuple[str, list[int], list[int]]:
        """Inserted stretches as one `joined` string; where each begins in it; its first token."""
        stretches = list(self._unmatched(range(len(self.new))))
        texts = [joined(self.new.folds[stretch.start : stretch.stop]) for stretch in stretches]
        places = accumulate((len(text) for text in texts[:-1]), initial=0)
        return "".join(texts), list(places), [stretch.start for stretch in stretches]

    def find_similar_inserted(self, folds: Sequence[str]) -> range | None:
        """The wholly inserted sentence that is most similar to words, if one is similar enough."""
        bag = Counter(folds)
        units, units_with = self._inserted_sentences
        votes = Counter(
            n
            for word in bag
            if len(units_with.get(word, ())) <= _TELLING
            for n in units_with.get(word, ())
        )
        best = (0, 0)
        for n, _ in votes.most_common(_TRIED):
            shared = shared_characters(bag, units.bags[n])
            both = sum(map(len, folds)) + units.weight(n)
            if shared >= UNMISTAKABLE and 2 * shared >= _SIMILAR * both:
                best = max(best, (shared, -n))  # of equals the first
        return units.ranges[-best[1]] if best[0] else None

    @cached_property
    def _inserted_sentences(self) -> tuple[Units, dict[str, list[int]]]:
        """The sentences without a matched word, and in which of them each word occurs."""
        has_inserted = any(new_gap for _, new_gap in self.gaps)
        sentences = self.new.parts(range(len(self.new)), LINES) if has_inserted else []
        inserted = [x for x in sentences if self._taken.find(1, x.start, x.stop) < 0]
        units = Units(self.new, inserted)
        units_with: defaultdict[str, list[int]] = defaultdict(list)
        for n, bag in enumerate(units.bags):
            for word in bag:
                units_with[word].append(n)
        return units, units_with

    def _unmatched(self, new: range) -> Iterator[range]:
        """The stretches of new tokens that match no old one."""
        at = self._taken.find(0, new.start, new.stop)
        while at >= 0:
            taken = self._taken.find(1, at, new.stop)
            stop = taken if taken >= 0 else new.stop
            yield range(at, stop)
            at = self._taken.find(0, stop, new.stop)

    def _unmatched_edges(self, new: range) -> list[int]:
        """The first and the last of these new tokens that match no old one."""
        first = self._taken.find(0, new.start, new.stop)
        return [first, self._taken.rfind(0, first, new.stop)] if first >= 0 else []

    @cached_property
    def _deleted_before(self) -> list[int]:
        """How many characters were deleted before each old token."""
        pairs = zip(self.old.folds, self.new_of, strict=True)
        deleted = (len(fold) if new < 0 else 0 for fold, new in pairs)
        return list(accumulate(deleted, initial=0))

    def _deleted(self, old: range) -> int:
        """How many characters of these old tokens were deleted."""
        return self._deleted_before[old.stop] - self._deleted_before[old.start]

    def inserted_in_place_of(self, removed: range) -> range | None:
        """The insertion in the very place of some old tokens; None for none.

        Also None where most of what was deleted there lies outside `removed`.
        """
        first = bisect_right(self.gaps, removed.start, key=lambda gap: gap[0].stop)
        last = bisect_left(self.gaps, removed.stop, key=lambda gap: gap[0].start)
        gaps = self.gaps[first:last]
        deleted = sum(self._deleted(old_gap) for old_gap, _ in gaps)
        deleted_here = sum(self._deleted(_intersection(old_gap, removed)) for old_gap, _ in gaps)
        edges = [edge for _, new_gap in gaps for edge in self._unmatched_edges(new_gap)]
        if not edges or 2 * deleted_here < deleted:
            return None
        # A full stop that both sentences share is part of what is there now.
        kept = {self.new_of[i] for i in removed} - {-1}
        return _extended(range(edges[0], edges[-1] + 1), kept)

    def most_of(self, old: range) -> range | None:
        """Where a range of old tokens is now, if at least half of them are still there."""
        kept = [self.new_of[i] for i in old if self.new_of[i] >= 0]
        if 2 * len(kept) < len(old):
            return None
        return range(min(kept), max(kept) + 1)

    def place_between(self, at: int) -> tuple[int, int]:
        """Between which two new tokens the place before the old token `at` is now."""
        number = bisect_right(self._solid, at - 1, key=lambda run: run.old)
        previous = self._solid[number - 1] if number else Run(0, 0, 0)
        if number and at < previous.old + previous.length:
            inside = previous.new + at - previous.old
            return inside - 1, inside
        following = self._solid[number].new if number < len(self._solid) else len(self.new)
        return previous.new + previous.length - 1, following

    def widened_down(self, at: int, floor: int) -> int:
        """The new token where a passage begins that began at the old token `floor`.

        `at` is its first word known to be kept. What was inserted in place of words of the passage
        belongs to it; what replaced more than these words does not.
        """
        new = self.new_of[at]
        while at > floor:
            if self.new_of[at - 1] == new - 1 >= 0:
                at, new = at - 1, new - 1
                continue
            old_gap, new_gap = self._gap_ending_at.get(at, _NO_GAP)
            if old_gap.start < floor or new_gap.stop != new or not self._fits(old_gap, new_gap):
                break
            at, new = old_gap.start, new_gap.start
        return new

    def widened_up(self, at: int, roof: int) -> int:
        """As `widened_down`, for the end: `at` is after the last kept word, `roof` the old end."""
        new = self.new_of[at - 1] + 1
        while at < roof:
            if self.new_of[at] == new:
                at, new = at + 1, new + 1
                continue
            old_gap, new_gap = self._gap_from.get(at, _NO_GAP)
            if old_gap.stop > roof or new_gap.start != new or not self._fits(old_gap, new_gap):
                break
            at, new = old_gap.stop, new_gap.stop
        return new

    def with_whole_figures(self, new: range) -> range:
        """A range of new tokens without half a figure at its ends."""
        return with_whole_figures(self.new, new, lambda j: not self._taken[j])

    def _fits(self, old_gap: range, new_gap: range) -> bool:
        """Whether an insertion is short enough to belong to the passage whose words it replaced."""
        return self.new.weight(new_gap) <= _AT_MOST * self.old.weight(old_gap) + _LITTLE

    def legible_runs(self) -> list[Run]:
        """The runs without those too short to help a reader between two longer changes."""
        legible: list[Run] = []
        previous = Run(0, 0, 0)
        for run, following in pairwise([*self.runs, Run(len(self.old), len(self.new), 0)]):
            length = self.old.weight(range(run.old, run.old + run.length))
            if length > _ILLEGIBLE or length >= min(
                self._changed(previous, run), self._changed(run, following)
            ):
                legible.append(run)
                previous = run
        return legible

    def _changed(self, run: Run, following: Run) -> int:
        """The characters deleted or inserted between two runs, whichever are more."""
        deleted = self.old.weight(range(run.old + run.length, following.old))
        return max(deleted, self.new.weight(range(run.new + run.length, following.new)))


def _extended(inside: range, numbers: set[int]) -> range:
    """A range with those of `numbers` that directly precede or follow it."""
    start, stop = inside.start, inside.stop
    while start - 1 in numbers:
        start -= 1
    while stop in numbers:
        stop += 1
    return range(start, stop)


def _intersection(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))
