"""The built-in knowledge base: territories, cities and regions, languages, currencies.

It needs no import. A key is `cldr:territory:DE`, `cldr:language:de`, `cldr:currency:EUR` or
`place:Kyiv`.
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
"""Codes that CLDR lists with the territories and that are organizations."""
_KINDS = {
    "place": frozenset({"place"}),
    "territory": frozenset({"place", "other"}),
    "body": frozenset({"organization", "place", "other"}),
    "language": frozenset({"other", "work"}),
    "currency": frozenset({"other", "product"}),
}
"""By the sort of an entry, the kinds of mentions that may mean it."""


_TABLES = {"territory": "territories", "language": "languages", "currency": "currencies"}
"""By the sort of an entry, Babel's name for CLDR's table of their names."""


@dataclass(frozen=True, slots=True)
class Known:
    """One built-in entry: its English name, its other names, a short description and the source.

    A territory's other names are those in its own official languages. `description` and `source`
    are None where nothing is said of it.
    """

    key: str
    name: str
    others: tuple[str, ...]
    description: str | None
    source: str | None


@cache
def names(language: str = "en") -> dict[str, str]:
    """Name, case-folded → key, in English and in `language`.

    Of two things with one name the territory goes first, then the city.
    """
    key_by_name: dict[str, str] = {}
    for code, name in _named("currencies", language):
        key_by_name[name] = f"cldr:currency:{code}"
    for code, name in _named("languages", language):
        key_by_name[name] = f"cldr:language:{code}"
    for name, code in gazetteer.aliases(language).items():
        key_by_name[name] = code if code.startswith("place:") else f"cldr:territory:{code}"
    return key_by_name | {native: key for key, native in _natives() if native not in key_by_name}


def is_built_in(key: str) -> bool:
    """Whether a key is built in, and not from an imported list."""
    return key.startswith(("cldr:", "place:"))


def is_place(key: str) -> bool:
    """Whether an entry is a territory, a city or the like."""
    return kinds(key) in (_KINDS["territory"], _KINDS["place"])


def kinds(key: str) -> frozenset[str]:
    """The kinds of mentions that may mean an entry."""
    sort, code = _parts(key)
    if _is_body(sort, code):
        sort = "body"
    return _KINDS[sort]


def find(key: str) -> Known | None:
    """The entry with this key, or None."""
    sort, code = _parts(key)
    if sort == "place":
        return _place(code)
    name = _english(sort, code)
    if name is None:
        return None
    return Known(key, name, _native(sort, code), _described(sort, code), CLDR)


def _parts(key: str) -> tuple[str, str]:
    """The sort of an entry and its code."""
    sort, _, code = key.removeprefix("cldr:").partition(":")
    return sort, code


def _is_body(sort: str, code: str) -> bool:
    return sort == "territory" and code in _BODIES


def _place(name: str) -> Known | None:
    place = gazetteer.listed().get(name)
    if place is None:
        return None
    described = f"{place.what} in {regions.country(place.country)}" if place.country else None
    return Known(f"place:{name}", name, place.others, described, gazetteer.SOURCE)


def _described(sort: str, code: str) -> str | None:
    if _is_body(sort, code):
        return "international organization"
    return regions.described(code) if sort == "territory" else sort


def _english(sort: str, code: str) -> str | None:
    if _is_body(sort, code):
        return _BODIES[code]
    table = _TABLES.get(sort)
    return _name_in("en", table, code) if table else None


def _native(sort: str, code: str) -> tuple[str, ...]:
    """Its names in its own languages, without those that are the English one."""
    if sort == "territory":
        languages = get_official_languages(code)
    elif sort == "language":
        languages = (code,)
    else:
        return ()
    names = [_name_in(language, _TABLES[sort], code) for language in languages]
    english = _english(sort, code)
    return tuple(dict.fromkeys(name for name in names if name and name != english))


def _name_in(language: str, table: str, code: str) -> str | None:
    """The name in one of CLDR's tables of a language."""
    locale = gazetteer.locale_of(language)
    name = getattr(locale, table).get(code) if locale else None
    return str(name) if name else None


@cache
def _natives() -> tuple[tuple[str, str], ...]:
    """Every territory's key with each of its names in its own official languages."""
    codes = sorted(c for c in get_global("territory_languages") if c in Locale("en").territories)
    return tuple(
        (f"cldr:territory:{code}", name.casefold())
        for code in codes
        for name in _native("territory", code)
    )


def _named(table: str, language: str) -> Iterator[tuple[str, str]]:
    """Code and case-folded name of every entry, in `language` and then in English."""
    for locale in filter(None, (gazetteer.locale_of(language), gazetteer.locale_of("en"))):
        for code, name in getattr(locale, table).items():
            yield code, str(name).casefold()
