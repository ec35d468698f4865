"""Atom 1.0 (RFC 4287) and 0.3, also where the namespace is missing."""

import html as html_module
from collections.abc import Iterable

import lxml.html
from lxml import etree

from app.importers.base import Part
from app.importers.declared_fields import names
from app.importers.feeds import elements, parts
from app.importers.feeds.elements import attribute, children, first, own_address, said, words
from app.importers.feeds.feed import ITEMS_MAX, Feed, FeedItem, FeedWords
from app.importers.urls import absolute
from app.translations import N_

_HTML = ("html", "text/html")
_XHTML = ("xhtml", "application/xhtml+xml")
_TEXT = ("", "text", "text/plain")
_TAGS_MAX = 100


class AtomFormat:
    """Atom."""

    label = N_("Atom")

    def recognises(self, root: etree._Element) -> bool:
        """Whether the first element is `feed`, or an `entry` alone."""
        return elements.name_of(root) in ("feed", "atom:feed", "entry", "atom:entry")

    def read(self, root: etree._Element, url: str | None) -> Iterable[Part]:
        """Every entry as an article or as its address."""
        return parts.parts(feed(root, url))


def feed(root: etree._Element, url: str | None) -> Feed:
    """The feed in an Atom file that came from `url`."""
    is_alone = elements.name_of(root).endswith("entry")
    entries = [root] if is_alone else list(_children(root, "entry"))
    base = elements.base_of(root, url)
    language = elements.language_of(root) or elements.language(root.get("lang"))
    site_url = absolute(_link(root, "alternate"), base)
    authors = () if is_alone else _byline(root)
    return Feed(
        title=None if is_alone else _title(root),
        site_url=site_url,
        language=language,
        items=tuple(_item(entry, url, authors) for entry in entries[:ITEMS_MAX]),
        left_out=max(0, len(entries) - ITEMS_MAX),
    )


def _children(element: etree._Element, name: str) -> Iterable[etree._Element]:
    return children(element, f"atom:{name}", name)


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return first(element, f"atom:{name}", name)


def _said(element: etree._Element, *given: str) -> str | None:
    return said(element, *[spelled for name in given for spelled in (f"atom:{name}", name)])


def _item(entry: etree._Element, url: str | None, authors: tuple[str, ...]) -> FeedItem:
    base = elements.base_of(entry, url)
    source = first(entry, "content", "atom:content")
    content, content_base, elsewhere = _content(source, base)
    address = absolute(_link(entry, "alternate"), base) or elsewhere or _id_as_address(entry)
    address = own_address(address, has_text=content is not None)
    summary = _construct(_first(entry, "summary"))
    title = _title(entry)
    return FeedItem(
        key=_said(entry, "id") or address or _digest(title, content or summary),
        url=address,
        base=content_base or address,
        title=title,
        byline=_byline(entry) or authors,
        published=_said(entry, "published", "issued", "created"),
        updated=_said(entry, "updated", "modified"),
        content=content,
        summary=summary,
        tags=_tags(entry),
        language=elements.language_of(entry if source is None else source),
    )


def _digest(title: str | None, written: FeedWords | None) -> str:
    return elements.digest(title, written.text if written else None)


def _content(
    source: etree._Element | None, base: str | None
) -> tuple[FeedWords | None, str | None, str | None]:
    """The words of `content` with the base of their links, or where they are instead."""
    if source is None:
        return None, base, None
    own_base = elements.base_of(source, base)
    if src := attribute(source, "src"):
        return None, own_base, absolute(src, own_base)
    return _construct(source), own_base, None


def _construct(element: etree._Element | None) -> FeedWords | None:
    """The words of a text construct (RFC 4287, 3.1); None where they are of another type."""
    if element is None:
        return None
    kind = attribute(element, "type").partition(";")[0].strip().lower()
    mode = attribute(element, "mode").lower()  # of Atom 0.3
    if kind in _XHTML or (mode in ("", "xml") and len(element)):
        return _words(_serialised(element), is_html=True)
    if kind in _HTML or mode == "escaped":
        return _words(words(element), is_html=True)
    return _words(words(element), is_html=False) if kind in _TEXT else None


def _words(text: str, *, is_html: bool) -> FeedWords | None:
    return FeedWords(text, is_html) if text.strip() else None


def _serialised(element: etree._Element) -> str:
    """The children of an element of XHTML as HTML."""
    lxml.html.xhtml_to_html(element)
    inside = [html_module.escape(element.text or "")]
    inside += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(inside)


def _title(element: etree._Element) -> str | None:
    """The title; one that is declared to be text can be HTML all the same, as feeds are."""
    source = _first(element, "title")
    if source is None:
        return None
    kind = attribute(source, "type").lower()
    if kind in _XHTML:
        return elements.title(words(source), is_html=False)
    is_html = True if kind in _HTML else None if attribute(source, "mode") else False
    return elements.title(words(source), is_html=is_html)


def _link(element: etree._Element, wanted: str) -> str | None:
    """The address that a link with this relation gives; a page before other types."""
    found = [
        link
        for link in _children(element, "link")
        if (attribute(link, "rel").lower() or "alternate").rpartition("/")[2] == wanted
    ]
    found.sort(key=lambda link: attribute(link, "type") not in ("", "text/html"))
    return attribute(found[0], "href") or None if found else None


def _id_as_address(entry: etree._Element) -> str | None:
    """An id that is a web address, where the entry gives no other."""
    written = _said(entry, "id") or ""
    return absolute(written, None) if written.startswith(("http://", "https://")) else None


def _byline(element: etree._Element) -> tuple[str, ...]:
    people = [_said(author, "name") or "" for author in _children(element, "author")]
    return names([one for one in people if one])


def _tags(entry: etree._Element) -> tuple[str, ...]:
    given = [attribute(e, "label") or attribute(e, "term") for e in _children(entry, "category")]
    given += [words(e) for e in children(entry, "dc:subject")]
    return parts.tags(given[:_TAGS_MAX])
