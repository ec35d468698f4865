"""RSS 0.90 to 2.0, and RSS 1.0 in RDF.

https://www.rssboard.org/rss-specification (2.0, and what it took from 0.91 and 0.92),
https://web.resource.org/rss/1.0/spec, https://www.rssboard.org/rss-profile.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from app.importers.base import Part
from app.importers.declared_fields import names
from app.importers.feeds import elements, parts
from app.importers.feeds.elements import attribute, children, first, own_address, said, words
from app.importers.feeds.feed import ITEMS_MAX, Feed, FeedItem, FeedWords
from app.importers.urls import absolute, same_site
from app.translations import N_

_ROOTS = ("rss", "rdf:rdf", "rdf")
_PERSON = re.compile(r"\S{1,200}@\S{1,200}\s{1,9}\((.{1,200})\)")
_MINUTES_MAX = 40_320
_TAGS_MAX = 100


class RssFormat:
    """RSS of any version."""

    label = N_("RSS")

    def recognises(self, root: etree._Element) -> bool:
        """Whether the first element is `rss`, or `RDF` with a channel or items of RSS."""
        if elements.name_of(root) not in _ROOTS:
            return False
        return any(elements.name_of(child) in ("channel", "item") for child in root)

    def read(self, root: etree._Element, url: str | None) -> Iterable[Part]:
        """Every item as an article or as its address."""
        return parts.parts(feed(root, url))


def feed(root: etree._Element, url: str | None) -> Feed:
    """The feed in an RSS file that came from `url`."""
    channel = first(root, "channel")
    about = root if channel is None else channel
    site_url = _site(about, url)
    declared = elements.language(said(about, "language", "dc:language"))
    every = list(_items(root, about))
    items = [_item(item, site_url or url, url) for item in every[:ITEMS_MAX]]
    return Feed(
        title=elements.title(said(about, "title")),
        site_url=site_url,
        language=declared or elements.language_of(about),
        items=tuple(items),
        left_out=len(every) - len(items),
        ttl_minutes=_number(said(about, "ttl"), _MINUTES_MAX),
        skip_hours=frozenset(_skip_hours(about)),
    )


def _items(root: etree._Element, channel: etree._Element) -> Iterator[etree._Element]:
    """The items: inside the channel, and in RSS 0.90 and 1.0 beside it."""
    yield from children(channel, "item")
    if channel is not root:
        yield from children(root, "item")


def _site(channel: etree._Element, url: str | None) -> str | None:
    """The address of the site that a feed is of, which `link` gives, and not `atom:link`."""
    base = elements.base_of(channel, url)
    return absolute(said(channel, "link"), base)


def _item(item: etree._Element, site_url: str | None, url: str | None) -> FeedItem:
    base = elements.base_of(item, site_url)
    content = said(item, "content:encoded", "xhtml:body", "xhtml:div")
    description = said(item, "description", "dc:description")
    if content is None:
        content, base = _of_atom(item, base)
    address = _address(item, base, site_url, has_text=bool(content or description))
    guid = said(item, "guid", "atom:id")
    title = elements.title(said(item, "title", "dc:title"))
    written = said(item, "pubdate", "dc:date", "dcterms:issued", "atom:published")
    return FeedItem(
        key=guid or address or elements.digest(title, content or description),
        url=address,
        base=address or base or url,
        title=title,
        byline=_byline(item),
        published=written,
        updated=said(item, "dcterms:modified", "atom:updated"),
        content=FeedWords(content, is_html=True) if content else None,
        description=FeedWords(description, is_html=True) if description else None,
        tags=_tags(item),
        language=elements.language(said(item, "dc:language")),
    )


def _of_atom(item: etree._Element, base: str | None) -> tuple[str | None, str | None]:
    """Atom's `content` in an RSS item, as HTML."""
    content = first(item, "atom:content")
    if content is None or attribute(content, "type") not in ("html", "text/html"):
        return None, base
    return words(content) or None, elements.base_of(content, base)


def _address(
    item: etree._Element, base: str | None, site_url: str | None, *, has_text: bool
) -> str | None:
    """The item's own address: the original link, the link, or an id that is one.

    Where a feed comments on others' pages, its link leads there and its id to the words it has
    itself. A link to a whole site is no item's.
    """
    original = absolute(said(item, "feedburner:origlink"), base)
    link = original or absolute(said(item, "link") or _alternate(item), base)
    permalink = _permalink(item)
    if has_text and link and permalink and _is_comment(link, permalink, site_url):
        return permalink
    found = link or permalink or absolute(attribute(item, "about") or None, base)
    return own_address(found, has_text=has_text)


def _is_comment(link: str, permalink: str, site_url: str | None) -> bool:
    """Whether an item links to another site and has its own address at this one."""
    return site_url is not None and not same_site(link, site_url) and same_site(permalink, site_url)


def _alternate(item: etree._Element) -> str | None:
    for link in children(item, "atom:link"):
        if attribute(link, "rel") in ("", "alternate"):
            return attribute(link, "href") or None
    return None


def _permalink(item: etree._Element) -> str | None:
    """The id of an item, where it is an address: the default of RSS 2.0 is that it is."""
    guid = first(item, "guid")
    if guid is None or attribute(guid, "isPermaLink").lower() == "false":
        return None
    written = words(guid)
    return absolute(written, None) if written.startswith(("http://", "https://")) else None


def _byline(item: etree._Element) -> tuple[str, ...]:
    written = [words(e) for e in children(item, "dc:creator")]
    if not any(written):
        written = [words(e) for e in children(item, "author", "?:author")]
    return names([_without_mail(one) for one in written if one])


def _without_mail(written: str) -> str:
    """The name in “jane@elm.example (Jane Roe)”; nothing where there is only an address."""
    person = _PERSON.fullmatch(written[:500])
    if person:
        return person[1]
    return "" if "@" in written and " " not in written else written


def _tags(item: etree._Element) -> tuple[str, ...]:
    given = [words(e) for e in children(item, "category", "dc:subject")]
    return parts.tags(given[:_TAGS_MAX])


def _skip_hours(channel: etree._Element) -> Iterator[int]:
    skipped = first(channel, "skiphours")
    for hour in () if skipped is None else children(skipped, "hour"):
        number = _number(words(hour), 24)
        if number is not None:
            yield number % 24  # RSS 0.91 counts to 24


def _number(written: str | None, most: int) -> int | None:
    found = (written or "").strip()
    if not found.isascii() or not found.isdecimal() or len(found) > 9:
        return None
    return min(int(found), most)
