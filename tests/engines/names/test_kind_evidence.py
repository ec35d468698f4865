"""Evidence for the kind of a name, from its own words and from those around it."""

from collections import defaultdict

import pytest

from app.engines.names.capitalized import Name
from app.engines.names.kind_evidence import evidence, phrase
from app.engines.places import gazetteer
from tests.engines.names.reading import common, found, read, written


def weights(text: str, wanted: str, *, form: float = 1.0) -> dict[str, float]:
    """What the evidence for the first name written so adds up to, by kind."""
    tokens = read(text)
    name = next(name for name in found(text) if written(text, name) == wanted)
    total: dict[str, float] = defaultdict(float)
    for kind, weight in evidence(tokens, name, gazetteer.places(), common(tokens), form):
        total[kind] += weight
    return {kind: round(weight, 2) for kind, weight in total.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tollness Harbour Board", {"organization": 2.5}),
        ("University of Orle", {"organization": 4.5}),
        ("Tollness Dredging", {"organization": 1.5}),
        ("Mount Tollness", {"place": 2.5}),
        ("Hurricane Brell", {"event": 2.5}),
        ("Ida Fenwick", {"person": 0.8}),
        ("Peter Fenwick", {"person": 2.5}),
        ("J. Fenwick", {"person": 2.5}),
        ("Anna van der Berg", {"person": 2.5}),
        ("Quoy van der Berg", {"person": 1.2}),
        ("Quoyburg", {"place": 1.0}),
        ("QPM", {"organization": 1.5}),
        ("A320", {"organization": 1.5}),
        ("QuoyPad", {"product": 0.5}),
        ("Finland", {"place": 3.0}),
        ("Finnish", {"group": 3.0}),
        ("South Sudanese", {"group": 3.0}),
        ("Reuters", {"organization": 3.0}),
        ("NATO", {"organization": 4.0}),
        ("Quoy", {}),
    ],
)
def test_a_names_own_words_give_a_kind(name: str, expected: dict[str, float]) -> None:
    assert weights(f"Then; {name}; then.", name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then minister Quoy slept.", {"person": 2.5}),
        ("Then brother Quoy slept.", {"person": 1.5}),
        ("The carmaker Quoy slept.", {"organization": 4.0}),
        ("The firm Quoy slept.", {"organization": 2.0}),
        ("The ferry “Quoy” slept.", {"product": 6.0}),
        ("It slept near Quoy there.", {"place": 1.2}),
        ("It slept through Quoy there.", {"place": 0.5}),
        ("It slept during Quoy there.", {"event": 2.5, "place": -2.0}),
        ("It slept in the region of Quoy there.", {"place": 2.0}),
        ("The director of Quoy slept.", {"organization": 1.0}),
        ("It slept on Quoy there.", {"place": 0.6}),
        ("Aboard the Quoy he slept.", {"product": 3.0}),
        ("Then the Quoy slept.", {"organization": 0.3, "person": -1.5}),
        ("It is a Quoy there.", {"person": -1.0}),
    ],
)
def test_the_words_before_a_name_give_a_kind(text: str, expected: dict[str, float]) -> None:
    assert weights(text, "Quoy") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then; Quoy said so.", {"person": 0.8}),
        ("Then; Quoy region slept.", {"place": 1.5}),
        ("Then; Quoy people slept.", {"group": 1.2}),
        ("Then; Quoy party slept.", {"organization": 3.0}),
        ("Then; Quoy sank.", {"product": 5.0, "place": -1.0}),
        ("Then; Quoy's skipper slept.", {"product": 5.0, "place": -1.0}),
        ("Then; Quoy, who slept, left.", {"person": 1.0}),
        ("Then; Quoy, which slept, left.", {"person": -1.0}),
        ("Then; Quoy, 61, left.", {"person": 2.0}),
        ("Then; Quoy, 13 September, left.", {}),
        ("Then; Quoy, a small northern town, slept.", {"place": 2.5}),
        ("Then; Quoy, a small towing company, slept.", {"organization": 1.5}),
        ("Then; Quoy, a manager of a company, slept.", {}),
        ("Then; Quoy, Finland, slept.", {"place": 0.6}),
        ("Then; Quoy (QPM) slept.", {"organization": 0.8}),
    ],
)
def test_the_words_behind_a_name_give_a_kind(text: str, expected: dict[str, float]) -> None:
    assert weights(text, "Quoy") == expected


def test_a_place_that_votes_is_an_organization_too() -> None:
    assert weights("Then; Tollness Bay voted.", "Tollness Bay") == {
        "place": 2.5,
        "organization": 3.0,
    }


def test_a_title_overrules_what_is_known_of_the_name() -> None:
    assert weights("Then Mr Finland slept.", "Finland") == {"person": 4.0}


def test_a_plain_last_word_leaves_the_kind_to_the_context() -> None:
    text = "Then; Quoy Thistledown; then. A thistledown flew."
    assert weights(text, "Quoy Thistledown") == {"person": 0.3, "organization": 0.4}


def test_form_scales_only_what_the_name_looks_like() -> None:
    assert weights("Then minister Peter Fenwick slept.", "Peter Fenwick", form=0.5) == {
        "person": 1.25 + 2.5
    }
    assert weights("Then; Finland; then.", "Finland", form=0.5) == {"place": 3.0}


def test_a_quoted_title_is_a_work() -> None:
    tokens = read("A Long Goodbye")
    assert evidence(tokens, Name(0, 3, quoted=True), frozenset()) == [("work", 2.5)]


def test_a_phrase_keeps_hyphens_and_single_spaces() -> None:
    tokens = read("Port-Orle  Tollness\u2011Bay")
    assert phrase(tokens, 0, len(tokens)) == "Port-Orle Tollness-Bay"
