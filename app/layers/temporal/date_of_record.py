"""The doubt `date-of-record`: the text speaks of a later past than its source declares.

It corrects nothing; it reads the words around the dates that were found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
_LOOKED_BACK, _LOOKED_AHEAD = 90, 60  # characters of the sentence that are read around a date
_NEXT_TO_DATE = 30  # characters before a date in which a word that puts it off stands
_LEADS = (
    r"(?:[Bb]y|[Uu]ntil|[Tt]ill|[Tt]hrough|[Ff]or|[Bb]eyond|[Bb]efore|[Tt]o|as (?:early|soon) "
    r"as|starting|beginning|ending|next)"
)
_AHEAD = re.compile(
    rf"\b{_LEADS}[ \n](?:the[ \n])?(?:fiscal[ \n]|year[ \n])?(?:end[ \n]of[ \n])?\Z"
)
_PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|schedul\w+|budget\w*|target\w*|goals?|forecast\w*"
    r"|project(?:ed|ions?)|deadline|expir\w+|matur\w+|lease|contract|due|upcoming|expect\w*"
    r"|(?:re-?)?elections?|nominat\w+|bid|candida\w+|notes|bonds|fiscal|draft|proposal|proposed"
    r"|will|shall|would|going to|hopes?|hoping|vow\w*|pledg\w+|promis\w+|predict\w*)\b",
    re.IGNORECASE,
)
# What is often ahead: a past verb after the date is then of something else ("up for a fight in the
# primary of 2034, she said").
_CONTESTS = re.compile(
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
    r"[ \n](?:[\w’'-]+[ \n]){0,3}(?:campaigns?|elections?|race|contests?|nomination|nominee"
    r"|candida\w+|front-?runner|hopefuls?|primar(?:y|ies)|caucus(?:es)?|conventions?|budget|season"
    r"|cycle|conference|olympics|games|cup|tournament|field|ballot|trail|models?|edition|fight"
    r"|summit)\b",
    re.IGNORECASE,
)
# What exists once a year is part of its name: "the 2031 Harbour Act", "in a 2031 interview".
_EXISTS = re.compile(
    r"[ \n](?:[\w’'-]+[ \n]){0,6}?(?:Act|Treaty|Accords?|rulings?|decision|opinion|interview|book"
    r"|memoir|study|survey|speech|verdict|conviction)\b"
)
_NAME_AFTER = re.compile(r"[ \n][A-Z]")
_LEADS_TO_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Uu]ntil|[Aa]fter)[ \n]\Z")
# Whoever did it, did it by then: "accused of setting fire to it in 2031", "told Averil Radio in May
# 2031".
_DONE = re.compile(
    r"\b(?:(?:accused|convicted|suspected|guilty|charged|arrested|jailed|sentenced|acquitted)\b"
    r"[^.;:]{0,80}|(?:told|asked)[ \n](?:[A-Z][\w’'.]*[ \n]){1,5}(?:on|in)[ \n])\Z"
)
# "When he announced it in May 2031": a verb of speech tells of what was, in such a clause.
_WHEN = re.compile(r"(?:\A|[,;][ \n])(?:[Ww]hen|[Aa]fter)[ \n][^,;]{1,80}\Z")
_MEANT = re.compile(
    r"\b(?:could|should|may|might|must|can|to be|is to|are to|ends?|expires?|opens?|begins?|starts?"
    r"|takes?)\b"
)
# Days ahead from which a full date that no word puts off is a contradiction by itself: what is
# planned so far ahead is called a plan.
_FAR = timedelta(3 * 366)
_CLAUSE = re.compile(r"[,;:—]")
_AGO = re.compile(r"\b(?:back in|as long ago as|as far back as|as recently as)[ \n]\Z")


@dataclass(frozen=True, slots=True)
class _Context:
    """A date in its sentence: the words on both sides, the tense, whether a verb comes before."""

    before: str
    after: str
    is_year: bool
    tense: str | None
    verb_before: bool


def doubts(doc: Doc, dates: Sequence[Finding]) -> Iterator[Doubt]:
    """At most one doubt, with up to five spans; its message names the latest date.

    None where the editor settled the date.
    """
    if doc.declared is None or doc.date_settled:
        return
    evidence = list(_contradicting(doc, doc.declared, dates))
    if not evidence:
        return
    latest = max(evidence, key=lambda e: e[0])[1]
    words = " ".join(latest.span.of(doc.text).split())
    message = (
        f"The text mentions {words} as past, but the source gives the date {written(doc.declared)}."
    )
    spans = [latest.span, *(f.span for _, f in evidence if f is not latest)]
    yield Doubt("date-of-record", message, tuple(sorted(spans[:_MOST_EVIDENCE])))


def _contradicting(
    doc: Doc, declared: date, dates: Sequence[Finding]
) -> Iterator[tuple[date, Finding]]:
    """The explicit dates well after the declared one of which the text speaks as past."""
    starts = [s.start for s in doc.sentences]
    for finding in dates:
        if finding.body["relative"]:
            continue
        days = first_and_last(finding.body["value"])
        if days is None or days[0] - declared <= timedelta(SLACK_DAYS):
            continue
        if _is_past(doc, _sentence(doc, starts, finding), finding):
            yield days[0], finding


def _sentence(doc: Doc, starts: Sequence[int], finding: Finding) -> Span:
    n = bisect_right(starts, finding.start) - 1
    return doc.sentences[n] if n >= 0 else Span(finding.start, finding.end)


def _context(doc: Doc, sentence: Span, finding: Finding) -> _Context:
    where = (doc.text, finding.start, finding.end, sentence.start, sentence.end)
    verb, _ = governing(sides(*where)[0])
    return _Context(
        before=doc.text[max(sentence.start, finding.start - _LOOKED_BACK) : finding.start],
        after=doc.text[finding.end : min(sentence.end, finding.end + _LOOKED_AHEAD)],
        is_year=len(finding.body["value"]) == _YEAR,
        tense=nearest(*where)[0],
        verb_before=verb is not None,
    )


def _is_past(doc: Doc, sentence: Span, finding: Finding) -> bool:
    """Whether the words around the date say that it is over."""
    context = _context(doc, sentence, finding)
    if _SINCE.search(context.before) or _AGO.search(context.before):
        return True
    if _is_put_off(context):
        return False
    if _is_event(context):
        return not _PLANS.search(context.before)
    if _may_be_ahead(context):
        return False
    if context.tense == "past" or _is_done(context):
        return True
    return context.tense is None and _is_far(doc, finding, context)


def _is_put_off(context: _Context) -> bool:
    """Whether the words next to the date, or the verb, leave it open or ahead."""
    if _AHEAD.search(context.before[-_NEXT_TO_DATE:]) and not _SPAN_OF_YEARS.search(context.before):
        return True
    if context.tense == "future":
        return True
    return context.is_year and bool(_ENDS_YEARS.search(context.before))


def _is_event(context: _Context) -> bool:
    """Whether the date is that of something that nobody schedules, or that exists."""
    happened = _EVENT_BEFORE.search(context.before) and not _OF_A_THING.search(context.before)
    if happened or _EVENT_AFTER.match(context.after):
        return True
    return _is_part_of_a_name(context) and bool(_EXISTS.match(context.after))


def _is_part_of_a_name(context: _Context) -> bool:
    """Whether a bare year does not say when: `the 2034 campaign`, not `in 2034 campaigns`."""
    return context.is_year and not _LEADS_TO_YEAR.search(context.before)


def _may_be_ahead(context: _Context) -> bool:
    """Whether the date is that of a plan, an edition or a contest.

    A verb in the past tense may then be of something else.
    """
    clause_after = _CLAUSE.split(context.after, maxsplit=1)[0]
    if _PLANS.search(context.before) or _PLANS.search(clause_after):
        return True
    is_part_of_a_name = _is_part_of_a_name(context)
    if is_part_of_a_name and _EDITION.match(context.after):
        return True
    if context.verb_before:
        return False
    names_edition = is_part_of_a_name and _NAME_AFTER.match(context.after)
    return bool(names_edition or _CONTESTS.search(context.before))


def _is_done(context: _Context) -> bool:
    """Whether a clause of its own kind says that it is over."""
    if _DONE.search(context.before):
        return True
    return context.tense == "said" and bool(_WHEN.search(context.before))


def _is_far(doc: Doc, finding: Finding, context: _Context) -> bool:
    """Whether a full date is years ahead and no word near it speaks of a possibility or a plan."""
    days = first_and_last(finding.body["value"])
    if days is None or days[0] != days[1] or doc.declared is None:
        return False
    is_open = _MEANT.search(context.before) or _MEANT.search(context.after)
    return days[0] - doc.declared > _FAR and not is_open
