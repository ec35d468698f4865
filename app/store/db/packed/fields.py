"""The fields of a shape: how a value is stored, and read again.

What a value usually is, is stored as 0. A value that a field does not expect raises
UnexpectedValue, and its body is stored whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect

from app.store.db.damage import read_json


class UnexpectedValue(ValueError):
    """A value that its field does not store short."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a shape. What it usually is, is stored as 0 and left out at the end."""

    key: str
    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]
    words: tuple[str, ...] = ()
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of a body in their order, and its fields in the order in which they are stored."""

    keys: tuple[str, ...]
    fields: tuple[Field, ...]


def plain(key: str) -> Field:
    """A text or null."""

    def pack(value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise UnexpectedValue
        return value

    return Field(key, pack, lambda stored: stored or None, is_plain=True)


def fraction(key: str) -> Field:
    """A number with a fraction, usually null."""

    def pack(value: Any) -> Any:
        if value is None:
            return 0
        if not isinstance(value, float):
            raise UnexpectedValue
        return value

    return Field(key, pack, lambda stored: None if stored == 0 and type(stored) is int else stored)


def flag(key: str, usually: bool) -> Field:
    """True or false, of which one is usual."""

    def pack(value: Any) -> Any:
        if not isinstance(value, bool):
            raise UnexpectedValue
        return int(value is not usually)

    return Field(key, pack, (lambda stored: not stored) if usually else bool)


def counted(key: str, letter: str) -> Field:
    """A letter and a number from 1 on, such as `e12`; else a text, usually null."""
    pattern = re.compile(rf"{letter}[1-9][0-9]{{0,8}}")

    def pack(value: Any) -> Any:
        if value is None:
            return 0
        if not isinstance(value, str):
            raise UnexpectedValue
        return int(value[1:]) if pattern.fullmatch(value) else value

    def unpack(stored: Any) -> Any:
        if isinstance(stored, int):
            return f"{letter}{stored}" if stored else None
        return stored

    return Field(key, pack, unpack)


def word(key: str, *words: str) -> Field:
    """A word of a list, usually its first, or another."""
    number_of = {word: number for number, word in enumerate(words)}

    def pack(value: Any) -> Any:
        if not isinstance(value, str):
            raise UnexpectedValue
        return number_of.get(value, value)

    return Field(key, pack, lambda stored: _word_of(words, stored), words)


def words(key: str, *words: str) -> Field:
    """Words of a list or others, usually none."""
    number_of = {word: number for number, word in enumerate(words)}

    def pack(value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise UnexpectedValue
        return [number_of.get(word, word) for word in value] or 0

    def unpack(stored: Any) -> Any:
        return [_word_of(words, word) for word in stored] if stored else []

    return Field(key, pack, unpack, words)


def _word_of(words: tuple[str, ...], stored: Any) -> Any:
    return words[stored] if isinstance(stored, int) else stored


_SPAN = ("start", "end", "exact")


def span(key: str) -> Field:
    """Words with their place, usually null; the end only where it is not what the words make it."""

    def pack(value: Any) -> Any:
        if value is None:
            return 0
        if not isinstance(value, dict) or tuple(value) != _SPAN:
            raise UnexpectedValue
        start, end, exact = value.values()
        if type(start) is not int or type(end) is not int or not isinstance(exact, str):
            raise UnexpectedValue
        return [start, exact] if end == start + len(exact) else [start, exact, end]

    def unpack(stored: Any) -> Any:
        if not stored:
            return None
        start, exact, *end = stored
        return {"start": start, "end": end[0] if end else start + len(exact), "exact": exact}

    return Field(key, pack, unpack)


def reader_of(dialect: Dialect, unpack: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """How a stored value is read; the driver of PostgreSQL has parsed it already.

    One function, as an article has a hundred bodies.
    """
    if dialect.name != "sqlite":
        return unpack

    def read(stored: Any) -> Any:
        # NULL is what an outer join has of a row that is not there.
        return None if stored is None else unpack(read_json(stored))

    return read
