"""Where a text has date expressions: English ones, and explicit ones in other languages.

What they come to is up to `timevalues`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError

from app.engines.dates import narrative_time
from app.engines.dates import timex_values as values
from app.engines.dates.direction import Side
from app.engines.dates.timex_values import (
    DateContext,
    DateReading,
    NamedPeriod,
    Reader,
    first_and_last,
)


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression found: where, its value under the anchor, whether it needed one, how sure; `counted` and `open` as in `Read`."""

    start: int
    end: int
    value: str | None
    relative: bool
    confidence: float
    counted: str | None = None
    open: str | None = None


def _any(words: object) -> str:
    return "|".join(sorted((re.escape(str(w)) for w in words), key=len, reverse=True))  # type: ignore[attr-defined]


_S1 = r"[ \u00a0\n]"
_S = r"[ \u00a0\n]{1,2}"  # a space, or the line end that wire copy wraps at
_MONTH = f"(?:{_any(m.capitalize() for m in values.MONTHS)})"
_MON = rf"(?:{_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_DAY = f"(?:{_any(d.capitalize() for d in values.DAYS)})"
_WEEKDAY = rf"(?:{_DAY},?{_S})?"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_PHASE = rf"(?:(?i:early|late|mid)(?:{_S}|-))?"
_WHICH = rf"(?P<which>(?i:last|next|this|past|previous|coming)){_S}"
_SEASON = f"(?i:{_any(values.SEASONS)})"
_COUNT = rf"(?P<count>\d{{1,3}}|(?i:{_any(values.NUMBERS)}))"
_PART = r"(?:morning|afternoon|evening|night)"
_NO_MORE = r"(?!\w|[.,]\d)"
# What a four-digit number may count: then it is no year. Names of numbered things before it,
# currencies and decimals around it neither.
_COUNTED = (
    r"(?:people|persons?|men|women|children|crowns?|dollars?|euros?|pounds?|kroner|miles|kilomet(?:er|re)s?|met(?:er|re)s?|feet|km|kg|tonnes?|tons?|"
    r"barrels|votes|seats|jobs|homes|houses|cases|points|shares|units|words|pages|copies|hours|minutes|seconds|degrees|troops|soldiers|workers|"
    r"pupils|students|per|percent|more|others|of)"
)
_NUMBERED = r"(?<!\b[Nn]o\. )(?<!\b[Rr]oom )(?<!\b[Ff]light )(?<!Boeing )(?<!Airbus )(?<!Highway )"

_QUARTER = (
    rf"\b(?:the{_S})?(?P<ordinal>(?i:first|second|third|fourth)|1st|2nd|3rd|4th)(?:{_S}|-)(?P<part>quarter|half)(?P<q>)"
    rf"(?:(?:{_S}of(?:{_S}fiscal)?)?{_S}(?P<y>{_YEAR})\b)?(?!{_S}of{_S}(?:the|a|all|{_MON})\b|[\w-])"
)
_NEAR_DAY = (
    rf"\b(?P<word>(?i:(?:yesterday|tomorrow|this){_S}{_PART}|(?<!the{_S1})last{_S}night|tonight"
    rf"|the{_S}day{_S}(?:before{_S}yesterday|after{_S}tomorrow)|today|yesterday|tomorrow))\b"
)

_UNIT = f"(?:{_any(narrative_time.UNITS)})"
_OVER = (
    r"(?P<ahead>(?<=\b[Oo]ver )|(?<=\b[Ff]or )|(?<=\b[Ww]ithin )|(?<=\b[Dd]uring "
    r")|(?<=\bthroughout ))?"
)
_OF_AN_EVENT = rf"(?P<event>(?={_S}(?:that|as|when|where|he|she|they|it|we|I|you|the|a|an|his|her|their|its|[A-Z][a-z]+)\b))?"
_NARRATIVE_UNIT = f"(?:{_any((*narrative_time.UNITS, *narrative_time.PARTS_OF_DAY))})"

_COUNTED_ON = (
    rf"{_OVER}\b(?:(?i:earlier|later|late|early){_S})?(?i:the|that){_S}(?P<which>next|following|previous|preceding|same){_S}"
    rf"(?P<unit>{_NARRATIVE_UNIT})(?![\w-]|{_S}of\b){_OF_AN_EVENT}"
)

_PATTERNS: tuple[tuple[str, Reader], ...] = (
    (r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b", values.iso),
    (
        r"(?<![\w.,/])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d{2})(?![\w/])",
        values.numeric,
    ),
    (
        rf"\b{_WEEKDAY}(?:the{_S})?{_NTH}{_S}(?:of{_S})?(?P<m>{_MON})(?:,?{_S}(?P<y>{_YEAR}))?(?!\w)",
        values.day_and_month,
    ),
    (
        rf"\b{_WEEKDAY}(?P<m>{_MON}){_S}{_NTH}(?:,?{_S}(?P<y>{_YEAR}))?(?![\w%]|[.,:]\d)",
        values.day_and_month,
    ),
    (
        rf"\bthe{_S}week{_S}(?:of|beginning){_S}(?:(?P<m>{_MON}){_S}{_NTH}|(?P<d2>\d{{1,2}}){_S}(?P<m2>{_MON}))(?!\w)",
        values.week_of,
    ),
    (rf"\b{_PHASE}(?P<m>{_MON}),?{_S}(?:of{_S})?(?P<y>{_YEAR}){_NO_MORE}", values.month_of_year),
    (rf"\b(?:{_WHICH})?{_PHASE}(?P<m>{_MONTH})(?![\w-])", values.bare_month),
    (rf"\b{_WHICH}(?P<season>{_SEASON})(?P<y>)\b", values.season),
    (
        rf"\b(?:the{_S})?{_PHASE}(?P<which>)(?P<season>{_SEASON})(?:{_S}of)?{_S}(?P<y>{_YEAR}){_NO_MORE}",
        values.season,
    ),
    (
        rf"\bQ(?P<q>[1-4])(?P<ordinal>)(?P<part>)(?:{_S}(?:of{_S})?(?P<y>{_YEAR}))?(?![\w-])",
        values.quarter,
    ),
    (_QUARTER, values.quarter),
    (rf"\b(?:the{_S})?{_PHASE}(?P<y>(?:1[0-9]|20)[0-9]0)['’]?s\b", values.decade),
    (
        rf"\b(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>(?i:{_any(values.CENTURIES)})))(?:{_S}|-)century\b",
        values.century,
    ),
    (rf"\b(?:{_WHICH})?(?P<day>{_DAY})(?:{_S}(?P<part>{_PART}s?)|s(?!\w))?(?!\w)", values.weekday),
    (_NEAR_DAY, values.near_day),
    (_COUNTED_ON, narrative_time.following),
    (
        rf"\b(?i:earlier|later|early|late){_S}that{_S}(?P<unit>{_NARRATIVE_UNIT})(?![\w-])",
        narrative_time.same,
    ),
    (
        rf"\b{_COUNT}{_S}(?P<unit>{_UNIT})s?{_S}(?P<side>later|earlier)(?![\w-]|{_S}than\b)",
        narrative_time.later,
    ),
    (
        rf"\b(?:(?i:earlier|later|late|early){_S})?(?:the{_S})?{_WHICH}(?P<unit>{_any(values.PERIODS)})(?![\w-]|{_S}of\b)",
        values.period,
    ),
    (rf"\b[Tt]he(?P<which>){_S}(?P<unit>weekend)\b", values.period),
    (
        rf"\b{_COUNT}{_S}(?P<unit>day|week|fortnight|month|year|decade)s?{_S}(?P<side>ago|from{_S}now|from{_S}today)\b",
        values.distance,
    ),
    (rf"\b(?i:(?:years|months|weeks|days|decades|centuries){_S}ago)\b", values.vague("PAST_REF")),
    (rf"(?<![\w’'])(?:the{_S})?{_PHASE}['’](?P<y>(?:[2-9]0|00|10))s\b", values.decade),
    (
        (
            rf"\b(?:{_WHICH})?(?P<name>Thanksgiving(?: Day)?|Christmas(?: Day| Eve)?|New "
            r"Year['’]s (?:Eve|Day))(?!\w)"
        ),
        values.holiday,
    ),
    (
        rf"(?:(?<![\w.,:/$€£#°+-])|(?<=\b[Pp]ost-)|(?<=\b[Pp]re-)){_NUMBERED}\b(?P<y>{_YEAR})(?![\w%°$€£]|[.,:/-]\d|{_S}{_COUNTED}\b)",
        values.year,
    ),
    (
        rf"\b(?i:right{_S}now|now|currently|at{_S}present|nowadays|these{_S}days|presently|at{_S}the{_S}moment)\b",
        values.vague("PRESENT_REF"),
    ),
    (
        rf"\b(?i:recently|lately|in{_S}the{_S}past|(?:in{_S})?recent{_S}(?:days|weeks|months|years|decades))\b(?!{_S}(?:\d|few\b))",
        values.vague("PAST_REF"),
    ),
    (
        rf"\b(?i:(?:in{_S})?the{_S}(?:near{_S}|coming{_S})?future|in{_S}the{_S}coming{_S}(?:days|weeks|months|years))\b",
        values.vague("FUTURE_REF"),
    ),
)
RULES = tuple((re.compile(pattern), reader) for pattern, reader in _PATTERNS)
_LEADS = r"in|since|until|till|by|before|after|during|between|from|through|around|circa|early|late|mid|of|the|and|to|for|fiscal|year"
_LED = re.compile(rf"\b(?i:{_LEADS})(?:{_S}|-)\Z")
_LED_OPENLY = re.compile(
    r"(?i:of|and|to|for|by|around|through|after)\s\Z"
)  # these lead counts as well as years
_PLURAL = re.compile(
    rf"{_S}(?!(?:as|was|is|has|this|his|its|does)\b)[a-z]{{2,20}}s\b|{_S}(?:registered|likely|eligible){_S}voters\b"
)
_NAME_AHEAD = re.compile(rf"{_S}[A-Z][a-z]+")
_OFF_THE_CALENDAR = re.compile(r"\d{5}|0000|-")
_DIGIT = re.compile(r"\d\s\Z")
_ALSO_WORDS = frozenset(
    {"May", "March", "August", "April", "June"}
)  # months that are verbs, adjectives or given names too


def expressions(
    text: str, anchor: date | None, tense: Callable[[int, int], Side], language: str = "en"
) -> Iterator[Expression]:
    """The expressions of `text` in order, none overlapping; `tense` is asked for the words around each."""
    rules = RULES if language in {"en", "und"} else (*RULES[:2], *_foreign(language))
    hits = sorted(
        (
            (m.start(), -m.end(), n, m, r)
            for n, (p, r) in enumerate(rules)
            for m in p.finditer(text)
        ),
        key=lambda h: h[:3],
    )
    at = 0
    found: list[Expression] = []
    last: Expression | None = None  # words for now, before and later name no time to count from
    for start, _, _, match, reader in hits:
        if start < at or not _plausible(text, match, reader):
            continue
        read = _read(match, reader, anchor, tense, _named(text, last, start))
        if read:
            found.append(Expression(start, match.end(), *read))
            last = last if (read.value or "").endswith("_REF") else found[-1]
            at = match.end()
    yield from (_beside(text, e) for e in _with_lent_years(text, found))


def _with_lent_years(text: str, found: list[Expression]) -> Iterator[Expression]:
    """`between July and November 2029` has one year for both; `30 September of that year` has the one named last before."""
    named = None
    for k, e in enumerate(found):
        undated = e.relative and e.value and _YEARLESS.fullmatch(e.value)
        if undated and _THAT_YEAR.match(text, e.end) and named:
            e = replace(e, value=named + undated["rest"], counted=named, open=None)
        elif (
            undated
            and k + 1 < len(found)
            and (after := _YEARLESS.fullmatch(found[k + 1].value or ""))
        ):
            following = found[k + 1]
            if not following.relative and _JOINED.fullmatch(text, e.end, following.start):
                year = int(after["y"]) - (undated["rest"] > after["rest"])
                e = replace(e, value=f"{year:04d}{undated['rest']}", relative=False)
        if not e.relative and e.value and e.value[:4].isdigit():
            named = e.value[:4]
        yield e


def _beside(text: str, e: Expression) -> Expression:
    """`the day before last Tuesday` is one expression, a day off the one that it holds."""
    match = _DAY_BESIDE.search(text, max(0, e.start - 24), e.start)
    days = first_and_last(e.value)
    if not match or not days or days[0] != days[1]:
        return e
    step = 1 if match["side"].lower() == "after" else -1
    return replace(e, start=match.start(), value=str(days[0] + timedelta(step)))


_DAY_BESIDE = re.compile(rf"\b(?:[Tt]he{_S})?day{_S}(?P<side>before|after){_S}\Z")
_YEARLESS = re.compile(r"(?P<y>\d{4}|XXXX)(?P<rest>-\d\d(?:-\d\d)?)", re.ASCII)
_JOINED = re.compile(rf"{_S}(?:and|or|to|until|through){_S}|{_S}?[-–]{_S}?|,{_S}")
_THAT_YEAR = re.compile(rf"{_S}of{_S}(?:that|the same){_S}year\b")


def _named(text: str, last: Expression | None, start: int) -> NamedPeriod | None:
    """The time named last, if that is near `start`."""
    if last is None or start - last.end > _NEAR or text.count("\n\n", last.end, start) > 1:
        return None
    return NamedPeriod(last.value if first_and_last(last.value) else None, last.relative)


_NEAR = 600
"""Characters between a time and what is counted from it, at most: a paragraph of news, or the end
of one and the start of the next."""


def _read(
    match: re.Match[str],
    reader: Reader,
    anchor: date | None,
    tense: Callable[[int, int], Side],
    named: NamedPeriod | None,
) -> DateReading | None:
    """The value; none where arithmetic leaves the calendar (year 0, year 10,000)."""
    try:
        read = reader(DateContext(match, anchor, tense(match.start(), match.end()), named))
    except (OverflowError, ValueError):
        return None
    return None if read and read.value and _OFF_THE_CALENDAR.match(read.value) else read


def _plausible(text: str, match: re.Match[str], reader: Reader) -> bool:
    """`may`, `March on`, `April Jones` are no months alone; `2014 crowns` no year; years before 1800 only after `in` and the like."""
    before = text[max(0, match.start() - 14) : match.start()]
    if reader is values.bare_month:
        if _DIGIT.search(before):  # "31 February"
            return False
        led = bool(_LED.search(before)) or bool(match["which"])
        return led or (match["m"] not in _ALSO_WORDS and not _NAME_AHEAD.match(text, match.end()))
    if reader is values.year:
        counted = bool(_PLURAL.match(text, match.end()))
        if before.endswith("-"):  # "post-1959"
            return True
        if _LED.search(before):
            return not (counted and _LED_OPENLY.search(before))
        return not counted and int(match["y"]) >= 1800
    return True


@cache
def _foreign(language: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """`11.

    Juli 2017`, `11 juillet 2017`, `julio de 2017`: CLDR's month names of another language, explicit
    dates only.
    """
    try:
        named = Locale.parse(language).months["format"]
    except (UnknownLocaleError, ValueError):
        return ()
    months = {
        str(name).lower().rstrip("."): number
        for width in ("wide", "abbreviated")
        for number, name in named[width].items()
    }

    def read(m: DateContext) -> DateReading | None:
        month, day = months[m["m"].lower()], m["d"]
        value = (
            values.day_value(int(m["y"]), month, int(day))
            if day
            else f"{int(m['y']):04d}-{month:02d}"
        )
        return DateReading(value, False, 1.0) if value else None

    day = rf"(?:(?P<d>\d{{1,2}})(?:\.|er|º)?{_S}(?:de{_S})?)?"
    return (
        (
            re.compile(
                rf"(?<!\w){day}(?P<m>{_any(months)})\.?{_S}(?:del?{_S})?(?P<y>{_YEAR})\b", re.I
            ),
            read,
        ),
    )
