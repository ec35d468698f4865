"""The doubt `date-of-record`: the text speaks of a later past than its source declares.

Corrects nothing; knows only dates found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.engines.dates.tense import HAPPENED, governing, nearest, sides
from app.engines.dates.timex_values import first_and_last
from app.layers.base import Doc, Finding
from app.text.display import written
from app.text.spans import Doubt, Span

# Days that a text may be ahead of its declared date before it is doubted: print dates, time zones
# and later touches.
# Measured on tempeval3 dev with true dates and with dates set six years back
# (benchmarks/doubts.py).
SLACK_DAYS = 31
_MOST_EVIDENCE = 5
_YEAR = 4  # characters of a value that is a year
_LEADS = (
    r"(?:[Bb]y|[Uu]ntil|[Tt]ill|[Tt]hrough|[Ff]or|[Bb]eyond|[Bb]efore|[Tt]o|as (?:early|soon) "
    r"as|starting|beginning|ending|next)"
)
_AHEAD = re.compile(
    rf"\b{_LEADS}[ \n](?:the[ \n])?(?:fiscal[ \n]|year[ \n])?(?:end[ \n]of[ \n])?\Z"
)
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|schedul\w+|budget\w*|target\w*|goals?|forecast\w*|project(?:ed|ions?)|deadline|expir\w+|matur\w+|lease|"
    r"contract|due|upcoming|expect\w*|(?:re-?)?elections?|nominat\w+|bid|candida\w+|notes|bonds|fiscal|draft|proposal|proposed|will|shall|"
    r"would|going to|hopes?|hoping|vow\w*|pledg\w+|promis\w+|predict\w*)\b",
    re.IGNORECASE,
)
# What is often ahead: a past verb after the date is then of something else ("up for a fight in the
# primary of 2034, she said").
_COMES = re.compile(
    r"\b(?:race|contest|campaigns?|primar(?:y|ies)|conventions?|re-?election|fight|run)\b"
)
_EVENT_AFTER = re.compile(rf",?[ \n](?:[A-Za-z-]+[ \n]){{0,4}}{HAPPENED}\b")
_EVENT_BEFORE = re.compile(rf"\b{HAPPENED}[ \n](?:[a-z]+[ \n]){{0,4}}(?:of|in|on)?[ \n]?\Z")
_OF_A_THING = re.compile(r"\b(?:the|an?|its|his|her|their|this)[ \n]\Z")
_SINCE = re.compile(r"\b[Ss]ince[ \n](?:the[ \n])?\Z")
_SPAN_OF_YEARS = re.compile(
    r"\b(?:[Ff]rom|[Bb]etween)[ \n][^.;]{0,20}\d{4}[ \n](?:to|and|through|until)[ \n]\Z"
)
# "2009 - 2016" may end ahead, as "2000 - 2050" does.
_ENDS_YEARS = re.compile(r"\b\d{4}\s?[-–]\s?\Z")
# What is named after a year that may be ahead: "the 2034 campaign", "the 2034 presidential race".
_EDITION = re.compile(
    r"[ \n](?:[\w’'-]+[ "
    r"\n]){0,3}(?:campaigns?|elections?|race|contests?|nomination|nominee|candida\w+|front-?runner|hopefuls?|"
    r"primar(?:y|ies)|caucus(?:es)?|conventions?|budget|season|cycle|conference|olympics|games|cup|tournament|field|ballot|trail|models?|"
    r"edition|fight|summit)\b",
    re.IGNORECASE,
)
# What exists once it bears a year: "the 2031 Harbour Act", "in a 2031 interview".
_EXISTS = re.compile(
    r"[ \n](?:[\w’'-]+[ "
    r"\n]){0,6}?(?:Act|Treaty|Accords?|rulings?|decision|opinion|interview|book|memoir|study|survey|speech|verdict|"
    r"conviction)\b"
)
_NAME_AFTER = re.compile(r"[ \n][A-Z]")
_LEADS_TO_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Uu]ntil|[Aa]fter)[ \n]\Z")
# Whoever did it, did it by then: "accused of setting fire to it in 2031", "told Averil Radio in May
# 2031".
_DONE = re.compile(
    r"\b(?:(?:accused|convicted|suspected|guilty|charged|arrested|jailed|sentenced|acquitted)\b[^.;:]{0,80}|"
    r"(?:told|asked)[ \n](?:[A-Z][\w’'.]*[ \n]){1,5}(?:on|in)[ \n])\Z"
)
# "When he announced it in May 2031": a verb of speech tells of what was, in such a clause.
_WHEN = re.compile(r"(?:\A|[,;][ \n])(?:[Ww]hen|[Aa]fter)[ \n][^,;]{1,80}\Z")
_MEANT = re.compile(
    r"\b(?:could|should|may|might|must|can|to be|is to|are "
    r"to|ends?|expires?|opens?|begins?|starts?|takes?)\b"
)
# Days ahead from which a full date that no word puts off is a contradiction by itself: what is
# planned so far ahead is called a plan.
_FAR = timedelta(3 * 366)
_CLAUSE = re.compile(r"[,;:—]")
_AGO = re.compile(r"\b(?:back in|as long ago as|as far back as|as recently as)[ \n]\Z")


@dataclass(frozen=True, slots=True)
class _Around:
    """A date in its sentence: the text before and after it, the tense near it, whether a verb stands before it."""

    before: str
    after: str
    is_year: bool
    tense: str | None
    verb_before: bool


def doubts(doc: Doc, found: Sequence[Finding]) -> Iterator[Doubt]:
    """At most one doubt, with up to five spans, the latest date first named in its message; none on a date that a person settled."""
    if doc.declared is None or doc.date_settled:
        return
    starts = [s.start for s in doc.sentences]
    evidence = []
    for finding in found:
        days = None if finding.body["relative"] else first_and_last(finding.body["value"])
        if (
            days
            and days[0] - doc.declared > timedelta(SLACK_DAYS)
            and _is_past(doc, _sentence(doc, starts, finding), finding)
        ):
            evidence.append((days[0], finding))
    if evidence:
        latest = max(evidence, key=lambda e: e[0])[1]
        words = " ".join(latest.span.of(doc.text).split())
        message = (
            f"The text speaks of {words} as past, but the source dates itself "
            f"{written(doc.declared)}."
        )
        first = [latest.span, *(f.span for _, f in evidence if f is not latest)]
        yield Doubt("date-of-record", message, tuple(sorted(first[:_MOST_EVIDENCE])))


def _sentence(doc: Doc, starts: Sequence[int], finding: Finding) -> Span:
    k = bisect_right(starts, finding.start) - 1
    return doc.sentences[k] if k >= 0 else Span(finding.start, finding.end)


def _around(doc: Doc, sentence: Span, finding: Finding) -> _Around:
    where = (doc.text, finding.start, finding.end, sentence.start, sentence.end)
    verb, _ = governing(sides(*where)[0])
    return _Around(
        doc.text[max(sentence.start, finding.start - 90) : finding.start],
        doc.text[finding.end : min(sentence.end, finding.end + 60)],
        len(finding.body["value"]) == _YEAR,
        nearest(*where)[0],
        verb is not None,
    )


def _is_past(doc: Doc, sentence: Span, finding: Finding) -> bool:
    """Whether the words around the date say that it is over."""
    around = _around(doc, sentence, finding)
    if _SINCE.search(around.before) or _AGO.search(around.before):
        return True
    if _is_put_off(around):
        return False
    if _is_event(around):
        return not _PLANS.search(around.before)
    if _may_come(around):
        return False
    return (
        around.tense == "past"
        or _is_done(around)
        or (around.tense is None and _is_far(doc, finding, around))
    )


def _is_put_off(around: _Around) -> bool:
    """Whether the words right beside the date, or the verb, leave it open or ahead."""
    if _AHEAD.search(around.before[-30:]) and not _SPAN_OF_YEARS.search(around.before):
        return True
    return around.tense == "future" or (around.is_year and bool(_ENDS_YEARS.search(around.before)))


def _is_event(around: _Around) -> bool:
    """Whether something has that date that nobody schedules, or that exists."""
    happened = _EVENT_BEFORE.search(around.before) and not _OF_A_THING.search(around.before)
    if happened or _EVENT_AFTER.match(around.after):
        return True
    return _is_part_of_a_name(around) and bool(_EXISTS.match(around.after))


def _is_part_of_a_name(around: _Around) -> bool:
    """Whether it is a bare year that does not say when: `the 2034 campaign`, not `in 2034 campaigns`."""
    return around.is_year and not _LEADS_TO_YEAR.search(around.before)


def _may_come(around: _Around) -> bool:
    """Whether a plan, an edition or a contest has that date, so that a verb of the past may be of something else."""
    if _PLANS.search(around.before) or _PLANS.search(_CLAUSE.split(around.after, maxsplit=1)[0]):
        return True
    if _is_part_of_a_name(around) and _EDITION.match(around.after):
        return True
    names = _is_part_of_a_name(around) and _NAME_AFTER.match(around.after)
    return not around.verb_before and bool(names or _COMES.search(around.before))


def _is_done(around: _Around) -> bool:
    """Whether a clause of its own kind says that it is over."""
    return bool(_DONE.search(around.before)) or (
        around.tense == "said" and bool(_WHEN.search(around.before))
    )


def _is_far(doc: Doc, finding: Finding, around: _Around) -> bool:
    """Whether a full date lies years ahead and no word near it speaks of what may be or is arranged."""
    days = first_and_last(finding.body["value"])
    if days is None or days[0] != days[1] or doc.declared is None:
        return False
    is_open = _MEANT.search(around.before) or _MEANT.search(around.after)
    return days[0] - doc.declared > _FAR and not is_open
