"""Atom feeds (RFC 4287). Owns the format; all words are written as text, never as markup."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.text.canonical import REPLACEMENT
from app.web.http import caching

MEDIA_TYPE = "application/atom+xml"
_SPACE = "http://www.w3.org/2005/Atom"
# what XML 1.0, section 2.2, does not allow in a document
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("", _SPACE)
NEVER = datetime.fromtimestamp(0, UTC)
"""When a feed without entries was updated."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: the address of its page, which is its id too, and its summary in plain text.

    `published` is when what it is about came out, by default when it was `updated`. `language` is
    that of its words; None for the interface's.
    """

    url: str
    title: str
    updated: datetime
    summary: str
    published: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FeedAddresses:
    """Absolute addresses: of a feed, which is its id too, and of the page that it is about.

    `shown` is that of this part of a feed in parts (RFC 5005, section 3), `following` of the next.
    """

    url: str
    page: str
    shown: str
    following: str | None = None


def feed(
    at: FeedAddresses, title: str, entries: Iterable[FeedEntry], updated: datetime | None = None
) -> bytes:
    """A feed. It is as new as its newest entry, unless it was `updated` later."""
    listed = list(entries)
    changes = [entry.updated for entry in listed]
    newest = max([*changes, updated] if updated else changes, default=NEVER)
    root = ET.Element(_name("feed"))
    _add(root, "id", at.url)
    _add(root, "title", title)
    _add(root, "updated", newest.isoformat())
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=at.shown)
    _add(root, "link", rel="alternate", type="text/html", href=at.page)
    if at.following:
        _add(root, "link", rel="first", type=MEDIA_TYPE, href=at.url)
        _add(root, "link", rel="next", type=MEDIA_TYPE, href=at.following)
    _add(_add(root, "author"), "name", "Gloss")
    _add(root, "generator", "Gloss")
    for entry in listed:
        _add_entry(root, entry)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    language = {_LANGUAGE: entry.language} if entry.language else {}
    node = _add(root, "entry", None, **language)
    _add(node, "id", entry.url)
    _add(node, "title", entry.title)
    _add(node, "published", (entry.published or entry.updated).isoformat())
    _add(node, "updated", entry.updated.isoformat())
    _add(node, "link", rel="alternate", type="text/html", href=entry.url)
    _add(node, "summary", entry.summary, type="text")


def addresses(request: Request, path: str, page: str, cursor: str | None = None) -> FeedAddresses:
    """The addresses of a feed at `path` about `page`, and of its next part.

    They have the filters of the address that was asked, and no empty ones.
    """
    base = request.app.state.settings.base_url
    asked = [(name, value) for name, value in request.query_params.multi_items() if value]
    filters = [(name, value) for name, value in asked if name not in ("cursor", "limit")]
    sized = [(name, value) for name, value in asked if name != "cursor"]
    following = f"{base}{_with(path, [*sized, ('cursor', cursor)])}" if cursor else None
    return FeedAddresses(
        f"{base}{_with(path, filters)}",
        f"{base}{_with(page, filters)}",
        f"{base}{_with(path, asked)}",
        following,
    )


def _with(path: str, query: Sequence[tuple[str, str | None]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def respond(request: Request, body: bytes, *, private: bool) -> Response:
    """A feed as an answer that search engines do not list."""
    headers = {"X-Robots-Tag": "noindex"}
    media_type = f"{MEDIA_TYPE}; charset=utf-8"
    return caching.respond(request, body, media_type, private=private, headers=headers)


def _add(parent: ET.Element, name: str, words: str | None = None, **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, _name(name), {k: _legal(v) for k, v in attributes.items()})
    node.text = None if words is None else _legal(words)
    return node


def _name(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _legal(words: str) -> str:
    """The words without characters that no XML document may hold."""
    return _NOT_XML.sub(REPLACEMENT, words)
