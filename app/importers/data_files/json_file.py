"""JSON and JSON Lines: parsed once, then read by the first format that knows the content."""

import json
from collections.abc import Iterable
from typing import Any, Protocol

from app.errors import Unprocessable
from app.importers.base import Part
from app.importers.feeds.json_feed import JsonFeedFormat
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.text.canonical import decode
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


JSON_FORMATS: tuple[JsonFormat, ...] = (JsonFeedFormat(),)


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
        raise Unprocessable(f"{formats.JSON.message} Its content is of no known format.")


def parsed(data: bytes) -> Any:
    """The value of a JSON file; a list of the values of a JSON Lines file. Raises Unprocessable."""
    text = decode(data).removeprefix("\ufeff")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise Unprocessable("The file is not valid JSON.") from error
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError) as error:
        raise Unprocessable("The file is neither valid JSON nor valid JSON Lines.") from error
