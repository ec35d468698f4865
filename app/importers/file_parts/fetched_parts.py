"""What is read of bytes that a server gave: pages, plain text, Markdown and feeds, nothing else.

Anybody can write what an address gives. So nothing in it speaks for a person, for this library or
for a page of another host, as a file may that the editor chose.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from app.errors import Unprocessable
from app.importers.base import (
    AddressOnly,
    Draft,
    Importer,
    ListedFeed,
    Packed,
    PackedFile,
    Part,
    Skipped,
    Unreadable,
)
from app.importers.data_files.json_file import JsonImporter
from app.importers.data_files.xml_file import XmlImporter
from app.importers.feeds.json_feed import JsonFeedFormat
from app.importers.markdown_file import MarkdownImporter
from app.importers.text import TextImporter
from app.importers.urls import DEFAULT_PORTS, canonical_url, same_host
from app.importers.web_page import HtmlImporter

CLOSED = "It is at a private host, which an address on the internet may not lead to."
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


def harmless(
    parts: Iterable[Part | Packed], importer: Importer, packed: PackedFile
) -> Iterator[Part]:
    """The parts without what only a file of the editor's may say. Raises Unprocessable.

    Which page a web page may say it is `html_page.own_address` has judged; items of a feed are
    elsewhere.
    """
    for part in parts:
        if isinstance(part, Draft):
            yield _without_own(part, importer, packed.url)
        elif isinstance(part, AddressOnly):
            is_closed = is_at_one_of(packed.closed_hosts, part.url)
            yield Unreadable(part.url, CLOSED) if is_closed else replace(part, highlights=())
        elif isinstance(part, Unreadable | Skipped):
            yield part
        elif isinstance(part, ListedFeed):
            raise Unprocessable(
                "This address gives a list of feeds. “gloss feeds add” subscribes to them."
            )
        else:
            raise _refused(importer)


def _without_own(draft: Draft, importer: Importer, url: str | None) -> Draft:
    is_elsewhere = url and draft.source_url and not same_host(draft.source_url, url)
    if is_elsewhere and importer.name == MarkdownImporter.name:
        draft = replace(draft, source_url=url, spellings=())
    return replace(draft, own=None, highlights=())


def is_at_one_of(hosts: frozenset[str], url: str) -> bool:
    """Whether an address, or what it is stored as, is at one of these hosts (`host:port`)."""
    with suppress(Unprocessable, ValueError):
        for address in (url, canonical_url(url)):
            stated = urlsplit(address)
            port = stated.port or DEFAULT_PORTS.get(stated.scheme, 0)
            host = (stated.hostname or "").lower()
            if f"[{host}]:{port}" in hosts or f"{host}:{port}" in hosts:
                return True
    return False


def _refused(importer: Importer) -> Unprocessable:
    return Unprocessable(
        f"Of an address only web pages, plain text, Markdown and feeds are read; this one gives"
        f" another file ({importer.label}). {_DOWNLOAD}"
    )
