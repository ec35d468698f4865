"""Exports of Instapaper: a table with a row for each saved page, and the older HTML.

Source: wallabag's `InstapaperImport.php`. A selection is what was highlighted; it has a row of its
own where there are several. Tags are a list in JSON, since November 2025.
"""

import re
from collections.abc import Iterable, Iterator

from app.importers.base import ImportedFields, Part, Unreadable
from app.importers.data_files.rows import Row
from app.importers.saved_items import values
from app.importers.saved_items.gathering import Gathering
from app.importers.saved_items.items import NOT_A_WEB_ADDRESS, highlight
from app.importers.saved_items.links import Link
from app.importers.saved_items.times import moment

_COLUMNS = frozenset({"url", "title", "selection", "folder"})
_HEAD = re.compile(r"<title>\s{0,20}Instapaper: Export\s{0,20}</title>", re.IGNORECASE)


class InstapaperTable:
    """The table of saved pages and selections."""

    label = "Instapaper (CSV)"

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether it has Instapaper's columns."""
        return columns >= _COLUMNS

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each page, with its selections."""
        gathering = Gathering()
        for row in rows:
            address, title = values.address(row["url"]), values.one_line(row["title"])
            selection = highlight(row["selection"])
            if address is None and selection is not None:
                name = title or row["url"][:100] or "A page without a name"
                gathering.add_without_address(name, selection, fields=_fields(row))
            elif address is None:
                yield Unreadable(
                    title or row["url"][:100] or "A row without words", NOT_A_WEB_ADDRESS
                )
            else:
                gathering.page(address, title, _fields(row))
                gathering.add(address, title, selection)
        yield from gathering.parts()


class InstapaperLinks:
    """The older HTML, with a list for each folder."""

    label = "Instapaper (HTML)"

    def recognises_head(self, head: str) -> bool:
        """Whether its title says so."""
        return _HEAD.search(head) is not None

    def read_links(self, found: Iterator[Link], url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each link."""
        gathering = Gathering()
        for number, link in enumerate(found, 1):
            address, title = values.address(link.href), values.one_line(link.title)
            if address is None:
                yield Unreadable(title or f"Link {number:,}", NOT_A_WEB_ADDRESS)
                continue
            gathering.page(address, title, _of_folder(link.section))
            gathering.add(address, title, highlight(link.description.removeprefix(":")))
        yield from gathering.parts()


def _fields(row: Row) -> ImportedFields:
    named = values.tags_in(row.get("tags", ""))
    return _of_folder(row["folder"], named, row.get("timestamp"))


def _of_folder(folder: str, named: tuple[str, ...] = (), saved_at: object = None) -> ImportedFields:
    """Three folders are states, every other one is a tag."""
    state = folder.strip().lower()
    is_state = state in ("archive", "unread", "starred", "")
    return ImportedFields(
        tags=values.tags(list(named), [] if is_state else [folder]),
        is_archived={"archive": True, "unread": False}.get(state),
        is_favourite=True if state == "starred" else None,
        saved_at=moment(saved_at),
    )
