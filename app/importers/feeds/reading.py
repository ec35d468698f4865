"""Bytes → a feed, whatever its format, name and charset: what a subscription reads."""

from app.errors import Unprocessable
from app.importers.base import ListedFeed
from app.importers.data_files import json_values, xml_parsing
from app.importers.feeds import atom, json_feed, opml, rss
from app.importers.feeds.atom import AtomFormat
from app.importers.feeds.feed import Feed
from app.importers.feeds.json_feed import JsonFeedFormat
from app.importers.feeds.opml import OpmlFormat
from app.importers.feeds.rss import RssFormat
from app.importers.other_formats import formats, signatures

_JSON = (formats.JSON_FEED, formats.JSON)
_XML = (formats.RSS, formats.ATOM, formats.OPML, formats.XML)


def feed(data: bytes, url: str | None) -> Feed:
    """The feed in `data`, which came from `url`. Raises Unprocessable for anything else."""
    kind = signatures.by_content(data)
    if kind in _JSON:
        value = json_values.parsed(data)
        if JsonFeedFormat().recognises(value):
            return json_feed.feed(value, url)
    if kind in _XML:
        root = xml_parsing.parsed(data)
        if RssFormat().recognises(root):
            return rss.feed(root, url)
        if AtomFormat().recognises(root):
            return atom.feed(root, url)
    raise Unprocessable("This is not a feed.")


def is_feed(data: bytes) -> bool:
    """Whether the bytes begin as a feed does."""
    return signatures.by_content(data) in (formats.RSS, formats.ATOM, formats.JSON_FEED)


def listed_feeds(data: bytes) -> list[ListedFeed]:
    """The feeds in an OPML file. Raises Unprocessable for anything else."""
    root = xml_parsing.parsed(data)
    if not OpmlFormat().recognises(root):
        raise Unprocessable("The file is not an OPML list of feeds.")
    return list(opml.listed(root))


def is_opml(data: bytes) -> bool:
    """Whether the bytes begin as an OPML file does."""
    return signatures.by_content(data) is formats.OPML
