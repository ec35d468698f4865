"""Names of one place share a key, names of two do not; places are described in everyday words."""

import pytest

from app.engines.places import gazetteer, known_names, regions
from app.linking.within.coreference import chains
from app.linking.within.mention_groups import Mention

# Pairs of names of one place, and pairs of names of two; `_` stands for a space.
ONE = """
    Calcutta=Kolkata Bombay=Mumbai Madras=Chennai Bangalore=Bengaluru Kiev=Kyiv Kharkov=Kharkiv
    Odessa=Odesa Lvov=Lviv Lugansk=Luhansk Zaporozhye=Zaporizhzhia Saigon=Ho_Chi_Minh_City
    Peking=Beijing Rangoon=Yangon Burma=Myanmar Turkey=Türkiye Ivory_Coast=Côte_d’Ivoire
    Swaziland=Eswatini Macedonia=North_Macedonia Czech_Republic=Czechia Holland=Netherlands
    East_Timor=Timor-Leste Cape_Verde=Cabo_Verde US=United_States U._S.=United_States
    America=USA UK=United_Kingdom Britain=Great_Britain UAE=United_Arab_Emirates
    DRC=Democratic_Republic_of_Congo DRC=Democratic_Republic_of_the_Congo
    Russian_Federation=Russia Dacca=Dhaka Chittagong=Chattogram Danzig=Gdansk Breslau=Wrocław
    Krakow=Cracow München=Munich Köln=Cologne Pressburg=Bratislava Salonica=Thessaloniki
    Pusan=Busan Marrakech=Marrakesh Sana'a=Sanaa Makkah=Mecca Nur-Sultan=Astana Alma-Ata=Almaty
    Sao_Paulo=São_Paulo Bogota=Bogotá Donbass=Donbas Orissa=Odisha Catalunya=Catalonia
    Allahabad=Prayagraj Truk=Chuuk Port_Elizabeth=Gqeberha Den_Haag=The_Hague Vatican=Holy_See"""
TWO = """
    Jerusalem=Tel_Aviv London=Belfast Sydney=Canberra Montreal=Toronto Chongqing=Shanghai
    Harbin=Shanghai Zaporizhzhia=Kyiv Uzhhorod=Kyiv Brisbane=Queensland West=Perth
    South=Adelaide North=Darwin Melbourne=Victoria Hobart=Tasmania Timbuktu=Bamako
    Kashgar=Urumqi Choibalsan=Ulan_Bator Tiraspol=Chisinau Rosario=Cordoba Thunder_Bay=Toronto
    Yellowknife=Edmonton Fort_Wayne=Indianapolis Tijuana=Ensenada Sydney=New_South_Wales
    Canberra=New_South_Wales Kyiv=Kharkiv Mumbai=Pune Delhi=Mumbai Moscow=Saint_Petersburg
    Beijing=Shanghai Seoul=Pyongyang South_Korea=North_Korea Congo=Democratic_Republic_of_Congo
    Republic_of_the_Congo=DRC Guinea=Guinea-Bissau Guinea=Equatorial_Guinea Niger=Nigeria
    Dominica=Dominican_Republic Sudan=South_Sudan Ireland=Northern_Ireland Mali=Malawi
    Slovakia=Slovenia Austria=Australia Iran=Iraq Samoa=American_Samoa China=Taiwan
    Hong_Kong=Macau Israel=Palestine Ramallah=Jerusalem Hebron=Nablus Basra=Basel
    Georgia=Atlanta Rome=Milan Valencia=Valletta Tripoli=Benghazi Kuwait=Kuwait_City
    Mexico=Mexico_City Panama=Panama_City Guatemala=Guatemala_City Washington=New_York
    New_York=New_Jersey Gaza=West_Bank Quebec=Quebec_City Europe=Eastern_Europe
    Luxembourg=Liechtenstein Bahia=Bahrain Perth=Brisbane"""


def pairs(listed: str) -> list[tuple[str, str]]:
    split = [pair.replace("_", " ").partition("=") for pair in listed.split()]
    return [(one, other) for one, _, other in split if one != other]


def in_one_article(one: str, other: str) -> int:
    """How many things the two names are, in an article that uses both."""
    mentions = [
        Mention(n * 40, n * 40 + len(name), name, (("place", 2.0),))
        for n, name in enumerate((one, other, one))
    ]
    return len(chains(mentions, gazetteer.aliases()))


def test_there_are_enough_pairs_to_tell() -> None:
    assert len(pairs(ONE)) >= 40
    assert len(pairs(TWO)) >= 60


@pytest.mark.parametrize(("one", "other"), pairs(ONE))
def test_two_names_of_one_place_are_one(one: str, other: str) -> None:
    assert in_one_article(one, other) == 1


@pytest.mark.parametrize(("one", "other"), pairs(TWO))
def test_the_names_of_two_places_are_two(one: str, other: str) -> None:
    assert in_one_article(one, other) == 2


def test_every_name_of_the_list_belongs_to_one_place() -> None:
    told = [
        n.casefold() for place in gazetteer.listed().values() for n in (place.name, *place.others)
    ]
    assert sorted({n for n in told if told.count(n) > 1}) == []


def test_every_country_of_the_list_has_a_name_and_a_region() -> None:
    for place in gazetteer.listed().values():
        if place.country:
            assert regions.country(place.country), place
            assert regions.described(place.country) or place.country in {"TW", "XK", "PS"}, place


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("russia", "country in Eastern Europe"),
        ("kyiv", "city in Ukraine"),
        ("rotterdam", "city in the Netherlands"),
        ("greenland", "territory in North America"),
        ("fiji", "country in Oceania"),
        ("haiti", "country in the Caribbean"),
        ("europe", "continent"),
        ("bavaria", "state in Germany"),
        ("united nations", "international organization"),
        ("jerusalem", None),
        ("taiwan", None),
        ("west", None),
    ],
)
def test_a_place_is_described_as_a_reader_would_or_not_at_all(
    said: str, description: str | None
) -> None:
    found = known_names.find(known_names.names()[said])
    assert found is not None
    assert found.description == description


def test_nothing_is_described_by_a_code_or_a_time_zone() -> None:
    told = [
        found.description or ""
        for key in set(known_names.names().values())
        if (found := known_names.find(key))
    ]
    assert len(told) > 900
    assert not [d for d in told if "code" in d or "zone" in d or "ISO" in d or "M.49" in d]
