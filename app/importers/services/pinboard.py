"""The JSON export of Pinboard. Sources: pinboard.in/api (posts/all), wallabag's importer."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.importers.base import ImportedFields, Part
from app.importers.saved_items import values
from app.importers.saved_items.items import SavedItem, highlight, highlights, read_each
from app.importers.saved_items.times import moment

_KEYS = ("href", "description", "time", "toread")


class Pinboard:
    """Bookmarks: the `description` is the title, `extended` the note."""

    label = "Pinboard (JSON)"

    def recognises(self, value: Any) -> bool:
        """Whether bookmarks have Pinboard's names."""
        return values.have(value, *_KEYS)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each bookmark."""
        return read_each(values.listed(value), _bookmark)


def _bookmark(bookmark: Mapping[str, Any]) -> SavedItem:
    is_public = values.flag(bookmark.get("shared")) is True
    note = highlight("", bookmark.get("extended"), is_public=is_public)
    return SavedItem(
        values.address(bookmark.get("href")),
        values.one_line(bookmark.get("description")),
        highlights=highlights([note]),
        fields=ImportedFields(
            tags=values.tags_in(bookmark.get("tags"), " "),
            is_archived=False if values.flag(bookmark.get("toread")) else None,
            saved_at=moment(bookmark.get("time")),
        ),
    )
