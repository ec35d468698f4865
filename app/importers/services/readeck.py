"""Exports of Readeck: its ZIP file with the texts, its API's bookmarks and annotations, its table.

Source: Readeck's `internal/portability/export.go` (`bookmarks/UID/info.json` and
`bookmarks/UID/container/index.html`), `internal/bookmarks/annotations.go` and
`internal/bookmarks/dataset`. The file `data.json` holds accounts and is not read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.errors import Unprocessable
from app.importers.archives.member_names import shown
from app.importers.archives.zip_archive import Archive, ArchiveLimit
from app.importers.base import Highlight, ImportedFields, PackedFile, Part, Unreadable
from app.importers.data_files.json_values import parsed
from app.importers.data_files.rows import Row
from app.importers.declared_fields import names
from app.importers.saved_items import values
from app.importers.saved_items.items import SavedItem, highlight, highlights, origin, read_each
from app.importers.saved_items.page_highlights import HighlightsByPage
from app.importers.saved_items.times import calendar_day, moment
from app.text.canonical import decode

_BOOKMARK = ("url", "is_marked", "is_archived", "labels")
_STORED = ("URL", "UID", "IsMarked", "Annotations")
_ANNOTATION = ("bookmark_url", "bookmark_id", "text")
_COLUMNS = frozenset({"url", "title", "created", "labels", "is_archived", "is_marked"})
_INFO = re.compile(r"(?:.{0,300}/)?bookmarks/[^/]{1,100}/info\.json")


class ReadeckBookmarks:
    """Bookmarks of the API, or one of an unpacked export."""

    label = "Readeck (JSON)"

    def recognises(self, value: Any) -> bool:
        """Whether bookmarks have Readeck's names."""
        listed = _listed(value)
        return values.have(listed, *_BOOKMARK) or values.have(listed, *_STORED)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each bookmark."""
        return read_each(_listed(value), _bookmark)


class ReadeckAnnotations:
    """Annotations of the API."""

    label = "Readeck (annotations)"

    def recognises(self, value: Any) -> bool:
        """Whether annotations have Readeck's names."""
        return values.have(value, *_ANNOTATION)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address with its highlights for each bookmark."""
        by_page = HighlightsByPage()
        for number, item in enumerate(values.listed(value), 1):
            one = values.record(item)
            address = values.address(one.get("bookmark_url"))
            title = values.one_line(one.get("bookmark_title"))
            if address is None:
                by_page.add_without_address(title or f"Item {number:,}", _highlight(one))
            else:
                by_page.add(address, title, _highlight(one))
        return by_page.parts()


class ReadeckTable:
    """The table of bookmarks."""

    label = "Readeck (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has Readeck's columns."""
        return columns >= _COLUMNS

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each row."""
        return read_each(rows, _row)


class ReadeckArchive:
    """The ZIP file with texts and annotations."""

    label = "Readeck (ZIP)"

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether a bookmark is inside in its folder."""
        return any(_INFO.fullmatch(name) for name in names)

    def read(self, archive: Archive, url: str | None) -> Iterable[Part | PackedFile]:  # noqa: ARG002
        """Every bookmark with its text."""
        inside = frozenset(archive.names())
        for name in archive.names():
            if not _INFO.fullmatch(name):
                continue
            page = f"{name.removesuffix('info.json')}container/index.html"
            try:
                info = parsed(archive.open(name))
                html = decode(archive.open(page)) if page in inside else None
            except ArchiveLimit:
                raise
            except Unprocessable as error:
                yield Unreadable(shown(name), error.message)
                continue
            yield from _named(name, read_each([_with_html(info, html)], _bookmark))


def _named(name: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts of one file: what has no name of its own has that of the file."""
    for part in parts:
        is_unnamed = isinstance(part, Unreadable) and part.item.startswith("Item ")
        yield Unreadable(shown(name), part.message) if is_unnamed else part  # type: ignore[union-attr]


def _with_html(info: Any, html: str | None) -> Any:
    return {**info, "html": html} if isinstance(info, dict) else info


def _listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, dict) else list(values.listed(value))


def _row(row: Mapping[str, Any]) -> SavedItem:
    return _bookmark({**row, "labels": list(values.tags_in(row["labels"]))})


def _bookmark(bookmark: Mapping[str, Any]) -> SavedItem:
    """A bookmark by its names in the API or in the database: `is_marked` or `IsMarked`."""
    item = {key.lower().replace("_", ""): value for key, value in bookmark.items()}
    notes = (_highlight(one) for one in values.records(item.get("annotations")))
    address = values.address(item.get("url"), item.get("initialurl"))
    return SavedItem(
        address,
        values.one_line(item.get("title")),
        html=item.get("html"),
        text=None if address else item.get("text"),
        byline=names(item.get("authors")),
        publisher=values.one_line(item.get("sitename")),
        published=calendar_day(item.get("published")),
        language=values.language(item.get("lang")),
        highlights=highlights(notes),
        fields=ImportedFields(
            tags=values.tags(item.get("labels")),
            is_archived=values.flag(item.get("isarchived")),
            is_favourite=values.flag(item.get("ismarked")),
            saved_at=moment(item.get("created")),
        ),
    )


def _highlight(item: Mapping[str, Any]) -> Highlight | None:
    return highlight(
        item.get("text"),
        item.get("note"),
        created_at=moment(item.get("created")),
        origin=origin("readeck", item.get("id")),
    )
