"""The measures of claims: judged sentences beside how Gloss rates them.

Pure; reads no file and runs no layer.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from benchmarks.measures import Case, Figure, Place, place, shared

CHECKABLE = frozenset({"check-worthy", "factual-claim"})


def claims(cases: Sequence[Case]) -> dict[str, Figure]:
    """Average precision of check-worthiness; a sentence not rated comes last."""
    rated = [
        (_worth(case, place(s)), s["label"] in CHECKABLE)
        for case in cases
        for s in case.marked_as("claim")
    ]
    return {"average precision": Figure(average_precision(rated), len(rated))}


def worth_shown(cases: Sequence[Case]) -> dict[str, Figure]:
    """The share of the sentences that the page marks by default that are worth checking."""
    marked = [
        s["label"] in CHECKABLE
        for case in cases
        for s in case.marked_as("claim")
        if any(
            a["shown"] in ("few", "some") and _is_same_sentence(place(a), place(s))
            for a in case.found_as("claim")
        )
    ]
    return {
        "worth checking, of those shown": Figure(sum(marked) / max(1, len(marked)), len(marked))
    }


def _worth(case: Case, sentence: Place) -> float:
    """The check-worthiness printed for a sentence; 0 for one that is not rated."""
    worth = (
        a["body"]["check_worthiness"]
        for a in case.found_as("claim")
        if _is_same_sentence(place(a), sentence)
    )
    return max(worth, default=0.0)


def _is_same_sentence(one: Place, other: Place) -> bool:
    return 2 * shared(one, other) >= min(one[1] - one[0], other[1] - other[0])


def average_precision(rated: Iterable[tuple[float, bool]]) -> float:
    """The mean of the precision of the ranking down to each true one; 0 without any.

    Equals stay in their order.
    """
    labels = [label for _, label in sorted(rated, key=lambda r: -r[0])]
    precisions = [
        right / n
        for n, (right, label) in enumerate(zip(accumulate(labels), labels, strict=True), 1)
        if label
    ]
    return sum(precisions) / max(1, len(precisions))
