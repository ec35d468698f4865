"""Which country a name of a place or of a people belongs to, by CLDR and lists of our own.

Reads no text.

A code is that of ISO 3166; `UN` and `EU` stand for those two bodies.
"""

from functools import cache

from app.engines.places import gazetteer

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
)
_PEOPLES = {
    "AE": "emirati", "AF": "afghan", "AR": "argentine argentinian",
    "AU": "aussie", "BD": "bangladeshi", "BE": "belgian", "BF": "burkinabe",
    "BR": "brazilian", "CA": "canadian", "CD": "congolese", "CH": "swiss", "CI": "ivorian", "CN": "chinese", "CY": "cypriot", "CZ": "czech",
    "DE": "german", "DK": "danish dane", "EC": "ecuadorian ecuadorean", "ES": "spanish spaniard catalan basque", "FI": "finnish finn",
    "FR": "french", "GB": "british briton english scottish welsh", "GR": "greek", "HN": "honduran", "HR": "croatian croat", "IE": "irish",
    "IQ": "iraqi", "IS": "icelandic", "IL": "israeli", "KG": "kyrgyz", "KP": "north_korean", "KR": "south_korean", "KZ": "kazakh",
    "LB": "lebanese", "LU": "luxembourgish", "LK": "sri_lankan", "MC": "monegasque", "MG": "malagasy", "MM": "burmese", "MX": "mexican",
    "NL": "dutch", "NO": "norwegian", "NZ": "kiwi", "OM": "omani", "PA": "panamanian", "PE": "peruvian", "PH": "filipino philippine",
    "PK": "pakistani", "PL": "polish pole", "PS": "palestinian", "PT": "portuguese", "RS": "serbian serb", "SA": "saudi",
    "SE": "swedish swede", "SI": "slovene slovenian", "SK": "slovak", "SU": "soviet", "SV": "salvadoran salvadorean", "SY": "syrian",
    "TH": "thai", "TJ": "tajik", "TM": "turkmen", "TR": "turkish turk", "TW": "taiwanese", "UA": "ukrainian", "UZ": "uzbek",
    "US": "american", "ZA": "south_african", "CR": "costa_rican", "PR": "puerto_rican", "XK": "kosovar",
}  # fmt: skip
_PARTS = {
    "AU": (
        "new_south_wales queensland tasmania western_australia south_australia northern_territory"
    ),
    "CA": (
        "alberta british_columbia manitoba new_brunswick newfoundland nova_scotia ontario "
        "quebec saskatchewan yukon"
    ),
    "GB": "scotland wales england northern_ireland",
    "IN": "kerala gujarat assam maharashtra tamil_nadu karnataka bihar rajasthan uttar_pradesh "
    "madhya_pradesh telangana andhra_pradesh "
    "west_bengal haryana",
    "US": "alabama alaska arizona arkansas california colorado connecticut delaware florida "
    "hawaii idaho illinois indiana iowa kansas "
    "kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri "
    "montana nebraska nevada new_hampshire "
    "new_jersey new_mexico new_york north_carolina north_dakota ohio oklahoma oregon "
    "pennsylvania rhode_island south_carolina "
    "south_dakota tennessee texas utah vermont virginia west_virginia wisconsin wyoming washington",
}
_SEATS = {
    "GB": "westminster downing_street whitehall",
    "RU": "kremlin",
    "US": "white_house capitol_hill pentagon",
}
"""Seats of power that news names in place of their country."""


def of(folded: str) -> str | None:
    """The country of a place or a people by its folded name, None where that is unknown or several have it."""
    return _all().get(folded)


@cache
def _all() -> dict[str, str]:
    found = {name: code for name, key in gazetteer.aliases().items() if (code := _country(key))}
    peoples = _peoples(
        {name: code for name, code in found.items() if gazetteer.aliases()[name] == code}
    ) | _split(_PEOPLES)
    return (
        {name + "s": code for name, code in peoples.items()}
        | peoples
        | _split(_PARTS)
        | _split(_SEATS)
        | found
    )


def _country(key: str) -> str | None:
    """The country of one of the gazetteer's keys."""
    if key.startswith("place:"):
        return gazetteer.listed()[key.removeprefix("place:")].country or None
    return None if key.isdigit() else key


def _peoples(territories: dict[str, str]) -> dict[str, str]:
    """Adjectives with the regular endings."""
    return {
        name[: len(name) - len(cut)] + end: code
        for name, code in territories.items()
        for cut, end in _ENDINGS
        if name.endswith(cut)
    }


def _split(lists: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", " "): code for code, names in lists.items() for name in names.split()}
