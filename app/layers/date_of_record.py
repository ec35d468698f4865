"""The doubt `date-of-record`: the text speaks of a later past than its source declares. Corrects nothing; knows only dates found."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.engines.tense import HAPPENED, governing, nearest, sides
from app.engines.timevalues import first_and_last
from app.layers.base import Doc, Finding
from app.text.spans import Doubt, Span
from app.text.wording import written

# Days that a text may be ahead of its declared date before it is doubted: print dates, time zones and later touches.
# Measured on tempeval3 dev with true dates and with dates set six years back (benchmarks/doubts.py).
SLACK_DAYS = 31
_MOST_EVIDENCE = 5
_YEAR = 4  # characters of a value that is a year
_LEADS = r"(?:[Bb]y|[Uu]ntil|[Tt]ill|[Tt]hrough|[Ff]or|[Bb]eyond|[Bb]efore|[Tt]o|as (?:early|soon) as|starting|beginning|ending|next)"
_AHEAD = re.compile(rf"\b{_LEADS}[ \n](?:the[ \n])?(?:fiscal[ \n]|year[ \n])?(?:end[ \n]of[ \n])?\Z")
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|schedul\w+|budget\w*|target\w*|goals?|forecast\w*|project(?:ed|ions?)|deadline|expir\w+|matur\w+|lease|"
    r"contract|due|upcoming|expect\w*|(?:re-?)?elections?|nominat\w+|bid|candida\w+|notes|bonds|fiscal|draft|proposal|proposed|will|shall|"
    r"would|going to|hopes?|hoping|vow\w*|pledg\w+|promis\w+|predict\w*)\b",
    re.IGNORECASE,
)
# What is often ahead: a past verb after the date is then of something else ("up for a fight in the primary of 2034, she said").
_COMES = re.compile(r"\b(?:race|contest|campaigns?|primar(?:y|ies)|conventions?|re-?election|fight|run)\b")
_EVENT_AFTER = re.compile(rf",?[ \n](?:[A-Za-z-]+[ \n]){{0,4}}{HAPPENED}\b")
_EVENT_BEFORE = re.compile(rf"\b{HAPPENED}[ \n](?:[a-z]+[ \n]){{0,4}}(?:of|in|on)?[ \n]?\Z")
_SINCE = re.compile(r"\b[Ss]ince[ \n](?:the[ \n])?\Z")
_SPAN_OF_YEARS = re.compile(r"\b(?:[Ff]rom|[Bb]etween)[ \n][^.;]{0,20}\d{4}[ \n](?:to|and|through|until)[ \n]\Z")
# "2009 - 2016" may end ahead, as "2000 - 2050" does.
_ENDS_YEARS = re.compile(r"\b\d{4}\s?[-–]\s?\Z")
# What is named after a year that may be ahead: "the 2034 campaign", "the presidential race of 2034", and (with no past verb) "its 2033 Averil".
_EDITION = re.compile(
    r"[ \n](?:[\w’'-]+[ \n]){0,3}(?:campaigns?|elections?|race|contests?|nomination|nominee|candida\w+|front-?runner|hopefuls?|primar(?:y|ies)|"
    r"caucus(?:es)?|conventions?|budget|season|cycle|conference|olympics|games|cup|tournament|field|ballot|trail|models?|edition|fight|summit)\b",
    re.IGNORECASE,
)
# What exists once it bears a year: "the 2031 Harbour Act", "in a 2031 interview".
_EXISTS = re.compile(
    r"[ \n](?:[\w’'-]+[ \n]){0,6}?(?:Act|Treaty|Accords?|rulings?|decision|opinion|interview|book|memoir|study|survey|speech|verdict|conviction)\b"
)
_NAME_AFTER = re.compile(r"[ \n][A-Z]")
_LEADS_TO_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Uu]ntil|[Aa]fter)[ \n]\Z")
# Whoever did it, did it by then: "accused of setting fire to it in 2031", "told Averil Radio in May 2031", "When he announced it in May 2031".
_DONE = re.compile(
    r"\b(?:(?:accused|convicted|suspected|guilty|charged|arrested|jailed|sentenced|acquitted)\b[^.;:]{0,80}|"
    r"(?:told|asked)[ \n](?:[A-Z][\w’'.]*[ \n]){1,5}(?:on|in)[ \n])\Z"
)
_WHEN = re.compile(r"(?:\A|[,;][ \n])(?:[Ww]hen|[Aa]fter)[ \n][^,;]{1,80}\Z")
_MEANT = re.compile(r"\b(?:could|should|may|might|must|can|to be|is to|are to|ends?|expires?|opens?|begins?|starts?|takes?)\b")
# Days ahead from which a full date that no word puts off is a contradiction by itself; what is planned so far ahead is called a plan.
_FAR = timedelta(3 * 366)
_CLAUSE = re.compile(r"[,;:—]")
_AGO = re.compile(r"\b(?:back in|as long ago as|as far back as|as recently as)[ \n]\Z")


def doubts(doc: Doc, found: Sequence[Finding]) -> Iterator[Doubt]:
    """At most one doubt, with up to five spans, the latest date first named in its message; none on a date that a person settled."""
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
    if _is_put_off(before, behind, finding):
        return False
    where = (doc.text, finding.start, finding.end, sentence.start, sentence.end)
    tense, _ = nearest(*where)
    verb_before, _ = governing(sides(*where)[0])
    if tense == "future":
        return False
    exists = len(finding.body["value"]) == _YEAR and _EXISTS.match(behind) and not _LEADS_TO_YEAR.search(before)
    if exists or _EVENT_AFTER.match(behind) or _EVENT_BEFORE.search(before):
        return not _PLANS.search(before)
    if _names_an_edition(before, behind, finding, verb_before) or (not verb_before and _COMES.search(before)):
        return False
    planned = _PLANS.search(before) or _PLANS.search(_CLAUSE.split(behind, maxsplit=1)[0])
    return not planned and (tense == "past" or _is_done(doc, finding, tense, before, behind))


def _is_put_off(before: str, behind: str, finding: Finding) -> bool:
    """Whether the words right beside the date leave it open or ahead."""
    if _AHEAD.search(before[-30:]) and not _SPAN_OF_YEARS.search(before):
        return True
    return len(finding.body["value"]) == _YEAR and bool(_ENDS_YEARS.search(before))


def _names_an_edition(before: str, behind: str, finding: Finding, verb_before: str | None) -> bool:
    """Whether a bare year is part of the name of something that may well be ahead, or of a product."""
    if len(finding.body["value"]) != _YEAR or _LEADS_TO_YEAR.search(before):
        return False
    return bool(_EDITION.match(behind)) or (verb_before is None and bool(_NAME_AFTER.match(behind)))


def _is_done(doc: Doc, finding: Finding, tense: str | None, before: str, behind: str) -> bool:
    """Whether something else than a verb of the past says so; the sentence holds no word of a plan near the date."""
    if _DONE.search(before):
        return True
    if tense == "said":
        return bool(_WHEN.search(before))
    days = first_and_last(finding.body["value"])
    far = days is not None and days[0] == days[1] and doc.declared is not None and days[0] - doc.declared > _FAR
    return far and not _MEANT.search(before) and not _MEANT.search(behind)
