"""What is known from elsewhere: imported once, changed by its id, shown with its source, and joining what goes by its names."""

import pytest

from app.linking.entries import Given
from app.store import knowledge
from app.store.engine import Library
from tests.store.test_linking import name

pytestmark = pytest.mark.usefixtures("stub_layers")
ORLE = Given("1", "Port Orle", "place", ("Orle Haven",), "A harbour.", url="https://example.org/orle")


def test_an_entry_is_stored_once_and_changed_by_its_id(library: Library) -> None:
    with library.writing() as s:
        assert knowledge.put(s, ORLE, "list.csv") == "stored"
        assert knowledge.put(s, ORLE, "list.csv") == "known"
        assert knowledge.put(s, Given("1", "Port Orle", "place", (), "A town."), "list.csv") == "changed"
        assert knowledge.put(s, Given("1", "Port Orle", "place", (), "A town."), "list.csv") == "known"


def test_an_entity_of_its_name_and_kind_shows_it_with_its_source_before_and_after(library: Library) -> None:
    with library.writing() as s:
        before = name(s, "Port Orle", kind="place")
        person = name(s, "Port Orle", kind="person")
        knowledge.put(s, ORLE, "list.csv")
        (fact,) = knowledge.of(s, before)
        assert (fact.description, fact.names, fact.source) == ("A harbour.", ("Orle Haven",), "list.csv")
        assert knowledge.of(s, person) == []
        assert name(s, "Orle Haven", kind="place") == before


def test_a_name_of_two_entries_is_neither(library: Library) -> None:
    with library.writing() as s:
        knowledge.put(s, ORLE, "list.csv")
        knowledge.put(s, Given("2", "Orle Haven", "place"), "list.csv")
        assert knowledge.keys(s, [("orle haven", "place"), ("port orle", "place"), ("port orle", "person")], "en") == [None, "kb:1", None]


def test_built_in_entries_have_native_names(library: Library) -> None:
    with library.writing() as s:
        (fact,) = knowledge.of(s, name(s, "Germany", kind="place"))
    assert (fact.name, fact.names) == ("Germany", ("Deutschland",))
