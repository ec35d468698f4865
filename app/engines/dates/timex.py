"""The date expressions of a text, in order, with their values under an anchor.

`timex_patterns` says what an expression looks like; here is decided which of the matches are dates,
and what they take from each other.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.engines.dates import absolute_readers
from app.engines.dates.direction import Side
from app.engines.dates.timex_patterns import SPACE, rules_of
from app.engines.dates.timex_values import (
    DateContext,
    DateReading,
    NamedPeriod,
    Reader,
    first_and_last,
)

Tense = Callable[[int, int], Side]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression: its place and value, whether it is relative, and how sure the value is.

    `counted` and `open` as in `DateReading`.
    """

    start: int
    end: int
    value: str | None
    relative: bool
    confidence: float
    counted: str | None = None
    open: str | None = None


_LEADS = (
    r"in|since|until|till|by|before|after|during|between|from|through|around|circa|early|late|mid"
    r"|of|the|and|to|for|fiscal|year"
)
# Words before a bare month or an old year that make a date of it.
_LED = re.compile(rf"\b(?i:{_LEADS})(?:{SPACE}|-)\Z")
# Those of them that lead counts as well as years.
_LED_OPENLY = re.compile(r"(?i:of|and|to|for|by|around|through|after)\s\Z")
_LONGEST_LEAD = 14  # characters before an expression in which these are looked for
# A plural behind a number says that it counts something: `2014 crowns`.
_PLURAL = re.compile(
    rf"{SPACE}(?!(?:as|was|is|has|this|his|its|does)\b)[a-z]{{2,20}}s\b"
    rf"|{SPACE}(?:registered|likely|eligible){SPACE}voters\b"
)
_EARLIEST_YEAR = 1800  # of those that stand alone
_NAME_AHEAD = re.compile(rf"{SPACE}[A-Z][a-z]+")
_DIGIT = re.compile(r"\d\s\Z")
# Months that are verbs, adjectives or given names too.
_ALSO_WORDS = frozenset({"May", "March", "August", "April", "June"})
_OFF_THE_CALENDAR = re.compile(r"\d{5}|0000|-")

# `the day before last Tuesday`: what precedes the expression it is counted from.
_DAY_BESIDE = re.compile(rf"\b(?:[Tt]he{SPACE})?day{SPACE}(?P<side>before|after){SPACE}\Z")
_LONGEST_DAY_BESIDE = 24  # characters
_YEARLESS = re.compile(r"(?P<y>\d{4}|XXXX)(?P<rest>-\d\d(?:-\d\d)?)", re.ASCII)
_JOINED = re.compile(rf"{SPACE}(?:and|or|to|until|through){SPACE}|{SPACE}?[-–]{SPACE}?|,{SPACE}")
_THAT_YEAR = re.compile(rf"{SPACE}of{SPACE}(?:that|the same){SPACE}year\b")
_NEAR = 600
"""Characters between a time and what is counted from it, at most: a paragraph of news, or the end
of one and the start of the next."""


def expressions(
    text: str, anchor: date | None, tense: Tense, language: str = "en"
) -> Iterator[Expression]:
    """The expressions of `text` in order, none overlapping.

    `tense` is asked on which side of the anchor the words around an expression place it.
    """
    as_written: list[Expression] = []
    end = 0
    last: Expression | None = None  # the time named last, to count from
    for match, reader in _matches(text, language):
        if match.start() < end or not _is_date(text, match, reader):
            continue
        named = _named(text, last, match.start())
        reading = _read(match, reader, anchor, tense, named)
        if reading is None:
            continue
        as_written.append(Expression(match.start(), match.end(), *reading))
        end = match.end()
        if not (reading.value or "").endswith("_REF"):  # now, before and later name no time
            last = as_written[-1]
    yield from (_with_day_beside(text, e) for e in _with_lent_years(text, as_written))


def _matches(text: str, language: str) -> Iterable[tuple[re.Match[str], Reader]]:
    """Every match of every pattern by its start, the longest first, then the first in the list."""
    matches = [
        (match.start(), -match.end(), number, match, reader)
        for number, (pattern, reader) in enumerate(rules_of(language))
        for match in pattern.finditer(text)
    ]
    matches.sort(key=lambda m: m[:3])
    return ((match, reader) for *_, match, reader in matches)


def _is_date(text: str, match: re.Match[str], reader: Reader) -> bool:
    """Whether a match is a date: bare months and years are read in context only."""
    before = text[max(0, match.start() - _LONGEST_LEAD) : match.start()]
    if reader is absolute_readers.bare_month:
        return _is_month(text, match, before)
    if reader is absolute_readers.year:
        return _is_year(text, match, before)
    return True


def _is_month(text: str, match: re.Match[str], before: str) -> bool:
    """`may`, `March on` and `April Jones` are no months, `31 February` no date."""
    if _DIGIT.search(before):
        return False
    if match["which"] or _LED.search(before):
        return True
    return match["m"] not in _ALSO_WORDS and not _NAME_AHEAD.match(text, match.end())


def _is_year(text: str, match: re.Match[str], before: str) -> bool:
    """`2014 crowns` is no year, `1066` only after `in` and the like."""
    if before.endswith("-"):  # "post-1959"
        return True
    counts = bool(_PLURAL.match(text, match.end()))
    if _LED.search(before):
        return not (counts and _LED_OPENLY.search(before))
    return not counts and int(match["y"]) >= _EARLIEST_YEAR


def _read(
    match: re.Match[str],
    reader: Reader,
    anchor: date | None,
    tense: Tense,
    named: NamedPeriod | None,
) -> DateReading | None:
    """The value; None where arithmetic leaves the calendar (year 0, year 10,000)."""
    try:
        reading = reader(DateContext(match, anchor, tense(match.start(), match.end()), named))
    except (OverflowError, ValueError):
        return None
    if reading is None or _OFF_THE_CALENDAR.match(reading.value or ""):
        return None
    return reading


def _named(text: str, last: Expression | None, start: int) -> NamedPeriod | None:
    """The time named last, if that is near `start`."""
    if last is None or start - last.end > _NEAR or text.count("\n\n", last.end, start) > 1:
        return None
    return NamedPeriod(last.value if first_and_last(last.value) else None, last.relative)


def _with_lent_years(text: str, as_written: list[Expression]) -> Iterator[Expression]:
    """The expressions, those without a year with that of a neighbour where it is theirs too."""
    last_year: str | None = None
    for k, expression in enumerate(as_written):
        after = as_written[k + 1] if k + 1 < len(as_written) else None
        dated = _with_lent_year(text, expression, after, last_year)
        if not dated.relative and dated.value and dated.value[:4].isdigit():
            last_year = dated.value[:4]
        yield dated


def _with_lent_year(
    text: str, expression: Expression, after: Expression | None, last_year: str | None
) -> Expression:
    """The expression with the year of a neighbour, where it names a day or month without one.

    `July` in `between July and November 2029` has the year of the date after it, `30 September of
    that year` the one that was named last.
    """
    yearless = _YEARLESS.fullmatch(expression.value or "") if expression.relative else None
    if yearless is None:
        return expression
    if last_year and _THAT_YEAR.match(text, expression.end):
        value = last_year + yearless["rest"]
        return replace(expression, value=value, counted=last_year, open=None)
    next_date = _joined_date(text, expression, after)
    if next_date is None:
        return expression
    # "between November and February 2029" begins the year before.
    year = int(next_date["y"]) - (yearless["rest"] > next_date["rest"])
    return replace(expression, value=f"{year:04d}{yearless['rest']}", relative=False)


def _joined_date(
    text: str, expression: Expression, after: Expression | None
) -> re.Match[str] | None:
    """The next expression's day or month, if it has its year and only `and` or the like between."""
    if after is None or after.relative:
        return None
    is_joined = _JOINED.fullmatch(text, expression.end, after.start)
    return _YEARLESS.fullmatch(after.value or "") if is_joined else None


def _with_day_beside(text: str, expression: Expression) -> Expression:
    """`the day before last Tuesday` is one expression, a day off the one that it holds."""
    earliest = max(0, expression.start - _LONGEST_DAY_BESIDE)
    match = _DAY_BESIDE.search(text, earliest, expression.start)
    days = first_and_last(expression.value)
    if match is None or days is None or days[0] != days[1]:
        return expression
    step = 1 if match["side"].lower() == "after" else -1
    value = str(days[0] + timedelta(step))
    return replace(expression, start=match.start(), value=value)
