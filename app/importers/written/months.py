"""The names of the months, from CLDR by way of Babel, and what CLDR has not.

A word may name two months in two languages (Polish and Croatian “listopad”): which language is read
decides.
"""

from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError

COMMON = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk")
"""Languages that are tried where that of a text is not known, the more widely written first."""
SHORTEST = 3
_PREFIXES = ("ב", "ל", "ה")
"""“In”, “to” and “the” in Hebrew, written together with the month."""
_ALSO = {
    "en": {"sept": 9},
    "de": {"jänner": 1, "feber": 2, "mär": 3, "mrz": 3, "maerz": 3, "jän": 1},
    "fr": {"fevrier": 2, "aout": 8, "decembre": 12},
    "es": {"setiembre": 9},
    "ar": {
        "كانون الثاني": 1,
        "شباط": 2,
        "آذار": 3,
        "نيسان": 4,
        "أيار": 5,
        "حزيران": 6,
        "تموز": 7,
        "آب": 8,
        "أيلول": 9,
        "تشرين الأول": 10,
        "تشرين الثاني": 11,
        "كانون الأول": 12,
        "ابريل": 4,
        "اغسطس": 8,
        "اكتوبر": 10,
    },
}


def number(word: str, language: str | None) -> int | None:
    """Which month (1–12) a word names in a language, in English or, of none, in a common one."""
    named = _plain(word)
    for tag in _tried(language):
        months = _months(tag)
        bare = named[1:] if named.startswith(_PREFIXES) else named
        month = months.get(named) or months.get(bare)
        if month:
            return month
    return None


def _tried(language: str | None) -> Iterator[str]:
    if language:
        yield language.replace("_", "-").partition("-")[0].lower()
    yield from COMMON


@cache
def _months(language: str) -> dict[str, int]:
    """The months of a language by their names and abbreviations; empty for an unknown one."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        return {}
    months: dict[str, int] = {}
    for context in locale.months.values():
        for width in ("wide", "abbreviated"):
            for number_, name in context[width].items():
                months.setdefault(_plain(name), number_)
    months.update(_ALSO.get(language, {}))
    return {name: number_ for name, number_ in months.items() if _is_word(name)}


def _is_word(name: str) -> bool:
    has_digit = any(c.isdecimal() for c in name)
    return len(name) >= SHORTEST and not has_digit


def _plain(word: str) -> str:
    return word.strip(" .").casefold()
