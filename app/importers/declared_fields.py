"""Reading what sources declare: days and names. Knows neither formats nor where the words stood."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

NAME_MAX_CHARACTERS = 200
TITLE_MAX_CHARACTERS = 1_000
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
_BY = re.compile(r"(?:written by|by|von|par|por)\s+", re.IGNORECASE)


def day(value: object) -> str | None:
    """The calendar day `YYYY-MM-DD` that a source writes, in the zone in which it writes it; None when it cannot be read or cannot be."""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else None
    if not isinstance(value, str):
        return None
    written = " ".join(value[:60].split())
    iso = _ISO.match(written)
    try:
        return (
            date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
            if iso
            else _written_out(written)
        )
    except ValueError:
        return None


def line(value: object, longest: int = TITLE_MAX_CHARACTERS) -> str | None:
    """A declared value as one line of visible text, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    shown = " ".join(
        "".join(
            c if c.isprintable() or c.isspace() or c in _JOINERS else "\ufffd"
            for c in str(value)[: 4 * longest]
        ).split()
    )
    return shown[:longest].strip() or None


def names(value: object) -> tuple[str, ...]:
    """People's names from a name or a list of names, without “By”; each once."""
    given = value if isinstance(value, list | tuple) else [value]
    found = (line(v, NAME_MAX_CHARACTERS) for v in given[:50])
    bare = (_BY.sub("", n, count=1) if _BY.match(n) else n for n in found if n)
    return tuple(
        dict.fromkeys(
            n for n in bare if n and not n.lower().startswith(("http:", "https:", "www."))
        )
    )


_JOINERS = "\u200c\u200d"  # invisible, and part of names in Persian and of emoji


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
