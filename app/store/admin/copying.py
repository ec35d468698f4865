"""Copies a whole library into another, empty one, from either database to either.

Knows tables only by the metadata: every column of every table is copied as it is. The full-text
index is made anew, as each database has its own.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, bindparam, func, select, text, tuple_
from sqlmodel import Session, SQLModel

from app.errors import Conflict, Unprocessable
from app.settings import Settings
from app.store import instance
from app.store.admin import migrations
from app.store.change_log import triggers
from app.store.db.library import Library
from app.store.instance import INCOMPLETE_COPY
from app.store.schema.articles import Article
from app.store.search import full_text

_ROWS = 500
_BYTES_OF_DIGEST = 16

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table that was copied: its name and how many rows it has in both libraries."""

    name: str
    rows: int


@dataclass(slots=True)
class _Sum:
    """How many rows there are, and the sum of their digests, which knows no order."""

    rows: int = 0
    digests: int = 0

    def add(self, row: Sequence[Any]) -> None:
        written = json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=True)
        digest = hashlib.blake2b(written.encode(), digest_size=_BYTES_OF_DIGEST).digest()
        self.rows += 1
        self.digests = (self.digests + int.from_bytes(digest)) % (1 << 8 * _BYTES_OF_DIGEST)


def copy(
    source: Library,
    target_settings: Settings,
    progress: Progress | None = None,
    *,
    overwrite: bool = False,
    at_once: bool = True,
) -> list[CopiedTable]:
    """Copies everything in `source` to the library of other settings, and compares the two.

    The source may be in use: what is copied is its state at the beginning. All of it is one
    transaction of the target: whoever reads there meets what was there until the copy is whole, and
    one that is interrupted changes nothing. A file that nobody reads yet takes less room when it is
    not copied `at_once`; such a copy, interrupted, is refused as a library and begins again.
    `progress` gets how many rows are copied, and how many there are. Raises Conflict when the
    target is the source, or holds articles and `overwrite` is not given, LibraryBusy when it has a
    newer schema, Unprocessable when the two differ in the end.
    """
    target = Library(target_settings)
    try:
        if target.url == source.url:
            raise Conflict("A library cannot be copied to itself.")
        migrations.upgrade(target_settings)
        with _Target.of(target, at_once=at_once) as to, source.reading() as s:
            _begin(to, overwrite)
            copied = _copy_tables(s.connection(), to, progress)
            _continue_ids(s.connection(), to)
            with to.writing() as written:
                full_text.rebuild(written)
                instance.remove(written, INCOMPLETE_COPY)
                # A server that is running has kept pages of what was here.
                triggers.log_everything(written.connection())
        return copied
    finally:
        target.close()


class _Target:
    """The library to copy to: one transaction for everything, or one for each step."""

    def __init__(self, library: Library, session: Session | None) -> None:
        self._library, self._session = library, session

    @classmethod
    @contextmanager
    def of(cls, library: Library, *, at_once: bool) -> Iterator["_Target"]:
        """Commits on leaving what was written at once, or nothing after an error."""
        if not at_once:
            yield cls(library, None)
            return
        with library.writing() as s:
            yield cls(library, s)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one step."""
        if self._session is not None:
            yield self._session
            return
        with self._library.writing() as s:
            yield s


def tables() -> list[Table]:
    """Every table that is copied, those that others refer to first.

    The change log is left out: each library has its own.
    """
    return [t for t in SQLModel.metadata.sorted_tables if not t.name.startswith("change_log")]


def _begin(target: _Target, overwrite: bool) -> None:
    """Empties what an interrupted copy has left. Raises Conflict for a library in use."""
    with target.writing() as s:
        is_copy = instance.find(s, INCOMPLETE_COPY) is not None
        if not (is_copy or overwrite) and s.scalar(select(func.count()).select_from(Article)):
            raise Conflict("The library to copy to contains articles. Copy to an empty one.")
        full_text.clear(s)
        for table in reversed(tables()):
            s.execute(table.delete())
        instance.put(s, INCOMPLETE_COPY, "yes")


def _copy_tables(
    source: Connection, target: _Target, progress: Progress | None
) -> list[CopiedTable]:
    counts = [select(func.count()).select_from(table) for table in tables()]
    total = sum(source.scalar(count) or 0 for count in counts)
    copied: list[CopiedTable] = []
    for table in tables():
        before = sum(earlier.rows for earlier in copied)

        def report(rows: int, before: int = before) -> None:
            if progress:
                progress(before + rows, total)

        copied.append(_copy_table(table, source, target, report))
    return copied


def _copy_table(
    table: Table, source: Connection, target: _Target, report: Callable[[int], None]
) -> CopiedTable:
    """Copies a table, a transaction for some rows, and reads it again in the target."""
    later = _own_references(table)
    expected = _Sum()
    for rows in _in_parts(source, table):
        with target.writing() as s:
            s.execute(table.insert(), [_without(row, later) for row in rows])
        for row in rows:
            expected.add(row)
        report(expected.rows)
    for column in later:
        _refer(table, column, source, target)
    _compare(table, expected, target)
    return CopiedTable(table.name, expected.rows)


def _in_parts(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows in the order of their keys, some at a time."""
    key = tuple_(*table.primary_key)
    statement = select(table).order_by(*table.primary_key).limit(_ROWS)
    rows = connection.execute(_copied(table, statement)).all()
    while rows:
        yield rows
        last = rows[-1]
        after = tuple(last._mapping[column] for column in table.primary_key)
        rows = connection.execute(_copied(table, statement.where(key > after))).all()


def _copied(table: Table, statement: Any) -> Any:
    """Leaves out the mark of the copy itself, which is no part of the library."""
    if table.name != "instance":
        return statement
    return statement.where(table.c.key != INCOMPLETE_COPY)


def _own_references(table: Table) -> list[Column[Any]]:
    """The columns that refer to rows of the same table, which may come later."""
    return [key.parent for key in table.foreign_keys if key.column.table is table]


def _without(row: Row[Any], later: Sequence[Column[Any]]) -> dict[str, Any]:
    return {**row._mapping, **{column.name: None for column in later}}


def _refer(table: Table, column: Column[Any], source: Connection, target: _Target) -> None:
    """Fills in a reference to the same table, once all its rows are there."""
    (key,) = table.primary_key
    values = source.execute(select(key, column).where(column.is_not(None))).all()
    if values:
        statement = (
            table.update().where(key == bindparam("of")).values({column.name: bindparam("to")})
        )
        with target.writing() as s:
            s.connection().execute(statement, [{"of": of, "to": to} for of, to in values])


def _compare(table: Table, expected: _Sum, target: _Target) -> None:
    """Raises Unprocessable when the target's rows are not those that were read."""
    found = _Sum()
    with target.writing() as s:  # which sees what is not committed yet
        for rows in _in_parts(s.connection(), table):
            for row in rows:
                found.add(row)
    if found != expected:
        raise Unprocessable(
            f"The copy of the table {table.name} differs: {found.rows:,} rows of "
            f"{expected.rows:,}, or other values."
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _continue_ids(source: Connection, target: _Target) -> None:
    """Lets the target give new ids only after the last one that the source ever gave."""
    with target.writing() as s:
        connection = s.connection()
        for table in tables():
            if "id" in table.c and table.c.id.primary_key:
                last = max(_last_id(source, table), _last_id(connection, table))
                _set_last_id(connection, table, last)


def _last_id(connection: Connection, table: Table) -> int:
    """The largest id that the table has had, as far as the database remembers."""
    largest = connection.scalar(select(func.max(table.c.id))) or 0
    if connection.dialect.name == "sqlite":
        statement = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        remembered = connection.scalar(statement, {"name": table.name})
    else:
        remembered = connection.scalar(_SEQUENCE, {"name": table.name})
    return max(largest, remembered or 0)


_SEQUENCE = text(
    "SELECT pg_sequence_last_value(pg_get_serial_sequence(quote_ident(:name), 'id')::regclass)"
)


def _set_last_id(connection: Connection, table: Table, last: int) -> None:
    if last == 0:
        return
    values = {"name": table.name, "last": last}
    if connection.dialect.name == "sqlite":
        # Only tables whose ids are never reused have a row there.
        connection.execute(
            text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"), values
        )
        if table.dialect_options["sqlite"]["autoincrement"]:
            connection.execute(
                text(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT :name, :last WHERE NOT EXISTS "
                    "(SELECT 1 FROM sqlite_sequence WHERE name = :name)"
                ),
                values,
            )
        return
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(quote_ident(:name), 'id'), :last)"), values
    )
