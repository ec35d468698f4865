"""What is read of bytes that a server gave: pages, plain text, Markdown and feeds, nothing else.

Anybody can write what an address gives. So nothing in it speaks for a person, for this library or
for a page of another host, as a file may that the editor chose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.errors import Unprocessable
from app.importers.base import (
    AddressOnly,
    Draft,
    Importer,
    ListedFeed,
    Packed,
    Part,
    Skipped,
    Unreadable,
)
from app.importers.data_files.json_file import JsonImporter
from app.importers.data_files.xml_file import XmlImporter
from app.importers.feeds.json_feed import JsonFeedFormat
from app.importers.markdown_file import MarkdownImporter
from app.importers.text import TextImporter
from app.importers.urls import same_host
from app.importers.web_page import HtmlImporter

_DOWNLOAD = "Download the file and import it."
_IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (
        HtmlImporter(),
        MarkdownImporter(),
        JsonImporter((JsonFeedFormat(),), _DOWNLOAD),
        XmlImporter(),
        TextImporter(),
    )
}


def importer_of_address(chosen: Importer) -> Importer:
    """The importer that takes the place of the one chosen for a file. Raises Unprocessable."""
    if chosen.name not in _IMPORTERS:
        raise _refused(chosen)
    return _IMPORTERS[chosen.name]


def harmless(parts: Iterable[Part | Packed], importer: Importer, url: str | None) -> Iterator[Part]:
    """The parts without what only a file of the editor's may say. Raises Unprocessable.

    Which page a web page may say it is `html_page.own_address` has judged; items of a feed are
    elsewhere.
    """
    for part in parts:
        if isinstance(part, Draft):
            is_elsewhere = url and part.source_url and not same_host(part.source_url, url)
            if is_elsewhere and importer.name == MarkdownImporter.name:
                part = replace(part, source_url=url, spellings=())
            yield replace(part, own=None, highlights=())
        elif isinstance(part, AddressOnly):
            yield replace(part, highlights=())
        elif isinstance(part, Unreadable | Skipped):
            yield part
        elif isinstance(part, ListedFeed):
            raise Unprocessable(
                "This address gives a list of feeds. “gloss feeds add” subscribes to them."
            )
        else:
            raise _refused(importer)


def _refused(importer: Importer) -> Unprocessable:
    return Unprocessable(
        f"Of an address only web pages, plain text, Markdown and feeds are read; this one gives"
        f" another file ({importer.label}). {_DOWNLOAD}"
    )
