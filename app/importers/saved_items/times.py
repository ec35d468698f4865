"""Moments and days as services and feeds write them: epochs in seconds or less, ISO 8601, RFC 822.

With or without a zone.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from app.importers.declared_fields import day
from app.importers.written import dates

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Nothing was saved from the web before; zero is what programs write where they know no time."""
LONGEST = 60
"""Characters of a written moment."""
_NUMBER = re.compile(r"-?\d{9,17}(?:\.\d{1,9})?")
_MILLISECONDS_FROM, _MICROSECONDS_FROM = 1e11, 1e14
"""As seconds these would be in the year 5138 and beyond."""


def moment(value: object) -> datetime | None:
    """A moment in UTC; None where it cannot be read, or is before 1990 or in the future.

    A time without a zone is taken for UTC, a day for its first moment.
    """
    try:
        read = _read(value)
        if read is None:
            return None
        at = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if EARLIEST <= at <= datetime.now(UTC) + timedelta(days=1) else None


def calendar_day(value: object, language: str | None = None) -> str | None:
    """The day `YYYY-MM-DD` on which an article was published, in the zone in which it is written.

    None for an impossible one: one that does not exist, that systems write where they know none, or
    in the future.
    """
    written = None
    if isinstance(value, str):
        written = day(value, language) or _day_of_message(value)
    if written is None:
        at = moment(value)
        written = at.date().isoformat() if at else None
    return written if written and dates.is_plausible(written) else None


def _day_of_message(written: str) -> str | None:
    """The day of a date as RSS has it from e-mail (RFC 822), such as `Fri, 2 May 31 08:30 GMT`."""
    try:
        return parsedate_to_datetime(written[:LONGEST]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if not isinstance(value, str):
        return _of_epoch(float(value))
    written = value.strip()[:LONGEST].removesuffix(" UTC")
    if _NUMBER.fullmatch(written):
        return _of_epoch(float(written))
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        named = dates.only(written)
        return datetime.fromisoformat(named) if named else None


def _of_epoch(number: float) -> datetime:
    if abs(number) >= _MICROSECONDS_FROM:
        number /= 1e6
    elif abs(number) >= _MILLISECONDS_FROM:
        number /= 1e3
    return datetime.fromtimestamp(number, UTC)
