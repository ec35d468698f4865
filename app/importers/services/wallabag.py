"""Exports of wallabag: JSON of versions 1 and 2 with the texts, and its table.

Sources: wallabag's `EntriesExport.php`, `WallabagV1Import.php`, `WallabagV2Import.php`, and its
entries' and annotations' serialised names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.importers.base import Highlight, ImportedFields, Part
from app.importers.data_files.rows import Row
from app.importers.declared_fields import names
from app.importers.saved_items import values
from app.importers.saved_items.items import (
    SavedItem,
    highlight,
    highlights,
    on_further_pages,
    origin,
    read_each,
)
from app.importers.saved_items.times import calendar_day, moment

_VERSION_2 = ("url", "is_archived", "is_starred", "title")
_VERSION_1 = ("url", "is_read", "is_fav")
_COLUMNS = frozenset({"title", "url", "content", "tags", "mime type", "language"})


class WallabagEntries:
    """Entries of version 2, as the export or the API has them, and of version 1."""

    label = "wallabag (JSON)"

    def recognises(self, value: Any) -> bool:
        """Whether entries have wallabag's names."""
        entries = _entries(value)
        return values.have(entries, *_VERSION_2) or values.have(entries, *_VERSION_1)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An article for each entry with a text."""
        yield from read_each(_entries(value), _entry)
        yield from on_further_pages(value, len(_entries(value)))


class WallabagTable:
    """The table, which has texts, and neither states nor annotations."""

    label = "wallabag (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has wallabag's columns."""
        return columns >= _COLUMNS

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An article for each row with a text."""
        return read_each(rows, _row)


def _entries(value: Any) -> list[Any]:
    """The entries; the API packs a page of them."""
    if isinstance(value, dict):
        value = values.record(value.get("_embedded")).get("items")
    return list(values.listed(value))


def _entry(entry: Mapping[str, Any]) -> SavedItem:
    address = values.address(entry.get("url"), entry.get("given_url"), entry.get("origin_url"))
    notes = (_annotation(one, address) for one in values.records(entry.get("annotations")))
    tags = entry.get("tags")
    return SavedItem(
        address,
        values.one_line(entry.get("title")),
        html=None if values.flag(entry.get("is_not_parsed")) else entry.get("content"),
        byline=names(entry.get("published_by")),
        published=calendar_day(entry.get("published_at")),
        language=values.language(entry.get("language")),
        highlights=highlights(notes),
        fields=ImportedFields(
            tags=values.tags_in(tags) if isinstance(tags, str) else values.tags(tags),
            is_archived=values.flag(entry.get("is_archived", entry.get("is_read"))),
            is_favourite=values.flag(entry.get("is_starred", entry.get("is_fav"))),
            saved_at=moment(entry.get("created_at")),
            read_at=moment(entry.get("archived_at")),
        ),
    )


def _annotation(item: Mapping[str, Any], address: str | None) -> Highlight | None:
    """Its ranges are paths in wallabag's HTML, which is not kept; the words are enough."""
    return highlight(
        item.get("quote"),
        item.get("text"),
        created_at=moment(item.get("created_at")),
        origin=origin("wallabag", address, item.get("id")),
    )


def _row(row: Mapping[str, Any]) -> SavedItem:
    entry = {
        "url": row["url"],
        "title": row["title"],
        "content": row["content"],
        "tags": row["tags"],
        "language": row["language"],
    }
    read = _entry(entry)
    saved_at = _day_saved(row.get("creation date", ""))
    return replace(read, fields=replace(read.fields, saved_at=saved_at))


def _day_saved(written: str) -> datetime | None:
    """The day of `23/09/2024 02:10:59`; the hour counts to twelve, and half of the day is lost."""
    try:
        day = datetime.strptime(written.strip()[:10], "%d/%m/%Y").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment(day.isoformat())
