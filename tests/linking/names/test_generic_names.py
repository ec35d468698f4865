"""Names that say what a body is and not whose, and the country that an article means by them."""

import pytest

from app.linking.names.generic_names import country, is_generic


@pytest.mark.parametrize(
    "name",
    [
        "congress",
        "democratic party",
        "ministry of health",
        "supreme court",
        "people's party",
        "security council",
    ],
)
def test_a_name_of_common_words_is_that_of_many_bodies(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "knesset",
        "harbour board of port orle",
        "indian congress",
        "world bank",
        "red cross",
        "of the",
    ],
)
def test_a_name_with_a_word_of_its_own_is_that_of_one(name: str) -> None:
    assert not is_generic(name)


def meant(text: str, name: str, places: dict[str, str]) -> str | None:
    named = sorted(
        (text.index(place), text.index(place) + len(place), code) for place, code in places.items()
    )
    return country(text, name.casefold(), [(text.index(name), text.index(name) + len(name))], named)


def test_what_stands_beside_a_name_decides_whose_it_is() -> None:
    for text in (
        "Chile's Congress met. India, Goa wait.",
        "The Congress of Chile met. India, Goa wait.",
        "The Chile Congress. India, Goa.",
    ):
        assert meant(text, "Congress", {"Chile": "CL", "India": "IN", "Goa": "IN"}) == "CL"


def test_else_the_country_that_an_article_speaks_of_most() -> None:
    assert (
        meant(
            "The Congress met. India and Goa and Chile wait.",
            "Congress",
            {"Chile": "CL", "India": "IN", "Goa": "IN"},
        )
        == "IN"
    )
    assert (
        meant("The Congress met. India and Chile wait.", "Congress", {"Chile": "CL", "India": "IN"})
        is None
    )
    assert meant("The Congress met.", "Congress", {}) is None


def test_the_nations_own_council_needs_no_country_but_a_country_s_does() -> None:
    assert (
        meant(
            "The Security Council met on Chile. The UN waits.",
            "Security Council",
            {"Chile": "CL", "UN": "UN"},
        )
        == "UN"
    )
    assert (
        meant(
            "The Security Council of Chile met. The UN waits.",
            "Security Council",
            {"Chile": "CL", "UN": "UN"},
        )
        == "CL"
    )
