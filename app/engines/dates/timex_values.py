"""TIMEX3 values and what they are read from: an expression's parts, an anchor, a side.

Calendar arithmetic and number words; the readers are in `absolute_readers`, `relative_readers` and
`narrative_time`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.engines.dates.direction import Side


class DateReading(NamedTuple):
    """What an expression comes to: its TIMEX3 value or None.

    `relative` says that it is counted from some other time, `counted` is that time where the text
    names it and it is not the anchor. `open` says why a value is missing although there is an
    anchor: `side` (past or to come), `named` (no time is named to count from).
    """

    value: str | None
    relative: bool
    confidence: float
    counted: str | None = None
    open: str | None = None


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """The time that the text named last: its value, or None where that is not known.

    `relative` as in `DateReading`.
    """

    value: str | None
    relative: bool


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a reader reads: the matched parts of an expression and what they are counted from.

    `anchor` is the date to count from, `side` on which side of it to look, `named` the time named
    last before the expression.
    """

    match: re.Match[str]
    anchor: date | None
    side: Side
    named: NamedPeriod | None = None

    def has(self, part: str) -> bool:
        """Whether the expression has that part, be it an empty one."""
        return self.match[part] is not None

    @property
    def tense(self) -> str | None:
        """`past`, `future` or None."""
        return self.side.where

    @property
    def sure(self) -> float:
        """How sure the side is."""
        return self.side.sure

    def __getitem__(self, part: str) -> str:
        """The part of that name, empty where the expression has none."""
        return self.match[part] or ""


Reader = Callable[[DateContext], DateReading | None]

TORN = DateReading(None, True, 0.5, open="side")
"""What may lie on either side of the anchor."""
STATED = 0.9
"""Confidence where the expression says itself where it lies: `last Friday`."""


def _numbered(text: str, first: int = 1) -> dict[str, int]:
    """The words, numbered in their order."""
    return {word: number for number, word in enumerate(text.split(), first)}


MONTHS = _numbered(
    "january february march april may june july august september october november december"
)
SHORT_MONTHS = {month[:3]: number for month, number in MONTHS.items()} | {"sept": 9}
DAYS = _numbered("monday tuesday wednesday thursday friday saturday sunday")
_ROUND_NUMBERS = {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a couple of": 2,
}
# None: several, but nobody knows how many.
NUMBERS: dict[str, int | None] = {
    **_numbered("zero one two three four five six seven eight nine ten eleven twelve", 0),
    **_ROUND_NUMBERS,
    **dict.fromkeys(("several", "a few", "some", "many")),
}
ORDINALS = _numbered("first second third fourth") | _numbered("1st 2nd 3rd 4th")
CENTURIES = _numbered("sixteenth seventeenth eighteenth nineteenth twentieth twenty-first", 16)
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_FIRST_OF_SEASON = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_FIRST_OF_QUARTER = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
_FIRST_OF_HALF = {"H1": 1, "H2": 7}
FIRST_MONTHS = _FIRST_OF_SEASON | _FIRST_OF_QUARTER | _FIRST_OF_HALF
"""The month that each part of a year begins with."""
PERIODS = ("week", "weekend", "month", "quarter", "year", "decade", "century")
_VALUE = re.compile(
    r"(?P<y>\d{4})"
    r"(?:-(?:W(?P<week>\d\d)|(?P<part>SP|SU|FA|WI|Q[1-4]|H[12])"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?",
    re.ASCII,
)


def number_of(word: str) -> int | None:
    """The number that digits or a number word stand for; None for `several` and the like."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def month_of(word: str) -> int:
    """The number of a month's name or abbreviation."""
    low = word.lower().rstrip(".")
    return MONTHS.get(low) or SHORT_MONTHS[low]


def day_value(year: int, month: int, day: int) -> str | None:
    """`YYYY-MM-DD`, or None where the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def month_value(year: int, month: int) -> str:
    """`YYYY-MM`."""
    return f"{year:04d}-{month:02d}"


def week(d: date) -> str:
    """The ISO week of a day, `YYYY-Www`."""
    year, week, _ = d.isocalendar()
    return f"{year:04d}-W{week:02d}"


def shifted(d: date, months: int) -> tuple[int, int]:
    """Year and month so many months from a day."""
    at = d.year * 12 + d.month - 1 + months
    return at // 12, at % 12 + 1


def first_and_last(value: str | None) -> tuple[date, date] | None:
    """The days that a TIMEX3 value begins and ends with; None for vague values.

    A value of a day, week, month, season, quarter, half or year.
    """
    parts = _VALUE.fullmatch(value or "")
    if parts is None:
        return None
    try:
        return _days(parts)
    except ValueError:  # no such day
        return None


def _days(parts: re.Match[str]) -> tuple[date, date]:
    year = int(parts["y"])
    if parts["week"]:
        number = int(parts["week"])
        return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
    if parts["day"]:
        day = date(year, int(parts["month"]), int(parts["day"]))
        return day, day
    first = date(year, int(parts["month"] or FIRST_MONTHS.get(parts["part"], 1)), 1)
    last_month = shifted(first, _months_in(parts) - 1)
    return first, date(*last_month, monthrange(*last_month)[1])


def _months_in(parts: re.Match[str]) -> int:
    """How many months a month, a season, a quarter, a half or a year has."""
    if parts["month"]:
        return 1
    if not parts["part"]:
        return 12
    return 6 if parts["part"].startswith("H") else 3
