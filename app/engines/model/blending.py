"""Two heads of the model read as one, whatever their kinds mean."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.engines.model.tagger import Head, Reading, TaggedSpan, confidences, decoded, probabilities


def blend(reading: Reading, head: Head, other: Head) -> Iterator[TaggedSpan]:
    """The spans of `head`, its chances averaged with those of `other` where both have an answer.

    What `head` gives to kinds that `other` has not learnt stays as it is; the rest is shared out
    between the kinds of both and outside. No head's lean is used: it was fitted to one head alone,
    and the caller may choose a threshold for the confidences.
    """
    for stretch in reading.stretches():
        yield from _blended(reading, head, other, stretch)


def _blended(reading: Reading, head: Head, other: Head, stretch: slice) -> Iterator[TaggedSpan]:
    words = reading.encoded.words[stretch]
    chances, other_chances = (_chances(reading, of, stretch) for of in (head, other))
    shared = [k for k in head.kinds if k in other.kinds]
    columns, other_columns = _columns(head, shared), _columns(other, shared)
    first = chances[:, columns]
    second = other_chances[:, other_columns]
    second[:, 0] = 1 - second[:, 1:].sum(-1)  # the further kinds of `other` count as outside
    chances[:, columns] = (first + first.sum(-1, keepdims=True) * second) / 2
    del first, second, other_chances  # of a stretch of one long part they take much memory
    scores = np.maximum(chances, np.float32(1e-9), out=chances)
    np.log(scores, out=scores)
    tags = decoded(scores, [w.part for w in words])
    yield from reading.tagged(head, stretch, tags, confidences(scores, tags))


def _chances(reading: Reading, head: Head, stretch: slice) -> NDArray[np.float32]:
    """(words, tags) probabilities, tempered."""
    scores = reading.outputs[reading.encoded.first[stretch], head.start : head.end]
    return probabilities(scores / np.float32(head.temperature))


def _columns(head: Head, kinds: list[str]) -> list[int]:
    """The tags for outside and for the kinds."""
    return [0, *(1 + 4 * head.kinds.index(kind) + k for kind in kinds for k in range(4))]
