"""Readers of days, months, seasons, quarters, years, decades, centuries and feasts.

Those without a year are placed near the anchor, on the side that the words around them say.
"""

from datetime import date, timedelta

from app.engines.dates.timex_values import (
    CENTURIES,
    FIRST_MONTHS,
    ORDINALS,
    SEASONS,
    STATED,
    TORN,
    DateContext,
    DateReading,
    day_value,
    month_of,
    month_value,
    week,
)

# Days to the nearest such day or month within which it is taken although no word says on which side
# it lies; beyond, the next nearest is at most twice as far. Of 91 such dates whose years were
# hidden (see `direction`): within, 86 of 87 right; beyond, 3 of 4.
_NEAR_DAYS = 120
# Days that a past day may lie after the anchor, which is when the text was printed somewhere.
_SLACK_DAYS = 3
_FEASTS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}


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
    month, day = month_of(m["m"]), int(m["d"])
    if m["y"]:
        value = day_value(int(m["y"]), month, day)
        return DateReading(value, False, 1.0) if value else None
    if not day_value(2000, month, day):  # a leap year: 29 February exists
        return None
    yearless = f"XXXX-{month:02d}-{day:02d}"
    if m.anchor is None:
        return DateReading(yearless, True, 0.9)
    if _is_open(m, m.anchor, month, day):
        return DateReading(yearless, True, TORN.confidence, open=TORN.open)
    value = day_value(_year_near(m.anchor, month, day, m.tense), month, day)
    return DateReading(value, True, m.sure) if value else None


def week_of(m: DateContext) -> DateReading | None:
    """`the week of March 6`."""
    month, day = month_of(m["m"] or m["m2"]), int(m["d"] or m["d2"])
    if m.anchor is None:
        return DateReading(None, True, 0.9)
    value = day_value(_year_near(m.anchor, month, day, m.tense), month, day)
    return DateReading(week(date.fromisoformat(value)), True, m.sure) if value else None


def month_of_year(m: DateContext) -> DateReading | None:
    """`February 2022`."""
    return DateReading(month_value(int(m["y"]), month_of(m["m"])), False, 1.0)


def bare_month(m: DateContext) -> DateReading | None:
    """`in February`, `last November`."""
    month = month_of(m["m"])
    yearless = f"XXXX-{month:02d}"
    if m.anchor is None:
        return DateReading(yearless, True, 0.7)
    which = m["which"].lower()
    if not which and _is_open(m, m.anchor, month, 15):
        return DateReading(yearless, True, TORN.confidence, open=TORN.open)
    tense = {"last": "past", "past": "past", "next": "future"}.get(which, m.tense)
    year = _month_near(m.anchor, month, tense)
    if which == "last" and (year, month) >= (m.anchor.year, m.anchor.month):
        year -= 1
    return DateReading(month_value(year, month), True, STATED if which else m.sure)


def _is_open(m: DateContext, anchor: date, month: int, day: int) -> bool:
    """Whether it cannot be known which year's month or day is meant.

    Words point both ways, or none does and no year's is near.
    """
    if m.side.by == "torn":
        return True
    if m.tense is not None:
        return False
    return min(abs(days) for days in _days_to(anchor, month, day).values()) > _NEAR_DAYS


def _days_to(anchor: date, month: int, day: int) -> dict[int, int]:
    """By year, the days from the anchor to that year's such day, negative for the past.

    Of the years around the anchor's; what comes after the 28th counts as the 28th.
    """
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    return {year: (date(year, month, min(day, 28)) - anchor).days for year in years}


def _year_near(anchor: date, month: int, day: int, tense: str | None) -> int:
    """The year whose such day is nearest, on the side that the tense says."""
    distance = _days_to(anchor, month, day)
    if tense == "past":
        return max(year for year, days in distance.items() if days <= _SLACK_DAYS)
    if tense == "future":
        return min(year for year, days in distance.items() if days >= -_SLACK_DAYS)
    return min(distance, key=lambda year: abs(distance[year]))


def _month_near(anchor: date, month: int, tense: str | None) -> int:
    """The year of the nearest such month, on the side that the tense says.

    The anchor's own month counts as past and as future.
    """
    if tense == "past":
        return anchor.year - (month > anchor.month)
    if tense == "future":
        return anchor.year + (month < anchor.month)
    return _year_near(anchor, month, 15, None)


def season(m: DateContext) -> DateReading | None:
    """`spring 2030`, `last autumn`."""
    code = SEASONS[m["season"].lower()]
    if m["y"]:
        return DateReading(f"{int(m['y']):04d}-{code}", False, 1.0)
    if m.anchor is None:
        return DateReading(f"XXXX-{code}", True, 0.7)
    year = _year_of_season(m.anchor, code, m["which"].lower(), m.tense)
    return DateReading(f"{year:04d}-{code}", True, 0.8 if m["which"] else m.sure)


def _year_of_season(anchor: date, code: str, which: str, tense: str | None) -> int:
    """The year of `last`, `next` or `this` season; a winter counts for the year it begins in."""
    begins = FIRST_MONTHS[code]
    if which in {"last", "past"} and begins + 2 >= anchor.month:
        return anchor.year - 1
    if which == "next" and begins <= anchor.month:
        return anchor.year + 1
    is_in_winter = code == "WI" and anchor.month <= 2
    if which == "this" and is_in_winter and tense != "future":
        return anchor.year - 1
    return anchor.year


def quarter(m: DateContext) -> DateReading | None:
    """`Q3 2021`, `the second half`."""
    number = int(m["q"]) if m["q"] else ORDINALS[m["ordinal"].lower()]
    is_quarter = bool(m["q"]) or m["part"].lower() == "quarter"
    code = f"Q{number}" if is_quarter else f"H{number}"
    if code not in FIRST_MONTHS:  # "the third half"
        return None
    if m["y"]:
        return DateReading(f"{int(m['y']):04d}-{code}", False, 1.0)
    if m.anchor is None:
        return DateReading(f"XXXX-{code}", True, 0.6)
    # What has not begun yet is the last year's, unless the words look ahead; halves need a past.
    may_be_past = m.tense != "future" if is_quarter else m.tense == "past"
    is_past = may_be_past and FIRST_MONTHS[code] > m.anchor.month
    return DateReading(f"{m.anchor.year - is_past:04d}-{code}", True, 0.7)


def decade(m: DateContext) -> DateReading | None:
    """`the 1990s`, `the ’60s`; `’20s` and later ones are of the last century."""
    year = m["y"]
    if len(year) == 2:
        year = ("20" if year < "20" else "19") + year
    return DateReading(f"{year[:3]}X", False, 0.95)


def century(m: DateContext) -> DateReading | None:
    """`the 19th century`."""
    number = int(m["n"]) if m["n"] else CENTURIES[m["word"].lower()]
    return DateReading(f"{number - 1:02d}XX", False, 0.9) if 1 <= number <= 22 else None


def year(m: DateContext) -> DateReading | None:
    """`2014`."""
    return DateReading(m["y"], False, 0.9)


def holiday(m: DateContext) -> DateReading | None:
    """Feasts with a fixed day, and the American Thanksgiving."""
    if m.anchor is None:
        return DateReading(None, True, 0.6)
    name = m["name"].lower().replace("’", "'")
    if name.startswith("thanksgiving"):
        tense = m.tense
        if m["which"].lower() == "last":
            tense = tense or "past"
        return DateReading(_thanksgiving(_year_near(m.anchor, 11, 25, tense)), True, m.sure)
    month, day = _FEASTS[name]
    value = day_value(_year_near(m.anchor, month, day, m.tense), month, day)
    return DateReading(value, True, m.sure)


def _thanksgiving(year: int) -> str:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    first_thursday = (3 - first.weekday()) % 7
    return str(first + timedelta(first_thursday + 21))
