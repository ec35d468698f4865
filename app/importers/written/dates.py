"""Days as people write them: “Friday 3 May 2024”, “May 3rd, 2024”, “3. März 2024”, “2024年5月3日”.

Reads numbers in the order of the language; where both orders are possible and the language does not
decide, the day is not known. Nothing is read from less than a day, a month and a year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.importers.written import months

LONGEST = 2_000
"""Characters that are searched at most: a line, never a text."""
EARLIEST_YEAR = 1600
PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1899-12-31"})
"""Days that systems write where they know none."""
MONTH_FIRST_REGIONS = frozenset({"US", "PH"})

_WORD = r"[^\s\d,./()|:;<>\[\]-]{3,20}"
_YEAR = r"(?:1[5-9]|20|21)\d\d(?!\d)"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|e|º|ª|°)?\.?(?:\s{{1,3}}|-)"
    rf"(?:de\s|del\s|d[’']\s?|of\s)?(?P<month>{_WORD})(?:\.?,?\s{{1,3}}(?:de\s|del\s)?|\.?-)"
    rf"(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)(?P<month>{_WORD})\.?\s{{1,3}}(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf",?\s{{1,3}}(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})\.?\s{{1,3}}(?P<month>{_WORD})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?!\d)"
)
_EAST_ASIAN = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]"
)
_NUMBERS = re.compile(
    r"(?<![\d./-])(?P<year>\d{4})\s?(?P<mark>[-/.])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<day>\d{1,2})(?!\d|[./-]\d)"
)
_NUMBERS_YEAR_LAST = re.compile(
    r"(?<![\d./-])(?P<one>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<two>\d{1,2})\s?(?P=mark)\s?"
    rf"(?P<year>{_YEAR})(?![./-]\d)"
)
_NAMED = (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST, _EAST_ASIAN, _NUMBERS)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day `YYYY-MM-DD` and where it is written, half-open offsets in the line."""

    start: int
    end: int
    value: str


def find(line: str, language: str | None = None) -> list[WrittenDay]:
    """Every day that a line names, in order; overlapping readings once, the longest."""
    searched = line[:LONGEST]
    if not any(c.isdecimal() for c in searched):
        return []
    found = sorted(_readings(searched, language), key=lambda d: (d.start, d.start - d.end))
    apart: list[WrittenDay] = []
    for reading in found:
        if not apart or reading.start >= apart[-1].end:
            apart.append(reading)
    return apart


def only(line: str, language: str | None = None) -> str | None:
    """The one day that a line names; None where it names none or several."""
    days = {reading.value for reading in find(line, language)}
    return days.pop() if len(days) == 1 else None


def is_placeholder(day: str) -> bool:
    """Whether a day is what systems write where they know none: 0001-01-01, 1970-01-01."""
    return int(day[:4]) < EARLIEST_YEAR or day in PLACEHOLDERS


def is_plausible(day: str, today: date | None = None) -> bool:
    """Whether a day can be that of an article: no placeholder, and not in the future.

    Tomorrow is possible, because it has begun elsewhere.
    """
    read = date.fromisoformat(day)
    latest = (today or date.today()) + timedelta(days=1)  # noqa: DTZ011 - a day has no zone
    return not is_placeholder(day) and read <= latest


def _readings(line: str, language: str | None) -> Iterator[WrittenDay]:
    for pattern in _NAMED:
        for written in pattern.finditer(line):
            day = _named(written, language)
            if day:
                yield WrittenDay(written.start(), written.end(), day)
    for written in _NUMBERS_YEAR_LAST.finditer(line):
        day = _in_order_of(written, language)
        if day:
            yield WrittenDay(written.start(), written.end(), day)


def _named(written: re.Match[str], language: str | None) -> str | None:
    word = written["month"]
    month = int(word) if word.isdecimal() else months.number(word, language)
    return _iso(int(written["year"]), month, int(written["day"])) if month else None


def _in_order_of(written: re.Match[str], language: str | None) -> str | None:
    """Numbers with the year last: day first, but for the United States; with points always."""
    one, two, year = int(written["one"]), int(written["two"]), int(written["year"])
    day_first, month_first = _iso(year, two, one), _iso(year, one, two)
    if not (day_first and month_first) or day_first == month_first or written["mark"] == ".":
        return day_first or month_first
    return {"day": day_first, "month": month_first}.get(_order(language) or "")


def _order(language: str | None) -> str | None:
    """Whether days or months come first in a language; None where its readers disagree."""
    if not language:
        return None
    name, *rest = language.replace("_", "-").split("-")
    region = next((part.upper() for part in rest if len(part) == 2), None)
    if name.lower() != "en":
        return "day"
    if region is None:
        return None
    return "month" if region in MONTH_FIRST_REGIONS else "day"


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
