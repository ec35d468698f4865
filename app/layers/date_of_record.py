"""The doubt `date-of-record`: the text speaks of a later past than its source declares. Corrects nothing; knows only dates found."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.engines.tense import HAPPENED, nearest
from app.engines.timevalues import first_and_last
from app.layers.base import Doc, Finding
from app.text.spans import Doubt, Span
from app.text.wording import written

# Days that a text may be ahead of its declared date before it is doubted: print dates, time zones and later touches.
# Measured on tempeval3 dev with true dates and with dates set six years back (benchmarks/doubts.py).
SLACK_DAYS = 31
_MOST_EVIDENCE = 5
_LEADS = r"(?:[Bb]y|[Uu]ntil|[Tt]ill|[Tt]hrough|[Ff]or|[Bb]eyond|[Bb]efore|[Tt]o|as (?:early|soon) as|starting|beginning|ending|next)"
_AHEAD = re.compile(rf"\b{_LEADS}[ \n](?:the[ \n])?(?:fiscal[ \n]|year[ \n])?(?:end[ \n]of[ \n])?\Z")
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|schedul\w+|budget\w*|target\w*|goals?|forecast\w*|project(?:ed|ions?)|deadline|expir\w+|matur\w+|lease|"
    r"contract|due|upcoming|expect\w*|elections?|bid|candida\w+|notes|bonds|fiscal|draft|proposal|proposed|will|shall|would|going to|"
    r"hopes?|hoping|vow\w*|pledg\w+|promis\w+|predict\w*)\b",
    re.IGNORECASE,
)
_EVENT_AFTER = re.compile(rf",?[ \n](?:[a-z-]+[ \n]){{0,3}}{HAPPENED}\b")
_EVENT_BEFORE = re.compile(rf"\b{HAPPENED}[ \n](?:[a-z]+[ \n]){{0,4}}(?:of|in|on)?[ \n]?\Z")
_SINCE = re.compile(r"\b[Ss]ince[ \n](?:the[ \n])?\Z")
_SPAN_OF_YEARS = re.compile(r"\b(?:[Ff]rom|[Bb]etween)[ \n][^.;]{0,20}\d{4}[ \n](?:to|and|through|until)[ \n]\Z")
_CLAUSE = re.compile(r"[,;:—]")
_AGO = re.compile(r"\b(?:back in|as long ago as|as far back as|as recently as)[ \n]\Z")


def doubts(doc: Doc, found: Sequence[Finding]) -> Iterator[Doubt]:
    """At most one doubt, with up to five spans, the latest date first named in its message."""
    if doc.declared is None or doc.date_settled:
        return
    starts = [s.start for s in doc.sentences]
    evidence = []
    for finding in found:
        days = None if finding.body["relative"] else first_and_last(finding.body["value"])
        if days and days[0] - doc.declared > timedelta(SLACK_DAYS) and _is_past(doc, _sentence(doc, starts, finding), finding):
            evidence.append((days[0], finding))
    if evidence:
        latest = max(evidence, key=lambda e: e[0])[1]
        words = " ".join(latest.span.of(doc.text).split())
        message = f"The text speaks of {words} as past, but the source dates itself {written(doc.declared)}."
        first = [latest.span, *(f.span for _, f in evidence if f is not latest)]
        yield Doubt("date-of-record", message, tuple(sorted(first[:_MOST_EVIDENCE])))


def _sentence(doc: Doc, starts: Sequence[int], finding: Finding) -> Span:
    k = bisect_right(starts, finding.start) - 1
    return doc.sentences[k] if k >= 0 else Span(finding.start, finding.end)


def _is_past(doc: Doc, sentence: Span, finding: Finding) -> bool:
    """Whether the words around the date say that it is over."""
    before = doc.text[max(sentence.start, finding.start - 90) : finding.start]
    behind = doc.text[finding.end : min(sentence.end, finding.end + 60)]
    if _SINCE.search(before) or _AGO.search(before):
        return True
    if _AHEAD.search(before[-30:]) and not _SPAN_OF_YEARS.search(before):
        return False
    tense, _ = nearest(doc.text, finding.start, finding.end, sentence.start, sentence.end)
    if tense == "future":
        return False
    if _EVENT_AFTER.match(behind) or _EVENT_BEFORE.search(before):
        return not _PLANS.search(before)
    return tense == "past" and not _PLANS.search(before) and not _PLANS.search(_CLAUSE.split(behind, maxsplit=1)[0])
