"""A feed and its items as the source has them, whatever its format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedWords:
    """Words of an item, as HTML or as plain text."""

    text: str
    is_html: bool


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed.

    `key` names it in its feed: what it gives as its id, else its address, else a digest of its
    words. `url` is its own address; `base` is what links in its words are resolved against.
    `content` is what the feed gives as the text, `summary` what it gives as less than that; in RSS
    a description can be either. `published` and `updated` are dates as written.
    """

    key: str
    url: str | None = None
    base: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    content: FeedWords | None = None
    summary: FeedWords | None = None
    description: FeedWords | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None


ITEMS_MAX = 10_000
"""Items of one feed that are read; public feeds have 10 to 500."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its first `ITEMS_MAX` items, `left_out` being the number of the others.

    `ttl_minutes` and `skip_hours` (of the day, UTC) say when not to ask for it again.
    """

    title: str | None
    site_url: str | None
    language: str | None
    items: tuple[FeedItem, ...]
    left_out: int = 0
    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
