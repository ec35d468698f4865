"""Which country a name of a place or of a people belongs to, by CLDR and lists of our own. Reads no text.

A code is that of ISO 3166; `UN` and `EU` stand for those two bodies.
"""

from functools import cache

from babel.core import get_global

from app.engines import rules

_ENDINGS = tuple(tuple(pair.split("_")) for pair in "a_an e_an o_an y_ian _n _an _ian _ese a_ese _i _ish".split(" "))
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
    "AU": "new_south_wales queensland tasmania victoria western_australia south_australia northern_territory canberra",
    "BR": "brasilia são_paulo sao_paulo rio_de_janeiro",
    "CA": "alberta british_columbia manitoba new_brunswick newfoundland nova_scotia ontario quebec saskatchewan yukon ottawa montreal",
    "CH": "bern basel geneva",
    "CN": "beijing guangzhou shenzhen wuhan tianjin nanjing xinjiang tibet",
    "DE": "munich hamburg frankfurt cologne bavaria",
    "ES": "barcelona catalonia",
    "FR": "lyon marseille strasbourg",
    "GB": "scotland wales england northern_ireland edinburgh glasgow cardiff belfast manchester liverpool birmingham leeds bristol westminster "
    "downing_street",
    "IN": "delhi new_delhi mumbai bangalore bengaluru chennai kerala gujarat assam punjab maharashtra tamil_nadu karnataka bihar rajasthan "
    "uttar_pradesh madhya_pradesh telangana andhra_pradesh west_bengal haryana",
    "IT": "milan naples venice florence turin sicily sardinia",
    "JP": "kyoto osaka hiroshima nagasaki",
    "KR": "busan",
    "PK": "islamabad lahore sindh",
    "RU": "kremlin st_petersburg saint_petersburg chechnya siberia",
    "TR": "ankara",
    "UA": "kharkiv odesa odessa lviv mariupol dnipro crimea donbas",
    "US": "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky "
    "louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada new_hampshire new_jersey "
    "new_mexico north_carolina north_dakota ohio oklahoma oregon pennsylvania rhode_island south_carolina south_dakota tennessee texas utah "
    "vermont virginia west_virginia wisconsin wyoming washington washington_dc new_york_city boston san_francisco san_diego seattle miami "
    "dallas houston atlanta philadelphia white_house capitol_hill pentagon manhattan brooklyn",
    "VN": "hanoi",
    "ZA": "cape_town durban pretoria",
}
_SHORT = {
    "US": "us usa america united_states_of_america", "GB": "uk britain great_britain", "NL": "holland", "MM": "burma", "CI": "ivory_coast",
    "CZ": "czech_republic", "SZ": "swaziland", "TL": "east_timor", "MK": "macedonia", "CD": "drc democratic_republic_of_congo",
    "RU": "russian_federation", "KR": "republic_of_korea", "CN": "people's_republic_of_china", "IE": "republic_of_ireland",
    "SU": "soviet_union ussr", "TR": "turkey", "AE": "uae",
}  # fmt: skip
_BODIES = {"united nations": "UN", "un": "UN", "european union": "EU", "eu": "EU"}


def of(folded: str) -> str | None:
    """The country of a place or a people by its folded name, None where that is unknown or several have it."""
    return _all().get(folded)


@cache
def _all() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, code in rules.territories().items():
        if not code.isdigit():
            found[name.casefold()] = code
    peoples = {name[: len(name) - len(cut)] + end: code for name, code in found.items() for cut, end in _ENDINGS if name.endswith(cut)}
    found = peoples | found
    found |= _split(_PARTS) | _cities() | _split(_PEOPLES) | _split(_SHORT) | _BODIES
    return {form: code for name, code in found.items() for form in (name, name.replace(".", ""))} | {
        name + "s": code for name, code in (peoples | _split(_PEOPLES)).items()
    }


def _split(lists: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", " "): code for code, names in lists.items() for name in names.split()}


def _cities() -> dict[str, str]:
    """The exemplar cities of CLDR's time zones with the country that each zone is of; the zones' other names are left out."""
    territory_of = get_global("zone_territories")
    return {
        zone.rsplit("/", 1)[-1].replace("_", " ").casefold(): code
        for zone, code in territory_of.items()
        if zone.count("/") == 1 and len(code) == 2
    }
