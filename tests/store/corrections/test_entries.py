"""The log of corrections, as it is read."""

import pytest

from app.linking.corrections.correction import Correction
from app.store.corrections import entries
from app.store.db.library import Library
from tests.store.corrections.making import correct, entity

pytestmark = pytest.mark.usefixtures("stub_layers")


def test_the_log_tells_who_when_and_what(library: Library, skerry: int, pier: int) -> None:
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
    made = correct(library, Correction("merge", tom, ida))
    with library.writing() as s:
        found = entries.get(s, made)
        assert (
            found.kind,
            found.entity and found.entity.name,
            found.other and found.other.name,
        ) == ("merge", "Tom Moor", "Ida Fenwick")
        assert [line.id for line in entries.listed(s, entity_id=tom).items] == [made]
        assert entries.listed(s, entity_id=10**6).items == []
