"""Readers of times counted from the time that the text named last.

`the next year`, `two weeks later`, `earlier that month`.
"""

from datetime import date, timedelta

from app.engines.dates.timex_values import (
    DateContext,
    DateReading,
    first_and_last,
    month_value,
    number_of,
    shifted,
    week,
)

SURE = 0.7
"""Of one that is counted from the time named just before; the thread of a story is guessed."""
UNITS = ("day", "week", "fortnight", "month", "year", "decade")
PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
_STEPS = {"next": 1, "following": 1, "previous": -1, "preceding": -1}
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
# Days that the named time may last, so that a unit can be counted from it; 366 for the others.
_LONGEST = {"day": 1, "week": 7, "fortnight": 7, "month": 31}


def following(m: DateContext) -> DateReading | None:
    """`the next year`, `the following day`, `the previous month`, `the same week`.

    `over the next year` lies ahead of now, and `the same day that …` is the day of something else,
    which is not known.
    """
    which = m["which"].lower()
    if which == "next" and (m.has("ahead") or m.tense == "future"):
        return DateReading("FUTURE_REF", True, SURE)
    if which == "same" and m.has("event"):
        return _unknown(m)
    return _moved(m, _STEPS.get(which, 0))


def later(m: DateContext) -> DateReading | None:
    """`two weeks later`, `a year earlier`."""
    count = number_of(m["count"])
    if count is None:  # "a few years later" is no time
        return None
    return _moved(m, -count if m["side"].lower() == "earlier" else count)


def same(m: DateContext) -> DateReading | None:
    """`earlier that year`, `later the same month`."""
    return _moved(m, 0)


def _moved(m: DateContext, step: int) -> DateReading | None:
    """The named time moved by so many of the expression's units, as fine as the unit."""
    unit = m["unit"].lower()
    if unit in PARTS_OF_DAY:
        unit = "day"
    named = m.named.value if m.named else None
    days = first_and_last(named)
    if named is None or days is None or not _is_fine_enough(days, unit):
        return _unknown(m)
    return DateReading(_value(days[0], unit, step), True, SURE, counted=named)


def _unknown(m: DateContext) -> DateReading:
    """No value: nothing is named, or not finely enough.

    Without an anchor what is named may itself be unknown, and then nothing is open.
    """
    awaits_anchor = m.named is not None and m.named.value is None and m.anchor is None
    return DateReading(None, True, SURE, open=None if awaits_anchor else "named")


def _is_fine_enough(days: tuple[date, date], unit: str) -> bool:
    """Whether the named time lies within one such unit: no day can be counted from a month."""
    first, last = days
    return (last - first).days < _LONGEST.get(unit, 366)


def _value(first: date, unit: str, step: int) -> str:
    """Raises OverflowError and ValueError outside of the calendar."""
    if unit in {"year", "decade"}:
        years = 10 if unit == "decade" else 1
        return f"{first.year + step * years:04d}"
    if unit == "month":
        return month_value(*shifted(first, step))
    moved = first + timedelta(step * _DAYS_IN[unit])
    return str(moved) if unit == "day" else week(moved)
