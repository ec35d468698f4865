"""Ids of rows: what an address may ask for, and what a stored row must have."""

from typing import Protocol

from app.errors import NotFound

NOTHING_HERE = "There is nothing at this address."
LARGEST_ID = 2**31 - 1


class HasId(Protocol):
    """A row of a table; it has no id until it is flushed."""

    id: int | None


def stored_id(id: int) -> int:
    """An id that a row could have.

    Raises NotFound for one that no database holds: PostgreSQL would take it for an error.
    """
    if not 0 <= id <= LARGEST_ID:
        raise NotFound(NOTHING_HERE)
    return id


def id_of(row: HasId) -> int:
    """The id of a stored row. Raises ValueError for one that was not flushed: a fault of ours."""
    if row.id is None:
        raise ValueError(f"This {type(row).__name__} has no id yet: it was never flushed.")
    return row.id
