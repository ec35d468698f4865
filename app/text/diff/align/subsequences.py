"""Longest common subsequences and heaviest chains: which items of two sequences match in order.

Every function is linear, or bounded, in the length of its input. `work` is called with the number
of steps taken: one for a word read, one for 64 cells of a comparison.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

# Cells of one exact comparison, a bit each: 2,000 words by 2,000, 3 ms. Larger ones are first split
# at words that occur once on each side, so that a text of n words costs n · √cells, however
# hostile.
_MOST_CELLS = 4_000_000

Work = Callable[[int], object]
Gap = tuple[range, range]
"""A range of old tokens and the range of new tokens that corresponds to it."""
Match = tuple[int, int, int]
"""`(old, new, count)`: so many items are equal from `old` and from `new` on."""


@dataclass(frozen=True, slots=True)
class Run:
    """`length` tokens that are equal from `old` and from `new` on."""

    old: int
    new: int
    length: int


class Pair(NamedTuple):
    """An old and a new item that may correspond, and how much they share."""

    old: int
    new: int
    shared: int


def uncounted(steps: int) -> None:
    """Counts nothing."""


def common_subsequence(
    old: Sequence[str], new: Sequence[str], work: Work = uncounted
) -> list[Match]:
    """A longest common subsequence; an approximate one where an exact one would cost too much.

    Equal ends are matched first, the end before the beginning: of a word that was doubled, the
    first copy counts as inserted.
    """
    tail = shared_head(old[::-1], new[::-1])
    head = shared_head(old[: len(old) - tail], new[: len(new) - tail])
    work(len(old) + len(new))
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    is_small = len(old_middle) * len(new_middle) <= _MOST_CELLS
    compare = _exact if is_small else _patience
    middle = [(i + head, j + head, n) for i, j, n in compare(old_middle, new_middle, work)]
    matches = [(0, 0, head), *middle, (len(old) - tail, len(new) - tail, tail)]
    return [match for match in matches if match[2]]


def shared_head(old: Sequence[str], new: Sequence[str]) -> int:
    """How many equal items both sequences begin with."""
    for count, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return count
    return min(len(old), len(new))


def _exact(old: Sequence[str], new: Sequence[str], work: Work) -> list[Match]:
    """The longest common subsequence, compared cell by cell (64 cells at once)."""
    if not old or not new:
        return []
    work(len(old) * (len(new) + 63) // 64)
    number: dict[str, int] = {}
    old_numbers = [number.setdefault(word, len(number)) for word in old]
    new_numbers = [number.setdefault(word, len(number)) for word in new]
    return [
        (op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(old_numbers, new_numbers)
        if op.tag == "equal"
    ]


def _patience(old: Sequence[str], new: Sequence[str], work: Work) -> list[Match]:
    """Patience diff: words that occur once on each side, in order, split the rest.

    A stretch between two of them that is still too large is not compared.
    """
    matches: list[Match] = []
    old_at, new_at = 0, 0
    for i, j in [*_unique_words(old, new), (len(old), len(new))]:
        if (i - old_at) * (j - new_at) <= _MOST_CELLS:
            between = _exact(old[old_at:i], new[new_at:j], work)
            matches += [(old_at + a, new_at + b, n) for a, b, n in between]
        if i < len(old):
            matches.append((i, j, 1))
        old_at, new_at = i + 1, j + 1
    return matches


def _unique_words(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The positions of words that occur once on each side, as many as are in the same order."""
    once_in_old = {word for word, count in Counter(old).items() if count == 1}
    once_in_new = {word for word, count in Counter(new).items() if count == 1}
    unique = once_in_old & once_in_new
    position = {word: j for j, word in enumerate(new) if word in unique}
    return longest_increasing([(i, position[word]) for i, word in enumerate(old) if word in unique])


def longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of `pairs`, sorted on the left, that increases on the right too.

    Patience sorting, O(n log n).
    """
    # For each length: the smallest right number that a chain ends with, and the pair it is from.
    smallest_end: list[int] = []
    last_pair: list[int] = []
    previous: dict[int, int] = {}
    for number, (_, right) in enumerate(pairs):
        length = bisect_left(smallest_end, right)
        previous[number] = last_pair[length - 1] if length else -1
        if length == len(smallest_end):
            smallest_end.append(right)
            last_pair.append(number)
        else:
            smallest_end[length], last_pair[length] = right, number
    chain = _walk_back(previous, last_pair[-1] if last_pair else -1)
    return [pairs[number] for number in chain]


def _walk_back(previous: dict[int, int], last: int) -> list[int]:
    """The numbers of a chain from its first item to `last`; empty for -1."""
    chain: list[int] = []
    while last >= 0:
        chain.append(last)
        last = previous[last]
    return chain[::-1]


def heaviest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The chain of pairs, increasing on both sides, that shares the most. O(n log n)."""
    size = max((pair.new for pair in pairs), default=-1) + 2
    # A Fenwick tree over the new positions: (weight, last pair) of the heaviest chain so far.
    tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    previous: dict[int, int] = {}
    for number, pair in sorted(enumerate(pairs), key=lambda item: (item[1].old, -item[1].new)):
        node, heaviest = pair.new, (0, -1)
        while node > 0:
            heaviest = max(heaviest, tree[node])
            node -= node & -node
        previous[number] = heaviest[1]
        node = pair.new + 1
        while node <= size:
            tree[node] = max(tree[node], (heaviest[0] + pair.shared, number))
            node += node & -node
    _, last = max(tree, default=(0, -1))
    return [pairs[number] for number in _walk_back(previous, last)]


def shared_phrases(old: Sequence[str], new: Sequence[str], size: int, work: Work) -> list[Match]:
    """Equal runs, in order, that grow around phrases of `size` words unique on both sides."""
    in_old, in_new = _unique_phrases(old, size), _unique_phrases(new, size)
    work(size * (len(old) + len(new)))
    pairs = [
        Pair(i, in_new[phrase], sum(map(len, phrase)))
        for phrase, i in in_old.items()
        if i >= 0 and in_new.get(phrase, -1) >= 0
    ]
    matches: list[Match] = []
    old_at = new_at = 0
    for i, j, _ in heaviest_chain(pairs):
        if i < old_at or j < new_at:
            continue  # it lies in the run before
        while i > old_at and j > new_at and old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
        count = _equal_from(old, new, i, j)
        matches.append((i, j, count))
        old_at, new_at = i + count, j + count
    return matches


def _equal_from(old: Sequence[str], new: Sequence[str], i: int, j: int) -> int:
    """How many items are equal from `old[i]` and `new[j]` on."""
    count = 0
    while i + count < len(old) and j + count < len(new) and old[i + count] == new[j + count]:
        count += 1
    return count


def _unique_phrases(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """Where each phrase of `size` words begins; -1 where it occurs more than once."""
    places: dict[tuple[str, ...], int] = {}
    for at, phrase in enumerate(zip(*(words[n:] for n in range(size)), strict=False)):
        places[phrase] = -1 if phrase in places else at
    return places


def joined_runs(runs: Iterable[Run]) -> list[Run]:
    """Runs in order, those that touch on both sides made one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            joined[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            joined.append(run)
    return joined


def gaps_between(runs: Sequence[Run], old: int, new: int) -> Iterator[Gap]:
    """What lies between runs in order of `old` and `new` tokens: deleted and inserted ones."""
    old_at, new_at = 0, 0
    for run in [*runs, Run(old, new, 0)]:
        if (old_at, new_at) != (run.old, run.new):
            yield range(old_at, run.old), range(new_at, run.new)
        old_at, new_at = run.old + run.length, run.new + run.length
