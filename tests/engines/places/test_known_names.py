"""The built-in knowledge base: names to keys, entries by key, and the kinds that may mean them."""

import pytest

from app.engines.places import gazetteer, known_names
from app.engines.places.known_names import CLDR, Known


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("germany", "cldr:territory:DE"),
        ("uk", "cldr:territory:GB"),
        ("ivory coast", "cldr:territory:CI"),
        ("un", "cldr:territory:UN"),
        ("euro", "cldr:currency:EUR"),
        ("catalan", "cldr:language:ca"),
        ("kyiv", "place:Kyiv"),
        ("kiev", "place:Kyiv"),
        ("deutschland", "cldr:territory:DE"),
        ("日本", "cldr:territory:JP"),
    ],
)
def test_a_folded_name_leads_to_one_key(name: str, key: str) -> None:
    assert known_names.names()[name] == key


def test_names_of_the_articles_language_are_known_beside_english_ones() -> None:
    german = known_names.names("de")
    assert german["frankreich"] == german["france"] == "cldr:territory:FR"
    assert german["schwedische krone"] == "cldr:currency:SEK"
    assert "frankreich" not in known_names.names("en")


def test_an_unknown_language_leaves_the_english_names() -> None:
    assert known_names.names("xx") == known_names.names("en")


def test_a_territory_goes_before_a_city_and_before_a_language_of_its_name() -> None:
    names = known_names.names()
    assert names["singapore"] == "cldr:territory:SG"
    assert names["luxembourg"] == "cldr:territory:LU"


@pytest.mark.parametrize("name", ["georgia", "congo"])
def test_a_name_that_several_territories_share_has_no_key(name: str) -> None:
    assert not known_names.names().get(name, "").startswith("cldr:territory:")
    assert name not in gazetteer.aliases()


def test_every_key_has_an_entry_with_that_key_and_a_name() -> None:
    without_entry = {"cldr:territory:SU"}  # CLDR no longer names the Soviet Union
    assert known_names.find("cldr:territory:SU") is None
    for key in sorted(set(known_names.names().values()) - without_entry):
        entry = known_names.find(key)
        assert entry is not None, key
        assert entry.key == key
        assert entry.name
        assert entry.name not in entry.others


def test_a_territory_has_its_own_peoples_names_a_description_and_its_source() -> None:
    assert known_names.find("cldr:territory:FI") == Known(
        "cldr:territory:FI", "Finland", ("Suomi",), "country in Northern Europe", CLDR
    )


def test_a_disputed_territory_is_not_described() -> None:
    kosovo = known_names.find("cldr:territory:XK")
    assert kosovo is not None
    assert kosovo.description is None


def test_a_language_and_a_currency_are_called_so() -> None:
    assert known_names.find("cldr:language:de") == Known(
        "cldr:language:de", "German", ("Deutsch",), "language", CLDR
    )
    assert known_names.find("cldr:currency:SEK") == Known(
        "cldr:currency:SEK", "Swedish Krona", (), "currency", CLDR
    )


@pytest.mark.parametrize(("code", "name"), [("UN", "United Nations"), ("EU", "European Union")])
def test_bodies_with_a_code_of_a_territory_are_organizations(code: str, name: str) -> None:
    key = f"cldr:territory:{code}"
    entry = known_names.find(key)
    assert entry is not None
    assert (entry.name, entry.description) == (name, "international organization")
    assert "organization" in known_names.kinds(key)
    assert not known_names.is_place(key)


def test_a_city_says_its_country_and_its_other_names() -> None:
    kyiv = known_names.find("place:Kyiv")
    assert kyiv is not None
    assert kyiv.description == "city in Ukraine"
    assert "Kiev" in kyiv.others
    assert kyiv.source == gazetteer.SOURCE


@pytest.mark.parametrize(
    "key", ["cldr:territory:QQ", "cldr:language:qq", "cldr:planet:EARTH", "place:Nowhere"]
)
def test_a_key_that_nothing_has_finds_nothing(key: str) -> None:
    assert known_names.find(key) is None


@pytest.mark.parametrize(
    ("key", "kinds", "is_place"),
    [
        ("place:Kyiv", {"place"}, True),
        ("cldr:territory:FI", {"place", "other"}, True),
        ("cldr:language:fi", {"other", "work"}, False),
        ("cldr:currency:EUR", {"other", "product"}, False),
    ],
)
def test_the_kinds_of_mentions_follow_from_the_sort_of_entry(
    key: str, kinds: set[str], is_place: bool
) -> None:
    assert known_names.kinds(key) == kinds
    assert known_names.is_place(key) is is_place


def test_keys_of_imported_lists_are_not_built_in() -> None:
    assert known_names.is_built_in("cldr:territory:FI")
    assert known_names.is_built_in("place:Kyiv")
    assert not known_names.is_built_in("mine:1")
