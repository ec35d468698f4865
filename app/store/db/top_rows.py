"""The first rows of each of many keys, in one statement: however many rows a key has, few are read.

A window function would read them all. SQLite has no LATERAL.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Label,
    Select,
    bindparam,
    literal_column,
    select,
    union_all,
)
from sqlmodel import Session

from app.store.db.batches import Key, batches

SIZES = (8, 32, 100)
"""How many SELECTs a statement may have: few sizes, so that most statements are compiled already.

SQLite takes at most 500.
"""


def of_each(
    first_rows: Callable[[BindParameter[Any]], Select[*tuple[Any, ...]]], size: int
) -> CompoundSelect[*tuple[Any, ...]]:
    """The statement for `size` keys; `first_rows` selects those of one key, with a limit.

    Building it costs more than running it: callers cache it.
    """
    selects = []
    for n in range(size):
        number: Label[int] = literal_column(str(n)).label("number")
        of_key = first_rows(bindparam(f"key_{n}")).add_columns(number).subquery()
        selects.append(select(of_key))
    return union_all(*selects)


def of_keys(
    s: Session, keys: Iterable[Key], statement: Callable[[int], CompoundSelect[*tuple[Any, ...]]]
) -> Iterator[tuple[Key, Sequence[Any]]]:
    """Each key with each of its first rows; `statement` is the one for a number of keys."""
    for some in batches(keys, SIZES[-1]):
        size = _size(len(some))
        # Nothing equals null: a key that is not needed has no rows.
        values: dict[str, Any] = {f"key_{n}": None for n in range(size)}
        values |= {f"key_{n}": key for n, key in enumerate(some)}
        for row in s.execute(statement(size), values):
            yield some[row.number], row[:-1]


def _size(keys: int) -> int:
    """The smallest statement for that many keys."""
    return next(size for size in SIZES if keys <= size)
