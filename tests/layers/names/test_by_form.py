"""Names that English shows by their form alone, as where the model has no kind for them."""

from functools import partial

import pytest
from hypothesis import given

from app.layers.base import Doc, Finding
from app.layers.entities import KINDS, LAYER
from app.text.spans import Block
from tests.layers import naming
from tests.layers.naming import HOSTILE

found = partial(naming.found, read=False)
kinds = partial(naming.kinds, read=False)
names = partial(naming.names, read=False)
role = partial(naming.role, read=False)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("On Monday President Torvald Brandvik left early.", "Torvald Brandvik", "person"),
        ("It was Mr Ashgrove who paid.", "Ashgrove", "person"),
        ("The chair, Ada Quillfeather, 61, refused.", "Ada Quillfeather", "person"),
        ("They asked P.J. Marlowe about it.", "P.J. Marlowe", "person"),
        (
            "A vote by the Saltmarsh Fisheries Board failed.",
            "Saltmarsh Fisheries Board",
            "organization",
        ),
        ("He studied at the University of Eastmere.", "University of Eastmere", "organization"),
        (
            "The Ministry of Health and Welfare agreed.",
            "Ministry of Health and Welfare",
            "organization",
        ),
        ("It was bought by Marrowby Ltd for little.", "Marrowby Ltd", "organization"),
        ("The UN sent a letter.", "UN", "organization"),
        ("Ships left for Portugal yesterday.", "Portugal", "place"),
        ("The storm hit Kyiv at noon.", "Kyiv", "place"),
        ("They live in Brackenholt now.", "Brackenholt", "place"),
        ("Boats went up the Ellen River slowly.", "Ellen River", "place"),
        ("It ended on the Crimean peninsula.", "Crimean peninsula", "place"),
        ("The Norwegian crew was tired.", "Norwegian", "group"),
        ("Most Brazilians agree.", "Brazilians", "group"),
        ("It stopped on the Tamarack Bridge.", "Tamarack Bridge", "facility"),
        ("She died at Saint Brannoc Hospital.", "Saint Brannoc Hospital", "facility"),
        ("He sang at the Midwinter Lantern Festival.", "Midwinter Lantern Festival", "event"),
        ("It broke the Coastal Waters Act.", "Coastal Waters Act", "work"),
    ],
)
def test_a_name_gets_its_kind_from_its_form(text: str, name: str, kind: str) -> None:
    assert kinds(text).get(name) == kind


def test_a_title_is_no_part_of_the_name_but_its_role() -> None:
    text = "Norwegian President Torvald Brandvik arrived. Kremlin spokesman Olle Hagen did not."
    assert {"Torvald Brandvik", "Norwegian", "Kremlin", "Olle Hagen"} <= set(kinds(text))
    assert role(text, "Torvald Brandvik") == "Norwegian President"
    assert role(text, "Olle Hagen") == "Kremlin spokesman"


def test_a_possessive_before_a_title_belongs_to_the_role() -> None:
    text = "Portugal's foreign minister Inês Valadão objected."
    assert role(text, "Inês Valadão") == "Portugal's foreign minister"


def test_an_apposition_in_commas_is_a_role_without_its_article() -> None:
    text = (
        "But Ines Halloran, the chief pilot, disagreed. So did Olle Hagen, 34, a marine "
        "biologist at the institute."
    )
    assert role(text, "Ines Halloran") == "chief pilot"
    assert role(text, "Olle Hagen") == "marine biologist at the institute"


def test_what_merely_follows_a_comma_is_no_role() -> None:
    assert role("We saw Ines Halloran, and the chief pilot saw us.", "Ines Halloran") is None
    assert (
        role("We saw Ines Halloran, speaking to the captain in Norway, and left.", "Ines Halloran")
        is None
    )
    assert role("But Ines Halloran, like the captain, left.", "Ines Halloran") is None
    assert role("But Ines Halloran, accused by a prosecutor, left.", "Ines Halloran") is None
    assert (
        role(
            "After Ines Halloran, who had been captain for years, left, it rained.", "Ines Halloran"
        )
        is None
    )


def test_a_word_that_only_opens_a_sentence_is_no_name() -> None:
    assert (
        kinds("However, it rained. Nobody came. Meanwhile they slept. Speaking softly, she left.")
        == {}
    )


def test_a_word_that_opens_a_sentence_and_is_a_name_elsewhere_is_one() -> None:
    assert "Brandvik" in kinds("They met Torvald Brandvik. Brandvik was late.")


def test_days_months_and_pronouns_are_no_names() -> None:
    assert kinds("On Friday in March I left, and CEO pay rose.") == {}


def test_a_heading_in_title_case_gives_no_new_names_but_keeps_the_known() -> None:
    text = "Brandvik Calls Another Meeting Tonight\n\nThe mayor, Torvald Brandvik, called it."
    blocks = (Block("heading", 0, 38, 2), Block("paragraph", 40, len(text)))
    heading = [text[f.start : f.end] for f in found(text, blocks=blocks) if f.start < 38]
    assert heading == ["Brandvik"] or heading == []


def test_what_is_listed_with_a_place_is_a_place() -> None:
    text = "It rained in Orsk, Veltmar, Pellin and Suldane."
    assert {kinds(text).get(n) for n in ("Veltmar", "Pellin", "Suldane")} == {"place"}


def test_money_is_no_place() -> None:
    assert kinds("It cost US$400 and HK$20.") == {}


def test_a_possessive_is_cut_off_and_a_name_ends_before_a_hyphened_word() -> None:
    assert set(kinds("It was Norway's choice in the Portugal-led talks.")) == {"Norway", "Portugal"}


def test_plural_possessives_stay_inside_an_organization() -> None:
    text = "The Harbour Pilots' Association (HPA) met. Later the HPA voted."
    assert kinds(text)["Harbour Pilots' Association"] == "organization"
    assert names(text)["HPA"] == "Harbour Pilots' Association"


def test_every_mention_of_a_chain_has_its_fullest_name_and_one_kind() -> None:
    text = "They met Torvald Brandvik. Brandvik left. The United States agreed and the US paid."
    assert names(text)["Brandvik"] == "Torvald Brandvik"
    assert names(text)["US"] == "United States"
    by_chain: dict[str, set[str]] = {}
    for f in found(text):
        by_chain.setdefault(f.body["chain"], set()).add(f.kind)
    assert all(len(k) == 1 for k in by_chain.values())


def test_chains_are_numbered_in_order_of_first_mention() -> None:
    chains = [f.body["chain"] for f in found("Norway met Portugal. Portugal thanked Norway.")]
    assert chains == ["e1", "e2", "e2", "e1"]


def test_a_text_without_words_has_no_names() -> None:
    assert found("") == []
    assert found("\n\n … \n\n") == []


@given(HOSTILE)
def test_every_mention_and_role_lies_in_the_text(text: str) -> None:
    for f in LAYER.find(Doc.bare(text, "nl"), {}):
        assert isinstance(f, Finding)
        assert 0 <= f.start < f.end <= len(text)
        assert f.kind in KINDS
        assert 0 <= f.confidence <= 1
        role = f.body["role"]
        assert role is None or text[role["start"] : role["end"]] == role["exact"] != ""


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "A ",
        "Aa ",
        "President ",
        "a-",
        "A-b ",
        "A, ",
        "Aa and ",
        "A.",
        "of The ",
        "O'",
        "“Aa ",
        "the Aa of the ",
        "(",
        "’s ",
    ],
)
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    assert all(f.end <= len(text) for f in found(text))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The contract went to Orrin Salvage for less.", "Orrin Salvage", "organization"),
        ("Second was Brackwell Thistle, third Selby Customs.", "Brackwell Thistle", "organization"),
        ("It was sold by the firm Marrowby in spring.", "Marrowby", "organization"),
        ("She left Quillon, a towing company, in spring.", "Quillon", "organization"),
        ("The ferry Kittiwake was late.", "Kittiwake", "product"),
        ("They sailed in the trawler “Sea Pink” at noon.", "Sea Pink", "product"),
        ("Nobody aboard the Kittiwake was hurt.", "Kittiwake", "product"),
        ("More sheep than people live on Sorrel now.", "Sorrel", "place"),
        ("It reached Sorrel island at noon.", "Sorrel", "place"),
        ("His brother Aurelio was away.", "Aurelio", "person"),
        (
            "It opened with «The Miller's Long Goodbye» and tea.",
            "The Miller's Long Goodbye",
            "work",
        ),
        ("It opened with „The Brown Field“.", "The Brown Field", "work"),
    ],
)
def test_what_stands_beside_a_name_tells_its_kind(text: str, name: str, kind: str) -> None:
    assert kinds(text).get(name) == kind


def test_a_name_whose_last_word_the_text_also_writes_small_is_no_person_without_evidence() -> None:
    text = (
        "A kettle boiled. They paid Orrin Kettle for it, and Orrin Kettle, which owns the "
        "mill, paid them."
    )
    assert kinds(text)["Orrin Kettle"] == "organization"
    assert kinds("A crane fell. The mayor, Odette Crane, 51, saw it.")["Odette Crane"] == "person"


def test_two_plain_words_joined_by_and_are_one_name_when_neither_stands_alone() -> None:
    text = (
        "Fewer people in the forest own land. Forest and Field lost. He led Forest and Field, "
        "the party of the mayor, to it."
    )
    assert kinds(text)["Forest and Field"] == "organization"
    assert "Field" not in kinds(text)


def test_two_names_joined_by_and_stay_two() -> None:
    text = (
        "They met Brandvik and Hagen. Brandvik and Hagen left; then Hagen came back to Norway "
        "and Portugal."
    )
    assert {"Brandvik", "Hagen", "Norway", "Portugal"} <= set(kinds(text))


def test_a_line_in_capitals_gives_no_new_names() -> None:
    assert kinds("They voted for it.\n\nBRANDVIK TO GO\n\nTERMS\n\nThey left.") == {}


def test_a_dateline_names_its_places_and_its_agency() -> None:
    text = (
        "PORT ORLE, Sorrel, 13 Sept (QPA) - The council met. Rain fell on Port Orle, and the "
        "port closed."
    )
    assert {n: k for n, k in kinds(text).items() if n != "Orle"} == {
        "PORT ORLE": "place",
        "Sorrel": "place",
        "QPA": "organization",
        "Port Orle": "place",
    }
    assert names(text)["PORT ORLE"] == "Port Orle"
    assert len({f.body["chain"] for f in found(text) if f.body["name"] == "Port Orle"}) == 1


def test_a_dateline_alone_gives_the_place_its_usual_spelling() -> None:
    assert names("BRACKENHOLT, 3 May (QPA) — The council met.")["BRACKENHOLT"] == "Brackenholt"


def test_numbered_things_and_quoted_initials_are_no_names() -> None:
    assert kinds("It is in Appendix F, and he wrote “Q.M. light out” in the log.") == {}


def test_a_head_is_no_name_without_the_word_that_its_opening_hides() -> None:
    text = "Mole Race, Saturday. Fifteen boats rowed round the mole."
    assert "Race" not in kinds(text)


def test_a_place_that_votes_and_is_called_a_group_is_an_organization() -> None:
    text = (
        "The Inner Shores group met. Inner Shores voted against it. Later Inner Shores had "
        "ten seats."
    )
    assert set(kinds(text).values()) == {"organization"}
    assert (
        kinds("It rained on the Inner Shores. The Inner Shores are wet.")["Inner Shores"] == "place"
    )
