"""Atom feeds (RFC 4287). Owns the format; all words are written as text, never as markup."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from app.text.canonical import REPLACEMENT
from app.web.http import caching

MEDIA_TYPE = "application/atom+xml"
_SPACE = "http://www.w3.org/2005/Atom"
# what XML 1.0, section 2.2, does not allow in a document
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("", _SPACE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: the address of its page, which is its id too, and its summary in plain text."""

    url: str
    title: str
    updated: datetime
    summary: str


def feed(
    *, url: str, page: str, title: str, updated: datetime, entries: Iterable[FeedEntry]
) -> bytes:
    """A feed at `url` about the page at `page`, both absolute addresses."""
    root = ET.Element(_name("feed"))
    _add(root, "id", url)
    _add(root, "title", title)
    _add(root, "updated", updated.isoformat())
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=url)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(_add(root, "author"), "name", "Gloss")
    _add(root, "generator", "Gloss")
    for entry in entries:
        node = _add(root, "entry")
        _add(node, "id", entry.url)
        _add(node, "title", entry.title)
        _add(node, "updated", entry.updated.isoformat())
        _add(node, "link", rel="alternate", type="text/html", href=entry.url)
        _add(node, "summary", entry.summary, type="text")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


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
