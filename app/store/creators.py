"""Creators of rows in queries: which rows persons wrote, and what those persons are called."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, cast, literal, select
from sqlmodel import col

from app.layers.creators import PERSON_PREFIX
from app.store.schema.people import Person


def by_person(creator: Any) -> ColumnElement[bool]:
    """On a creator column: a person wrote this row, no engine did."""
    condition: ColumnElement[bool] = col(creator).like(f"{PERSON_PREFIX}%")
    return condition


def by_engine(creator: Any) -> ColumnElement[bool]:
    """On a creator column: an engine made this row."""
    condition: ColumnElement[bool] = col(creator).not_like(f"{PERSON_PREFIX}%")
    return condition


def person_name(creator: Any) -> ScalarSelect[str]:
    """The name of the person in a creator column, as a subquery to correlate; null for engines."""
    person = literal(PERSON_PREFIX) + cast(col(Person.id), String)
    return select(col(Person.name)).where(person == col(creator)).scalar_subquery()
