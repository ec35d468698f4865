"""The first rows of each of many keys, in one statement of a few sizes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import pytest
from sqlalchemy import BindParameter, CompoundSelect, Select, select
from sqlmodel import Session, col

from app.store.db import top_rows
from app.store.db.library import Library
from app.store.schema.people import Instance

Counting = Callable[[Library], AbstractContextManager[list[str]]]


@cache
def two_of_each(size: int) -> CompoundSelect[*tuple[Any, ...]]:
    def of_value(value: BindParameter[Any]) -> Select[*tuple[Any, ...]]:
        chosen: Select[*tuple[Any, ...]] = select(col(Instance.key))
        return chosen.where(col(Instance.value) == value).order_by(col(Instance.key)).limit(2)

    return top_rows.of_each(of_value, size)


def put(s: Session, values: dict[str, str]) -> None:
    s.add_all(Instance(key=key, value=value) for key, value in values.items())
    s.flush()


def test_each_key_gets_its_first_rows_in_order(library: Library) -> None:
    with library.writing() as s:
        put(s, {"c": "x", "a": "x", "b": "x", "d": "y"})
        rows = [(key, row[0]) for key, row in top_rows.of_keys(s, ["x", "y", "z"], two_of_each)]
        assert sorted(rows) == [("x", "a"), ("x", "b"), ("y", "d")]


@pytest.mark.parametrize(("keys", "statements"), [(0, 0), (1, 1), (100, 1), (101, 2)])
def test_a_hundred_keys_are_asked_in_one_statement(
    library: Library, count_queries: Counting, keys: int, statements: int
) -> None:
    with library.writing() as s:
        put(s, {str(n): f"value {n}" for n in range(keys)})
        with count_queries(library) as queries:
            values = [f"value {n}" for n in range(keys)]
            found = dict(top_rows.of_keys(s, values, two_of_each))
        assert {key: row[0] for key, row in found.items()} == {
            f"value {n}": str(n) for n in range(keys)
        }
        assert len(queries) == statements
