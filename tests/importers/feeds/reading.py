"""How tests read a feed: its parts, as an import finds them."""

from app import importers
from app.importers.base import AddressOnly, Draft, PackedFile, Part, Unreadable

URL = "https://elm.example/feed"


def parts(feed: str | bytes, *, name: str = "a.txt", media_type: str | None = None) -> list[Part]:
    """The parts of a feed that came from `URL`; a wrong name changes nothing."""
    data = feed.encode() if isinstance(feed, str) else feed
    packed = PackedFile(data, name, media_type, URL)
    return list(importers.read_parts(packed, longest=2_000_000))


def drafts(feed: str | bytes, *, media_type: str | None = None) -> list[Draft]:
    """The articles of a feed, in order."""
    return [part for part in parts(feed, media_type=media_type) if isinstance(part, Draft)]


def addresses(feed: str | bytes) -> list[str]:
    """The addresses of items without a text."""
    return [part.url for part in parts(feed) if isinstance(part, AddressOnly)]


def unreadable(feed: str | bytes) -> list[tuple[str, str]]:
    """The items that cannot be imported, each with the reason."""
    found = [part for part in parts(feed) if isinstance(part, Unreadable)]
    return [(part.item, part.message) for part in found]


def rss(*items: str, head: str = "", version: str = "2.0", more: str = "") -> str:
    """An RSS feed with these items."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0"?><rss version="{version}" {more}><channel><title>Elm News</title>'
        f"<link>https://elm.example/</link>{head}{inside}</channel></rss>"
    )


def atom(*entries: str, more: str = 'xmlns="http://www.w3.org/2005/Atom"', head: str = "") -> str:
    """An Atom feed with these entries."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed {more}><title>Elm News</title><link href="/"/>{head}{inside}</feed>'


def whole(words: str = "The harbour of Port Elm was closed on Monday.") -> str:
    """An item's whole text, as RSS gives it."""
    return f"<content:encoded><![CDATA[<p>{words}</p>]]></content:encoded>"
