"""The table that Raindrop.io exports.

Its first line: id, title, note, excerpt, url, folder, tags, created, cover, highlights, favorite.
All highlights of a page are in one cell, each behind `Highlight:`, its note behind `Note:`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.importers.base import Highlight, ImportedFields, Part
from app.importers.data_files.rows import Row
from app.importers.saved_items import values
from app.importers.saved_items.items import SavedItem, highlight, highlights, read_each
from app.importers.saved_items.times import moment

_COLUMNS = frozenset({"title", "note", "url", "tags", "created", "favorite"})
_NO_FOLDER = "unsorted"
_HIGHLIGHT = re.compile(r"^Highlight:", re.MULTILINE)
_NOTE = re.compile(r"^Note:", re.MULTILINE)


class Raindrop:
    """Bookmarks with their folders and notes."""

    label = "Raindrop.io (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has Raindrop's columns."""
        return columns >= _COLUMNS

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each row."""
        return read_each(rows, _row)


def _highlights(row: Mapping[str, Any]) -> Iterator[Highlight | None]:
    yield highlight("", row["note"])
    for written in _HIGHLIGHT.split(row.get("highlights", "")):
        exact, *notes = _NOTE.split(written)
        yield highlight(exact, "".join(notes))


def _row(row: Mapping[str, Any]) -> SavedItem:
    folders = [
        name for name in row.get("folder", "").split("/") if name.strip().lower() != _NO_FOLDER
    ]
    return SavedItem(
        values.address(row["url"]),
        values.one_line(row["title"]),
        highlights=highlights(_highlights(row)),
        fields=ImportedFields(
            tags=values.tags(list(values.tags_in(row["tags"])), folders),
            is_favourite=values.flag(row["favorite"]),
            saved_at=moment(row["created"]),
        ),
    )
