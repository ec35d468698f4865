"""Exports of Karakeep, formerly Hoarder: links and texts with tags, lists and notes.

Source: Karakeep's `packages/shared/import-export/exporters.ts`.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from app.importers.base import ImportedFields, Part
from app.importers.saved_items import values
from app.importers.saved_items.items import SavedItem, highlight, highlights, origin, read_each
from app.importers.saved_items.times import moment


class Karakeep:
    """The export of a person's bookmarks."""

    label = "Karakeep"

    def recognises(self, value: Any) -> bool:
        """Whether bookmarks have Karakeep's names."""
        return values.have(values.record(value).get("bookmarks"), "createdAt", "content", "tags")

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each link, an article for each text."""
        lists = {
            one["id"]: one.get("name")
            for one in values.records(value.get("lists"))
            if isinstance(one.get("id"), str)
        }
        return read_each(values.listed(value["bookmarks"]), partial(_bookmark, lists))


def _bookmark(lists: Mapping[str, Any], bookmark: Mapping[str, Any]) -> SavedItem:
    content = values.record(bookmark.get("content"))
    in_lists = [one for one in values.listed(bookmark.get("lists")) if isinstance(one, str)]
    notes = [highlight("", bookmark.get("note"))]
    for one in values.records(bookmark.get("highlights")):
        at = moment(one.get("createdAt"))
        source = origin("karakeep", one.get("id"))
        notes.append(highlight(one.get("text"), one.get("note"), created_at=at, origin=source))
    return SavedItem(
        values.address(content.get("url"), content.get("sourceUrl")),
        values.one_line(bookmark.get("title")) or values.one_line(content.get("title")),
        html=content.get("htmlContent"),
        text=content.get("text"),
        byline=(),
        highlights=highlights(notes),
        fields=ImportedFields(
            tags=values.tags(bookmark.get("tags"), [lists.get(one) for one in in_lists]),
            is_archived=values.flag(bookmark.get("archived")),
            is_favourite=values.flag(bookmark.get("favourited")),
            saved_at=moment(bookmark.get("createdAt")),
        ),
    )
