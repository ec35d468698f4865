"""Exports of Readwise Reader: its table of documents, and its API's documents with their texts.

Sources: readwise.io/reader_api (Document LIST), and the first line of the CSV export. Highlights
and notes are documents as well, which name what they belong to as their parent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from app.importers.base import Highlight, ImportedFields, Part, Unreadable
from app.importers.data_files.rows import Row
from app.importers.declared_fields import names
from app.importers.saved_items import values
from app.importers.saved_items.items import (
    SavedItem,
    highlight,
    highlights,
    lost_highlights,
    on_further_pages,
    origin,
    read_each,
)
from app.importers.saved_items.times import calendar_day, moment
from app.importers.services.readwise import OWN

_COLUMNS = frozenset({"title", "url", "document tags", "saved date"})
_KEYS = ("id", "source_url", "category", "parent_id")
_LOCATIONS = {"archive": True, "new": False, "later": False, "shortlist": False, "feed": False}
_NO_PARENT = "The document of these highlights is not in the file."


class ReaderTable:
    """The table of documents."""

    label = "Readwise Reader (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has Reader's columns."""
        return columns >= _COLUMNS

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each document."""
        return read_each(rows, _row)


class ReaderDocuments:
    """Documents, highlights and notes as the API lists them."""

    label = "Readwise Reader (API)"

    def recognises(self, value: Any) -> bool:
        """Whether documents have Reader's names."""
        return values.have(_documents(value), *_KEYS)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An article or an address for each document, with its highlights."""
        every = _documents(value)
        children: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for one in values.records(every):
            if isinstance(one.get("parent_id"), str) and one["parent_id"]:
                children[one["parent_id"]].append(one)
        roots = [one for one in every if not values.record(one).get("parent_id")]
        yield from read_each(roots, partial(_document, children))
        known = {str(one.get("id")) for one in values.records(every)}
        for parent, orphans in children.items():
            if parent not in known:
                lost = lost_highlights(len(orphans))
                yield Unreadable(f"Document {parent[:100]}", _NO_PARENT + lost)
        yield from on_further_pages(value, len(every))


def _row(row: Mapping[str, Any]) -> SavedItem:
    location = row.get("location", "").strip().lower()
    return SavedItem(
        values.address(row["url"]),
        values.one_line(row["title"]),
        fields=ImportedFields(
            tags=values.tags_in(row["document tags"]),
            is_archived=_LOCATIONS.get(location),
            is_favourite=True if location == "shortlist" else None,
            saved_at=moment(row["saved date"]),
        ),
    )


def _documents(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = value.get("results")
    return list(values.listed(value))


def _document(
    children: Mapping[str, list[Mapping[str, Any]]], document: Mapping[str, Any]
) -> SavedItem:
    location = str(document.get("location")).lower()
    own = children.get(str(document.get("id")), [])
    found = [_highlight(children, one) for one in own]
    return SavedItem(
        values.address(document.get("source_url"), but=OWN),
        values.one_line(document.get("title")),
        html=document.get("html_content") or document.get("content"),
        byline=names(document.get("author")),
        publisher=values.one_line(document.get("site_name")),
        published=calendar_day(document.get("published_date")),
        highlights=highlights([*found, highlight("", document.get("notes"))]),
        fields=ImportedFields(
            tags=values.tags(document.get("tags")),
            is_archived=_LOCATIONS.get(location),
            is_favourite=True if location == "shortlist" else None,
            saved_at=moment(document.get("saved_at")) or moment(document.get("created_at")),
            read_at=moment(document.get("last_opened_at")),
        ),
    )


def _highlight(
    children: Mapping[str, list[Mapping[str, Any]]], item: Mapping[str, Any]
) -> Highlight | None:
    """A highlight with its notes, which are its own children; or a note on the document."""
    is_note = item.get("category") == "note"
    notes = [values.note(item.get("content")) if is_note else "", values.note(item.get("notes"))]
    notes += [values.note(one.get("content")) for one in children.get(str(item.get("id")), [])]
    return highlight(
        "" if is_note else item.get("content"),
        "\n\n".join(dict.fromkeys(note for note in notes if note)),
        tags=values.tags(item.get("tags")),
        created_at=moment(item.get("created_at")) or moment(item.get("saved_at")),
        origin=origin("reader", item.get("id")),
    )
