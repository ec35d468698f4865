"""Readers of expressions counted from the anchor: `last Friday`, `yesterday`, `two weeks ago`."""

from datetime import date, timedelta

from app.engines.dates.timex_values import (
    DAYS,
    STATED,
    TORN,
    DateContext,
    DateReading,
    Reader,
    month_value,
    number_of,
    shifted,
    week,
)

_STEPS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
# Periods so long that their borders are seldom meant exactly.
_LONG_PERIODS = frozenset({"quarter", "decade", "century"})


def weekday(m: DateContext) -> DateReading | None:
    """`last Friday night`, by its day; the anchor's own weekday is the anchor."""
    number = DAYS[m["day"].lower()]
    if m.match.group().endswith("s"):  # "Sundays" are many
        return DateReading(f"XXXX-WXX-{number}", False, 0.9)
    if m.anchor is None:
        return DateReading(f"XXXX-WXX-{number}", True, 0.9)
    which = m["which"].lower()
    if m.side.by == "torn" and not which:
        return TORN
    day = m.anchor - timedelta(_days_back(m.anchor, number, which, m.tense))
    return DateReading(f"{day}", True, STATED if which else m.sure)


def _days_back(anchor: date, number: int, which: str, tense: str | None) -> int:
    """Days from the weekday meant to the anchor; negative where that is to come."""
    days = (anchor.isoweekday() - number) % 7
    step = _STEPS.get(which, 0)
    if step < 0:
        return days or 7
    is_ahead = tense == "future" or (which == "this" and tense != "past")
    if step > 0 or (days and is_ahead):
        return days - 7
    return days


def near_day(m: DateContext) -> DateReading | None:
    """`yesterday`, `this morning`, by its day."""
    if m.anchor is None:
        return DateReading(None, True, 0.8)
    days = _days_from_today(" ".join(m["word"].lower().split()))
    return DateReading(f"{m.anchor + timedelta(days)}", True, 0.9)


def _days_from_today(word: str) -> int:
    if word.endswith("before yesterday"):
        return -2
    if word.endswith("after tomorrow"):
        return 2
    if word.startswith(("yesterday", "last")):
        return -1
    return 1 if word.startswith("tomorrow") else 0


def period(m: DateContext) -> DateReading | None:
    """`last week`, `this month`, `next year`, `the weekend`.

    `the past year` runs up to now and is no year of the calendar.
    """
    which, unit = m["which"].lower(), m["unit"].lower()
    if which in {"last", "past"} and m.match.group().lower().startswith("the "):
        return DateReading("PAST_REF", True, 0.7)
    if m.anchor is None:
        return DateReading(None, True, 0.8)
    step = _STEPS.get(which, 0)
    if unit == "weekend" and not which and m.anchor.isoweekday() < 5 and m.tense != "future":
        step = -1  # "the weekend", said from Monday to Thursday, is over
    confidence = 0.8 if unit in _LONG_PERIODS else 0.9
    return DateReading(_period_value(m.anchor, unit, step), True, confidence)


def _period_value(anchor: date, unit: str, step: int) -> str:
    """The value of the period so many steps from the one that holds the anchor."""
    if unit in {"week", "weekend"}:
        suffix = "-WE" if unit == "weekend" else ""
        return week(anchor + timedelta(weeks=step)) + suffix
    if unit == "month":
        return month_value(*shifted(anchor, step))
    if unit == "quarter":
        year, month = shifted(anchor, 3 * step)
        return f"{year:04d}-Q{(month + 2) // 3}"
    if unit == "year":
        return f"{anchor.year + step:04d}"
    if unit == "decade":
        return f"{anchor.year // 10 + step:03d}X"
    return f"{anchor.year // 100 + step:02d}XX"


def distance(m: DateContext) -> DateReading | None:
    """`two weeks ago`, `a decade ago`, `three days from now`."""
    count = number_of(m["count"])
    sign = -1 if m["side"].lower() == "ago" else 1
    if count is None:
        return DateReading("PAST_REF" if sign < 0 else "FUTURE_REF", True, 0.7)
    if m.anchor is None:
        return DateReading(None, True, 0.8)
    value = _value_at(m.anchor, m["unit"].lower(), sign * count)
    return DateReading(value, True, 0.9) if value else None


def _value_at(anchor: date, unit: str, count: int) -> str | None:
    """The value so many units from the anchor, as fine as the unit; None outside the calendar.

    Raises OverflowError for a day outside it.
    """
    if unit in {"year", "decade"}:
        year = anchor.year + count * (10 if unit == "decade" else 1)
        return f"{year:04d}" if 0 < year < 10_000 else None
    if unit == "month":
        return month_value(*shifted(anchor, count))
    day = anchor + timedelta(count * _DAYS_IN[unit])
    return str(day) if unit == "day" else week(day)


def vague(value: str) -> Reader:
    """A reader for words that say no more than now, before or later."""

    def read(_: DateContext) -> DateReading | None:
        return DateReading(value, True, 0.7)

    return read
