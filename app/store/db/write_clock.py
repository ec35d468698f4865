"""The number of a write: one more with every transaction that changes what readers see.

Triggers label what a transaction changes with it (`app.store.change_log`). Writers take turns, so
numbers are in the order of commits.
"""

from sqlalchemy import Connection

NUMBERS_KEPT = 256
"""Writes whose changes are kept in the log. A process that has not looked for longer takes
everything for changed."""
_BEGIN = "UPDATE change_log_clock SET number = number + 1, is_open = true"
_END = "UPDATE change_log_clock SET is_open = false"
_OLDEST = f"(SELECT number FROM change_log_clock) - {NUMBERS_KEPT}"  # noqa: S608 - a constant
_PRUNE = f"DELETE FROM change_log WHERE number < {_OLDEST}"  # noqa: S608 - the same


def begin(connection: Connection) -> None:
    """Takes a number for the transaction; until `end`, everything it changes is labelled so.

    On SQLite, which has nowhere to remember it but a row; what is written there by another program
    takes a number for every row. On PostgreSQL the triggers take one for any transaction.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_BEGIN)


def end(connection: Connection) -> None:
    """Ends the number before the transaction commits, and forgets what is long past."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_END)
    connection.exec_driver_sql(_PRUNE)
