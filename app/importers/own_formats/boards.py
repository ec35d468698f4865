"""Boards and shared passages of our own exports."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.errors import Unprocessable
from app.importers.base import Part, Unreadable
from app.importers.own_formats import values
from app.importers.own_formats.contents import ExportedBoard, ExportedPassage

_CODE = re.compile(r"[A-Za-z0-9_-]{12,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PASSAGE_MAX_CHARACTERS = 1_000_000
_NOTES_MAX_CHARACTERS, _NOTE_MAX_CHARACTERS, _TITLE_MAX_CHARACTERS = 10_000, 2_000, 200
_PASSAGES_MAX = 50
"""What a board may have where it is written, too."""


def boards(value: Any) -> Iterator[Part]:
    """The boards in a list; one that is wrong is unreadable."""
    for number, one in enumerate(values.items(value, "boards"), 1):
        yield from board(one, f"board {number}")


def board(value: Any, item: str) -> Iterator[Part]:
    """One board with its passages; a passage that is wrong is unreadable by itself."""
    try:
        stated = values.mapping(value, "board")
        found = list(_passages(stated, item))
        yield ExportedBoard(
            _code(stated),
            values.text(stated.get("title"), "title", _TITLE_MAX_CHARACTERS),
            values.text(stated.get("notes") or "", "notes", _NOTES_MAX_CHARACTERS),
            tuple(one for one in found if isinstance(one, ExportedPassage)),
            created_at=values.time(stated.get("created_at"), "created_at"),
            changed_at=values.time(stated.get("changed_at"), "changed_at"),
            revoked_at=values.time(stated.get("revoked_at"), "revoked_at"),
        )
    except Unprocessable as error:
        yield Unreadable(item, error.message)
        return
    yield from (one for one in found if isinstance(one, Unreadable))


def passages(value: Any) -> Iterator[Part]:
    """The shared passages in a list; one that is wrong is unreadable."""
    for number, one in enumerate(values.items(value, "passages"), 1):
        yield _passage_or_reason(one, f"passage {number}")


def _passages(board: Mapping[str, Any], item: str) -> Iterator[ExportedPassage | Unreadable]:
    stated = values.items(board.get("passages"), "passages")
    for number, one in enumerate(stated[:_PASSAGES_MAX], 1):
        yield _passage_or_reason(one, f"{item}, passage {number}")


def _passage_or_reason(value: Any, item: str) -> ExportedPassage | Unreadable:
    try:
        return _passage(values.mapping(value, "passage"))
    except Unprocessable as error:
        return Unreadable(item, error.message)


def _passage(stated: Mapping[str, Any]) -> ExportedPassage:
    start = values.integer(stated.get("start"), "start")
    sha256 = values.text(stated.get("sha256"), "sha256", 64)
    if _SHA256.fullmatch(sha256) is None:
        raise Unprocessable("“sha256” must be 64 hexadecimal digits.")
    now = values.mapping(stated.get("now") or {}, "now")
    return ExportedPassage(
        _code(stated),
        values.text(stated.get("article"), "article"),
        sha256,
        start,
        values.integer(stated.get("end"), "end", least=start + 1),
        values.text(stated.get("exact"), "exact", _PASSAGE_MAX_CHARACTERS),
        values.text(stated.get("prefix") or "", "prefix"),
        values.text(stated.get("suffix") or "", "suffix"),
        is_opened=values.is_true(stated.get("opened")),
        created_at=values.time(stated.get("created_at"), "created_at"),
        note=values.text(stated.get("note") or "", "note", _NOTE_MAX_CHARACTERS),
        now=values.span(now, 2**31 - 1) if now else None,
        source_url=values.optional_text(stated.get("source_url"), "source_url"),
    )


def _code(stated: Mapping[str, Any]) -> str:
    code = values.text(stated.get("code"), "code", 64)
    if _CODE.fullmatch(code) is None:
        raise Unprocessable("“code” must be 12 to 64 letters, digits, hyphens and underscores.")
    return code
