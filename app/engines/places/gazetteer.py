"""Which names are places and peoples, and which of them are names of one place.

Owns `places.tsv`, whose rows are cities and regions: kind, usual name, country, other names.

Territories and their names come from CLDR; cities and regions, with their other names, from the
list beside this module. Time zones are no source of names: their identifiers put Jerusalem and Tel
Aviv, London and Belfast, under one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from app.engines.places.listed_names import GROUPS, PLACES
from app.engines.word_lists import words

SOURCE = "Gloss’s list of places, checked against GeoNames"
_LIST = Path(__file__).with_name("places.tsv")
_NO_TERRITORY = {"ZZ", "XA", "XB", "EZ", "QO", "UN", "EU"}
_AMBIGUOUS = frozenset({"congo", "georgia"})
"""Lower-case names of which another territory, or a state of one, is as well known: they have no
key."""
# What a territory's name ends in, and what its adjective has in place of that: `Russia`, `Russian`.
_ENDINGS = (
    ("a", "an"),
    ("e", "an"),
    ("o", "an"),
    ("y", "ian"),
    ("", "n"),
    ("", "an"),
    ("", "ian"),
    ("", "ese"),
    ("a", "ese"),
    ("", "i"),
    ("", "ish"),
)
_PEOPLE_ENDINGS = ("ian", "ean", "can", "ese", "ish", "ani", "ari", "ali", "zbek", "khaz")
_OTHER_NAMES = {
    "US": "US USA U.S. U.S.A. U._S. U._S._A. America United_States_of_America",
    "GB": (
        "UK U.K. U._K. Britain Great_Britain United_Kingdom_of_Great_Britain_and_Northern_Ireland"
    ),
    "UN": "UN U.N. U._N. United_Nations",
    "EU": "EU E.U. European_Union",
    "AE": "UAE U.A.E.",
    "TR": "Turkey Türkiye Turkiye Republic_of_Türkiye Republic_of_Turkey",
    "NL": "Holland",
    "MM": "Burma Myanmar",
    "CI": "Ivory_Coast Côte_d'Ivoire Cote_d'Ivoire",
    "CZ": "Czech_Republic Czechia",
    "SZ": "Swaziland Eswatini",
    "TL": "East_Timor Timor-Leste",
    "MK": "Macedonia North_Macedonia",
    "CV": "Cape_Verde Cabo_Verde",
    "CD": (
        "DRC D.R.C. DR_Congo Democratic_Republic_of_Congo Democratic_Republic_of_the_Congo "
        "Congo-Kinshasa Congo_Kinshasa"
    ),
    "CG": "Republic_of_the_Congo Republic_of_Congo Congo-Brazzaville Congo_Brazzaville",
    "RU": "Russian_Federation",
    "KR": "S._Korea Republic_of_Korea South_Korea",
    "KP": "N._Korea DPRK North_Korea Democratic_People's_Republic_of_Korea",
    "CN": "People's_Republic_of_China PRC Mainland_China",
    "IE": "Republic_of_Ireland",
    "SU": "USSR Soviet_Union U.S.S.R.",
    "VN": "Viet_Nam Vietnam",
    "LA": "Lao_PDR Laos",
    "SY": "Syrian_Arab_Republic",
    "IR": "Islamic_Republic_of_Iran",
    "VA": "Holy_See Vatican Vatican_City",
    "BA": "Bosnia Bosnia-Herzegovina Bosnia_and_Herzegovina",
    "BN": "Brunei Brunei_Darussalam",
    "MD": "Republic_of_Moldova",
    "TZ": "United_Republic_of_Tanzania",
    "FM": "Federated_States_of_Micronesia",
    "ST": "São_Tomé_and_Príncipe Sao_Tome_and_Principe São_Tomé_&_Príncipe",
}
"""The usual short forms, former names and official ones of territories, by CLDR's code; `_` stands
for a space."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the list: `city` or `region`, its usual name, its country, its other names.

    `country` is a code of ISO 3166, or empty where nothing is said of it.
    """

    what: str
    name: str
    country: str
    others: tuple[str, ...]


def locale_of(language: str) -> Locale | None:
    """Babel's locale, or None where CLDR has no such language."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def listed() -> dict[str, Place]:
    """Usual name → place, for every row of the list."""
    rows = [
        line.split("\t")
        for line in _LIST.read_text(encoding="utf-8").splitlines()
        if line[:1] != "#"
    ]
    return {row[1]: _place(row) for row in rows}


def _place(row: list[str]) -> Place:
    what, name, country, others = [*row, "", ""][:4]
    return Place(what, name, country, tuple(others.split("|")) if others else ())


@cache
def territories(language: str = "en") -> dict[str, str]:
    """Name to CLDR code: countries and world regions in English and in `language`."""
    code_by_name: dict[str, str] = {}
    for locale in filter(None, (locale_of("en"), locale_of(language))):
        for code, name in locale.territories.items():
            if code not in _NO_TERRITORY and name[:1].isupper():
                code_by_name |= dict.fromkeys(_spellings(name), code)
    return code_by_name


def _spellings(name: str) -> set[str]:
    """The usual forms of CLDR's name: `Myanmar (Burma)` gives `Myanmar` and `Burma`.

    `Congo - Kinshasa` and `Hong Kong SAR China` give their short forms.
    """
    short = name.split(" (")[0].split(" - ")[0].removesuffix(" SAR China")
    inner = {name.split("(")[1].rstrip(")")} if " (" in name else set()
    with_and = short.replace(" & ", " and ")
    saints = {short.replace("St.", "Saint"), short.replace("St.", "St")}
    return {short, with_and, short.replace("’", "'")} | saints | inner


@cache
def aliases(language: str = "en") -> dict[str, str]:
    """Name, in lower case and without stops → one key for all names of one place.

    The key is a territory's CLDR code, or `place:` and the name in the list. A territory goes
    before a city with its name.
    """
    key_by_name: dict[str, str] = {}
    for place in listed().values():
        key_by_name |= dict.fromkeys(map(_key, (place.name, *place.others)), f"place:{place.name}")
    key_by_name |= {_key(name): code for name, code in territories(language).items()}
    for name in _AMBIGUOUS:
        key_by_name.pop(name, None)
    for code, names in _OTHER_NAMES.items():
        key_by_name |= dict.fromkeys(map(_key, words(names)), code)
    return key_by_name


def _key(name: str) -> str:
    return name.casefold().replace(".", "").replace("’", "'")


@cache
def places(language: str = "en") -> frozenset[str]:
    """Every name that means a place without more context."""
    return PLACES | frozenset(territories(language)) | frozenset(_cities()) | _with_other_names()


def _cities() -> Iterator[str]:
    for place in listed().values():
        yield place.name
        yield from place.others


def _with_other_names() -> frozenset[str]:
    bodies = words(_OTHER_NAMES["UN"]) | words(_OTHER_NAMES["EU"])
    return frozenset().union(*map(words, _OTHER_NAMES.values())) - bodies


@cache
def groups() -> frozenset[str]:
    """Nationality adjectives and nouns, singular and plural.

    The irregular ones, names of territories with the regular endings, and CLDR's languages of one
    word.
    """
    singular = GROUPS | (_adjectives() - places()) | _languages()
    return singular | frozenset(group + "s" for group in singular if group.endswith(("n", "i")))


def _adjectives() -> frozenset[str]:
    """The names of territories of one word with every regular ending: `Angolan`, `Angolese`."""
    return frozenset(
        name.removesuffix(cut) + ending
        for name in territories()
        if " " not in name
        for cut, ending in _ENDINGS
        if name.endswith(cut)
    )


def _languages() -> frozenset[str]:
    """CLDR's languages of one word that end like the name of a people: `Javanese`."""
    names = map(str, Locale("en").languages.values())
    return frozenset(n for n in names if " " not in n and n.endswith(_PEOPLE_ENDINGS))
