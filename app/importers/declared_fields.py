"""Reading days, lines and names that sources declare, whatever the format and the place."""

import re
from datetime import date

from app.importers.written import bylines, dates

NAME_MAX_CHARACTERS = 200
TITLE_MAX_CHARACTERS = 1_000
NAMES_MAX = 50
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:(?![\d])|(?=\d{6}(?!\d)))")
DAY_MAX_CHARACTERS = 100
_BY_AT_START = re.compile(r"\A(?:written by|by|von|par|por)\s+", re.IGNORECASE)
_ADDRESS = ("http:", "https:", "www.")
_JOINERS = "\u200c\u200d"  # invisible, and part of names in Persian and of emoji


def day(value: object, language: str | None = None) -> str | None:
    """The calendar day `YYYY-MM-DD` that a source writes, in the time zone in which it writes it.

    None when it cannot be read, does not exist, or could be two: 03/05/2024 is a day in May or in
    March, unless the language, such as `en-US`, decides.
    """
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else None
    if not isinstance(value, str):
        return None
    written = " ".join(value[:DAY_MAX_CHARACTERS].split())
    iso = _ISO.match(written)
    if iso is None:
        return dates.only(written, language)
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
    """People's names from a byline or a list of bylines, without “By” and roles; each once.

    A byline that names nobody in particular stays as it is; an address is none.
    """
    values = value if isinstance(value, list | tuple) else [value]
    lines = [line(v, NAME_MAX_CHARACTERS) for v in values[:NAMES_MAX]]
    found: list[str] = []
    for shown in filter(None, lines):
        if not shown.lower().startswith(_ADDRESS):
            found += bylines.people(shown) or (_BY_AT_START.sub("", shown),)
    return tuple(dict.fromkeys(name for name in found if name))
