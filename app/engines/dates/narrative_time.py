"""Times counted from the time that the text named last: `the next year`, `two weeks later`, `earlier that month`. Knows no text."""

from datetime import date, timedelta

from app.engines.dates.timex_values import (
    NUMBERS,
    DateContext,
    DateReading,
    first_and_last,
    shifted,
    week,
)

SURE = 0.7
"""Of one that is counted from the time named just before; the thread of a story is guessed."""
UNITS = ("day", "week", "fortnight", "month", "year", "decade")
PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_FINEST = ("day", "week", "month", "year")


def following(m: DateContext) -> DateReading | None:
    """`the next year`, `the following day`, `the previous month`, `the same week`; `over the next year` lies ahead of now.

    `the same day that …` is the day of something else, which is not known.
    """
    which = m["which"].lower()
    if which == "next" and (m.has("ahead") or m.tense == "future"):
        return DateReading("FUTURE_REF", True, SURE)
    if which == "same" and m.has("event"):
        return _unknown(m)
    step = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(which, 0)
    return _moved(m, _unit(m["unit"]), step)


def later(m: DateContext) -> DateReading | None:
    """`two weeks later`, `a year earlier`."""
    count = int(m["count"]) if m["count"].isdigit() else NUMBERS[m["count"].lower()]
    if count is None:  # "a few years later" is no time
        return None
    return _moved(m, _unit(m["unit"]), -count if m["side"].lower() == "earlier" else count)


def same(m: DateContext) -> DateReading | None:
    """`earlier that year`, `later the same month`."""
    return _moved(m, _unit(m["unit"]), 0)


def _unit(word: str) -> str:
    low = word.lower()
    return "day" if low in PARTS_OF_DAY else low


def _moved(m: DateContext, unit: str, step: int) -> DateReading | None:
    """The named time moved by so many units, as fine as the unit."""
    named = m.named.value if m.named else None
    days = first_and_last(named)
    if named is None or days is None or not _is_fine_enough(days, unit):
        return _unknown(m)
    return DateReading(_value(days[0], unit, step), True, SURE, counted=named)


def _unknown(m: DateContext) -> DateReading:
    """No value: nothing is named, or not finely enough, or (without an anchor) what is named is not known itself."""
    waits = m.named is not None and m.named.value is None
    return DateReading(None, True, SURE, open=None if waits and m.anchor is None else "named")


def _is_fine_enough(days: tuple[date, date], unit: str) -> bool:
    """Whether the named time lies within one such unit: no day can be counted from a month."""
    longest = {"day": 1, "week": 7, "fortnight": 7, "month": 31}.get(unit, 366)
    return (days[1] - days[0]).days < longest


def _value(first: date, unit: str, step: int) -> str:
    """Raises OverflowError and ValueError outside of the calendar."""
    if unit in {"year", "decade"}:
        return f"{first.year + step * (10 if unit == 'decade' else 1):04d}"
    if unit == "month":
        year, month = shifted(first, step)
        return f"{year:04d}-{month:02d}"
    moved = first + timedelta(step * _DAYS[unit])
    return str(moved) if unit == "day" else week(moved)
