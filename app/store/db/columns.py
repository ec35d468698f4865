"""Columns that several tables have: aware times, references, words from a list."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    TypeDecorator,
    false,
)
from sqlmodel import SQLModel

from app.errors import Damaged

SQLModel.metadata.naming_convention = {
    "ix": "%(table_name)s_%(column_0_name)s",
    "uq": "%(table_name)s_%(column_0_name)s_once",
    "ck": "%(table_name)s_%(constraint_name)s",
    "fk": "%(table_name)s_%(column_0_name)s_known",
    "pk": "%(table_name)s_key",
}

NOT_YET = {"server_default": false()}
"""A column that is false until something says otherwise."""


NEVER_REUSED = {"sqlite_autoincrement": True}
"""Without it SQLite gives the id of a deleted last row again."""


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time on both dialects; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """UTC on the way in; a naive time is a mistake."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Raises Damaged for what is no time; SQLite stores any text."""
        read = super().result_processor(dialect, coltype)
        if read is None:
            return None

        def read_or_refused(value: Any) -> Any:
            try:
                return read(value)
            except (TypeError, ValueError) as error:
                raise Damaged("A time in the library is damaged.") from error

        return read_or_refused

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware on the way out."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def now() -> datetime:
    """The time of day in UTC, aware."""
    return datetime.now(UTC)


def utc_column(nullable: bool = False) -> Any:
    """A column of aware times."""
    return Column(UtcTime(), nullable=nullable)


def check_one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """The constraint that a column holds one of these words."""
    return CheckConstraint(
        f"{column} IN ({', '.join(repr(v) for v in values)})", name=f"{column}_known"
    )


def foreign_key(
    column: str, nullable: bool = False, on_delete: str = "CASCADE", **more: Any
) -> Any:
    """A column that refers to another table's."""
    return Column(Integer, ForeignKey(column, ondelete=on_delete), nullable=nullable, **more)
