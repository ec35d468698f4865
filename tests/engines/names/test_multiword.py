"""Quoted titles, coordinated pairs, numbered things and datelines."""

import pytest

from app.engines.names.capitalized import Name
from app.engines.names.multiword import dateline, is_numbered
from tests.engines.names.reading import joined_names, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She wrote “The Miller's Long Goodbye” there.", ["The Miller's Long Goodbye"]),
        ("He called it “Ida Fenwick” there.", ["Ida Fenwick"]),
        ("He read “a long goodbye” there.", []),
        ("The ferry “Long Goodbye” sank.", ["Long Goodbye"]),
        ("He left “Harbour Board” there.", ["Harbour Board"]),
    ],
)
def test_quoted_words_in_title_case_are_one_name(text: str, expected: list[str]) -> None:
    assert joined_names(text) == expected


def test_a_pair_that_the_text_repeats_is_one_name() -> None:
    text = "He joined Harbour and Land. The harbour and the land slept. Harbour and Land won."
    assert joined_names(text) == ["Harbour and Land", "Harbour and Land"]


def test_a_pair_whose_parts_are_names_elsewhere_stays_two() -> None:
    text = "He met Brell and Hale. Later Brell met Hale."
    assert joined_names(text) == ["Brell", "Hale", "Brell", "Hale"]


def test_a_pair_with_one_plain_word_must_be_called_a_party() -> None:
    assert joined_names("He led the party Harbour and Quoy. A harbour.") == ["Harbour and Quoy"]
    assert joined_names("He saw the Harbour and Quoy. A harbour.") == ["Harbour", "Quoy"]


@pytest.mark.parametrize(
    ("written", "numbered"),
    [
        ("Appendix F", True),
        ("Section 379", True),
        ("Phase II", True),
        ("Section Orle", False),
        ("Orle F", False),
        ("Section F Orle", False),
    ],
)
def test_a_label_with_a_number_or_a_letter_is_a_numbered_thing(
    written: str, numbered: bool
) -> None:
    tokens = read(written)
    assert is_numbered(tokens, Name(0, len(tokens))) is numbered


@pytest.mark.parametrize(
    ("text", "places", "agency"),
    [
        ("PORT ORLE, 3 Jan (ABC) - It rained.", "PORT ORLE, 3 Jan", "ABC"),
        ("PORT ORLE (ABC) – It rained.", "PORT ORLE", "ABC"),
        ("PORT ORLE, 3 Jan — It rained.", "PORT ORLE, 3 Jan", ""),
        ("PORT ORLE — It rained.", "", ""),
        ("Port Orle (ABC) - It rained.", "", ""),
        ("It rained.", "", ""),
    ],
)
def test_a_dateline_names_its_places_and_its_agency(text: str, places: str, agency: str) -> None:
    assert tuple(span.of(text) for span in dateline(text, 0)) == (places, agency)
