"""Which words of one list are those of another, in order: an alignment by what is rare.

Runs of words that occur once in both lists are matched first (the patience diff), for a text's
first sentence may also stand in a teaser, and common words stand everywhere. Where the first list
has all of the other several times, nothing is rare: then the longest equal runs go first. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from app.text.diff.align.subsequences import longest_increasing

ANCHOR = 4
"""Words in a row that must occur once in both lists."""
GAP_PAIRS = 250_000
"""What is compared between two runs: the product of both lengths. More is left unmatched."""
COPY_PAIRS = 20_000_000
"""The same for two whole lists of which little was matched."""
BEYOND = 30
"""Words looked at before the first run and behind the last, beyond the length of the rest."""


class Run(NamedTuple):
    """Equal words: `length` from `one` on in the first list, from `other` on in the second."""

    one: int
    other: int
    length: int


def align(one: Sequence[str], other: Sequence[str]) -> list[int | None]:
    """For each word of `one` the index of the same word in `other`, rising; None for no match."""
    anchored = _anchored(one, other)
    runs = [*anchored, *_between(one, other, anchored)]
    little = 2 * sum(run.length for run in runs) < len(other)
    if little and len(one) * len(other) <= COPY_PAIRS:
        runs = list(_longest_first(one, other))
    matched: list[int | None] = [None] * len(one)
    for run in runs:
        for n in range(run.length):
            matched[run.one + n] = run.other + n
    return matched


def _anchored(one: Sequence[str], other: Sequence[str]) -> list[Run]:
    """Runs grown from what occurs once in both, in order, neither crossing nor touching."""
    places, others = _once(one), _once(other)
    pairs = sorted((at, others[words]) for words, at in places.items() if words in others)
    runs: list[Run] = []
    one_end = other_end = 0
    for at, place in longest_increasing(pairs):
        if at < one_end or place < other_end:
            continue  # inside the run before it, or not beside it
        back = _same_before(one, other, at, place, min(at - one_end, place - other_end))
        length = back + _same_from(one, other, at, place)
        runs.append(Run(at - back, place - back, length))
        one_end, other_end = at - back + length, place - back + length
    return runs


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The runs of `ANCHOR` words that occur once, and where."""
    runs = [tuple(words[at : at + ANCHOR]) for at in range(len(words) - ANCHOR + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _same_before(one: Sequence[str], other: Sequence[str], at: int, place: int, most: int) -> int:
    """How many words before two places are the same, at most `most`."""
    length = 0
    while length < most and one[at - length - 1] == other[place - length - 1]:
        length += 1
    return length


def _same_from(one: Sequence[str], other: Sequence[str], at: int, place: int) -> int:
    """How many words from two places on are the same."""
    most = min(len(one) - at, len(other) - place)
    length = 0
    while length < most and one[at + length] == other[place + length]:
        length += 1
    return length


def _between(one: Sequence[str], other: Sequence[str], runs: Sequence[Run]) -> Iterator[Run]:
    """The equal words between two runs, before the first and behind the last."""
    if not runs:
        return
    first, last = runs[0], runs[-1]
    rest = len(other) - last.other - last.length
    start = Run(max(0, first.one - first.other - BEYOND), 0, 0)
    end = Run(min(len(one), last.one + last.length + rest + BEYOND), len(other), 0)
    for before, behind in pairwise((start, *runs, end)):
        one_start, other_start = before.one + before.length, before.other + before.length
        one_gap, other_gap = one[one_start : behind.one], other[other_start : behind.other]
        if not one_gap or not other_gap or len(one_gap) * len(other_gap) > GAP_PAIRS:
            continue
        for run in _longest_first(one_gap, other_gap):
            yield Run(one_start + run.one, other_start + run.other, run.length)


def _longest_first(one: Sequence[str], other: Sequence[str]) -> Iterator[Run]:
    """Equal runs: the longest, then the longest on each side of it, and so on."""
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield Run(*block)
