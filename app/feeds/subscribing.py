"""How a feed is subscribed to: by its address, by that of a page that names it, by an OPML list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app import fetch, importers
from app.errors import GlossError, Unprocessable
from app.fetch.requests import FEED, Fetched
from app.importers.base import ListedFeed
from app.importers.declared_fields import line
from app.importers.feeds import discovery, opml, parts, reading
from app.importers.file_parts import fetched_parts
from app.importers.urls import link
from app.settings import Settings
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.subscriptions import subscriptions
from app.store.subscriptions.subscriptions import (
    WORD_MAX_CHARACTERS,
    WORDS_MAX,
    SubscriptionOptions,
)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A feed that was added, or why it was not; `created` is false for one that was there."""

    url: str
    id: int | None = None
    title: str | None = None
    created: bool = False
    error: str | None = None


def add_address(
    library: Library,
    settings: Settings,
    url: str,
    options: SubscriptionOptions,
    *,
    check: bool = True,
) -> Iterator[Subscribed]:
    """Subscribes to a feed, to the one that a page names, or to every one in an OPML file there.

    Without `check` the address is not asked before its first run.
    """
    try:
        address = link(url.strip()).partition("#")[0]
    except (GlossError, ValueError) as error:
        reason = error.message if isinstance(error, GlossError) else "The address is not valid."
        yield Subscribed(url, error=reason)
        return
    if not check:
        yield _add(library, ListedFeed(address), options)
        return
    try:
        page = fetch.fetch(address, settings, FEED)
        data = importers.with_charset(page.data, page.content_type)
        if reading.is_opml(data):
            closed = fetch.closed_to(page.url, settings)
            yield from add_listed(library, data, options, closed)
        else:
            yield _add(library, _feed_at(page, data, address, settings), options)
    except GlossError as error:
        yield Subscribed(address, error=error.message)


def add_listed(
    library: Library,
    data: bytes,
    options: SubscriptionOptions,
    closed_hosts: frozenset[str] = frozenset(),
) -> Iterator[Subscribed]:
    """Subscribes to the feeds in an OPML file; none of them is asked. Raises Unprocessable.

    Not to those at `closed_hosts`, which a list from the internet may not name.
    """
    if reading.is_feed(data):
        raise Unprocessable(
            "This is a single feed, not a list of feeds. Subscribe to its address instead."
        )
    feeds = reading.listed_feeds(data)
    if not feeds:
        raise Unprocessable("The OPML file lists no feed.")
    for feed in feeds:
        if fetched_parts.is_at_one_of(closed_hosts, feed.url):
            yield Subscribed(feed.url, error=fetched_parts.CLOSED)
        else:
            yield _add(library, feed, options)


def exported(library: Library) -> bytes:
    """Every subscription that has not ended, as an OPML file."""
    with library.reading() as s:
        return opml.written("Gloss", subscriptions.feeds(s))


def options(
    title: str | None = None,
    visibility: str = "public",
    tags: Sequence[str] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> SubscriptionOptions:
    """Options as people give them, made tidy. Raises Unprocessable for words without a letter."""
    return SubscriptionOptions(
        line(title, 200), visibility, parts.tags(tags), _words(include), _words(exclude)
    )


def _words(given: Sequence[str]) -> tuple[str, ...]:
    shown = [line(one, WORD_MAX_CHARACTERS) for one in given]
    words = tuple(dict.fromkeys(one for one in shown if one))
    if len(words) > WORDS_MAX:
        raise Unprocessable(f"At most {WORDS_MAX} words can be given for a feed.")
    for word in words:
        if not any(c.isalnum() for c in word):
            raise Unprocessable(f"“{word}” has no letter and no digit, so it cannot be looked for.")
    return words


def _feed_at(page: Fetched, data: bytes, asked_for: str, settings: Settings) -> ListedFeed:
    """The feed that an address gives, or the first that the page there names. Raises GlossError."""
    if reading.is_feed(data):
        return _read(page, data, asked_for)
    for address in discovery.feed_addresses(data, page.url):
        found = fetch.fetch(address, fetch.settings_for(page.url, settings), FEED)
        content = importers.with_charset(found.data, found.content_type)
        if reading.is_feed(content):
            return _read(found, content, address)
    raise Unprocessable(f"{page.url} is not a feed, and names none.")


def _read(page: Fetched, data: bytes, asked_for: str) -> ListedFeed:
    """A feed by the address it has for good. Raises Unprocessable."""
    feed = reading.feed(data, page.url)
    url = page.url if page.moved_from else asked_for
    return ListedFeed(url, feed.title, site_url=feed.site_url)


def _add(library: Library, feed: ListedFeed, options: SubscriptionOptions) -> Subscribed:
    tags = parts.tags((*options.tags, *feed.tags))
    own = replace(options, title=options.title or feed.title, tags=tags)
    with library.writing() as s:
        subscription, created = subscriptions.add(s, feed.url, own, feed.site_url)
        return Subscribed(feed.url, id_of(subscription), subscription.title, created)
