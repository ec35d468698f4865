"""The bodies of annotations: packed, and asked for in SQL.

A body `{"kind": "person", "name": "Ida Fenwick", "chain": "e3", …}` is stored as
`[1,3,"Ida Fenwick"]`: the number of its shape, then its values, those at the end left out that are
what they usually are. What has no shape, or a value that its field does not expect, is stored as
it is. Shapes and word lists only grow, at their ends: what is stored must be read by every later
version.
"""

import json
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

from app.store.db.packed import fields

ENTITY, QUOTATION, DATE, CLAIM = 1, 2, 3, 4
_SHAPES = {
    ENTITY: fields.Shape(
        ("kind", "name", "chain", "role", "central"),
        (
            # First, so that a chain is found by how a body begins.
            fields.counted("chain", "e"),
            fields.plain("name"),
            fields.word(
                "kind",
                *("person", "organization", "place", "group", "facility"),
                *("event", "product", "work", "other"),
            ),
            fields.flag("central", usually=False),
            fields.span("role"),
        ),
    ),
    QUOTATION: fields.Shape(
        (
            *("type", "found_by", "whole", "act", "polarity", "attribution"),
            *("source", "cue", "speaker", "chain", "named", "speaker_confidence"),
        ),
        (
            fields.plain("speaker"),
            fields.counted("attribution", "q"),
            fields.counted("chain", "e"),
            fields.span("source"),
            fields.span("cue"),
            fields.fraction("speaker_confidence"),
            fields.word("type", "indirect", "direct", "mixed"),
            fields.word("found_by", "model", "marks"),
            fields.flag("named", usually=True),
            fields.flag("whole", usually=True),
            fields.word("act", "speech", "attitude"),
            fields.word("polarity", "affirmed", "denied", "refused"),
        ),
    ),
    DATE: fields.Shape(
        ("value", "relative", "anchor", "unresolved"),
        (
            fields.plain("value"),
            fields.flag("relative", usually=False),
            fields.plain("anchor"),
            fields.plain("unresolved"),
        ),
    ),
    CLAIM: fields.Shape(
        ("check_worthiness", "claimant", "claimant_chain", "reported", "why"),
        (
            fields.fraction("check_worthiness"),
            fields.words(
                "why",
                "it gives a figure",
                "it says when something happened",
                "it makes a superlative claim, such as the most, the least or the first",
                "it cites a study or a report",
                "it states a cause",
                "it compares two amounts",
            ),
            fields.flag("reported", usually=False),
            fields.plain("claimant"),
            fields.counted("claimant_chain", "e"),
        ),
    ),
}
"""By the number that is stored first."""
_BY_FIRST_KEY = {shape.keys[0]: number for number, shape in _SHAPES.items()}


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
    except fields.UnexpectedValue:
        return body
    if len(keys) > len(shape.keys):
        return [*stored, {key: body[key] for key in keys[len(shape.keys) :]}]
    while len(stored) > 1 and _is_usual(stored[-1]):  # the number of the shape stays
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


def _reader(shape: fields.Shape) -> _Reader:
    usual = {field.key: field.unpack(0) for field in shape.fields}
    return _Reader(
        {key: usual[key] for key in shape.keys},
        tuple(key for key, value in usual.items() if isinstance(value, list)),
        # A text is stored as it is, also a missing one.
        tuple((field.key, None if field.is_plain else field.unpack) for field in shape.fields),
    )


_READERS = {number: _reader(shape) for number, shape in _SHAPES.items()}


class PackedBody(TypeDecorator[dict[str, Any]]):
    """The body of an annotation."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """The short form."""
        return pack_body(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """The body."""
        return fields.reader_of(dialect, unpack_body)


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
    # Without the bracket that closes the list: a body goes on, and a chain may have brackets.
    beginning = json.dumps([ENTITY, packed], separators=(",", ":"))[:-1] + ","
    return or_(cast(body, String).startswith(beginning, autoescape=True), has_text(body, chain))


def has_text(body: Any, words: str) -> ColumnElement[bool]:
    """Whether the body has these words as a value; as a body is stored, so are they."""
    return cast(body, String).contains(json.dumps(words), autoescape=True)


def text_of(body: Any, key: str) -> ColumnElement[str]:
    """A text in bodies that have no shape, such as notes."""
    text: ColumnElement[str] = type_coerce(body, JSON)[key].as_string()
    return text
