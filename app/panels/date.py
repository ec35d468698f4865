"""Date: the card gives the value and how it was resolved, the panel the articles published then."""

import calendar
import re
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from app.panels import standing
from app.panels.base import Panel
from app.panels.standing import Standing
from app.store import articles
from app.store.access import Reader

THEN = 8
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_YEAR = re.compile(r"(\d{4})", re.ASCII)


def period(value: str | None) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value that names a day, week, month or year; None for every other."""
    try:
        if found := _DAY.fullmatch(value or ""):
            only = date(*map(int, found.groups()))
            return only, only
        if found := _WEEK.fullmatch(value or ""):
            first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return first, first + timedelta(days=6)
        if found := _MONTH.fullmatch(value or ""):
            year, month = map(int, found.groups())
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        if found := _YEAR.fullmatch(value or ""):
            return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    except ValueError:
        return None
    return None


def readable(value: str | None) -> str | None:
    """A TIMEX3 value as a reader writes it: `14 March 2031`, `March 2031`, `2031`; None for every other."""
    days = period(value)
    if not days or not value:
        return None
    first = days[0]
    if first == days[1]:
        return f"{first.day} {first:%B} {first.year}"
    if _WEEK.fullmatch(value):
        return f"the week of {first.day} {first:%B} {first.year}"
    return f"{first:%B} {first.year}" if _MONTH.fullmatch(value) else str(first.year)


def told(at: Standing) -> dict[str, Any]:
    """What is known of the date."""
    body = at.annotation.body
    value = body.get("value")
    return {"value": value, "readable": readable(value), "relative": body.get("relative", False), "anchor": body.get("anchor")}


def load_card(s: Session, reader: Reader, key: int) -> dict[str, Any]:
    """The card of the date with this annotation id."""
    at = standing.find(s, reader, key)
    return at.base() | told(at)


def load_panel(s: Session, reader: Reader, key: int) -> dict[str, Any]:
    """The panel of the date with this annotation id."""
    return panel_of(s, reader, standing.find(s, reader, key))


def panel_of(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The same, for a date already found."""
    days = period(at.annotation.body.get("value"))
    then = articles.newest(s, reader, since=days[0].isoformat(), until=days[1].isoformat(), limit=THEN) if days else None
    return at.base() | told(at) | {"articles": then}


CARD = Panel("date_card", "annotation", load_card)
PANEL = Panel("date", "annotation", load_panel)
