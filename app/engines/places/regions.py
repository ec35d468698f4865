"""The part of the world that a territory is in, in everyday words.

Babel does not carry CLDR's table, so it is copied here: `territoryContainment` of CLDR 47, whose
regions are those of UN M.49.
"""

from functools import cache

from babel import Locale

from app.engines.word_lists import words

_CONTAINED = {
    "015": "DZ EG EH LY MA SD TN",
    "011": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
    "017": "AO CD CF CG CM GA GQ ST TD",
    "014": "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
    "018": "BW LS NA SZ ZA",
    "021": "BM CA GL PM US",
    "013": "BZ CR GT HN MX NI PA SV",
    "029": "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
    "005": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "143": "KG KZ TJ TM UZ",
    "030": "CN HK JP KP KR MN MO TW",
    "034": "AF BD BT IN IR LK MV NP PK",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "155": "AT BE CH DE FR LI LU MC NL",
    "053": "AU CC CX HM NF NZ",
    "054": "FJ NC PG SB VU",
    "057": "FM GU KI MH MP NR PW UM",
    "061": "AS CK NU PF PN TK TO TV WF WS",
}
_EVERYDAY_NAMES = {
    "015": "North Africa",
    "011": "West Africa",
    "017": "Central Africa",
    "014": "East Africa",
    "018": "Southern Africa",
    "021": "North America",
    "029": "the Caribbean",
    "030": "East Asia",
    "034": "South Asia",
    "053": "Oceania",
    "054": "Oceania",
    "057": "Oceania",
    "061": "Oceania",
}
"""For regions that CLDR names as statisticians do: `Northern Africa`."""
_DEPENDENT = words(
    """
    AI AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HM IM IO JE KY MF MP MQ MS NC NF
    NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT
    """
)
"""Territories of other countries."""
_SILENT = words("EH HK MO PS TW XK")
"""Territories with a disputed status, which no word describes to everybody's satisfaction."""
_CONTINENTS = words("002 003 005 142 150")
# Territories whose names have an article in a sentence.
_THE = words("AE BS CD CF CG DO GM KM MH MV NL PH SB SC US GB CZ TC VG VI KY FK FO")
# Names in a sentence where CLDR's differs: `Czechia`, `Congo - Kinshasa`.
_WRITTEN = {
    "CZ": "Czech Republic",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "MM": "Myanmar",
}


@cache
def _region_of() -> dict[str, str]:
    return {code: region for region, codes in _CONTAINED.items() for code in words(codes)}


def described(code: str) -> str | None:
    """A short description of a territory or region by its CLDR code: `country in Eastern Europe`.

    None where nothing is said.
    """
    if code in {"019", "009"}:  # the Americas, Oceania
        return "part of the world"
    if code in _CONTINENTS:
        return "continent"
    if code.isdecimal():
        return "region of the world"
    region = _region_of().get(code)
    if region is None or code in _SILENT:
        return None
    what = "territory" if code in _DEPENDENT else "country"
    return f"{what} in {_region(region)}"


def country(code: str) -> str:
    """The territory's name in a sentence: `the Netherlands`, `Ukraine`."""
    name = _WRITTEN.get(code) or str(Locale("en").territories[code]).split(" (")[0]
    return f"the {name}" if code in _THE and not name.startswith("the ") else name


def _region(region: str) -> str:
    return _EVERYDAY_NAMES.get(region) or str(Locale("en").territories[region])
