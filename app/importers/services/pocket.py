"""Exports of Pocket: a table and its highlights in a ZIP file, and the older HTML.

Sources: wallabag's `PocketCsvImport.php` and `PocketHtmlImport.php`; Pocket's own export service,
whose test names the members `part_000000.csv` and `annotations/part_000000.json`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.errors import Unprocessable
from app.importers.archives.member_names import shown
from app.importers.archives.zip_archive import Archive, ArchiveLimit
from app.importers.base import AddressOnly, Highlight, ImportedFields, PackedFile, Part, Unreadable
from app.importers.data_files.json_values import parsed
from app.importers.data_files.rows import Row, rows, text_of
from app.importers.saved_items import values
from app.importers.saved_items.gathering import Gathering
from app.importers.saved_items.items import NOT_A_WEB_ADDRESS, highlight
from app.importers.saved_items.links import Link
from app.importers.saved_items.times import moment

_COLUMNS = frozenset({"title", "url", "time_added", "tags"})
_HEAD = re.compile(r"<title>\s{0,20}Pocket Export\s{0,20}</title>", re.IGNORECASE)
_PART = re.compile(r"(?:[^/]{1,100}/){0,3}part_\d{1,9}\.(csv|json)", re.IGNORECASE)


class PocketTable:
    """The table of saved pages."""

    label = "Pocket (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has Pocket's columns; `status` came late, `cursor` went."""
        return columns >= _COLUMNS

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each row."""
        for number, row in enumerate(rows, 1):
            yield _row(row, number)


class PocketAnnotations:
    """The highlights alone: `[{"url", "title", "highlights": [{"quote", "created_at"}]}]`."""

    label = "Pocket (highlights)"

    def recognises(self, value: Any) -> bool:
        """Whether pages have highlights with a quote."""
        first = values.listed(value)[: values.LOOKED_AT]
        return any(values.have(values.record(one).get("highlights"), "quote") for one in first)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address with its highlights for each page."""
        gathering = Gathering()
        yield from _annotations(value, gathering)
        yield from gathering.parts()


class PocketArchive:
    """The ZIP file: tables, and the highlights of their pages."""

    label = "Pocket (ZIP)"

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether a part is inside, and nothing but parts is."""
        own = [name for name in names if _PART.fullmatch(name)]
        return bool(own) and len(own) * 2 > len(names)

    def read(self, archive: Archive, url: str | None) -> Iterable[Part | PackedFile]:  # noqa: ARG002
        """Every page with its highlights."""
        gathering = Gathering()
        for name in archive.names():
            if not _PART.fullmatch(name):
                continue
            try:
                data = archive.open(name)
                if name.lower().endswith(".csv"):
                    yield from _table(data, gathering)
                else:
                    yield from _annotations(parsed(data), gathering)
            except ArchiveLimit:
                raise
            except Unprocessable as error:
                yield Unreadable(shown(name), error.message)
        yield from gathering.parts()


class PocketLinks:
    """The older HTML, with what is unread and what was read under headings."""

    label = "Pocket (HTML)"

    def recognises_head(self, head: str) -> bool:
        """Whether its title says so."""
        return _HEAD.search(head) is not None

    def read_links(self, found: Iterator[Link], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each link."""
        for number, link in enumerate(found, 1):
            fields = ImportedFields(
                tags=values.tags_in(link.attributes.get("tags", "")),
                is_archived="archive" in link.section.lower(),
                saved_at=moment(link.attributes.get("time_added")),
            )
            yield _page(link.href, link.title, fields, number)


def _table(data: bytes, gathering: Gathering) -> Iterator[Part]:
    bad_lines: list[int] = []
    for number, row in enumerate(rows(text_of(data), ",", bad_lines), 1):
        page = _row(row, number)
        if isinstance(page, AddressOnly):
            gathering.page(page.url, page.title, page.fields)
        else:
            yield page
    for line in bad_lines:
        yield Unreadable(f"Line {line:,}", "This line of the table cannot be read.")


def _row(row: Row, number: int) -> AddressOnly | Unreadable:
    address = values.address(row.get("url", ""))
    title = values.one_line(row.get("title", ""))
    if address is None:
        return Unreadable(title or f"Row {number:,}", NOT_A_WEB_ADDRESS)
    status = row.get("status", "")
    fields = ImportedFields(
        tags=values.tags_in(row.get("tags", ""), "|"),
        is_archived=status == "archive" if status in ("archive", "unread") else None,
        saved_at=moment(row.get("time_added")),
    )
    return AddressOnly(address, _title(title, row.get("url", "")), fields=fields)


def _page(href: str, title: str, fields: ImportedFields, number: int) -> AddressOnly | Unreadable:
    address, shown_title = values.address(href), values.one_line(title)
    if address is None:
        return Unreadable(shown_title or f"Link {number:,}", NOT_A_WEB_ADDRESS)
    return AddressOnly(address, _title(shown_title, href), fields=fields)


def _title(title: str | None, url: str) -> str | None:
    """The title, unless it is the address: Pocket writes that where it knows no title."""
    return None if title == url.strip() else title


def _annotations(value: Any, gathering: Gathering) -> Iterator[Part]:
    for number, item in enumerate(values.listed(value), 1):
        page = values.record(item)
        found = [_highlight(one) for one in values.records(page.get("highlights"))]
        kept = [one for one in found if one is not None]
        address, title = values.address(page.get("url")), values.one_line(page.get("title"))
        if not page:
            yield Unreadable(f"Item {number:,}", "This item is not an object.")
        elif address is None:
            for one in kept:
                gathering.add_without_address(title or f"Item {number:,}", one)
        else:
            gathering.page(address, title)
            for one in kept:
                gathering.add(address, title, one)


def _highlight(item: Mapping[str, Any]) -> Highlight | None:
    return highlight(item.get("quote"), item.get("note"), created_at=moment(item.get("created_at")))
