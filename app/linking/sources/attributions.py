"""Which cue words depend on, and which source a cue has: the nearest, borders counted as distance.

Measured on spans of 300 of PolNeAR's training articles, marked by people: 98.7 % of contents get
their cue, 99.2 % of cues their source (the nearest by characters alone: 93.6 and 97.5 %).
"""

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import log

from app.text.spans import Span

# What each costs in characters; chosen on every other of those articles, in steps that double.
_SENTENCE = 100
_PARAGRAPH = 400
# For a cue that has nearer words: then `adding` has what follows it, `said` what comes before.
_TAKEN = 60
_BEHIND = -1  # of two that are as near, the cue before the words
# For a cue behind words in marks that end with their full stop: there somebody else's sentence
# begins. Of 1,614 such contents in PolNeAR's training articles the cue follows 17, and 9 of these
# are signatures. On every third of the articles 300 gives 14 more of 600 their cue, 600 gives 11.
_CLOSED = 300
# Times the natural logarithm of how sure a cue is: on PolNeAR's dev .7 points of exact cues, .3 of
# attributions.
_DOUBTED = 100
# A cue at once before the words is doubted half as much: `worries that`. Four tenths of a point of
# attributions on half of PolNeAR's dev; a quarter does as well, not to doubt it at all costs half.
_LESS_DOUBTED = 2
_NEIGHBOURS = 4  # cues or sources on either side that are weighed; keeps the work linear
_FAR = 1500  # beyond this words depend on no cue
# And beyond this a source is not the cue's where a sentence begins between: sources of other
# sentences are rarely its own. On PolNeAR's dev one point of F1; that the rule leaves those of the
# same sentence alone is worth two tenths (half of its articles).
_ASTRAY = 150


@dataclass(frozen=True, slots=True)
class Borders:
    """Where sentences and paragraphs begin, ascending."""

    sentences: Sequence[int]
    paragraphs: Sequence[int]

    def between(self, a: Span, b: Span) -> int:
        """The distance of two spans; 0 where they touch or overlap."""
        low, high = min(a.end, b.end), max(a.start, b.start)
        if low >= high:
            return 0
        sentences = _count_within(self.sentences, low, high)
        paragraphs = _count_within(self.paragraphs, low, high)
        return high - low + _SENTENCE * sentences + _PARAGRAPH * paragraphs

    def part(self, a: Span, b: Span) -> bool:
        """Whether a sentence begins between the two."""
        low, high = min(a.end, b.end), max(a.start, b.start)
        return low < high and _count_within(self.sentences, low, high) > 0


def _count_within(starts: Sequence[int], low: int, high: int) -> int:
    return bisect_right(starts, high) - bisect_right(starts, low)


def cues_of(
    contents: Sequence[Sequence[Span]],
    cues: Sequence[Span],
    sure: Sequence[float],
    borders: Borders,
    closed: Collection[int] = (),
) -> list[int | None]:
    """For each content (its pieces in order) the index of its cue; None where none is near.

    `cues` are in order, `sure` is how sure each is (0–1), `closed` are the indices of contents that
    end with a full stop of their own. The nearest pairs are joined first; a cue that has words
    already counts as farther from others, and so does one that is not sure.
    """
    starts = [c.start for c in cues]
    doubts = [round(_DOUBTED * -log(max(s, 0.01))) for s in sure]
    # (distance, content, cue, how many contents the cue had when this was put in)
    queue = []
    for n, pieces in enumerate(contents):
        for k, distance in _distances(pieces, cues, starts, borders):
            doubt = doubts[k] if distance > 0 else doubts[k] // _LESS_DOUBTED
            is_behind_stop = n in closed and cues[k].start >= pieces[-1].end
            queue.append((distance + doubt + _CLOSED * is_behind_stop, n, k, 0))
    heapq.heapify(queue)
    cue_of: list[int | None] = [None] * len(contents)
    taken: Counter[int] = Counter()
    while queue:
        distance, n, k, before = heapq.heappop(queue)
        if cue_of[n] is not None:
            continue
        if taken[k] > before:
            # The cue has got words since: it is farther now, and waits for its turn again.
            heapq.heappush(queue, (distance + _TAKEN, n, k, taken[k]))
        else:
            cue_of[n] = k
            taken[k] += 1
    return cue_of


def _distances(
    pieces: Sequence[Span], cues: Sequence[Span], starts: Sequence[int], borders: Borders
) -> list[tuple[int, int]]:
    """(cue, distance) of the cues around a content, as near as its nearest piece."""
    nearest: dict[int, int] = {}
    for piece in pieces:
        for k in _around(piece, cues, starts):
            distance = borders.between(piece, cues[k])
            if cues[k].end <= piece.start:
                distance += _BEHIND
            nearest[k] = min(distance, nearest.get(k, _FAR))
    return [(k, distance) for k, distance in nearest.items() if distance < _FAR]


def sources_of(
    cues: Sequence[Span],
    sources: Sequence[Span],
    borders: Borders,
    may_be: Callable[[int, int], bool] = lambda _cue, _source: True,
) -> list[int | None]:
    """For each cue the index of the nearest of the sources (in order); None where none is near.

    The subject of a sentence that comes after the cue's is never its source, nor is one that
    `may_be` refuses (given the indices of both).
    """
    starts = [s.start for s in sources]
    nearest: list[int | None] = []
    for n, cue in enumerate(cues):
        possible = [
            k for k in _around(cue, sources, starts) if _is_possible(cue, sources[k], borders)
        ]
        distances = ((borders.between(cue, sources[k]), k) for k in possible if may_be(n, k))
        distance, k = min(distances, default=(_FAR, -1))
        is_near = distance < _FAR and _is_near(cue, sources[k], distance, borders)
        nearest.append(k if is_near else None)
    return nearest


def _is_possible(cue: Span, source: Span, borders: Borders) -> bool:
    """Whether the source is not in a later sentence."""
    return source.start < cue.end or not borders.part(cue, source)


def _is_near(cue: Span, source: Span, distance: int, borders: Borders) -> bool:
    return distance < _ASTRAY or not borders.part(cue, source)


def _around(span: Span, others: Sequence[Span], starts: Sequence[int]) -> range:
    """The indices of the others inside the span or next to it."""
    low = bisect_left(starts, span.start) - _NEIGHBOURS
    high = bisect_left(starts, span.end) + _NEIGHBOURS
    return range(max(0, low), min(len(others), high))
