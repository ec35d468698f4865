"""What is known without any import, from CLDR: territories, time zones' cities, languages, currencies. Owns keys and names.

A key is `cldr:territory:DE`, `cldr:city:Europe/Kyiv`, `cldr:language:de` or `cldr:currency:EUR`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from app.engines import rules

SOURCE = "Unicode CLDR"
_BODIES = {"UN": "United Nations", "EU": "European Union"}
"""Codes that CLDR gives bodies, and that are no territories."""
_DESCRIBED = {
    "territory": "Territory with the code %s in ISO 3166 or UN M.49.",
    "body": "International body.",
    "city": "City of the time zone %s.",
    "language": "Language with the code %s in ISO 639.",
    "currency": "Currency with the code %s in ISO 4217.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One built-in entry: its English name, what its own people call it, and one sentence of what it is."""

    key: str
    name: str
    native: tuple[str, ...]
    description: str


@cache
def names(language: str = "en") -> dict[str, str]:
    """Name to key, in English and in `language`; of two things of one name the territory, then the city."""
    found: dict[str, str] = {}
    for code, name in _named("currencies", language):
        found[name] = f"cldr:currency:{code}"
    for code, name in _named("languages", language):
        found[name] = f"cldr:language:{code}"
    for name, code in rules.aliases(language).items():
        found[name] = f"cldr:city:{code}" if "/" in code else f"cldr:territory:{code}"
    return found | {native: key for key, native in _natives() if native not in found}


def kinds(key: str) -> frozenset[str]:
    """The kinds of mentions that may mean an entry."""
    what, code = key.split(":", 2)[1:]
    if what == "territory":
        return frozenset({"organization", "place", "other"} if code in _BODIES else {"place", "other"})
    return frozenset({"city": {"place"}, "language": {"other", "work"}, "currency": {"other", "product"}}[what])


def find(key: str) -> Known | None:
    """The entry with this key, or None."""
    parts = key.split(":", 2)
    if len(parts) != 3 or parts[0] != "cldr":
        return None
    what, code = parts[1:]
    name = _english(what, code)
    if name is None:
        return None
    described = _DESCRIBED["body" if what == "territory" and code in _BODIES else what]
    return Known(key, name, _native(what, code), described % code if "%s" in described else described)


def _english(what: str, code: str) -> str | None:
    english = Locale("en")
    if what == "city":
        city = english.time_zones.get(code, {}).get("city") or code.rsplit("/", 1)[-1].replace("_", " ")
        return str(city) if "/" in code else None
    tables = {"territory": english.territories, "language": english.languages, "currency": english.currencies}
    name = _BODIES.get(code) if what == "territory" else None
    return name or (tables[what].get(code) if what in tables else None)


def _native(what: str, code: str) -> tuple[str, ...]:
    """What it is called in its own languages, English left out."""
    if what == "territory":
        given = (_in(language, "territories", code) for language in get_official_languages(code))
    elif what == "language":
        given = (name for name in [_in(code, "languages", code)])
    else:
        return ()
    english = _english(what, code)
    return tuple(dict.fromkeys(name for name in given if name and name != english))


def _in(language: str, table: str, code: str) -> str | None:
    locale = rules.locale_of(language)
    return str(getattr(locale, table).get(code) or "") or None if locale else None


@cache
def _natives() -> tuple[tuple[str, str], ...]:
    """Every territory's key with each name that it has in its own official languages."""
    codes = sorted(c for c in get_global("territory_languages") if c in Locale("en").territories)
    return tuple((f"cldr:territory:{code}", name.casefold()) for code in codes for name in _native("territory", code))


def _named(table: str, language: str) -> Iterator[tuple[str, str]]:
    for locale in filter(None, (rules.locale_of(language), rules.locale_of("en"))):
        for code, name in getattr(locale, table).items():
            yield code, str(name).casefold()
