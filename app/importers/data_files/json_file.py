"""JSON and JSON Lines: parsed once, then read by the first format that knows the content."""

from collections.abc import Iterable
from typing import Any, Protocol

from app.errors import Unprocessable
from app.importers.annotation_services.hypothesis import Hypothesis
from app.importers.annotation_services.web_annotations import WebAnnotations
from app.importers.base import Part
from app.importers.data_files.json_values import parsed
from app.importers.feeds.json_feed import JsonFeedFormat
from app.importers.news_items.ninjs import NinjsFormat
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.own_formats.gloss_json import (
    GlossJsonFormat,
    GlossLinesFormat,
    GlossWebAnnotations,
)
from app.importers.services.karakeep import Karakeep
from app.importers.services.omnivore import OmnivoreList
from app.importers.services.pinboard import Pinboard
from app.importers.services.pocket import PocketAnnotations
from app.importers.services.readeck import ReadeckAnnotations, ReadeckBookmarks
from app.importers.services.reader import ReaderDocuments
from app.importers.services.readwise import ReadwiseExport
from app.importers.services.wallabag import WallabagEntries
from app.translations import N_


class JsonFormat(Protocol):
    """One format made of JSON. Registered in `JSON_FORMATS`."""

    label: str

    def recognises(self, value: Any) -> bool:
        """Whether a parsed file is in this format. A file of JSON Lines is a list."""
        ...

    def read(self, value: Any, url: str | None) -> Iterable[Part]:
        """What is in it; an item that is wrong is `Unreadable` and stops no other."""
        ...


JSON_FORMATS: tuple[JsonFormat, ...] = (
    GlossJsonFormat(),
    GlossLinesFormat(),
    GlossWebAnnotations(),
    NinjsFormat(),
    JsonFeedFormat(),
    OmnivoreList(),
    WallabagEntries(),
    PocketAnnotations(),
    ReadwiseExport(),
    ReaderDocuments(),
    ReadeckBookmarks(),
    ReadeckAnnotations(),
    Karakeep(),
    Pinboard(),
    Hypothesis(),
    WebAnnotations(),
)
"""Every format, in the order in which they are asked: ours first."""


class JsonImporter:
    """Exports and feeds in JSON."""

    name = "json"
    label = N_("JSON export")
    suffixes: tuple[str, ...] = (".json", ".jsonl", ".ndjson", ".jsonld")
    media_types: tuple[str, ...] = (
        *formats.JSON.media_types,
        *formats.JSON_LINES.media_types,
        *formats.JSON_FEED.media_types,
    )
    signatures: tuple[OtherFormat, ...] = (formats.JSON, formats.JSON_LINES, formats.JSON_FEED)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signatures do
        """Never: JSON is recognised by its signatures."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part]:
        """What the first format that knows the content finds in it. Raises Unprocessable."""
        value = parsed(data)
        for known in JSON_FORMATS:
            if known.recognises(value):
                return known.read(value, url)
        raise Unprocessable("This JSON file is in no format that Gloss can import.")
