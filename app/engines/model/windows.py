"""Overlapping windows over a long row of pieces, and which window answers for which piece."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engines.model.tokenizer import BREAK

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_EDGES = 2


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


@dataclass(frozen=True, slots=True)
class Frame:
    """How a text is cut for the model, in pieces.

    `window` with its two edges; `overlap` is what two neighbours share; `lead` is how much of the
    text's beginning is read before each later window, since what an article is about stands there.
    """

    window: int
    overlap: int
    lead: int

    def size(self, pieces: int) -> int:
        """How many pieces of a text of so many a window answers for at most."""
        whole = self.window - _EDGES
        return whole if pieces <= whole or not self.lead else whole - self.lead - 1

    def read(
        self, ids: Ints, shapes: Ints, sep: int, answer: Callable[[Ints, Ints], Floats]
    ) -> Floats:
        """The answers (pieces, outputs) for one text of at least one piece.

        `answer` takes ids and shapes of one window; `sep` parts the beginning from it.
        """
        before = [*ids[: self.lead], sep], [*shapes[: self.lead], BREAK]

        def in_context(start: int, end: int) -> Floats:
            if not start or not self.lead:
                return answer(ids[start:end], shapes[start:end])
            led = [
                np.concatenate([b, x[start:end]])
                for b, x in zip(before, (ids, shapes), strict=True)
            ]
            return answer(led[0], led[1])[self.lead + 1 :]

        return stitch(len(ids), self.size(len(ids)), self.overlap, in_context)
