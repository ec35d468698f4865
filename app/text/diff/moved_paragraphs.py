"""Paragraphs that went elsewhere and were reworded on the way: which of the new text's is the next state of which of the old's.

Sentences tell what was carried as long as each of them is much the same; a paragraph of which every sentence was reworded is known
only as a whole. Knows no passages.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.text.diff.tokens import Pair, Tokens, common, heaviest

_HALF = 0.5
"""Of the letters of both paragraphs that must be the same in order. With less, two reports of one
kind of event would be one paragraph."""
_LEAST = 20  # letters that have no place yet; fewer are no paragraph that went elsewhere
_TELLING = (
    4  # paragraphs; two words that stand together in more of them tell nothing of which is meant
)
_TRIED = 3  # of the likeliest paragraphs
_COMPARED = 500  # words of a paragraph, so that a comparison costs 4 steps a word at most
Gap = tuple[range, range]


@dataclass(slots=True)
class _Paragraph:
    """A paragraph, with the letters that are out of place, those of them that have no place at all, and the gaps that it lies in."""

    words: range
    out: int = 0
    free: int = 0
    gaps: set[int] = field(default_factory=set)


class MovedParagraphs:
    """The paragraphs of two texts of which most letters stand in `gaps`, which are what lies between the words that hold their place.

    `to` is the new token of every old one or -1, `taken` the new ones laid on. `work` is told the steps.
    """

    def __init__(
        self,
        old: Tokens,
        new: Tokens,
        to: Sequence[int],
        taken: bytearray,
        gaps: Sequence[Gap],
        work: Callable[[int], object],
    ) -> None:
        self.old, self.new, self.to, self.taken, self.gaps, self.work = (
            old,
            new,
            to,
            taken,
            gaps,
            work,
        )

    def pairs(self) -> list[Gap]:
        """The paragraphs that went elsewhere, each in one pair at most.

        Those that hold their place beside others are left out.
        """
        ours = self._loose(self.old, [here for here, _ in self.gaps], lambda i: self.to[i] < 0)
        theirs = (
            self._loose(self.new, [there for _, there in self.gaps], lambda j: not self.taken[j])
            if ours
            else []
        )
        if not theirs:
            return []
        found: list[tuple[_Paragraph, _Paragraph, int]] = []
        used: set[int] = set()
        for votes, i, j in sorted(self._votes(ours, theirs), reverse=True):
            shared = (
                self._shared(ours[i].words, theirs[j].words) if votes and not {i, ~j} & used else 0
            )
            if shared:
                used |= {i, ~j}
                found.append((ours[i], theirs[j], shared))
        return list(_elsewhere(sorted(found, key=lambda pair: pair[0].words.start)))

    def _loose(
        self, tokens: Tokens, parts: Sequence[range], free: Callable[[int], bool]
    ) -> list[_Paragraph]:
        found: dict[int, _Paragraph] = {}
        starts = tokens.paragraphs
        for number, part in enumerate(parts):
            at = part.start
            while at < part.stop:
                n = bisect_right(starts, at)
                stop = starts[n] if n < len(starts) else len(tokens)
                one = found.setdefault(n, _Paragraph(range(starts[n - 1], stop)))
                inside = range(at, min(stop, part.stop))
                one.out += tokens.weight(inside)
                one.free += sum(len(tokens.folds[i]) for i in inside if free(i))
                one.gaps.add(number)
                at = inside.stop
        return [
            one
            for one in found.values()
            if one.free >= _LEAST and one.out >= _HALF * tokens.weight(one.words)
        ]

    def _votes(
        self, ours: Sequence[_Paragraph], theirs: Sequence[_Paragraph]
    ) -> Iterator[tuple[int, int, int]]:
        """How many words that stand together, and how many that were carried there already, speak for a pair: `(votes, ours, theirs)`."""
        places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        starts = [one.words.start for one in theirs]
        for j, one in enumerate(theirs):
            for two in set(pairwise(self.new.folds[one.words.start : one.words.stop])):
                places[two].append(j)
        for i, one in enumerate(ours):
            twos = pairwise(self.old.folds[one.words.start : one.words.stop])
            votes = Counter(
                j
                for two in twos
                if len(places.get(two, ())) <= _TELLING
                for j in places.get(two, ())
            )
            for to in (self.to[k] for k in one.words if self.to[k] >= 0):
                j = bisect_right(starts, to) - 1
                if j >= 0 and to in theirs[j].words:
                    votes[j] += 1
            yield from ((count, i, j) for j, count in votes.most_common(_TRIED))
        self.work(sum(len(one.words) for one in (*ours, *theirs)))

    def _shared(self, here: range, there: range) -> int:
        """The letters that two paragraphs share in order; 0 where they are too few.

        Of very long ones the beginning is compared.
        """
        here, there = here[:_COMPARED], there[:_COMPARED]
        ours, theirs = (
            self.old.folds[here.start : here.stop],
            self.new.folds[there.start : there.stop],
        )
        both = self.old.weight(here) + self.new.weight(there)
        shared = sum(
            self.old.weight(range(here.start + i, here.start + i + count))
            for i, _, count in common(ours, theirs, self.work)
        )
        return shared if 2 * shared >= _HALF * both else 0


def _elsewhere(pairs: Sequence[tuple[_Paragraph, _Paragraph, int]]) -> Iterator[Gap]:
    """The pairs without those that keep their order inside one gap, the most of them that can."""
    inside: defaultdict[int, list[Pair]] = defaultdict(list)
    for number, (ours, theirs, shared) in enumerate(pairs):
        for gap in sorted(ours.gaps & theirs.gaps)[:1]:
            inside[gap].append(Pair(number, theirs.words.start, shared))
    stays = {pair.ours for kept in inside.values() for pair in heaviest(_ranked(kept))}
    for number, (ours, theirs, _) in enumerate(pairs):
        if number not in stays:
            yield ours.words, theirs.words


def _ranked(pairs: Sequence[Pair]) -> list[Pair]:
    """The same pairs with small numbers on the right, as `heaviest` wants them."""
    rank = {theirs: n for n, theirs in enumerate(sorted(pair.theirs for pair in pairs))}
    return [pair._replace(theirs=rank[pair.theirs]) for pair in pairs]
