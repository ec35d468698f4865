"""Where a short text is broken into lines: as few as it needs, of much the same length.

Pure: widths are measured by whoever calls. The lines of a title are balanced as in a newspaper; the
breaks with the least cost are found over all of them (Knuth and Plass, 1981), not line by line.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BREAK = re.compile(r"(?<=[^\W\d_][-‐–—/])(?=[^\W\d_])|[ ]+")
_SMALL_WORD_CHARACTERS = 3
_SMALL_WORD_AT_END = 0.03
"""A line that ends with `of` or `the` costs as much as one that is a sixth of the width short."""
_BREAK_INSIDE_WORD = 0.06
_AT_A_PAUSE = -0.01
_PAUSES = (",", ";", ":", ".", "?", "!", "–", "—")
_LONE_WORD = 0.25
_LAST_LINE = 0.5
"""What is empty at the end of the last line costs half."""

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Unbreakable:
    """A stretch that stays together, its width, and that of the space behind it, if any."""

    words: str
    width: float
    space: float


def unbreakables(words: str, measure: Measure) -> list[Unbreakable]:
    """The stretches between which lines may be broken: at spaces, and behind hyphens in a word."""
    space = measure(" ")
    ends = [(found.start(), found.end()) for found in _BREAK.finditer(words)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(words)]
    gaps = [space if end > start else 0.0 for start, end in ends] + [0.0]
    stretches = zip(starts, stops, gaps, strict=True)
    return [
        Unbreakable(words[start:stop], measure(words[start:stop]), gap)
        for start, stop, gap in stretches
        if stop > start
    ]


def lines_needed(parts: Sequence[Unbreakable], width: float) -> list[int]:
    """Where each line begins when every line is filled; a part that is too wide has its own."""
    begins = [0] if parts else []
    used = 0.0
    for number, part in enumerate(parts):
        if number > begins[-1] and used + part.width > width:
            begins.append(number)
            used = 0.0
        used += part.width + part.space
    return begins


def balanced(parts: Sequence[Unbreakable], width: float) -> list[str]:
    """The lines: no more of them than `width` demands, and as even as they can be."""
    count = len(lines_needed(parts, width))
    if count < 2:
        return [_joined(parts)] if parts else []
    edges = _best_edges(parts, width, count)
    return [_joined(parts[start:stop]) for start, stop in pairwise(edges)]


def _best_edges(parts: Sequence[Unbreakable], width: float, count: int) -> list[int]:
    """The numbers of the parts at which the lines of the cheapest breaking begin and end."""
    total = len(parts)
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for line in range(1, count + 1):
        reached: dict[int, tuple[float, int]] = {}
        for start, (before, _) in costs[-1].items():
            for stop in _stops(parts, start, width):
                if line == count and stop < total:
                    continue
                cost = before + _cost(parts[start:stop], width, is_last=stop == total)
                if stop not in reached or cost < reached[stop][0]:
                    reached[stop] = cost, start
        costs.append(reached)
    edges = [total]
    for line in range(count, 0, -1):
        edges.append(costs[line][edges[-1]][1])
    return edges[::-1]


def _stops(parts: Sequence[Unbreakable], start: int, width: float) -> range:
    """Where a line that begins at `start` may end."""
    used, stop = 0.0, start
    while stop < len(parts):
        used += parts[stop].width
        if used > width and stop > start:
            break
        used += parts[stop].space
        stop += 1
    return range(start + 1, stop + 1)


def _cost(line: Sequence[Unbreakable], width: float, *, is_last: bool) -> float:
    """What a line costs: what is empty at its end, squared, and what reads badly."""
    used = sum(part.width + part.space for part in line) - line[-1].space
    cost = max(0.0, 1 - used / width) ** 2
    if is_last:
        return cost * _LAST_LINE + (_LONE_WORD if len(line) == 1 else 0.0)
    if not line[-1].space:
        cost += _BREAK_INSIDE_WORD
    elif line[-1].words.endswith(_PAUSES):
        cost += _AT_A_PAUSE
    elif len(line[-1].words) <= _SMALL_WORD_CHARACTERS and line[-1].words[-1].isalpha():
        cost += _SMALL_WORD_AT_END
    return cost


def _joined(parts: Sequence[Unbreakable]) -> str:
    return "".join(part.words + (" " if part.space else "") for part in parts).rstrip(" ")
