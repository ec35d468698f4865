"""What a model answers for prepared parts, and how right it is.

Knows no tensors: the shipped file is scored with what the reader has.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.engines.model.bioes import Tag, spans
from app.engines.model.tagger import decoded
from app.engines.model.windows import Frame
from training.batches import SEP, Prepared
from training.prepare import UNKNOWN

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Answer = Callable[[Ints, Ints], Floats]
"""(pieces,) ids and shapes of one window to (pieces, columns)."""


def read(data: Prepared, frame: Frame, answer: Answer) -> list[Floats]:
    """The answers (pieces, columns) for every text of a part, read as the tagger reads."""
    return [
        frame.read(data.ids[start:end], data.shapes[start:end], SEP, answer)
        for start, end in data.texts
    ]


def known(data: Prepared, head: str, start: int, end: int) -> tuple[NDArray[np.bool_], list[int]]:
    """Which of the pieces `start:end` begin a word with a label, and the part of each."""
    is_word = data.labels[head][start:end] != UNKNOWN
    return is_word, np.cumsum(data.ids[start:end] == SEP)[is_word].tolist()


def both(
    data: Prepared, head: str, start: int, end: int, scores: Floats
) -> tuple[set[Tag], set[Tag]]:
    """The gold's spans and the model's, in words of the text `start:end`.

    Words whose label is unknown count on neither side.
    """
    is_word, parts = known(data, head, start, end)
    if not parts:
        return set(), set()
    return set(spans(data.labels[head][start:end][is_word])), set(decoded(scores[is_word], parts))


def f1(right: int, found: int, there: int) -> float:
    """The harmonic mean of precision and recall; 0 where there is nothing."""
    return 2 * right / max(1, found + there)


def answered(data: Prepared, pieces: Floats) -> Doubles:
    """The answer for each labelled sentence of a part.

    `pieces` (all its pieces, 2) are their weights and answers.
    """
    return np.array([_answer(pieces[a:b]) for a, b, _ in data.claims.tolist()])


def _answer(pieces: Floats) -> float:
    weight = np.exp(pieces[:, 0] - pieces[:, 0].max())
    return float((weight * pieces[:, 1]).sum() / weight.sum())


def evened(labels: Ints, seed: int) -> Ints:
    """The indices of as many sentences of either label, drawn with the seed."""
    rng = np.random.default_rng(seed)
    yes, no = np.flatnonzero(labels == 1), np.flatnonzero(labels == 0)
    size = min(len(yes), len(no))
    return np.concatenate([rng.permutation(yes)[:size], rng.permutation(no)[:size]])


def average_precision(scores: Doubles, labels: Ints) -> float:
    """The mean, over the positives, of the precision at each one's rank."""
    ranked = labels[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked == 1].mean())
