"""The layer `date`: when the text says things were or will be.

Counts from the declared date, unless that is missing or doubted (`date_of_record` raises the
doubt), and from times that the text names. What cannot be known has no value and a sentence that
says why (`body.unresolved`, else null).
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.engines import word_lists
from app.engines.dates import timex
from app.engines.dates.direction import Side, direction_of
from app.layers.base import Doc, Earlier, Finding
from app.layers.date_of_record import doubts
from app.text.spans import Doubt, Span

DOUBTFUL = "not resolved: the article's date is doubtful"
UNDATED = "not resolved: the article has no date"
EITHER_SIDE = "not resolved: the words around it do not say whether it is past or to come"
NOTHING_NAMED = (
    "not resolved: the time that it counts from is not named, or not exactly enough, just before it"
)
_OPEN = {"side": EITHER_SIDE, "named": NOTHING_NAMED}
# An expression without a value is still marked as one; nothing more is sure of it. At the layer's
# threshold, so that it is shown.
UNRESOLVED = 0.5


class Dates:
    """Explicit and relative dates by rules, English; explicit ones in every language that CLDR knows."""

    name = "date"
    label = "Dates"
    card: str | None = "date_card"
    engine = word_lists.ENGINE
    version = word_lists.VERSION
    kinds: tuple[str, ...] = ("date",)
    threshold = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:  # noqa: ARG002 - dates need no other layer
        """Every expression, with its value where it can be known; the doubt, if the text speaks of a later past than it declares.

        Explicit dates alone can contradict the declared one; where they do, nothing is counted from it.
        """
        tense = _Tense(doc)
        found = [
            _finding(e, doc.declared, UNDATED)
            for e in timex.expressions(doc.text, doc.declared, tense, doc.language)
        ]
        raised = list(doubts(doc, found))
        if raised or (doc.date_doubted and doc.declared and not doc.date_settled):
            found = [
                _finding(e, None, DOUBTFUL)
                for e in timex.expressions(doc.text, None, tense, doc.language)
            ]
        return [*found, *raised]


LAYER = Dates()


class _Tense:
    """Answers for an expression whether the words near it in its sentence speak of the past or the future."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._starts = [s.start for s in doc.sentences]

    def __call__(self, start: int, end: int) -> Side:
        """On which side of the declared date, and what says so."""
        sentence = self.sentence(start)
        return direction_of(self._doc.text, start, end, sentence.start, sentence.end)

    def sentence(self, at: int) -> Span:
        """The sentence that holds `at`, or an empty span."""
        k = bisect_right(self._starts, at) - 1
        return (
            self._doc.sentences[k] if k >= 0 and self._doc.sentences[k].end > at else Span(at, at)
        )


def _finding(e: timex.Expression, anchor: date | None, without_anchor: str) -> Finding:
    """The finding: a relative expression with what it was counted from, or without a value and with the reason."""
    if not e.relative:
        return _made(e, {"value": e.value, "relative": False, "anchor": None}, e.confidence)
    if e.value and e.counted:
        return _made(e, {"value": e.value, "relative": True, "anchor": e.counted}, e.confidence)
    reason = _OPEN.get(e.open or "") or (without_anchor if anchor is None else None)
    if reason:
        return _made(e, {"value": None, "relative": True, "anchor": None}, UNRESOLVED, reason)
    used = anchor.isoformat() if anchor and e.value and not e.value.endswith("_REF") else None
    return _made(e, {"value": e.value, "relative": True, "anchor": used}, e.confidence)


def _made(
    e: timex.Expression, body: dict[str, Any], confidence: float, unresolved: str | None = None
) -> Finding:
    return Finding(
        "date",
        e.start,
        e.end,
        "date",
        body | {"unresolved": unresolved},
        confidence,
        word_lists.CREATOR,
    )
