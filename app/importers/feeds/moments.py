"""Dates of items: RFC 822 in RSS, ISO 8601 in Atom and JSON Feed, and what is written instead."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.importers import declared_fields
from app.importers.written import dates

LONGEST = 100


def day(written: str | None, language: str | None = None) -> str | None:
    """The day `YYYY-MM-DD` in the zone in which it is written; None for none that can be meant.

    That is one that does not exist, that systems write where they know none, or in the future.
    """
    moment = _moment(written)
    found = moment.date().isoformat() if moment else declared_fields.day(written, language)
    return found if found and dates.is_plausible(found) else None


def moment(written: str | None) -> datetime | None:
    """The moment that is written, in UTC where no zone is; None where it cannot be read."""
    found = _moment(written)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _moment(written: str | None) -> datetime | None:
    shown = " ".join((written or "")[:LONGEST].split())
    if not any(c.isdecimal() for c in shown):
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(shown)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
