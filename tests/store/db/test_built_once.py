"""Statements that are built once and asked with other values."""

from typing import Any

import pytest
from sqlalchemy import Select, select
from sqlmodel import Session, col

from app.store.db.built_once import Built, built_once, read_rows
from app.store.db.library import Library
from app.store.schema.people import Person


@pytest.fixture
def people(library: Library) -> list[int]:
    """Three people, of whom two have one name."""
    with library.writing() as s:
        rows = [Person(name=name) for name in ("Ada", "Grace", "Ada")]
        s.add_all(rows)
        s.flush()
        return [row.id or 0 for row in rows]


def test_a_statement_is_built_once_for_all_values_of_a_shape(
    library: Library, people: list[int]
) -> None:
    built: list[tuple[bool, bool]] = []

    @built_once
    def called(is_listed: bool, name: str | None, ids: list[int], most: int) -> Select[Any]:
        built.append((is_listed, name is not None))
        statement: Select[Any] = select(col(Person.id))
        if name is not None:
            statement = statement.where(col(Person.name) == name)
        if is_listed:
            statement = statement.where(col(Person.id).in_(ids))
        return statement.order_by(col(Person.id)).limit(most)

    first, second, third = people
    with library.reading() as s:
        assert _ids(s, called(False, "Ada", [], 9)) == [first, third]
        assert _ids(s, called(False, "Grace", [], most=9)) == [second]
        assert _ids(s, called(False, "Ada", [], 1)) == [first]
        assert built == [(False, True)]
        assert _ids(s, called(True, None, [first, second], 9)) == [first, second]
        assert _ids(s, called(True, None, [third], 9)) == [third]
        assert _ids(s, called(True, None, [], 9)) == []
        assert built == [(False, True), (True, False)]


def test_what_is_not_stored_yet_is_read(library: Library) -> None:
    @built_once
    def named(name: str) -> Select[Any]:
        return select(col(Person.id)).where(col(Person.name) == name)

    with library.writing() as s:
        s.add(Person(name="Mary"))
        assert len(_ids(s, named("Mary"))) == 1


def test_a_builder_cannot_look_at_a_value() -> None:
    @built_once
    def looks(name: str) -> Select[Any]:
        return select(col(Person.id)) if name else select(col(Person.name))

    with pytest.raises(TypeError):
        looks("Ada")


def _ids(s: Session, one: Built) -> list[int]:
    return [row[0] for row in read_rows(s, one)]
