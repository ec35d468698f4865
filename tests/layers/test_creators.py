"""Who made a row, as text and as a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers.creators import EngineCreator, PersonCreator, is_person, parse_creator

NAMES = st.text("abcdefghij-", min_size=1)


@given(NAMES, st.text("0123456789.", max_size=6))
def test_an_engine_is_read_as_it_was_written(engine: str, version: str) -> None:
    creator = EngineCreator(engine, version)
    assert parse_creator(str(creator)) == creator
    assert not is_person(str(creator))


@given(st.integers(1, 2**31))
def test_a_person_is_read_as_it_was_written(person_id: int) -> None:
    creator = PersonCreator(person_id)
    assert str(creator) == f"person:{person_id}"
    assert parse_creator(str(creator)) == creator
    assert is_person(str(creator))


def test_a_version_may_hold_the_mark_that_separates_it() -> None:
    assert parse_creator("tagger@1@beta") == EngineCreator("tagger", "1@beta")


def test_a_person_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        parse_creator("person:somebody")
