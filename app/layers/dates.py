"""The layer `date`: when the text says things were or will be. Resolves against the declared date; the doubt is `date_of_record`'s."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from app.engines import rules, timex
from app.engines.tense import reckoned
from app.engines.timevalues import Tense
from app.layers.base import Doc, Earlier, Finding
from app.layers.date_of_record import doubts
from app.text.spans import Doubt, Span


class Dates:
    """Explicit and relative dates by rules, English; explicit ones in every language that CLDR knows."""

    name = "date"
    label = "Dates"
    card: str | None = "date_card"
    engine = rules.ENGINE
    version = rules.VERSION
    kinds: tuple[str, ...] = ("date",)
    threshold = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:  # noqa: ARG002 - dates need no other layer
        """Every expression with its value; then the doubt, if the text speaks of a later past than it declares."""
        tense = _Tense(doc)
        found = [_finding(e, doc.declared) for e in timex.expressions(doc.text, doc.declared, tense, doc.language)]
        return [*found, *doubts(doc, found)]


LAYER = Dates()


class _Tense:
    """Answers for an expression whether the words near it in its sentence speak of the past or the future."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._starts = [s.start for s in doc.sentences]

    def __call__(self, start: int, end: int) -> Tense:
        """`future`, `past` or None."""
        sentence = self.sentence(start)
        return reckoned(self._doc.text, start, end, sentence.start, sentence.end)

    def sentence(self, at: int) -> Span:
        """The sentence that holds `at`, or an empty span."""
        k = bisect_right(self._starts, at) - 1
        return self._doc.sentences[k] if k >= 0 and self._doc.sentences[k].end > at else Span(at, at)


def _finding(e: timex.Expression, anchor: date | None) -> Finding:
    used = anchor.isoformat() if e.relative and anchor and e.value and not e.value.endswith("_REF") else None
    body = {"value": e.value, "relative": e.relative, "anchor": used}
    return Finding("date", e.start, e.end, "date", body, e.confidence, rules.CREATOR)
