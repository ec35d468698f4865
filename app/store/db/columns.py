"""Columns that several tables have: aware times, references, words from a list.

Rows of annotations are most of a library, so that their columns are stored short; Python sees the
long form. `KindWord().code("person")` is the short form for SQL that is written by hand.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    String,
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


NO_ROWID = {"sqlite_with_rowid": False}
"""SQLite keeps the rows in the primary key itself, not beside it."""


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


class UtcSecond(TypeDecorator[datetime]):
    """An aware UTC time to the second; on SQLite seconds since 1970, 4 bytes in place of 26."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """A number on SQLite, which has no type for times."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """UTC without its fraction of a second; a naive time is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        whole = value.astimezone(UTC).replace(microsecond=0)
        return int(whole.timestamp()) if dialect.name == "sqlite" else whole

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """Raises Damaged for what is no time; SQLite stores anything."""
        return _second if dialect.name == "sqlite" else _from_database


@lru_cache(maxsize=1_024)
def _second(value: Any) -> datetime | None:
    """The time so many seconds after 1970; the annotations of a run share one."""
    if value is None:
        return None
    if not isinstance(value, int):
        raise Damaged("A time in the library is damaged.")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Damaged("A time in the library is damaged.") from error


def _from_database(value: datetime | None) -> datetime | None:
    return value.astimezone(UTC) if value is not None else None


class Thousandths(TypeDecorator[float]):
    """A share from 0 to 1 as whole thousandths: the layers round to 2 or 3 digits.

    In the file it takes 2 bytes in place of 8.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """The nearest thousandth."""
        return None if value is None else round(value * 1_000)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """A damaged value comes as it is stored: the doctor names it, and a page leaves it out."""
        return _share


def _share(value: Any) -> Any:
    return _SHARES.get(value, value)


_SHARES = {n: n / 1_000 for n in range(1_001)}


class ShortWord(TypeDecorator[str]):
    """Words of which a few are so frequent that one character is stored for them.

    `codes` only grows: what a code means can never change. Every other word is stored as it is,
    after an `=` where it begins like a code, so that a new word needs no code.
    """

    impl = String
    cache_ok = True
    codes: ClassVar[dict[str, str]]
    _words: ClassVar["_Words"]

    def __init_subclass__(cls) -> None:
        """Every list of words has its own table of what is read from the database."""
        cls._words = _Words({code: word for word, code in cls.codes.items()})
        cls.cache_ok = True  # SQLAlchemy looks for it on each class itself

    @classmethod
    def code(cls, word: str) -> str:
        """What is stored for a word."""
        short = cls.codes.get(word)
        if short is not None:
            return short
        return f"={word}" if word in cls._words.of_code or word[:1] == "=" else word

    @classmethod
    def word(cls, stored: str) -> str:
        """The word that `code` made short."""
        return str(cls._words[stored])

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The short form of a word."""
        return None if value is None else self.code(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """A look-up in a dictionary: an article has thousands of words to read."""
        return self._words.__getitem__


class _Words(dict[str, Any]):
    """Stored form → word; what is no code is worked out, and not kept."""

    def __init__(self, of_code: dict[str, str]) -> None:
        super().__init__(of_code)
        self.of_code = of_code

    def __missing__(self, stored: Any) -> Any:
        return stored[1:] if isinstance(stored, str) and stored[:1] == "=" else stored


class LayerWord(ShortWord):
    """The name of a layer."""

    codes: ClassVar = {"entity": "e", "quotation": "q", "date": "d", "claim": "c", "note": "n"}


class KindWord(ShortWord):
    """The kind of an annotation, in its layer."""

    codes: ClassVar = {
        "person": "p",
        "organization": "o",
        "place": "l",
        "group": "g",
        "facility": "f",
        "event": "v",
        "product": "r",
        "work": "w",
        "other": "x",
        "direct": "s",
        "indirect": "i",
        "mixed": "m",
        "date": "d",
        "claim": "c",
        "comment": "n",
        "highlight": "h",
    }


class VisibilityWord(ShortWord):
    """Who may see an annotation."""

    codes: ClassVar = {"public": "p", "private": "r"}


class BasisWord(ShortWord):
    """Why a name was linked (a `Basis` of `linking.across.disambiguation`)."""

    codes: ClassVar = {
        "here": "h",
        "entry": "e",
        "name": "n",
        "alias": "a",
        "spelling": "s",
        "last": "l",
        "fuller": "f",
        "longer": "o",
        "new": "w",
    }


class CreatorWord(ShortWord):
    """Who made an annotation; of an engine's name one character is stored, and its version."""

    codes: ClassVar = {"tagger@standard-": "+", "tagger@small-": "-", "tagger@": "*", "rules@": "#"}

    @classmethod
    def code(cls, word: str) -> str:
        """The first engine of the list whose name the word begins with, made short."""
        for engine, code in cls.codes.items():
            if word.startswith(engine):
                return code + word[len(engine) :]
        return f"={word}" if word[:1] in cls._words.of_code or word[:1] == "=" else word

    @classmethod
    def word(cls, stored: str) -> str:
        """The creator that `code` made short."""
        engine = cls._words.of_code.get(stored[:1])
        return engine + stored[1:] if engine else str(cls._words[stored])

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """A library has a few engines, and as many persons as write in it."""
        return _creator


@lru_cache(maxsize=1_024)
def _creator(stored: Any) -> Any:
    return CreatorWord.word(stored) if isinstance(stored, str) else stored


def now() -> datetime:
    """The time of day in UTC, aware."""
    return datetime.now(UTC)


def in_utc(time: datetime | None) -> datetime | None:
    """A time from a file in UTC; None for one that is none there."""
    if time is None:
        return None
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def this_second() -> datetime:
    """The time of day as a column of whole seconds keeps it."""
    return now().replace(microsecond=0)


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
