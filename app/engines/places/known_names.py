"""What is known without any import: territories, cities and regions, languages, currencies.

Owns keys and names.

A key is `cldr:territory:DE`, `cldr:language:de`, `cldr:currency:EUR` or `place:Kyiv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from app.engines.places import gazetteer, regions

CLDR = "Unicode CLDR"
_BODIES = {"UN": "United Nations", "EU": "European Union"}
"""Codes that CLDR gives bodies, and that are no territories."""
_KINDS = {
    "place": frozenset({"place"}),
    "territory": frozenset({"place", "other"}),
    "body": frozenset({"organization", "place", "other"}),
    "language": frozenset({"other", "work"}),
    "currency": frozenset({"other", "product"}),
}
"""The kinds of mentions that may mean an entry of each sort."""


@dataclass(frozen=True, slots=True)
class Known:
    """One built-in entry: its English name, other names of it, what it is in a few words, and who says so.

    A territory's other names are those that its own people use. `description` and `source` are None where nothing is said of it.
    """

    key: str
    name: str
    others: tuple[str, ...]
    description: str | None
    source: str | None


@cache
def names(language: str = "en") -> dict[str, str]:
    """Name to key, in English and in `language`; of two things of one name the territory, then the city."""
    found: dict[str, str] = {}
    for code, name in _named("currencies", language):
        found[name] = f"cldr:currency:{code}"
    for code, name in _named("languages", language):
        found[name] = f"cldr:language:{code}"
    for name, code in gazetteer.aliases(language).items():
        found[name] = code if code.startswith("place:") else f"cldr:territory:{code}"
    return found | {native: key for key, native in _natives() if native not in found}


def is_built_in(key: str) -> bool:
    """Whether a key is one of this module's, and not an imported list's."""
    return key.startswith(("cldr:", "place:"))


def is_place(key: str) -> bool:
    """Whether an entry is a territory, a city or the like, and neither body, language nor currency."""
    return kinds(key) == _KINDS["territory"] or kinds(key) == _KINDS["place"]


def kinds(key: str) -> frozenset[str]:
    """The kinds of mentions that may mean an entry."""
    sort, code = _parts(key)
    return _KINDS["body" if sort == "territory" and code in _BODIES else sort]


def find(key: str) -> Known | None:
    """The entry with this key, or None."""
    sort, code = _parts(key)
    if sort == "place":
        return _place(code)
    name = _english(sort, code)
    if name is None:
        return None
    description = (
        "international organization"
        if sort == "territory" and code in _BODIES
        else _described(sort, code)
    )
    return Known(key, name, _native(sort, code), description, CLDR)


def _parts(key: str) -> tuple[str, str]:
    """The sort of an entry and its code."""
    sort, _, code = key.removeprefix("cldr:").partition(":")
    return sort, code


def _place(name: str) -> Known | None:
    place = gazetteer.listed().get(name)
    if place is None:
        return None
    described = f"{place.what} in {regions.country(place.country)}" if place.country else None
    return Known(f"place:{name}", name, place.others, described, gazetteer.SOURCE)


def _described(sort: str, code: str) -> str | None:
    return regions.described(code) if sort == "territory" else sort


def _english(sort: str, code: str) -> str | None:
    english = Locale("en")
    tables = {
        "territory": english.territories,
        "language": english.languages,
        "currency": english.currencies,
    }
    name = _BODIES.get(code) if sort == "territory" else None
    return name or (tables[sort].get(code) if sort in tables else None)


def _native(sort: str, code: str) -> tuple[str, ...]:
    """What it is called in its own languages, English left out."""
    if sort == "territory":
        given = (_in(language, "territories", code) for language in get_official_languages(code))
    elif sort == "language":
        given = (name for name in [_in(code, "languages", code)])
    else:
        return ()
    english = _english(sort, code)
    return tuple(dict.fromkeys(name for name in given if name and name != english))


def _in(language: str, table: str, code: str) -> str | None:
    locale = gazetteer.locale_of(language)
    return str(getattr(locale, table).get(code) or "") or None if locale else None


@cache
def _natives() -> tuple[tuple[str, str], ...]:
    """Every territory's key with each name that it has in its own official languages."""
    codes = sorted(c for c in get_global("territory_languages") if c in Locale("en").territories)
    return tuple(
        (f"cldr:territory:{code}", name.casefold())
        for code in codes
        for name in _native("territory", code)
    )


def _named(table: str, language: str) -> Iterator[tuple[str, str]]:
    for locale in filter(None, (gazetteer.locale_of(language), gazetteer.locale_of("en"))):
        for code, name in getattr(locale, table).items():
            yield code, str(name).casefold()
