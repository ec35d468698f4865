"""Overlapping windows over a long row of pieces, and which window answers for which piece."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Window(NamedTuple):
    """The model sees pieces `start:end` and answers for `keep_from:keep_to` of them."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def windows(pieces: int, size: int, overlap: int) -> list[Window]:
    """Windows of at most `size` pieces over all of them.

    Two neighbours share `overlap` pieces or more, and each answers for its half of these.
    """
    if pieces <= size:
        return [Window(0, pieces, 0, pieces)] if pieces else []
    starts = [*range(0, pieces - size, size - overlap), pieces - size]
    borders = [0, *((a + size + b) // 2 for a, b in pairwise(starts)), pieces]
    return [Window(s, s + size, borders[k], borders[k + 1]) for k, s in enumerate(starts)]


def stitch(
    pieces: int, size: int, overlap: int, answer: Callable[[int, int], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """The answers of all windows as one array (pieces, outputs); at least one piece.

    `answer(start, end)` gives (end - start, outputs).
    """
    first, *others = windows(pieces, size, overlap)
    answers = answer(first.start, first.end)
    # Filled in place: to keep all windows besides would double a long text's memory.
    whole = np.empty((pieces, answers.shape[1]), np.float32)
    whole[: first.keep_to] = answers[: first.keep_to]
    for w in others:
        answers = answer(w.start, w.end)
        whole[w.keep_from : w.keep_to] = answers[w.keep_from - w.start : w.keep_to - w.start]
    return whole
