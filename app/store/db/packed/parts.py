"""The blocks and inlines of a text, packed: most blocks are a paragraph behind another."""

from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

from app.store.db.packed import fields

_GAP = 2
_PART_KINDS = (
    *("paragraph", "heading", "list_item", "block_quote", "caption", "table", "code"),
    *("link", "emphasis", "strong"),
)
_PLACE = ("kind", "start", "end")


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
    if not _is_part(part):
        return part
    kind, start, end, *_ = part.values()
    more = {key: value for key, value in part.items() if key not in _PLACE}
    short = [_PART_KINDS.index(kind), start - at, end - start]
    if more:
        return [*short, more]
    return short[2] if short[:2] == [0, _GAP if at else 0] else short


def _is_part(part: Any) -> bool:
    """Whether a part begins with a known kind, a start and an end."""
    if not isinstance(part, dict) or tuple(part)[:3] != _PLACE:
        return False
    kind, start, end, *_ = part.values()
    return kind in _PART_KINDS and type(start) is int and type(end) is int


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


class PackedParts(TypeDecorator[list[dict[str, Any]]]):
    """The blocks or the inlines of a text."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """The short form."""
        return pack_parts(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """The list of blocks or inlines."""
        return fields.reader_of(dialect, unpack_parts)
