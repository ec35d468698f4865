"""Candidate names by their capitals: how far a run goes, and where it is parted."""

import pytest

from app.engines.names.candidates import is_headed
from tests.engines.names.reading import candidates, found, read, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then Ida Fenwick came.", ["Ida Fenwick"]),
        ("The University of Orle met.", ["University of Orle"]),
        ("The Ministry of the Interior met.", ["Ministry of the Interior"]),
        ("The Ministry of Health and Welfare met.", ["Ministry of Health and Welfare"]),
        ("The Centre for Tidal Research met.", ["Centre for Tidal Research"]),
        (
            "At the Food and Agriculture Organization he slept.",
            ["Food and Agriculture Organization"],
        ),
        ("The Harbour Pilots' Association met.", ["Harbour Pilots' Association"]),
        ("At the Women's Institute she slept.", ["Women's Institute"]),
        ("He saw Anna van der Berg.", ["Anna van der Berg"]),
        ("He saw al-Assad and bin Salman.", ["al-Assad", "bin Salman"]),
        ("He saw Lee Wing-yung.", ["Lee Wing-yung"]),
        ("A New York-based firm.", ["New York"]),
        ("He saw St. Anne there.", ["St. Anne"]),
        ("He met J. Hale there.", ["J. Hale"]),
        ("He left Orle. Tollness slept.", ["Orle", "Tollness"]),
        ("He met Hale of Orle.", ["Hale", "Orle"]),
        ("He met Hale and Brell.", ["Hale", "Brell"]),
        ("He left Orle on Monday in May.", ["Orle"]),
        ("I think I'll stay in Orle.", ["Orle"]),
    ],
)
def test_a_run_takes_in_the_small_words_that_names_have(text: str, expected: list[str]) -> None:
    assert candidates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("However Hale slept.", ["Hale"]),
        ("Dubbed Hale, it slept.", ["Hale"]),
        ("He said the The Hague slept.", ["Hague"]),
        ("US ships slept.", ["US"]),
        ("PORT ORLE, a port.", ["PORT ORLE"]),
        ("Water Board met. The water rose.", ["Water Board"]),
        ("Water Tollness met. The water rose.", ["Tollness"]),
    ],
)
def test_an_opener_is_cut_off_unless_it_is_part_of_the_name(text: str, expected: list[str]) -> None:
    assert candidates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met US President Ida Fenwick.", [("US", False), ("Ida Fenwick", True)]),
        ("He met Deputy Prime Minister Dr Hale.", [("Hale", True)]),
        ("He met Secretary of State Hale.", [("Hale", True)]),
        ("He met Secretary-General Hale.", [("Hale", True)]),
        ("He met Mr Hale.", [("Hale", True)]),
        ("He met the President.", []),
        ("He met Russian Vladimir Brell.", [("Russian", False), ("Vladimir Brell", False)]),
        ("The Russian Orthodox Church met.", [("Russian Orthodox Church", False)]),
        ("He met South African Ida Hale.", [("South African", False), ("Ida Hale", False)]),
        ("He left the Ministers Council.", [("Ministers Council", False)]),
    ],
)
def test_a_title_and_a_nationality_part_a_run(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(written(text, name), name.titled) for name in found(text)] == expected


@pytest.mark.parametrize(
    ("run", "headed"),
    [
        ("Harbour Board", True),
        ("Board", False),
        ("Mr Board", False),
        ("Orle Peter Board", False),
        ("Peter Board", False),
        ("Prime Minister Hale", False),
    ],
)
def test_a_run_that_ends_in_a_head_is_no_titled_person(run: str, headed: bool) -> None:
    tokens = read(run)
    assert is_headed(tokens, 0, len(tokens)) is headed


def test_a_run_has_at_most_twelve_words() -> None:
    shouting = " ".join(f"Harbour{letter}" for letter in "ABCDEFGHIJKLMNOP")
    first, second = found(f"He saw {shouting}.")
    assert (first.last - first.first, second.last - second.first) == (12, 4)


def test_words_know_their_gap_and_whether_something_opens_with_them() -> None:
    tokens = read("Hale said: “Come to Orle's U.S. pier.” Then – I left.")
    assert [word.text for word in tokens if word.opens] == ["Hale", "Come", "Then", "I"]
    assert [word.text for word in tokens][5:7] == ["s", "U.S."]
    assert next(word.lower for word in tokens if word.text == "U.S.") == "u.s"
