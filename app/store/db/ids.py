"""Ids that rows can have."""

from app.errors import NotFound

NOTHING_HERE = "There is nothing at this address."
LARGEST_ID = 2**31 - 1


def stored_id(id: int) -> int:
    """An id that a row could have.

    Raises NotFound for one that no database holds: PostgreSQL would take it for an error.
    """
    if not 0 <= id <= LARGEST_ID:
        raise NotFound(NOTHING_HERE)
    return id
