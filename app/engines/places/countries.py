"""The country that the name of a place or a people belongs to, by CLDR and lists of our own.

A code is that of ISO 3166; `UN` and `EU` stand for those two bodies.
"""

from functools import cache

from app.engines.places import gazetteer

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
)
_PEOPLES = {
    "AE": "emirati",
    "AF": "afghan",
    "AR": "argentine argentinian",
    "AU": "aussie",
    "BD": "bangladeshi",
    "BE": "belgian",
    "BF": "burkinabe",
    "BR": "brazilian",
    "CA": "canadian",
    "CD": "congolese",
    "CH": "swiss",
    "CI": "ivorian",
    "CN": "chinese",
    "CR": "costa_rican",
    "CY": "cypriot",
    "CZ": "czech",
    "DE": "german",
    "DK": "danish dane",
    "EC": "ecuadorian ecuadorean",
    "ES": "spanish spaniard catalan basque",
    "FI": "finnish finn",
    "FR": "french",
    "GB": "british briton english scottish welsh",
    "GR": "greek",
    "HN": "honduran",
    "HR": "croatian croat",
    "IE": "irish",
    "IL": "israeli",
    "IQ": "iraqi",
    "IS": "icelandic",
    "KG": "kyrgyz",
    "KP": "north_korean",
    "KR": "south_korean",
    "KZ": "kazakh",
    "LB": "lebanese",
    "LK": "sri_lankan",
    "LU": "luxembourgish",
    "MC": "monegasque",
    "MG": "malagasy",
    "MM": "burmese",
    "MX": "mexican",
    "NL": "dutch",
    "NO": "norwegian",
    "NZ": "kiwi",
    "OM": "omani",
    "PA": "panamanian",
    "PE": "peruvian",
    "PH": "filipino philippine",
    "PK": "pakistani",
    "PL": "polish pole",
    "PR": "puerto_rican",
    "PS": "palestinian",
    "PT": "portuguese",
    "RS": "serbian serb",
    "SA": "saudi",
    "SE": "swedish swede",
    "SI": "slovene slovenian",
    "SK": "slovak",
    "SU": "soviet",
    "SV": "salvadoran salvadorean",
    "SY": "syrian",
    "TH": "thai",
    "TJ": "tajik",
    "TM": "turkmen",
    "TR": "turkish turk",
    "TW": "taiwanese",
    "UA": "ukrainian",
    "US": "american",
    "UZ": "uzbek",
    "XK": "kosovar",
    "ZA": "south_african",
}
"""Adjectives and nouns for peoples that no regular ending makes; `_` stands for a space."""
_PARTS = {
    "AU": """
        new_south_wales queensland tasmania western_australia south_australia
        northern_territory
    """,
    "CA": """
        alberta british_columbia manitoba new_brunswick newfoundland nova_scotia ontario
        quebec saskatchewan yukon
    """,
    "GB": "scotland wales england northern_ireland",
    "IN": """
        kerala gujarat assam maharashtra tamil_nadu karnataka bihar rajasthan uttar_pradesh
        madhya_pradesh telangana andhra_pradesh west_bengal haryana
    """,
    "US": """
        alabama alaska arizona arkansas california colorado connecticut delaware florida
        hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland
        massachusetts michigan minnesota mississippi missouri montana nebraska nevada
        new_hampshire new_jersey new_mexico new_york north_carolina north_dakota ohio
        oklahoma oregon pennsylvania rhode_island south_carolina south_dakota tennessee
        texas utah vermont virginia west_virginia wisconsin wyoming washington
    """,
}
"""States and provinces that news names without their country."""
_SEATS = {
    "GB": "westminster downing_street whitehall",
    "RU": "kremlin",
    "US": "white_house capitol_hill pentagon",
}
"""Seats of power that news names in place of their country."""


def of(folded: str) -> str | None:
    """The country of a place or a people by its folded name.

    None where that is unknown or several countries have it.
    """
    return _all().get(folded)


@cache
def _all() -> dict[str, str]:
    """Folded name → code of the country. Places go before peoples, listed before made names."""
    aliases = gazetteer.aliases()
    places = {name: code for name, key in aliases.items() if (code := _country(key))}
    territories = {name: code for name, code in places.items() if aliases[name] == code}
    peoples = _peoples(territories) | _split(_PEOPLES)
    plurals = {name + "s": code for name, code in peoples.items()}
    return plurals | peoples | _split(_PARTS) | _split(_SEATS) | places


def _country(key: str) -> str | None:
    """The country of one of the gazetteer's keys; None for a region of the world."""
    if key.startswith("place:"):
        return gazetteer.listed()[key.removeprefix("place:")].country or None
    return None if key.isdigit() else key


def _peoples(territories: dict[str, str]) -> dict[str, str]:
    """Adjectives with the regular endings."""
    return {
        name.removesuffix(cut) + ending: code
        for name, code in territories.items()
        for cut, ending in _ENDINGS
        if name.endswith(cut)
    }


def _split(lists: dict[str, str]) -> dict[str, str]:
    """Every name of the lists → its code."""
    return {name.replace("_", " "): code for code, names in lists.items() for name in names.split()}
