"""Reading days, lines and names that sources declare, whatever the format and the place."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

NAME_MAX_CHARACTERS = 200
TITLE_MAX_CHARACTERS = 1_000
NAMES_MAX = 50
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?![\d])")
_WRITTEN = (
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%A, %B %d, %Y",
    "%A, %d %B %Y",
)
_BY_AT_START = re.compile(r"\A(?:written by|by|von|par|por)\s+", re.IGNORECASE)
_ADDRESS = ("http:", "https:", "www.")
_JOINERS = "\u200c\u200d"  # invisible, and part of names in Persian and of emoji


def day(value: object) -> str | None:
    """The calendar day `YYYY-MM-DD` that a source writes, in the time zone in which it writes it.

    None when it cannot be read or does not exist.
    """
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else None
    if not isinstance(value, str):
        return None
    written = " ".join(value[:60].split())
    iso = _ISO.match(written)
    if iso is None:
        return _written_out(written)
    try:
        return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        return None


def line(value: object, longest: int = TITLE_MAX_CHARACTERS) -> str | None:
    """A declared value as one line of visible text, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    characters = [c if _is_visible(c) else "\ufffd" for c in str(value)[: 4 * longest]]
    shown = " ".join("".join(characters).split())
    return shown[:longest].strip() or None


def _is_visible(c: str) -> bool:
    return c.isprintable() or c.isspace() or c in _JOINERS


def names(value: object) -> tuple[str, ...]:
    """People's names from a name or a list of names, without “By”; each once."""
    values = value if isinstance(value, list | tuple) else [value]
    lines = [line(v, NAME_MAX_CHARACTERS) for v in values[:NAMES_MAX]]
    without_by = [_BY_AT_START.sub("", shown) for shown in lines if shown]
    unique = dict.fromkeys(name for name in without_by if name)
    return tuple(name for name in unique if not name.lower().startswith(_ADDRESS))


def _written_out(written: str) -> str | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(written, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
