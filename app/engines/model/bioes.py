"""BIOES tags: the likeliest legal sequence of them (Viterbi 1967), and the spans they mark.

BIOES (begin, inside, outside, end, single) after Ratinov and Roth 2009. All arrays are numpy; a row
is one paragraph, and the rows follow each other in one array.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_PREFIXES = ("B", "I", "E", "S")
_OUTSIDE = 0
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Tag(NamedTuple):
    """A span of words `first:end` of one kind (its number in the head's kinds)."""

    first: int
    end: int
    kind: int


def tags_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """The tags of a head in the order of its outputs: outside, then the four of each kind.

    Begin, inside, end and single.
    """
    return ("O", *(f"{prefix}-{kind}" for kind in kinds for prefix in _PREFIXES))


@lru_cache(maxsize=32)
def legal(kinds: int) -> NDArray[np.bool_]:
    """(tags, tags): whether the column's tag may follow the row's.

    A row of tags begins and ends as if it had outside tags around it.
    """
    size = 1 + 4 * kinds
    begins = np.array([n == _OUTSIDE or (n - 1) % 4 in (0, 3) for n in range(size)])
    allowed = np.zeros((size, size), bool)
    for n in range(size):
        if n == _OUTSIDE or (n - 1) % 4 in (2, 3):
            allowed[n] = begins
        else:
            base = n - (n - 1) % 4
            allowed[n, [base + 1, base + 2]] = True
    allowed.flags.writeable = False  # every caller gets this same array
    return allowed


def best(scores: Floats, lengths: Ints) -> Ints:
    """The likeliest legal tags, one a word.

    `scores` (words, tags): log-probabilities, each word's up to a constant of its own.

    `lengths` (rows,): the words of each row, at least one; together they are all words. Every row
    begins and ends outside a span. Where each word's likeliest tag is legal beside its neighbours'
    no row is likelier, so that only the other rows are searched.
    """
    tags: Ints = scores.argmax(1)
    row = np.repeat(np.arange(len(lengths)), lengths)
    unsettled = np.unique(row[_broken(tags, lengths, legal((scores.shape[1] - 1) // 4))])
    if len(unsettled):
        is_unsettled = np.isin(row, unsettled)
        tags[is_unsettled] = _searched(scores[is_unsettled], lengths[unsettled])
    return tags


def _broken(tags: Ints, lengths: Ints, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(words,): whether the tag may not follow the one before it, or may not end its row."""
    last = np.cumsum(lengths) - 1
    before = np.roll(tags, 1)
    before[last - lengths + 1] = _OUTSIDE
    broken = ~allowed[before, tags]
    broken[last] |= ~allowed[tags[last], _OUTSIDE]
    return broken


def _searched(scores: Floats, lengths: Ints) -> Ints:
    """Viterbi's search in all rows at once.

    The longest rows come first, so that those that still have a word at a step are the first ones.
    """
    order = np.argsort(-lengths, kind="stable")
    place = np.arange(len(scores)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    # The first words of all rows, then the second ones, and so on.
    packed = np.lexsort((np.repeat(np.argsort(order), lengths), place))
    running = np.bincount(place)
    closing, kept = _forward(scores[packed] - scores[packed].max(1, keepdims=True), running)
    offsets = np.cumsum(running) - running
    tags = np.empty(len(scores), np.int64)
    for n, length in enumerate(lengths[order].tolist()):
        at = offsets[:length] + n
        tags[packed[at]] = _back(closing[at].tolist(), kept[at])
    return tags


def _forward(scores: Floats, running: Ints) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The forward pass: two arrays from which `_back` reads the tags.

    (words,) the best tag that leaves nothing open; (words, kinds) whether a span that is best left
    open began before the word. `running`: how many rows have a first word, a second one, and so on.
    What may follow depends only on what is open: nothing, or a span of one kind. So the work for a
    word grows with its tags, not with their square.
    """
    kinds = np.arange((scores.shape[1] - 1) // 4)
    closes = np.r_[_OUTSIDE, 4 * kinds + 4, 4 * kinds + 3]
    begins, inside = 4 * kinds + 1, 4 * kinds + 2
    # What must be open before each of these tags: 0 nothing, 1 + k a span of kind k.
    before = np.r_[0, 0 * kinds, 1 + kinds, 0 * kinds, 1 + kinds]
    ways = scores[:, np.r_[closes, begins, inside]]
    # These three are views of `ways`.
    closing, fresh, kept = np.split(ways, [len(closes), len(closes) + len(kinds)], axis=1)
    best_open = np.full((running[0], 1 + len(kinds)), -np.inf, np.float32)
    best_open[:, 0] = 0
    at = 0
    for rows in running.tolist():
        now = slice(at, at + rows)
        ways[now] += best_open[:rows].take(before, 1)
        closing[now].max(1, out=best_open[:rows, 0])
        np.maximum(fresh[now], kept[now], out=best_open[:rows, 1:])
        at += rows
    return closes[closing.argmax(1)], kept > fresh


def _back(closing: list[int], kept: NDArray[np.bool_]) -> list[int]:
    """The tags of one row, read backwards from its end."""
    tags = closing
    kind = None
    for k in range(len(tags) - 1, -1, -1):
        if kind is not None:
            goes_on = bool(kept[k, kind])
            tags[k] = 4 * kind + (2 if goes_on else 1)
            kind = kind if goes_on else None
        elif tags[k] % 4 == 3:
            kind = tags[k] // 4
    return tags


def spans(tags: Ints) -> list[Tag]:
    """The spans of legal tags."""
    marked, first = [], 0
    inside = np.flatnonzero(tags)
    for k, tag in zip(inside.tolist(), tags[inside].tolist(), strict=True):
        kind, prefix = divmod(tag - 1, 4)
        if _PREFIXES[prefix] in "BS":
            first = k
        if _PREFIXES[prefix] in "ES":
            marked.append(Tag(first, k + 1, kind))
    return marked
