"""Flat segments: the text cut wherever something above it begins or ends.

Owns the sweep; does not depend on HTML and layers.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeVar

from app.text.spans import Inline, Span


class MarkedSpan(NamedTuple):
    """What the markup needs to know of an annotation.

    `voice` is the speaker's name where the reader should see who speaks.

    `category` is what the legend turns on and off (the layer, where it has no parts), `certainty`
    how sure it is, from 1 to 3.
    """

    id: int
    start: int
    end: int
    layer: str
    kind: str
    href: str
    voice: str | None = None
    category: str = ""
    certainty: int = 3


Above = MarkedSpan | Inline | Span  # an annotation, a mark of the source's own, the shared passage


class Stretch(Protocol):
    """Anything with a beginning and an end."""

    @property
    def start(self) -> int: ...  # noqa: D102 - said by the class

    @property
    def end(self) -> int: ...  # noqa: D102


MOST_ABOVE = 30
"""Annotations that a segment knows, the shortest ones. Articles of the demo library have at most
three on the same words; thousands nested in each other would make a page grow with their square."""
AnyStretch = TypeVar("AnyStretch", bound=Stretch)


class Segment(NamedTuple):
    """A stretch of text under one set of things.

    `marks` are shortest first; of equals the later start, then the smaller id. There are at most
    `MOST_ABOVE`: of more the longest are left out.
    """

    start: int
    end: int
    marks: tuple[MarkedSpan, ...] = ()
    emphasis: bool = False
    strong: bool = False
    link: str | None = None
    passage: bool = False


def segments(block: Stretch, above: Sequence[Above]) -> list[Segment]:
    """`block` cut wherever one of `above` begins or ends, in order and without gaps.

    A Span among them is the shared passage.
    """
    if not above:
        return [Segment(block.start, block.end)] if block.start < block.end else []
    begins: defaultdict[int, list[Above]] = defaultdict(list)
    ends: defaultdict[int, list[Above]] = defaultdict(list)
    for item in above:
        start, end = max(item.start, block.start), min(item.end, block.end)
        if start < end:
            begins[start].append(item)
            ends[end].append(item)
    sweep, pieces = _Sweep(), []
    for start, end in pairwise(sorted({block.start, block.end, *begins, *ends})):
        for item in ends.get(start, ()):
            sweep.leave(item)
        for item in begins.get(start, ()):
            sweep.enter(item)
        pieces.append(sweep.segment(start, end))
    return pieces


def each_with_above(
    stretches: Sequence[AnyStretch], above: Iterable[Above]
) -> Iterator[tuple[AnyStretch, list[Above]]]:
    """Each of `stretches`, which are in order, with what overlaps it."""
    coming = sorted(above, key=lambda item: item.start, reverse=True)
    here: list[Above] = []
    for stretch in stretches:
        while coming and coming[-1].start < stretch.end:
            here.append(coming.pop())
        here = [item for item in here if item.end > stretch.start]
        yield stretch, here


def too_deep(stretches: Sequence[Stretch], most: int) -> set[int]:
    """The indexes of those that begin where `most` others already lie."""
    deep: set[int] = set()
    ends: list[int] = []
    for index, one in sorted(enumerate(stretches), key=lambda item: item[1].start):
        while ends and ends[0] <= one.start:
            heappop(ends)
        if len(ends) >= most:
            deep.add(index)
        else:
            heappush(ends, one.end)
    return deep


def _rank(mark: MarkedSpan) -> tuple[int, int, int]:
    return mark.end - mark.start, -mark.start, mark.id


class _Sweep:
    """What lies above the point that has been reached.

    Marks stay sorted, so that a segment costs no more than writing it down.
    """

    def __init__(self) -> None:
        self.marks: list[MarkedSpan] = []
        self.links: list[Inline] = []
        self.count = {"passage": 0, "emphasis": 0, "strong": 0}

    def enter(self, item: Above) -> None:
        if isinstance(item, MarkedSpan):
            insort(self.marks, item, key=_rank)
        elif isinstance(item, Span):
            self.count["passage"] += 1
        elif item.kind == "link":
            self.links.append(item)
        else:
            self.count[item.kind] += 1

    def leave(self, item: Above) -> None:
        if isinstance(item, MarkedSpan):
            del self.marks[bisect_left(self.marks, _rank(item), key=_rank)]
        elif isinstance(item, Span):
            self.count["passage"] -= 1
        elif item.kind == "link":
            self.links.remove(item)
        else:
            self.count[item.kind] -= 1

    def segment(self, start: int, end: int) -> Segment:
        count = self.count
        link = self.links[-1].href if self.links else None
        return Segment(
            start,
            end,
            tuple(self.marks[:MOST_ABOVE]),
            count["emphasis"] > 0,
            count["strong"] > 0,
            link,
            count["passage"] > 0,
        )
