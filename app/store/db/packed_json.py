"""JSON that most rows have in one of a few shapes, stored without the names of its fields.

A body `{"kind": "person", "name": "Ida Fenwick", "chain": "e3", …}` is stored as
`[1,3,"Ida Fenwick"]`: the number of its shape, then its values, those at the end left out that are
what they usually are. What has no shape, or a value that its field does not expect, is stored as
it is. Shapes and word lists only grow, at their ends: what is stored must be read by every later
version.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Dialect,
    String,
    TypeDecorator,
    cast,
    func,
    or_,
    type_coerce,
)

from app.store.db.damage import read_json


class _Unexpected(ValueError):
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


def _plain(key: str) -> Field:
    """A text or null."""

    def pack(value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise _Unexpected
        return value

    return Field(key, pack, lambda stored: stored or None, is_plain=True)


def _number(key: str) -> Field:
    """A number with a fraction, usually null."""

    def pack(value: Any) -> Any:
        if value is None:
            return 0
        if not isinstance(value, float):
            raise _Unexpected
        return value

    return Field(key, pack, lambda stored: None if stored == 0 and type(stored) is int else stored)


def _flag(key: str, usually: bool) -> Field:
    def pack(value: Any) -> Any:
        if not isinstance(value, bool):
            raise _Unexpected
        return int(value is not usually)

    return Field(key, pack, (lambda stored: not stored) if usually else bool)


def _counted(key: str, letter: str) -> Field:
    """A letter and a number from 1 on, such as `e12`; else a text, usually null."""
    counted = re.compile(rf"{letter}[1-9][0-9]{{0,8}}")

    def pack(value: Any) -> Any:
        if value is None:
            return 0
        if not isinstance(value, str):
            raise _Unexpected
        return int(value[1:]) if counted.fullmatch(value) else value

    def unpack(stored: Any) -> Any:
        if isinstance(stored, int):
            return f"{letter}{stored}" if stored else None
        return stored

    return Field(key, pack, unpack)


def _word(key: str, *words: str) -> Field:
    """A word of a list, usually its first, or another."""
    number_of = {word: number for number, word in enumerate(words)}

    def pack(value: Any) -> Any:
        if not isinstance(value, str):
            raise _Unexpected
        return number_of.get(value, value)

    return Field(key, pack, lambda stored: _word_of(words, stored), words)


def _words(key: str, *words: str) -> Field:
    """Words of a list or others, usually none."""
    number_of = {word: number for number, word in enumerate(words)}

    def pack(value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise _Unexpected
        return [number_of.get(word, word) for word in value] or 0

    def unpack(stored: Any) -> Any:
        return [_word_of(words, word) for word in stored] if stored else []

    return Field(key, pack, unpack, words)


def _word_of(words: tuple[str, ...], stored: Any) -> Any:
    return words[stored] if isinstance(stored, int) else stored


_SPAN = ("start", "end", "exact")


def _span(key: str) -> Field:
    """Words with their place, usually null; the end only where it is not what the words make it."""

    def pack(value: Any) -> Any:
        if value is None:
            return 0
        if not isinstance(value, dict) or tuple(value) != _SPAN:
            raise _Unexpected
        start, end, exact = value.values()
        if type(start) is not int or type(end) is not int or not isinstance(exact, str):
            raise _Unexpected
        return [start, exact] if end == start + len(exact) else [start, exact, end]

    def unpack(stored: Any) -> Any:
        if not stored:
            return None
        start, exact, *end = stored
        return {"start": start, "end": end[0] if end else start + len(exact), "exact": exact}

    return Field(key, pack, unpack)


ENTITY, QUOTATION, DATE, CLAIM = 1, 2, 3, 4
_SHAPES = {
    ENTITY: Shape(
        ("kind", "name", "chain", "role", "central"),
        (
            # First, so that a chain is found by how a body begins.
            _counted("chain", "e"),
            _plain("name"),
            _word(
                "kind",
                *("person", "organization", "place", "group", "facility"),
                *("event", "product", "work", "other"),
            ),
            _flag("central", usually=False),
            _span("role"),
        ),
    ),
    QUOTATION: Shape(
        (
            *("type", "found_by", "whole", "act", "polarity", "attribution"),
            *("source", "cue", "speaker", "chain", "named", "speaker_confidence"),
        ),
        (
            _plain("speaker"),
            _counted("attribution", "q"),
            _counted("chain", "e"),
            _span("source"),
            _span("cue"),
            _number("speaker_confidence"),
            _word("type", "indirect", "direct", "mixed"),
            _word("found_by", "model", "marks"),
            _flag("named", usually=True),
            _flag("whole", usually=True),
            _word("act", "speech", "attitude"),
            _word("polarity", "affirmed", "denied", "refused"),
        ),
    ),
    DATE: Shape(
        ("value", "relative", "anchor", "unresolved"),
        (
            _plain("value"),
            _flag("relative", usually=False),
            _plain("anchor"),
            _plain("unresolved"),
        ),
    ),
    CLAIM: Shape(
        ("check_worthiness", "claimant", "claimant_chain", "reported", "why"),
        (
            _number("check_worthiness"),
            _words(
                "why",
                "it gives a figure",
                "it says when something happened",
                "it makes a superlative claim, such as the most, the least or the first",
                "it cites a study or a report",
                "it states a cause",
                "it compares two amounts",
            ),
            _flag("reported", usually=False),
            _plain("claimant"),
            _counted("claimant_chain", "e"),
        ),
    ),
}
"""By the number that is stored first."""
_BY_FIRST_KEY = {shape.keys[0]: number for number, shape in _SHAPES.items()}
_LIST_OF_ONE = 1


def pack_body(body: Any) -> Any:
    """What is stored for a body: a list, or the body itself where it has no shape."""
    number = _BY_FIRST_KEY.get(next(iter(body), "")) if isinstance(body, dict) else None
    if number is None:
        return body
    shape = _SHAPES[number]
    keys = tuple(body)
    if keys[: len(shape.keys)] != shape.keys:
        return body
    try:
        stored = [number, *(field.pack(body[field.key]) for field in shape.fields)]
    except _Unexpected:
        return body
    if len(keys) > len(shape.keys):
        return [*stored, {key: body[key] for key in keys[len(shape.keys) :]}]
    while _is_usual(stored[-1]) and len(stored) > _LIST_OF_ONE:
        del stored[-1]
    return stored


def _is_usual(stored: Any) -> bool:
    return stored is None or (type(stored) is int and stored == 0)


def unpack_body(stored: Any) -> Any:
    """The body that `pack_body` stored. What it cannot have stored comes as it is."""
    if not isinstance(stored, list):
        return stored
    try:
        return _unpacked(stored)
    except (LookupError, TypeError, ValueError):
        return stored


def _unpacked(stored: list[Any]) -> dict[str, Any]:
    reader = _READERS[stored[0]]
    body = reader.usual.copy()
    for key in reader.lists:
        body[key] = []
    # Values that were left out at the end are the usual ones.
    for (key, unpack), value in zip(reader.fields, stored[1:], strict=False):
        body[key] = unpack(value) if unpack else value
    if len(stored) > len(reader.fields) + 1:
        body |= stored[-1]
    return body


@dataclass(frozen=True, slots=True)
class _Reader:
    """What unpacking a shape needs, made once: an article has a hundred bodies."""

    usual: dict[str, Any]
    lists: tuple[str, ...]
    fields: tuple[tuple[str, Callable[[Any], Any] | None], ...]


def _reader(shape: Shape) -> _Reader:
    usual = {field.key: field.unpack(0) for field in shape.fields}
    return _Reader(
        {key: usual[key] for key in shape.keys},
        tuple(key for key, value in usual.items() if isinstance(value, list)),
        # A text is stored as it is, also a missing one.
        tuple((field.key, None if field.is_plain else field.unpack) for field in shape.fields),
    )


_READERS = {number: _reader(shape) for number, shape in _SHAPES.items()}


def pack_parts(parts: Any) -> Any:
    """What is stored for the blocks or inlines of a text, a list of spans with their kinds.

    A paragraph two characters behind the block before it is only its length; others are a list of
    the kind's number, the distance, the length, and the rest of their fields, if any.
    """
    if not isinstance(parts, list):
        return parts
    packed: list[Any] = []
    at = 0
    for part in parts:
        short = _packed_part(part, at)
        packed.append(short)
        at = part["end"] if short is not part else 0
    return packed


def _packed_part(part: Any, at: int) -> Any:
    if not isinstance(part, dict) or tuple(part)[:3] != ("kind", "start", "end"):
        return part
    kind, start, end = (part[key] for key in ("kind", "start", "end"))
    if kind not in _PART_KINDS or type(start) is not int or type(end) is not int:
        return part
    more = {key: value for key, value in part.items() if key not in ("kind", "start", "end")}
    short = [_PART_KINDS.index(kind), start - at, end - start]
    if more:
        return [*short, more]
    return short[2] if short[:2] == [0, _GAP if at else 0] else short


def unpack_parts(packed: Any) -> Any:
    """The blocks or inlines that `pack_parts` stored. What it cannot have stored comes as it is."""
    if not isinstance(packed, list):
        return packed
    parts: list[Any] = []
    at = 0
    for short in packed:
        try:
            part = _unpacked_part(short, at)
        except (LookupError, TypeError, ValueError):
            part = short
        at = part["end"] if part is not short else 0
        parts.append(part)
    return parts


def _unpacked_part(short: Any, at: int) -> Any:
    if isinstance(short, dict):
        return short
    if isinstance(short, int):
        start = at + (_GAP if at else 0)
        return {"kind": _PART_KINDS[0], "start": start, "end": start + short}
    kind, distance, length, *more = short
    start = at + distance
    part = {"kind": _PART_KINDS[kind], "start": start, "end": start + length}
    return part | more[0] if more else part


_GAP = 2
_PART_KINDS = (
    *("paragraph", "heading", "list_item", "block_quote", "caption", "table", "code"),
    *("link", "emphasis", "strong"),
)


def _reads(dialect: Dialect, unpack: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """How a stored value is read; the driver of PostgreSQL has parsed it already.

    One function, as an article has a hundred bodies.
    """
    if dialect.name != "sqlite":
        return unpack

    def read(stored: Any) -> Any:
        return unpack(read_json(stored))

    return read


class PackedBody(TypeDecorator[dict[str, Any]]):
    """The body of an annotation."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """The short form."""
        return pack_body(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """The body."""
        return _reads(dialect, unpack_body)


class PackedParts(TypeDecorator[list[dict[str, Any]]]):
    """The blocks or the inlines of a text."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """The short form."""
        return pack_parts(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """The list of blocks or inlines."""
        return _reads(dialect, unpack_parts)


def said(body: Any, shape: int, key: str) -> ColumnElement[str | None]:
    """A text or a word's number in bodies, for SQL; rows of other shapes must be left out."""
    at = [field.key for field in _SHAPES[shape].fields].index(key) + 1
    stored = type_coerce(body, JSON)
    packed = cast(stored[at].as_string(), String)
    return func.coalesce(packed, stored[key].as_string())


def is_word(body: Any, shape: int, key: str, word: str) -> ColumnElement[bool]:
    """Whether a body has this word in a field that is usually the first of its words."""
    (words,) = (field.words for field in _SHAPES[shape].fields if field.key == key)
    value = said(body, shape, key)
    stored = [word, str(words.index(word))] if word in words else [word]
    condition = value.in_(stored)
    return or_(value.is_(None), condition) if word == words[0] else condition


def is_true(body: Any, shape: int, key: str) -> ColumnElement[bool]:
    """Whether a body says yes in a field that is usually false."""
    value = func.coalesce(said(body, shape, key), "0")
    return value.in_(["1", "true"])


def names_chain(body: Any, chain: str) -> ColumnElement[bool]:
    """Whether the body of a name belongs to this coreference chain."""
    packed = _SHAPES[ENTITY].fields[0].pack(chain)
    beginning = json.dumps([ENTITY, packed], separators=(",", ":")).replace("]", ",")
    return or_(cast(body, String).startswith(beginning, autoescape=True), has_text(body, chain))


def has_text(body: Any, words: str) -> ColumnElement[bool]:
    """Whether the body has these words as a value; as a body is stored, so are they."""
    return cast(body, String).contains(json.dumps(words), autoescape=True)


def text_of(body: Any, key: str) -> ColumnElement[str]:
    """A text in bodies that have no shape, such as notes."""
    text: ColumnElement[str] = type_coerce(body, JSON)[key].as_string()
    return text
