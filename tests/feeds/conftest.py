"""A local site with feeds, and a library that may fetch from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app.feeds import running, subscribing
from app.feeds.outcomes import FeedOutcome
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.schema.articles import Article
from app.store.schema.imports import Subscription
from app.store.subscriptions import subscriptions
from tests.importers.feeds.reading import rss, whole
from tests.website import Site

WORDS = "The harbour of Port Elm was closed on Monday, and nobody was hurt. "


@dataclass
class Subscriber:
    """A library with the feeds of a local site."""

    library: Library
    settings: Settings
    site: Site

    def add(self, path: str = "/feed", **options: Any) -> int:
        """Subscribes to a path without asking it."""
        wanted = subscribing.options(**options)
        (added,) = subscribing.add_address(
            self.library, self.settings, self.site.url(path), wanted, check=False
        )
        assert added.id is not None
        return added.id

    def run(self, *ids: int) -> list[FeedOutcome]:
        """Asks these feeds, or all."""
        with self.library.reading() as s:
            wanted = list(ids) or subscriptions.all_ids(s)
        return list(running.run(self.library, self.settings, wanted))

    def serve(self, *items: str, path: str = "/feed", **headers: str) -> None:
        """Serves an RSS feed with these items."""
        feed = rss(*items).replace("https://elm.example", self.site.url("").rstrip("/"))
        self.site.serve(path, feed.encode(), 200, Content_Type="application/rss+xml", **headers)

    def subscription(self, id_: int = 1) -> Subscription:
        """A subscription as it is stored now."""
        with self.library.reading() as s:
            return subscriptions.get(s, id_)

    def titles(self) -> list[str | None]:
        """The titles of all articles, the oldest first."""
        with self.library.reading() as s:
            return [one.title for one in s.scalars(select(Article).order_by("id"))]

    def article(self, id_: int = 1) -> Article:
        """An article as the editor sees it."""
        with self.library.reading() as s:
            return articles.get(s, EDITOR, id_)

    def asked(self, path: str) -> int:
        """How often a path was asked."""
        return sum(1 for asked, _ in self.site.asked if asked == path)


def item(number: int, text: str = "", more: str = "") -> str:
    """An item with its whole text."""
    link = f"<link>https://elm.example/{number}</link><title>Report {number}</title>"
    return link + more + whole(text or f"{WORDS} Report {number}.")


def excerpt(number: int, more: str = "") -> str:
    """An item of which the feed has an excerpt."""
    link = f"<link>https://elm.example/{number}</link><title>Report {number}</title>"
    return f"{link}{more}<description>The harbour was closed […]</description>"


def page(number: int, words: str = WORDS) -> bytes:
    """The page of an item."""
    body = f"<article><h1>Report {number}</h1><p>{words * 5}</p></article>"
    return f"<!doctype html><title>Report {number}</title>{body}".encode()


@pytest.fixture
def subscriber(sqlite_library: Library) -> Iterator[Subscriber]:
    """A subscriber on SQLite."""
    site = Site()
    yield Subscriber(sqlite_library, site.settings(data=Path("unused"), fetch_tries=1), site)
    site.close()


@pytest.fixture
def either_subscriber(library: Library) -> Iterator[Subscriber]:
    """A subscriber on each database in turn."""
    site = Site()
    yield Subscriber(library, site.settings(data=Path("unused"), fetch_tries=1), site)
    site.close()
