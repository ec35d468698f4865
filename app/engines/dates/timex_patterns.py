"""The patterns of date expressions, each with the reader of its parts.

English ones, and explicit dates with the month names of every language that CLDR has.
"""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError

from app.engines.dates import absolute_readers as absolute
from app.engines.dates import narrative_time as narrative
from app.engines.dates import relative_readers as relative
from app.engines.dates import timex_values as values
from app.engines.dates.timex_values import DateContext, DateReading, Reader

Rule = tuple[re.Pattern[str], Reader]


def _any(words: Iterable[str]) -> str:
    """Alternatives, the longest first so that none hides another that it begins."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# Parts of patterns. Spaces: one, and one that may be the line end that wire copy wraps at.
_S1 = r"[ \u00a0\n]"
SPACE = r"[ \u00a0\n]{1,2}"
_S = SPACE
_MONTH = f"(?:{_any(month.capitalize() for month in values.MONTHS)})"
_MON = rf"(?:{_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_DAY = f"(?:{_any(day.capitalize() for day in values.DAYS)})"
_WEEKDAY = rf"(?:{_DAY},?{_S})?"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_PHASE = rf"(?:(?i:early|late|mid)(?:{_S}|-))?"
_PHASE_OF_STORY = rf"(?:(?i:earlier|later|late|early){_S})?"
_WHICH = rf"(?P<which>(?i:last|next|this|past|previous|coming)){_S}"
_SEASON = f"(?i:{_any(values.SEASONS)})"
_COUNT = rf"(?P<count>\d{{1,3}}|(?i:{_any(values.NUMBERS)}))"
_PART_OF_DAY = f"(?:{_any(narrative.PARTS_OF_DAY)})"
_UNIT = f"(?:{_any(narrative.UNITS)})"
_NARRATIVE_UNIT = f"(?:{_any((*narrative.UNITS, *narrative.PARTS_OF_DAY))})"
_NO_MORE = r"(?!\w|[.,]\d)"

# What a four-digit number may count: then it is no year. Nor is it one behind the names of numbered
# things, or beside currencies and decimals.
_COUNTED = (
    r"(?:people|persons?|men|women|children|crowns?|dollars?|euros?|pounds?|kroner|miles"
    r"|kilomet(?:er|re)s?|met(?:er|re)s?|feet|km|kg|tonnes?|tons?|barrels|votes|seats|jobs|homes"
    r"|houses|cases|points|shares|units|words|pages|copies|hours|minutes|seconds|degrees|troops"
    r"|soldiers|workers|pupils|students|per|percent|more|others|of)"
)
_NUMBERED = r"(?<!\b[Nn]o\. )(?<!\b[Rr]oom )(?<!\b[Ff]light )(?<!Boeing )(?<!Airbus )(?<!Highway )"
_BARE_YEAR = (
    r"(?:(?<![\w.,:/$€£#°+-])|(?<=\b[Pp]ost-)|(?<=\b[Pp]re-))"
    rf"{_NUMBERED}\b(?P<y>{_YEAR})(?![\w%°$€£]|[.,:/-]\d|{_S}{_COUNTED}\b)"
)

_NUMERIC = (
    r"(?<![\w.,/])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)"
    r"(?P<y>(?:19|20)\d{2})(?![\w/])"
)
_DAY_MONTH = (
    rf"\b{_WEEKDAY}(?:the{_S})?{_NTH}{_S}(?:of{_S})?(?P<m>{_MON})"
    rf"(?:,?{_S}(?P<y>{_YEAR}))?(?!\w)"
)
_MONTH_DAY = rf"\b{_WEEKDAY}(?P<m>{_MON}){_S}{_NTH}(?:,?{_S}(?P<y>{_YEAR}))?(?![\w%]|[.,:]\d)"
_WEEK_OF = (
    rf"\bthe{_S}week{_S}(?:of|beginning){_S}"
    rf"(?:(?P<m>{_MON}){_S}{_NTH}|(?P<d2>\d{{1,2}}){_S}(?P<m2>{_MON}))(?!\w)"
)
_SEASON_OF_YEAR = (
    rf"\b(?:the{_S})?{_PHASE}(?P<which>)(?P<season>{_SEASON})(?:{_S}of)?{_S}(?P<y>{_YEAR})"
    rf"{_NO_MORE}"
)
_Q = rf"\bQ(?P<q>[1-4])(?P<ordinal>)(?P<part>)(?:{_S}(?:of{_S})?(?P<y>{_YEAR}))?(?![\w-])"
_QUARTER = (
    rf"\b(?:the{_S})?(?P<ordinal>(?i:first|second|third|fourth)|1st|2nd|3rd|4th)(?:{_S}|-)"
    r"(?P<part>quarter|half)(?P<q>)"
    rf"(?:(?:{_S}of(?:{_S}fiscal)?)?{_S}(?P<y>{_YEAR})\b)?"
    rf"(?!{_S}of{_S}(?:the|a|all|{_MON})\b|[\w-])"
)
_CENTURY = (
    rf"\b(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>(?i:{_any(values.CENTURIES)})))"
    rf"(?:{_S}|-)century\b"
)
_NEAR_DAY = (
    rf"\b(?P<word>(?i:(?:yesterday|tomorrow|this){_S}{_PART_OF_DAY}"
    rf"|(?<!the{_S1})last{_S}night|tonight"
    rf"|the{_S}day{_S}(?:before{_S}yesterday|after{_S}tomorrow)|today|yesterday|tomorrow))\b"
)
_WEEKDAY_ALONE = rf"\b(?:{_WHICH})?(?P<day>{_DAY})(?:{_S}(?P<part>{_PART_OF_DAY}s?)|s(?!\w))?(?!\w)"

# `over the next year` looks ahead from now, `the same day that he` is the day of something else.
_OVER = (
    r"(?P<ahead>(?<=\b[Oo]ver )|(?<=\b[Ff]or )|(?<=\b[Ww]ithin )|(?<=\b[Dd]uring )"
    r"|(?<=\bthroughout ))?"
)
_OF_AN_EVENT = (
    rf"(?P<event>(?={_S}(?:that|as|when|where|he|she|they|it|we|I|you|the|a|an|his|her|their|its"
    r"|[A-Z][a-z]+)\b))?"
)
_FOLLOWING = (
    rf"{_OVER}\b{_PHASE_OF_STORY}(?i:the|that){_S}"
    rf"(?P<which>next|following|previous|preceding|same){_S}"
    rf"(?P<unit>{_NARRATIVE_UNIT})(?![\w-]|{_S}of\b){_OF_AN_EVENT}"
)
_SAME = rf"\b(?i:earlier|later|early|late){_S}that{_S}(?P<unit>{_NARRATIVE_UNIT})(?![\w-])"
_LATER = rf"\b{_COUNT}{_S}(?P<unit>{_UNIT})s?{_S}(?P<side>later|earlier)(?![\w-]|{_S}than\b)"
_PERIOD = (
    rf"\b{_PHASE_OF_STORY}(?:the{_S})?{_WHICH}(?P<unit>{_any(values.PERIODS)})"
    rf"(?![\w-]|{_S}of\b)"
)
_DISTANCE = (
    rf"\b{_COUNT}{_S}(?P<unit>day|week|fortnight|month|year|decade)s?{_S}"
    rf"(?P<side>ago|from{_S}now|from{_S}today)\b"
)
_HOLIDAY = (
    rf"\b(?:{_WHICH})?(?P<name>Thanksgiving(?: Day)?|Christmas(?: Day| Eve)?"
    r"|New Year['’]s (?:Eve|Day))(?!\w)"
)
_NOW = (
    rf"\b(?i:right{_S}now|now|currently|at{_S}present|nowadays|these{_S}days|presently"
    rf"|at{_S}the{_S}moment)\b"
)
_BEFORE_NOW = (
    rf"\b(?i:recently|lately|in{_S}the{_S}past"
    rf"|(?:in{_S})?recent{_S}(?:days|weeks|months|years|decades))\b(?!{_S}(?:\d|few\b))"
)
_LONG_AGO = rf"\b(?i:(?:years|months|weeks|days|decades|centuries){_S}ago)\b"
_AFTER_NOW = (
    rf"\b(?i:(?:in{_S})?the{_S}(?:near{_S}|coming{_S})?future"
    rf"|in{_S}the{_S}coming{_S}(?:days|weeks|months|years))\b"
)

# Where two match at one place the longer wins, then the earlier in this list. The first two are
# read in every language.
_PATTERNS: tuple[tuple[str, Reader], ...] = (
    (r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b", absolute.iso),
    (_NUMERIC, absolute.numeric),
    (_DAY_MONTH, absolute.day_and_month),
    (_MONTH_DAY, absolute.day_and_month),
    (_WEEK_OF, absolute.week_of),
    (rf"\b{_PHASE}(?P<m>{_MON}),?{_S}(?:of{_S})?(?P<y>{_YEAR}){_NO_MORE}", absolute.month_of_year),
    (rf"\b(?:{_WHICH})?{_PHASE}(?P<m>{_MONTH})(?![\w-])", absolute.bare_month),
    (rf"\b{_WHICH}(?P<season>{_SEASON})(?P<y>)\b", absolute.season),
    (_SEASON_OF_YEAR, absolute.season),
    (_Q, absolute.quarter),
    (_QUARTER, absolute.quarter),
    (rf"\b(?:the{_S})?{_PHASE}(?P<y>(?:1[0-9]|20)[0-9]0)['’]?s\b", absolute.decade),
    (_CENTURY, absolute.century),
    (_WEEKDAY_ALONE, relative.weekday),
    (_NEAR_DAY, relative.near_day),
    (_FOLLOWING, narrative.following),
    (_SAME, narrative.same),
    (_LATER, narrative.later),
    (_PERIOD, relative.period),
    (rf"\b[Tt]he(?P<which>){_S}(?P<unit>weekend)\b", relative.period),
    (_DISTANCE, relative.distance),
    (_LONG_AGO, relative.vague("PAST_REF")),
    (rf"(?<![\w’'])(?:the{_S})?{_PHASE}['’](?P<y>(?:[2-9]0|00|10))s\b", absolute.decade),
    (_HOLIDAY, absolute.holiday),
    (_BARE_YEAR, absolute.year),
    (_NOW, relative.vague("PRESENT_REF")),
    (_BEFORE_NOW, relative.vague("PAST_REF")),
    (_AFTER_NOW, relative.vague("FUTURE_REF")),
)
_ENGLISH: tuple[Rule, ...] = tuple((re.compile(pattern), reader) for pattern, reader in _PATTERNS)


@cache
def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules for texts of a language: all for English and `und`, explicit dates for others."""
    if language in {"en", "und"}:
        return _ENGLISH
    return (*_ENGLISH[:2], *_foreign(language))


def _foreign(language: str) -> tuple[Rule, ...]:
    """`11. Juli 2017`, `11 juillet 2017`, `julio de 2017`, with CLDR's names of months."""
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
        year, month = int(m["y"]), months[m["m"].lower()]
        if m["d"]:
            value = values.day_value(year, month, int(m["d"]))
        else:
            value = values.month_value(year, month)
        return DateReading(value, False, 1.0) if value else None

    day = rf"(?:(?P<d>\d{{1,2}})(?:\.|er|º)?{_S}(?:de{_S})?)?"
    pattern = rf"(?<!\w){day}(?P<m>{_any(months)})\.?{_S}(?:del?{_S})?(?P<y>{_YEAR})\b"
    return ((re.compile(pattern, re.IGNORECASE), read),)
