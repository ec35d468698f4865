"""Places in two texts of which one is laid on the other: what was put in, what stands instead, how far a stretch reaches.

Owns the geometry of one step; verdicts are another module's. Kept text is never searched: words found elsewhere are not the passage.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from app.text.diff.alignment import UNMISTAKABLE, Alignment
from app.text.diff.figures import whole
from app.text.diff.tokens import SEPARATOR, Run, Tokens, joined

# times as long as what it replaced, and a little: such an insertion at a passage's edge belongs to
# it
_AT_MOST = 3
_LITTLE = 20  # characters
_ILLEGIBLE = 8  # characters; "the" kept between two new sentences tells a reader nothing
_FINEST = 2  # level of `Tokens.parts`
# of both sentences' letters: of one that was gone from an earlier text only its words tell that it
# came back
_ALIKE = 0.7
_TELLING, _TRIED = 3, 3  # sentences in which a word that tells may stand; sentences compared
_NOWHERE = (range(-1, 1 << 60), range(-1, -1))  # no gap


class AlignedTexts:
    """One text's words on the next text's: `to` is each old token's new one or -1, `carried` says which of them crossed others."""

    def __init__(self, old: str | Tokens, new: str | Tokens) -> None:
        self.old = old if isinstance(old, Tokens) else Tokens(old)
        self.new = new if isinstance(new, Tokens) else Tokens(new, self.old)
        laid = Alignment(self.old, self.new)
        self.runs, self.to, self.carried = laid.runs, laid.to, laid.carried
        self._solid, self._taken = laid.solid, laid.taken
        self.gaps = list(laid.gaps())
        self._gap_before = {here.stop: (here, there) for here, there in self.gaps}
        self._gap_behind = {here.start: (here, there) for here, there in self.gaps}

    def find_inserted(self, folds: Sequence[str]) -> range | None:
        """Where `folds`, long enough to be unmistakable, stand inside text that is new, as token numbers."""
        if sum(map(len, folds)) < UNMISTAKABLE:
            return None
        words, places, starts = self._inserted
        at = words.find(joined(folds))
        if at < 0:
            return None
        stretch = bisect_right(places, at) - 1
        first = starts[stretch] + words.count(SEPARATOR, places[stretch], at)
        return range(first, first + len(folds))

    @cached_property
    def _inserted(self) -> tuple[str, list[int], list[int]]:
        """All new stretches as one string that `joined` words are searched in; where each begins in it, and its first token."""
        stretches = list(self._fresh(range(len(self.new))))
        words = [joined(self.new.folds[run.start : run.stop]) for run in stretches]
        places = accumulate((len(w) for w in words[:-1]), initial=0)
        return "".join(words), list(places), [run.start for run in stretches]

    def near(self, folds: Sequence[str]) -> range | None:
        """The sentence of wholly new words that is much like `folds` and most of all, as token numbers."""
        bag = Counter(folds)
        units, bags, index = self._fresh_sentences
        votes = Counter(
            n for word in bag for n in index.get(word, ()) if len(index[word]) <= _TELLING
        )
        found: list[tuple[int, int]] = []
        for n, _ in votes.most_common(_TRIED):
            shared = sum(min(count, bags[n][word]) * len(word) for word, count in bag.items())
            if shared >= UNMISTAKABLE and 2 * shared >= _ALIKE * (
                sum(map(len, folds)) + self.new.weight(units[n])
            ):
                found.append((shared, -n))
        return units[-max(found)[1]] if found else None

    @cached_property
    def _fresh_sentences(self) -> tuple[list[range], list[Counter[str]], dict[str, list[int]]]:
        """The sentences of wholly new words, the words of each, and in which of them a word stands."""
        inside = [there for _, there in self.gaps if there]
        units = (
            [
                u
                for u in self.new.parts(range(len(self.new)), _FINEST)
                if self._taken.find(1, u.start, u.stop) < 0
            ]
            if inside
            else []
        )
        bags = [Counter(self.new.folds[u.start : u.stop]) for u in units]
        index: defaultdict[str, list[int]] = defaultdict(list)
        for n, bag in enumerate(bags):
            for word in bag:
                index[word].append(n)
        return units, bags, index

    def _fresh(self, there: range) -> Iterator[range]:
        """The stretches of new words that came from nowhere."""
        at = self._taken.find(0, there.start, there.stop)
        while at >= 0:
            stop = self._taken.find(1, at, there.stop)
            stop = stop if stop >= 0 else there.stop
            yield range(at, stop)
            at = self._taken.find(0, stop, there.stop)

    def _new_edges(self, there: range) -> list[int]:
        """The first and the last of these new words that came from nowhere."""
        first = self._taken.find(0, there.start, there.stop)
        return [first, self._taken.rfind(0, first, there.stop)] if first >= 0 else []

    @cached_property
    def _lost(self) -> list[int]:
        """How many characters of the old words before each of them stand nowhere."""
        return list(
            accumulate(
                (len(f) if to < 0 else 0 for f, to in zip(self.old.folds, self.to, strict=True)),
                initial=0,
            )
        )

    def _gone(self, here: range) -> int:
        """How many characters of these old words stand nowhere."""
        return self._lost[here.stop] - self._lost[here.start]

    def put_in_place_of(self, gone: range) -> range | None:
        """The insertion that stands exactly where `gone` was deleted: what else was deleted there must be the smaller part."""
        first = bisect_right(self.gaps, gone.start, key=lambda gap: gap[0].stop)
        gaps = self.gaps[first : bisect_left(self.gaps, gone.stop, key=lambda gap: gap[0].start)]
        deleted = sum(self._gone(here) for here, _ in gaps)
        ours = sum(
            self._gone(range(max(here.start, gone.start), min(here.stop, gone.stop)))
            for here, _ in gaps
        )
        put = [edge for _, there in gaps for edge in self._new_edges(there)]
        if not put or 2 * ours < deleted:
            return None
        start, stop, kept = put[0], put[-1] + 1, {self.to[i] for i in gone}
        while (
            start - 1 in kept and start
        ):  # a full stop that both sentences share is part of what stands there now
            start -= 1
        while stop in kept:
            stop += 1
        return range(start, stop)

    def most_of(self, stretch: range) -> range | None:
        """Where `stretch` stands now, if at least half of its words do."""
        standing = [self.to[i] for i in stretch if self.to[i] >= 0]
        return (
            range(min(standing), max(standing) + 1) if 2 * len(standing) >= len(stretch) else None
        )

    def place_between(self, at: int) -> tuple[int, int]:
        """Between which new tokens the place before the old token `at` is now: behind the first, before the second."""
        number = bisect_right(self._solid, at - 1, key=lambda run: run.old)
        before = self._solid[number - 1] if number else Run(0, 0, 0)
        if number and at < before.old + before.length:
            return before.new + at - before.old - 1, before.new + at - before.old
        behind = self._solid[number].new if number < len(self._solid) else len(self.new)
        return before.new + before.length - 1, behind

    def widened_down(self, at: int, floor: int) -> int:
        """The new token where a passage begins whose first word known to stand is the old token `at`, and which began at `floor`.

        What was put in place of words of the passage belongs to it; what replaced more than these words does not.
        """
        to = self.to[at]
        while at > floor:
            if self.to[at - 1] == to - 1 >= 0:
                at, to = at - 1, to - 1
                continue
            here, there = self._gap_before.get(at, _NOWHERE)
            if here.start < floor or there.stop != to or not self._fits(here, there):
                break
            at, to = here.start, there.start
        return to

    def widened_up(self, at: int, roof: int) -> int:
        """As `widened_down`, for the end: `at` is behind the last word known to stand, `roof` where the passage ended."""
        to = self.to[at - 1] + 1
        while at < roof:
            if self.to[at] == to:
                at, to = at + 1, to + 1
                continue
            here, there = self._gap_behind.get(at, _NOWHERE)
            if here.stop > roof or there.start != to or not self._fits(here, there):
                break
            at, to = here.stop, there.stop
        return to

    def whole(self, there: range) -> range:
        """A stretch of new words without half a figure at its ends."""
        return whole(self.new, there, lambda j: not self._taken[j])

    def _fits(self, here: range, there: range) -> bool:
        return self.new.weight(there) <= _AT_MOST * self.old.weight(here) + _LITTLE

    def legible_runs(self) -> list[Run]:
        """The runs without those too short to help a reader between two longer changes."""
        found: list[Run] = []
        last = Run(0, 0, 0)
        for run, following in pairwise([*self.runs, Run(len(self.old), len(self.new), 0)]):
            length = self.old.weight(range(run.old, run.old + run.length))
            if (
                length > _ILLEGIBLE
                or length >= self._change(last, run)
                or length >= self._change(run, following)
            ):
                found.append(run)
                last = run
        return found

    def _change(self, one: Run, following: Run) -> int:
        deleted = self.old.weight(range(one.old + one.length, following.old))
        return max(deleted, self.new.weight(range(one.new + one.length, following.new)))
