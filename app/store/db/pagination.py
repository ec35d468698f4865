"""Keyset pagination: a page, its opaque cursor, and the one way to cut a query into pages."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, or_, tuple_
from sqlmodel import Session

from app.errors import BadRequest

T = TypeVar("T")
Keep = Callable[[Iterable[Row[*tuple[Any, ...]]]], Iterable[Row[*tuple[Any, ...]]]]
LONGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list and the cursor of the next page, None on the last."""

    items: list[T]
    next: str | None = None


class Key(NamedTuple):
    """One column that orders a list; `shape` is the type a cursor must hold for it.

    The keys together tell every two rows apart.
    """

    column: SQLColumnExpression[Any]
    shape: type
    descending: bool = False


def paginate(
    s: Session,
    statement: Select[*tuple[Any, ...]],
    keys: Sequence[Key],
    make: Callable[[Row[*tuple[Any, ...]]], T],
    cursor: str | None = None,
    limit: int = 30,
    keep: Keep | None = None,
) -> Page[T]:
    """The items after `cursor`, at most `limit` (1–200).

    Raises BadRequest for a cursor that this list never gave.

    `keep` leaves out rows that the database cannot tell; the list is then read a stretch at a time
    until the page is full.
    """
    limit = in_range(limit)
    statement = in_order(statement, keys, start(cursor, keys))
    rows = (
        s.execute(statement.limit(limit + 1)).all()
        if keep is None
        else _kept(s, statement, keep, limit + 1)
    )
    return page_of(rows, keys, make, limit)


def in_range(limit: int) -> int:
    """How many items a page has at most: 1–200."""
    return max(1, min(limit, LONGEST_PAGE))


def start(cursor: str | None, keys: Sequence[Key]) -> list[Any]:
    """The values after which a page starts, one for each key; None for each at the beginning.

    Raises BadRequest for a cursor that this list never gave.
    """
    return decode_cursor(cursor, [k.shape for k in keys]) if cursor else [None] * len(keys)


def in_order(
    statement: Select[*tuple[Any, ...]], keys: Sequence[Key], after: Sequence[Any]
) -> Select[*tuple[Any, ...]]:
    """The statement in the order of the keys, from the values of `start` on.

    The keys are its last columns, for `page_of`.
    """
    if after[0] is not None:
        statement = statement.where(_after(keys, after))
    statement = statement.add_columns(*[k.column.label(f"key_{n}") for n, k in enumerate(keys)])
    return statement.order_by(*[k.column.desc() if k.descending else k.column.asc() for k in keys])


def page_of(
    rows: Sequence[Row[*tuple[Any, ...]]],
    keys: Sequence[Key],
    make: Callable[[Row[*tuple[Any, ...]]], T],
    limit: int,
) -> Page[T]:
    """The page of so many items, given one row more where there are more."""
    last = rows[limit - 1][-len(keys) :] if len(rows) > limit else None
    return Page([make(row) for row in rows[:limit]], encode_cursor(last) if last else None)


def _kept(
    s: Session, statement: Select[*tuple[Any, ...]], keep: Keep, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    with s.execute(statement.execution_options(yield_per=500)) as rows:
        return list(islice(keep(rows), most))


def encode_cursor(values: Sequence[str | int | float]) -> str:
    """A cursor that names the last row shown."""
    raw = json.dumps(list(values), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str, shapes: Sequence[type]) -> list[Any]:
    """The values in a cursor. Raises BadRequest when they are not of these types."""
    try:
        values = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, RecursionError) as error:
        raise _foreign() from error
    if (
        not isinstance(values, list)
        or len(values) != len(shapes)
        or not all(map(_fits, values, shapes))
    ):
        raise _foreign()
    return values


def _fits(value: object, shape: type) -> bool:
    if type(value) is not shape:
        return False
    if isinstance(value, int):
        return abs(value) < 2**31
    return not isinstance(value, str) or ("\0" not in value and value.isprintable())


def _foreign() -> BadRequest:
    return BadRequest(
        "This page of the list was not found: its cursor is not valid.",
        "Start again from the first page.",
    )


def _after(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that stand after `values` in the order of `keys`."""
    columns = [k.column for k in keys]
    if all(k.descending for k in keys):
        return tuple_(*columns) < tuple_(*values)  # one comparison that an index can serve
    if not any(k.descending for k in keys):
        return tuple_(*columns) > tuple_(*values)
    cases = []
    for n, key in enumerate(keys):
        beyond = key.column < values[n] if key.descending else key.column > values[n]
        cases.append(and_(*[c == v for c, v in zip(columns[:n], values[:n], strict=True)], beyond))
    first = keys[0].column <= values[0] if keys[0].descending else keys[0].column >= values[0]
    return and_(first, or_(*cases))
