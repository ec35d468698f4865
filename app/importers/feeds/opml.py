"""OPML 1.0 and 2.0: lists of feeds, read and written (http://opml.org/spec2.opml).

An OPML file holds no article: an import of one subscribes to its feeds, as `gloss feeds add` does.
"""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from app.errors import Unprocessable
from app.importers.base import ListedFeed, Part
from app.importers.declared_fields import line
from app.importers.feeds import parts
from app.importers.feeds.elements import attribute, name_of
from app.importers.urls import absolute
from app.translations import N_

FEEDS_MAX = 10_000


class OpmlFormat:
    """OPML."""

    label = N_("OPML")

    def recognises(self, root: etree._Element) -> bool:
        """Whether the first element is `opml`."""
        return name_of(root) == "opml"

    def read(self, root: etree._Element, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """The feeds, to be subscribed to. Raises Unprocessable where there is none."""
        feeds = list(listed(root))
        if not feeds:
            raise Unprocessable("The OPML file lists no feed.")
        return feeds


def listed(root: etree._Element) -> Iterator[ListedFeed]:
    """The feeds in an OPML file, each address once, at most `FEEDS_MAX`."""
    seen: set[str] = set()
    for outline in root.iter():
        if name_of(outline) != "outline":
            continue
        url = absolute(_feed_address(outline), None)
        if url is None or url in seen:
            continue
        seen.add(url)
        title = line(attribute(outline, "title") or attribute(outline, "text"))
        site_url = absolute(attribute(outline, "htmlUrl"), None)
        yield ListedFeed(url, title if title != url else None, _tags(outline), site_url)
        if len(seen) >= FEEDS_MAX:
            return


def written(title: str, feeds: Sequence[ListedFeed]) -> bytes:
    """An OPML 2.0 file of these feeds; their tags are its categories."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        named = feed.title or feed.url
        outline = etree.SubElement(
            body, "outline", type="rss", text=named, title=named, xmlUrl=feed.url
        )
        if feed.site_url:
            outline.set("htmlUrl", feed.site_url)
        if feed.tags:
            # A comma separates categories, so a tag cannot hold one.
            outline.set("category", ",".join(tag.replace(",", " ") for tag in feed.tags))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _feed_address(outline: etree._Element) -> str | None:
    """The address of an outline that is a feed: `xmlUrl`, else `url` of one that says it is."""
    address = attribute(outline, "xmlUrl")
    is_feed = attribute(outline, "type").lower() in ("rss", "atom", "feed")
    return address or (attribute(outline, "url") if is_feed else "") or None


def _tags(outline: etree._Element) -> tuple[str, ...]:
    """Its categories, and the names of the folders around it."""
    given = [part.strip(" /") for part in attribute(outline, "category").split(",")]
    folders = [
        attribute(around, "title") or attribute(around, "text")
        for around in outline.iterancestors()
        if name_of(around) == "outline"
    ]
    return parts.tags([*filter(None, given), *filter(None, reversed(folders))])
