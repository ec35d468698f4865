"""The feeds that a page names: `<link rel="alternate">` with the type of a feed.

https://blog.whatwg.org/feed-autodiscovery
"""

from app.importers.html_page import dom
from app.importers.urls import absolute

TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
)
FEEDS_MAX = 20
_OF_COMMENTS = ("/comments/", "comments/feed", "feed=comments")


def feed_addresses(data: bytes, url: str) -> list[str]:
    """The addresses of the feeds that a page from `url` names, those of comments last."""
    root = dom.parse(data)
    base_element = root.find(".//base[@href]")
    base = absolute(None if base_element is None else base_element.get("href"), url) or url
    found: dict[str, None] = {}
    for link in root.iter("link", "a"):
        is_alternate = "alternate" in (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        address = absolute(link.get("href"), base)
        if is_alternate and kind in TYPES and address:
            found.setdefault(address)
    first = sorted(found, key=lambda address: any(part in address for part in _OF_COMMENTS))
    return first[:FEEDS_MAX]
