"""Ids that rows can have, and must have."""

import pytest

from app.errors import NotFound
from app.store.db.ids import LARGEST_ID, id_of, stored_id
from app.store.schema.people import Person


def test_an_id_that_no_database_holds_is_not_found() -> None:
    assert stored_id(LARGEST_ID) == LARGEST_ID
    for id_ in (-1, LARGEST_ID + 1):
        with pytest.raises(NotFound):
            stored_id(id_)


def test_a_row_that_was_never_stored_has_no_id_and_says_so() -> None:
    assert id_of(Person(id=7, name="Ida")) == 7
    with pytest.raises(ValueError, match="Person has no id yet"):
        id_of(Person(name="Ida"))
