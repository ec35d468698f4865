"""Private hosts that the settings allow: no list or feed of a stranger leads there."""

import pytest

from app import fetch, pipeline
from app.bulk_import import awaited
from app.bulk_import.reading import ReadingJob
from app.bulk_import.storing import PendingItem
from app.feeds import subscribing
from app.fetch.requests import Fetched
from app.importers.file_parts import fetched_parts
from app.settings import Settings
from app.store.db.library import Library
from app.store.imports import awaited_addresses
from tests.feeds.conftest import excerpt
from tests.importers.feeds.reading import rss

SETTINGS = Settings(fetch_allow=("intra.example:80", "[::1]:8080"))
PUBLIC, PRIVATE = "https://elm.example/list", "http://intra.example/secret"
LIST = (
    f'<opml version="2.0"><body><outline type="rss" text="x" xmlUrl="{PRIVATE}"/>'
    '<outline type="rss" text="y" xmlUrl="https://elm.example/feed"/></body></opml>'
)
FEED = rss(excerpt(1).replace("https://elm.example/1", PRIVATE), excerpt(2)).encode()


def answers(monkeypatch: pytest.MonkeyPatch, body: bytes, url: str) -> Fetched:
    """Lets every address give this."""
    page = Fetched(url, body, "application/xml", "utf-8")
    monkeypatch.setattr(fetch, "fetch", lambda *_, **__: page)
    return page


@pytest.mark.parametrize(
    "url", [PRIVATE, "http://INTRA.example:80/x", "http://[::1]:8080/", "http://intra.example./x"]
)
def test_addresses_at_allowed_hosts_are_known_in_every_spelling(url: str) -> None:
    closed = fetch.closed_to(PUBLIC, SETTINGS)
    assert fetched_parts.is_at_one_of(closed, url)
    assert not fetched_parts.is_at_one_of(closed, "http://intra.example:81/x")
    assert not fetched_parts.is_at_one_of(closed, PUBLIC)
    assert fetch.closed_to(PRIVATE, SETTINGS) == frozenset()


@pytest.mark.parametrize(("origin", "refused"), [(PUBLIC, 1), (PRIVATE, 0)])
def test_a_list_from_the_internet_names_no_private_feed(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch, origin: str, refused: int
) -> None:
    answers(monkeypatch, LIST.encode(), origin)
    added = list(subscribing.add_address(sqlite_library, SETTINGS, origin, subscribing.options()))
    assert [one.url for one in added if one.error] == [PRIVATE][:refused]
    assert sum(one.created for one in added) == 2 - refused


def test_a_list_that_the_editor_gives_may_name_one(sqlite_library: Library) -> None:
    added = subscribing.add_listed(sqlite_library, LIST.encode(), subscribing.options())
    assert [one.error for one in added] == [None, None]


@pytest.mark.parametrize(("origin", "refused"), [(PUBLIC, 1), (PRIVATE, 0)])
def test_a_feed_from_the_internet_lets_no_private_address_wait(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch, origin: str, refused: int
) -> None:
    page = answers(monkeypatch, FEED, origin)
    report = pipeline.import_url(sqlite_library, SETTINGS, origin)
    assert len(report.failed) == refused
    with sqlite_library.reading() as s:
        assert awaited_addresses.count(s) == 2 - refused
    monkeypatch.setattr(sqlite_library, "settings", SETTINGS)
    job = awaited.fetched(sqlite_library, PendingItem(page.url))
    assert isinstance(job, ReadingJob)
    assert len(job.packed.closed_hosts) == 2 * refused
