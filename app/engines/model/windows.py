"""Overlapping windows over a long row of pieces, and which window answers for which piece."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
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


def sliding(pieces: int, size: int, overlap: int) -> list[Window]:
    """Windows of `size` pieces over all of them, the last one shifted back to end with the text.

    Two neighbours share `overlap` pieces or more, and each answers for its half of these.
    """
    if pieces <= size:
        return [Window(0, pieces, 0, pieces)] if pieces else []
    starts = [*range(0, pieces - size, size - overlap), pieces - size]
    borders = [0, *((a + size + b) // 2 for a, b in pairwise(starts)), pieces]
    return [Window(s, s + size, borders[k], borders[k + 1]) for k, s in enumerate(starts)]


def windows(
    pieces: int, size: int, overlap: int, before: int, breaks: Sequence[int] = ()
) -> list[Window]:
    """The fewest windows of at most `size` pieces over all of them, of similar length.

    Every window but the first has `before` pieces more that are read before it; with these it has
    `size` at most too. A window answers up to the break that is nearest to an even share, or to
    that share where no break is in reach. Half of `overlap` is seen before what it answers for, and
    as much behind it unless that ends at a break. `breaks` rise, and a new part begins at each;
    `before + overlap` is less than `size`. Of an article of 700 words the standard model reads a
    fifth less so than in `sliding` windows, each behind the beginning of the text, and no figure of
    the whole development parts with a hundred examples or more falls by more than .005; the small
    model, which sees half as much, loses more by it.
    """
    if pieces <= size:
        return [Window(0, pieces, 0, pieces)] if pieces else []
    seen = overlap // 2
    most = size - before - 2 * seen  # of a later window's pieces, those that it answers for
    room = size - seen  # the like for the first
    found: list[Window] = []
    keep_from = 0
    for later in range(-(-(pieces - size) // most), 0, -1):
        # Of the places that are too many, this window and the later ones leave equal shares empty.
        spare = (room + later * most - (pieces - keep_from)) // (later + 1)
        share = keep_from + room - spare
        least = max(keep_from + 1, pieces - later * most - seen)
        longest = min(keep_from + room, pieces - later)
        border = _nearest(breaks, share, least, min(longest + seen, pieces - later))
        keep_to = min(max(least, share), longest) if border is None else border
        end = min(keep_to + seen, pieces) if border is None else border
        found.append(Window(max(0, keep_from - seen), end, keep_from, keep_to))
        keep_from, room = keep_to, most
    return [*found, Window(max(0, keep_from - seen), pieces, keep_from, pieces)]


def _nearest(breaks: Sequence[int], to: int, least: int, most: int) -> int | None:
    """The break from `least` to `most` that is nearest to a place; None where there is none."""
    near = breaks[bisect_left(breaks, least) : bisect_right(breaks, most)]
    return min(near, key=lambda b: abs(b - to)) if near else None


@dataclass(frozen=True, slots=True)
class Frame:
    """How a text is cut for the model, in pieces.

    `window` with its two edges; `overlap` is what two neighbours share; `lead` is how much of the
    text's beginning is read before each later window, since what an article is about stands there.
    """

    window: int
    overlap: int
    lead: int

    @property
    def size(self) -> int:
        """How many pieces of a text the first window sees at most."""
        return self.window - _EDGES

    @property
    def before(self) -> int:
        """How many pieces are read before each later window: the beginning and what parts it."""
        return self.lead + 1 if self.lead else 0

    def cut(self, ids: Ints, sep: int) -> list[Window]:
        """The windows over one text, whose parts `sep` parts."""
        if not self.lead:
            return sliding(len(ids), self.size, self.overlap)
        breaks = (np.flatnonzero(ids[:-1] == sep) + 1).tolist()
        return windows(len(ids), self.size, self.overlap, self.before, breaks)

    def read(
        self, ids: Ints, shapes: Ints, sep: int, answer: Callable[[Ints, Ints], Floats]
    ) -> Floats:
        """The answers (pieces, outputs) for one text of at least one piece.

        `answer` takes ids and shapes of one window; `sep` parts the beginning from it.
        """
        lead_ids = np.append(ids[: self.lead], sep)[: self.before]
        lead_shapes = np.append(shapes[: self.lead], BREAK)[: self.before]
        first, *later = self.cut(ids, sep)
        answers = answer(ids[: first.end], shapes[: first.end])
        # Filled in place: to keep all windows besides would double a long text's memory.
        whole = np.empty((len(ids), answers.shape[1]), np.float32)
        whole[: first.keep_to] = answers[: first.keep_to]
        for w in later:
            answers = answer(
                np.concatenate([lead_ids, ids[w.start : w.end]]),
                np.concatenate([lead_shapes, shapes[w.start : w.end]]),
            )[self.before :]
            whole[w.keep_from : w.keep_to] = answers[w.keep_from - w.start : w.keep_to - w.start]
        return whole
