"""Stored values: of the kind that their columns say, which SQLite does not see to.

PostgreSQL refuses what is not, so that there is nothing to check.
"""

from collections.abc import Iterator
from typing import Any, get_origin

from sqlalchemy import JSON, Boolean, Column, Float, Integer, LargeBinary, Table, text
from sqlmodel import Session, SQLModel

from app.store.admin.doctor.checks import Check
from app.store.db.columns import Thousandths, UtcSecond, UtcTime
from app.store.db.packed.bodies import PackedBody
from app.store.db.packed.parts import PackedParts

_LISTS = {
    (model.__tablename__, name)
    for model in SQLModel.__subclasses__()
    for name, field in model.model_fields.items()
    if get_origin(field.annotation) is list
}


def check(s: Session) -> Iterator[Check]:
    """Reads every table once, and names the columns with values of another kind."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        columns = list(table.columns)
        counts = ", ".join(f"coalesce(sum({_is_bad(table, column)}), 0)" for column in columns)
        # Names of tables and columns are this program's own.
        row = s.execute(text(f'SELECT {counts} FROM "{table.name}"')).one()
        found += [
            f"{table.name}.{column.name} ({n})" for column, n in zip(columns, row, strict=True) if n
        ]
    yield Check(
        not found,
        f"Values that their column cannot hold: {', '.join(found)}."
        if found
        else "Every value is of its column's kind.",
    )


def _is_bad(table: Table, column: Column[Any]) -> str:
    """SQL that is 1 for a value of another kind than the column's, else 0."""
    name = f'"{column.name}"'
    if column.nullable:
        return f"({name} IS NOT NULL AND {_is_of_other_kind(table, column)})"
    if column.name == "id" and column.primary_key:
        return "0"  # SQLite's row number
    return f"({name} IS NULL OR {_is_of_other_kind(table, column)})"


def _is_of_other_kind(table: Table, column: Column[Any]) -> str:
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, Boolean):
        return f"{name} NOT IN (0, 1)"
    if isinstance(kind, PackedBody):
        # A list begins with the number of its shape.
        number = f"json_type({name}) = 'array' AND json_type({name}, '$[0]') IS NOT 'integer'"
        return _no_json(name, f"{number} OR json_type({name}) NOT IN ('array', 'object')")
    if isinstance(kind, JSON | PackedParts):
        wanted = "array" if (table.name, column.name) in _LISTS else "object"
        return _no_json(name, f"json_type({name}) <> '{wanted}'")
    if isinstance(kind, UtcTime):
        # A day that there is not, such as February 30, SQLite takes for another.
        return f"(typeof({name}) <> 'text' OR date({name}, '+0 days') IS NOT substr({name}, 1, 10))"
    return f"typeof({name}) NOT IN ({_storage_classes(kind)})"


def _no_json(name: str, wrong: str) -> str:
    return f"(typeof({name}) <> 'text' OR CASE WHEN json_valid({name}) THEN {wrong} ELSE 1 END)"


def _storage_classes(kind: object) -> str:
    if isinstance(kind, Integer | Thousandths | UtcSecond):
        return "'integer'"
    if isinstance(kind, Float):
        return "'real', 'integer'"
    return "'blob'" if isinstance(kind, LargeBinary) else "'text'"
