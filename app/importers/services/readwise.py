"""Highlights from Readwise: its table, the table that it imports, and its API's export.

Sources: readwise.io/api_deets (Highlight EXPORT), its import template (Highlight, Title, Author,
URL, Note, Location, Date), and the first line of its CSV export. Books have no address.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.importers.base import Highlight, ImportedFields, Part, Unreadable
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
from app.importers.saved_items.page_highlights import HighlightsByPage
from app.importers.saved_items.times import moment

_EXPORTED = frozenset({"highlight", "book title"})
_IMPORTED = frozenset({"highlight", "title", "url"})
_FORMULA_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_TAGS = re.compile(r"((?:\.[^\s.]\S{0,100} ?){1,100})(?:\n|\Z)")
"""The first line of a note where it is nothing but tags, as Readwise lets one write them."""
OWN = ("https://readwise.io/", "https://read.readwise.io/")
"""Where Readwise keeps files and mails for their owner alone."""
_UNNAMED = "Highlights without a title"


class ReadwiseTable:
    """A highlight a row, as Readwise writes them and as it reads them."""

    label = "Readwise (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has the columns of one of the two."""
        return columns >= _EXPORTED or columns >= _IMPORTED

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address with its highlights for each page; a book becomes a text of its highlights."""
        by_page = HighlightsByPage()
        for number, row in enumerate(rows, 1):
            found = _of_row(row)
            title = values.one_line(_cell(row, "book title", "title"))
            address = values.address(_cell(row, "url", "source url"))
            if found is None:
                yield Unreadable(title or f"Row {number:,}", "It has no words.")
            elif address is None:
                by_page.add_without_address(
                    title or _UNNAMED,
                    found,
                    byline=names(_cell(row, "book author", "author")),
                    fields=_fields(row),
                )
            else:
                by_page.page(address, title, _fields(row))
                by_page.add(address, title, found)
        yield from by_page.parts()


class ReadwiseExport:
    """What the API exports: sources with their highlights."""

    label = "Readwise (API)"

    def recognises(self, value: Any) -> bool:
        """Whether sources have Readwise's names."""
        return values.have(_sources(value), "user_book_id", "highlights")

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address with its highlights for each source."""
        yield from read_each(_sources(value), _source)
        yield from on_further_pages(value, len(_sources(value)))


def _fields(row: Row) -> ImportedFields:
    return ImportedFields(tags=values.tags_in(_cell(row, "document tags")))


def _cell(row: Row, *columns: str) -> str:
    """The first cell that has words, without the mark that keeps it from being a formula."""
    cell = next((row[name] for name in columns if row.get(name)), "")
    is_marked = cell.startswith("'") and cell[1:].lstrip().startswith(_FORMULA_BEGINS)
    return cell[1:] if is_marked else cell


def _of_row(row: Row) -> Highlight | None:
    note = _cell(row, "note")
    tagged = _TAGS.match(note)
    inline = [tag.removeprefix(".") for tag in tagged[1].split()] if tagged else []
    return highlight(
        _cell(row, "highlight"),
        note[tagged.end() :] if tagged else note,
        tags=values.tags(list(values.tags_in(_cell(row, "tags"))), inline),
        created_at=moment(_cell(row, "highlighted at", "date")),
    )


def _sources(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = value.get("results")
    return list(values.listed(value))


def _source(source: Mapping[str, Any]) -> SavedItem:
    found = [_highlight(one) for one in values.records(source.get("highlights"))]
    note = highlight("", source.get("document_note"))
    return SavedItem(
        values.address(source.get("source_url"), source.get("unique_url"), but=OWN),
        values.one_line(source.get("title")) or values.one_line(source.get("readable_title")),
        byline=names(source.get("author")),
        highlights=highlights([*found, note]),
        fields=ImportedFields(tags=values.tags(source.get("book_tags"))),
    )


def _highlight(item: Mapping[str, Any]) -> Highlight | None:
    """None for one that its owner discarded or deleted."""
    if values.flag(item.get("is_discard")) or values.flag(item.get("is_deleted")):
        return None
    return highlight(
        item.get("text"),
        item.get("note"),
        tags=values.tags(item.get("tags")),
        created_at=moment(item.get("highlighted_at")) or moment(item.get("created_at")),
        origin=origin("readwise", item.get("id")),
    )
