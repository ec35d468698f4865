"""What the layer `date` finds: expressions of time with what they mean.

`date_of_record` raises the doubt about the declared date.
"""

from bisect import bisect_right
from datetime import date
from typing import Any

from app.engines import word_lists
from app.engines.dates import timex
from app.engines.dates.direction import Side, direction_of
from app.layers.base import Doc, Finding
from app.layers.dates import DOUBTFUL, EITHER_SIDE, NOTHING_NAMED, UNDATED
from app.layers.temporal.date_of_record import doubts
from app.text.spans import Doubt, Span

_OPEN = {"side": EITHER_SIDE, "named": NOTHING_NAMED}
# An expression without a value is still marked as a date; nothing more is sure. At the layer's
# threshold, so that it is shown.
UNRESOLVED = 0.5


def found(doc: Doc) -> list[Finding | Doubt]:
    """Every expression, with its value where it can be known, and the doubt if there is one."""
    tense = _Tense(doc)
    findings = [
        _finding(expression, doc.declared, UNDATED)
        for expression in timex.expressions(doc.text, doc.declared, tense, doc.language)
    ]
    raised = list(doubts(doc, findings))
    doubted_by_importer = doc.date_doubted and doc.declared and not doc.date_settled
    if raised or doubted_by_importer:
        findings = [
            _finding(expression, None, DOUBTFUL)
            for expression in timex.expressions(doc.text, None, tense, doc.language)
        ]
    return [*findings, *raised]


class _Tense:
    """Whether the words near an expression speak of the past or the future."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._starts = [s.start for s in doc.sentences]

    def __call__(self, start: int, end: int) -> Side:
        """On which side of the declared date the expression is, and what says so."""
        sentence = self.sentence(start)
        return direction_of(self._doc.text, start, end, sentence.start, sentence.end)

    def sentence(self, at: int) -> Span:
        """The sentence that holds `at`, or an empty span."""
        n = bisect_right(self._starts, at) - 1
        if n >= 0 and self._doc.sentences[n].end > at:
            return self._doc.sentences[n]
        return Span(at, at)


def _finding(expression: timex.Expression, anchor: date | None, without_anchor: str) -> Finding:
    """The finding: a relative date with what it counts from, or without a value and with why."""
    if not expression.relative:
        return _with_body(expression, expression.value)
    if expression.value and expression.counted:
        return _with_body(expression, expression.value, anchor=expression.counted)
    reason = _why_unresolved(expression, anchor, without_anchor)
    if reason:
        return _with_body(expression, None, unresolved=reason)
    # `PAST_REF` and its like count from nothing.
    is_counted = expression.value and not expression.value.endswith("_REF")
    used = anchor.isoformat() if anchor and is_counted else None
    return _with_body(expression, expression.value, anchor=used)


def _why_unresolved(
    expression: timex.Expression, anchor: date | None, without_anchor: str
) -> str | None:
    """Why a relative date has no value; None where it has one."""
    if expression.open in _OPEN:
        return _OPEN[expression.open]
    return without_anchor if anchor is None else None


def _with_body(
    expression: timex.Expression,
    value: str | None,
    *,
    anchor: str | None = None,
    unresolved: str | None = None,
) -> Finding:
    body: dict[str, Any] = {
        "value": value,
        "relative": expression.relative,
        "anchor": anchor,
        "unresolved": unresolved,
    }
    confidence = UNRESOLVED if unresolved else expression.confidence
    return Finding(
        "date",
        expression.start,
        expression.end,
        "date",
        body,
        confidence,
        word_lists.CREATOR,
    )
