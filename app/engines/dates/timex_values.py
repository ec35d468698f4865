"""What the parts of a date expression come to: TIMEX3 values under an anchor.

Calendar arithmetic; knows no patterns and no text.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.engines.dates.direction import Side


class DateReading(NamedTuple):
    """What an expression comes to: its TIMEX3 value or None, whether it is counted from some other time, how sure that is.

    `counted` is the time named in the text that it was counted from, where that is not the anchor; `open` says why a value is
    missing although there is an anchor: `side` (past or to come), `named` (no time is named to count from).
    """

    value: str | None
    relative: bool
    confidence: float
    counted: str | None = None
    open: str | None = None


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """The time that the text named last: its value, or None where that is not known; `relative` as in `Read`."""

    value: str | None
    relative: bool


@dataclass(frozen=True, slots=True)
class DateContext:
    """An expression's parts, the date to reckon from, on which side of it to look, the time named last before it."""

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


_TORN = DateReading(None, True, 0.5, open="side")
_STATED = 0.9  # `last Friday` says itself where it lies


def _list(text: str) -> list[str]:
    return text.split()


MONTHS = {
    m: n
    for n, m in enumerate(
        _list(
            "january february march april may june july august september october november december"
        ),
        1,
    )
}
SHORT = {m[:3]: n for m, n in MONTHS.items()} | {"sept": 9}
DAYS = {
    d: n for n, d in enumerate(_list("monday tuesday wednesday thursday friday saturday sunday"), 1)
}
_TO_TWELVE = _list("zero one two three four five six seven eight nine ten eleven twelve")
_ROUND = {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a couple of": 2,
}
NUMBERS: dict[str, int | None] = {
    **{w: n for n, w in enumerate(_TO_TWELVE)},
    **_ROUND,
    **dict.fromkeys(("several", "a few", "some", "many")),
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_BEGINS = {
    "SP": 3,
    "SU": 6,
    "FA": 9,
    "WI": 12,
    "Q1": 1,
    "Q2": 4,
    "Q3": 7,
    "Q4": 10,
    "H1": 1,
    "H2": 7,
}
_VALUE = re.compile(
    r"(?P<y>\d{4})(?:-(?:W(?P<week>\d\d)|(?P<part>SP|SU|FA|WI|Q[1-4]|H[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?",
    re.ASCII,
)
_ORDINALS = {w: n for n, w in enumerate(_list("first second third fourth"), 1)} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
PERIODS = ("week", "weekend", "month", "quarter", "year", "decade", "century")
CENTURIES = {
    w: n
    for n, w in enumerate(
        _list("sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"), 16
    )
}


def _month_number(word: str) -> int:
    low = word.lower().rstrip(".")
    return MONTHS.get(low) or SHORT[low]


def day_value(year: int, month: int, day: int) -> str | None:
    """`YYYY-MM-DD`, or None where the calendar has no such day."""
    return (
        f"{year:04d}-{month:02d}-{day:02d}"
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
        else None
    )


def week(d: date) -> str:
    """The ISO week of a day, `YYYY-Www`."""
    year, week, _ = d.isocalendar()
    return f"{year:04d}-W{week:02d}"


def shifted(d: date, months: int) -> tuple[int, int]:
    """Year and month so many months from a day."""
    at = d.year * 12 + d.month - 1 + months
    return at // 12, at % 12 + 1


def first_and_last(value: str | None) -> tuple[date, date] | None:
    """The days that a TIMEX3 value of a day, week, month, season, quarter, half or year begins and ends with; None for vaguer ones."""
    m = _VALUE.fullmatch(value or "")
    try:
        return _days(m) if m else None
    except ValueError:  # no such day
        return None


def _days(m: re.Match[str]) -> tuple[date, date]:
    year = int(m["y"])
    if m["week"]:
        return date.fromisocalendar(year, int(m["week"]), 1), date.fromisocalendar(
            year, int(m["week"]), 7
        )
    if m["day"]:
        return (only := date(year, int(m["month"]), int(m["day"]))), only
    length = 1 if m["month"] else 12 if not m["part"] else 6 if m["part"][0] == "H" else 3
    first = date(year, int(m["month"] or _BEGINS.get(m["part"], 1)), 1)
    last = shifted(first, length - 1)
    return first, date(*last, monthrange(*last)[1])


def iso(m: DateContext) -> DateReading | None:
    """`2017-07-11`."""
    value = day_value(int(m["y"]), int(m["m"]), int(m["d"]))
    return DateReading(value, False, 1.0) if value else None


def numeric(m: DateContext) -> DateReading | None:
    """`23.10.1998`, `10/23/1998`; where day and month could be either, the year alone is sure."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if m["sep"] == "." or a > 12:
        value = day_value(year, b, a)
    elif b > 12:
        value = day_value(year, a, b)
    else:
        value = day_value(year, a, a) if a == b else f"{year:04d}"
    return DateReading(value, False, 0.9) if value else None


def day_and_month(m: DateContext) -> DateReading | None:
    """`11 July 2017`, `July 11`."""
    month, day = _month_number(m["m"]), int(m["d"])
    if m["y"]:
        value = day_value(int(m["y"]), month, day)
        return DateReading(value, False, 1.0) if value else None
    if not day_value(2000, month, day):
        return None
    if m.anchor is None:
        return DateReading(f"XXXX-{month:02d}-{day:02d}", True, 0.9)
    if _is_open(m, month, day):
        return DateReading(f"XXXX-{month:02d}-{day:02d}", True, _TORN.confidence, open=_TORN.open)
    value = day_value(_year_near(m.anchor, month, day, m.tense), month, day)
    return DateReading(value, True, m.sure) if value else None


def _is_open(m: DateContext, month: int, day: int) -> bool:
    """Whether it cannot be known which year's month or day is meant: words point both ways, or none do and no year's is near."""
    if m.side.by == "torn":
        return True
    return (
        m.tense is None
        and m.anchor is not None
        and abs(_days_to(m.anchor, month, day)) > _NEAR_DAYS
    )


def _days_to(anchor: date, month: int, day: int) -> int:
    """Days from the anchor to the nearest such day, negative where that is past."""
    every = (
        (date(y, month, min(day, 28)) - anchor).days
        for y in (anchor.year - 1, anchor.year, anchor.year + 1)
    )
    return min(every, key=abs)


# Days to the nearest such day or month within which it is taken although no word says on which side
# it lies; beyond, the next nearest is
# at most twice as far. Of 91 such dates whose years were hidden (see `direction`): within, 86 of 87
# right; beyond, 3 of 4.
_NEAR_DAYS = 120


def week_of(m: DateContext) -> DateReading | None:
    """`the week of March 6`."""
    month, day = _month_number(m["m"] or m["m2"]), int(m["d"] or m["d2"])
    if m.anchor is None:
        return DateReading(None, True, 0.9)
    value = day_value(_year_near(m.anchor, month, day, m.tense), month, day)
    return DateReading(week(date.fromisoformat(value)), True, m.sure) if value else None


_SLACK_DAYS = (
    3  # days that a past day may lie after the anchor, which is when the text was printed somewhere
)


def _year_near(anchor: date, month: int, day: int, tense: str | None) -> int:
    """The year whose such day lies nearest, or nearest on the side that the tense says."""
    distance = {
        y: (date(y, month, min(day, 28)) - anchor).days
        for y in (anchor.year - 1, anchor.year, anchor.year + 1)
    }
    if tense == "past":
        return max(y for y, days in distance.items() if days <= _SLACK_DAYS)
    if tense == "future":
        return min(y for y, days in distance.items() if days >= -_SLACK_DAYS)
    return min(distance, key=lambda y: abs(distance[y]))


def _month_near(anchor: date, month: int, tense: str | None) -> int:
    """The year of the nearest such month, or of the last one not after the anchor's, or the first not before it, as the tense says."""
    if tense == "past":
        return anchor.year - (month > anchor.month)
    if tense == "future":
        return anchor.year + (month < anchor.month)
    return _year_near(anchor, month, 15, None)


def month_of_year(m: DateContext) -> DateReading | None:
    """`February 2022`."""
    return DateReading(f"{int(m['y']):04d}-{_month_number(m['m']):02d}", False, 1.0)


def bare_month(m: DateContext) -> DateReading | None:
    """`in February`, `last November`."""
    month = _month_number(m["m"])
    if m.anchor is None:
        return DateReading(f"XXXX-{month:02d}", True, 0.7)
    which = m["which"].lower()
    if not which and _is_open(m, month, 15):
        return DateReading(f"XXXX-{month:02d}", True, _TORN.confidence, open=_TORN.open)
    tense = {"last": "past", "past": "past", "next": "future"}.get(which, m.tense)
    year = _month_near(m.anchor, month, tense)
    if which == "last" and (year, month) >= (m.anchor.year, m.anchor.month):
        year -= 1
    return DateReading(f"{year:04d}-{month:02d}", True, _STATED if which else m.sure)


def season(m: DateContext) -> DateReading | None:
    """`spring 2030`, `last autumn`."""
    code = SEASONS[m["season"].lower()]
    if m["y"]:
        return DateReading(f"{int(m['y']):04d}-{code}", False, 1.0)
    if m.anchor is None:
        return DateReading(f"XXXX-{code}", True, 0.7)
    begins = _BEGINS[code]
    year = m.anchor.year
    if m["which"].lower() in {"last", "past"} and (begins + 2 >= m.anchor.month):
        year -= 1
    elif m["which"].lower() == "next" and begins <= m.anchor.month:
        year += 1
    elif (
        m["which"].lower() == "this"
        and code == "WI"
        and m.anchor.month <= 2
        and m.tense != "future"
    ):
        year -= 1
    return DateReading(f"{year:04d}-{code}", True, 0.8 if m["which"] else m.sure)


def quarter(m: DateContext) -> DateReading | None:
    """`Q3 2021`, `the second half`."""
    number = int(m["q"]) if m["q"] else _ORDINALS[m["ordinal"].lower()]
    code = f"Q{number}" if m["q"] or m["part"].lower() == "quarter" else f"H{number}"
    if code in {"H3", "H4"}:
        return None
    if m["y"]:
        return DateReading(f"{int(m['y']):04d}-{code}", False, 1.0)
    if m.anchor is None:
        return DateReading(f"XXXX-{code}", True, 0.6)
    begins = (number - 1) * (3 if code[0] == "Q" else 6) + 1
    over = begins > m.anchor.month and m.tense != "future" and (code[0] == "Q" or m.tense == "past")
    return DateReading(f"{m.anchor.year - over:04d}-{code}", True, 0.7)


def decade(m: DateContext) -> DateReading | None:
    """`the 1990s`, `the ’60s`."""
    year = m["y"] if len(m["y"]) == 4 else f"{'20' if m['y'] < '20' else '19'}{m['y']}"
    return DateReading(f"{year[:3]}X", False, 0.95)


def century(m: DateContext) -> DateReading | None:
    """`the 19th century`."""
    number = int(m["n"]) if m["n"] else CENTURIES[m["word"].lower()]
    return DateReading(f"{number - 1:02d}XX", False, 0.9) if 1 <= number <= 22 else None


def year(m: DateContext) -> DateReading | None:
    """`2014`."""
    return DateReading(m["y"], False, 0.9)


def weekday(m: DateContext) -> DateReading | None:
    """`last Friday night`, by its day; the anchor's own weekday is the anchor."""
    number = DAYS[m["day"].lower()]
    if m.match.group().endswith("s"):  # "Sundays" are many
        return DateReading(f"XXXX-WXX-{number}", False, 0.9)
    if m.anchor is None:
        return DateReading(f"XXXX-WXX-{number}", True, 0.9)
    which = m["which"].lower()
    if m.side.by == "torn" and not which:
        return _TORN
    back = (m.anchor.isoweekday() - number) % 7
    if which in {"last", "past", "previous"}:
        back = back or 7
    elif which in {"next", "coming"} or (
        back and (m.tense == "future" or (which == "this" and m.tense != "past"))
    ):
        back -= 7
    return DateReading(f"{m.anchor - timedelta(back)}", True, _STATED if which else m.sure)


def near_day(m: DateContext) -> DateReading | None:
    """`yesterday`, `this morning`, by its day."""
    word = " ".join(m["word"].lower().split())
    if m.anchor is None:
        return DateReading(None, True, 0.8)
    days = -1 if word.startswith(("yesterday", "last")) else 1 if word.startswith("tomorrow") else 0
    days = (
        -2 if word.endswith("before yesterday") else 2 if word.endswith("after tomorrow") else days
    )
    return DateReading(f"{m.anchor + timedelta(days)}", True, 0.9)


def period(m: DateContext) -> DateReading | None:
    """`last week`, `this month`, `next year`, `the weekend`; `the past year` runs up to now and is no year of the calendar."""
    if m.match.group()[:4].lower() == "the " and m["which"].lower() in {"last", "past"}:
        return DateReading("PAST_REF", True, 0.7)
    if m.anchor is None:
        return DateReading(None, True, 0.8)
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(
        m["which"].lower(), 0
    )
    unit = m["unit"].lower()
    if unit == "weekend" and not m["which"] and m.anchor.isoweekday() < 5 and m.tense != "future":
        step = -1
    if unit in {"week", "weekend"}:
        return DateReading(
            week(m.anchor + timedelta(weeks=step)) + ("-WE" if unit == "weekend" else ""), True, 0.9
        )
    if unit == "month":
        year, month = shifted(m.anchor, step)
        return DateReading(f"{year:04d}-{month:02d}", True, 0.9)
    if unit == "quarter":
        year, month = shifted(m.anchor, 3 * step)
        return DateReading(f"{year:04d}-Q{(month + 2) // 3}", True, 0.8)
    if unit == "year":
        return DateReading(f"{m.anchor.year + step:04d}", True, 0.9)
    return DateReading(
        (
            f"{m.anchor.year // 10 + step:03d}X"
            if unit == "decade"
            else f"{m.anchor.year // 100 + step:02d}XX"
        ),
        True,
        0.8,
    )


def distance(m: DateContext) -> DateReading | None:
    """`two weeks ago`, `a decade ago`, `three days from now`."""
    count = int(m["count"]) if m["count"].isdigit() else NUMBERS[m["count"].lower()]
    sign = -1 if m["side"].lower() == "ago" else 1
    if count is None:
        return DateReading("PAST_REF" if sign < 0 else "FUTURE_REF", True, 0.7)
    if m.anchor is None:
        return DateReading(None, True, 0.8)
    unit = m["unit"].lower()
    if unit in {"year", "decade"}:
        year = m.anchor.year + sign * count * (10 if unit == "decade" else 1)
        return DateReading(f"{year:04d}", True, 0.9) if 0 < year < 10_000 else None
    if unit == "month":
        year, month = shifted(m.anchor, sign * count)
        return DateReading(f"{year:04d}-{month:02d}", True, 0.9)
    moved = m.anchor + timedelta(sign * count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return DateReading((str(moved) if unit == "day" else week(moved)), True, 0.9)


def holiday(m: DateContext) -> DateReading | None:
    """Fixed feasts, and the American Thanksgiving."""
    name = m["name"].lower().replace("’", "'")
    if m.anchor is None:
        return DateReading(None, True, 0.6)
    if name.startswith("thanksgiving"):
        year = _year_near(
            m.anchor, 11, 25, m.tense or "past" if m["which"].lower() == "last" else m.tense
        )
        first = date(year, 11, 1)
        return DateReading(str(first + timedelta((3 - first.weekday()) % 7 + 21)), True, m.sure)
    month, day = {
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "new year's eve": (12, 31),
        "new year's day": (1, 1),
    }[name]
    return DateReading(
        day_value(_year_near(m.anchor, month, day, m.tense), month, day), True, m.sure
    )


def vague(value: str) -> Reader:
    """A reader for words that say no more than now, before or later."""

    def read(_: DateContext) -> DateReading | None:
        return DateReading(value, True, 0.7)

    return read
