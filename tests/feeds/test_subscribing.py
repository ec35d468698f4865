"""Feeds are added by their address, by a page that names them, by a list; and given back as one."""

import pytest

from app import pipeline
from app.errors import Unprocessable
from app.feeds import subscribing
from app.feeds.subscribing import Subscribed
from app.importers.base import ListedFeed, Skipped
from app.importers.feeds import opml, reading
from app.store.subscriptions import subscriptions
from tests.feeds.conftest import Subscriber, item

NOTHING = subscribing.options()


def add(subscriber: Subscriber, path: str) -> list[Subscribed]:
    """What comes of adding an address that is asked first."""
    url = subscriber.site.url(path)
    return list(subscribing.add_address(subscriber.library, subscriber.settings, url, NOTHING))


def test_a_feed_is_added_once_with_its_title(subscriber: Subscriber) -> None:
    subscriber.serve(item(1))
    (first,) = add(subscriber, "/feed#top")
    assert (first.title, first.created, first.error) == ("Elm News", True, None)
    assert first.url == subscriber.site.url("/feed")
    (again,) = add(subscriber, "/feed")
    assert (again.id, again.created) == (first.id, False)


def test_the_feed_of_a_page_is_found(subscriber: Subscriber) -> None:
    subscriber.serve(item(1))
    links = b'<link rel="alternate" type="application/rss+xml" href="/feed">'
    subscriber.site.serve("/", b"<!doctype html><title>Elm</title>" + links + b"<p>Words.")
    (added,) = add(subscriber, "/")
    assert added.url == subscriber.site.url("/feed")


def test_an_address_that_moved_for_good_is_added_where_it_is(subscriber: Subscriber) -> None:
    subscriber.serve(item(1), path="/new")
    subscriber.site.serve("/old", b"", 301, Location="/new")
    (added,) = add(subscriber, "/old")
    assert added.url == subscriber.site.url("/new")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/page", "is not a feed, and names none"), ("/none", "answered 404"), (" x", "not valid")],
)
def test_what_is_no_feed_is_not_added(subscriber: Subscriber, path: str, reason: str) -> None:
    subscriber.site.serve("/page", b"<p>Words.")
    subscriber.site.serve("/none", b"", 404)
    url = subscriber.site.url(path) if path.startswith("/") else "javascript:alert(1)"
    added = subscribing.add_address(subscriber.library, subscriber.settings, url, NOTHING)
    assert [reason in (one.error or "") for one in added] == [True]
    with subscriber.library.reading() as s:
        assert subscriptions.listed(s) == []


def test_an_import_of_a_list_subscribes_to_its_feeds_once(subscriber: Subscriber) -> None:
    data = opml.written("Mine", [ListedFeed("https://elm.example/feed", "Elm", ("Ports",))])
    for _ in range(2):
        report = pipeline.import_bytes(subscriber.library, subscriber.settings, data)
        assert [(one.also_imported, one.error) for one in report] == [
            (Skipped("subscriptions", 1), None)
        ]
    with subscriber.library.reading() as s:
        (feed,) = subscriptions.feeds(s)
    assert feed == ListedFeed("https://elm.example/feed", "Elm", ("Ports",))


def test_a_list_at_an_address_is_added_whole(subscriber: Subscriber) -> None:
    feeds = [ListedFeed(f"https://elm.example/{n}", f"Feed {n}", ("ports",)) for n in range(3)]
    subscriber.site.serve("/list", opml.written("Mine", feeds), Content_Type="text/xml")
    assert [one.title for one in add(subscriber, "/list")] == ["Feed 0", "Feed 1", "Feed 2"]


def test_a_round_trip_of_a_list_loses_nothing(subscriber: Subscriber) -> None:
    feeds = [
        ListedFeed(
            "https://elm.example/a?x=1&y=2", "A <&> “b”", ("ports", "sea"), "https://elm.example/"
        ),
        ListedFeed("https://elm.example/b"),
    ]
    data = opml.written("Mine", feeds)
    list(subscribing.add_listed(subscriber.library, data, NOTHING))
    exported = subscribing.exported(subscriber.library)
    assert sorted(reading.listed_feeds(exported), key=lambda f: f.url) == feeds
    again = list(subscribing.add_listed(subscriber.library, exported, NOTHING))
    assert [one.created for one in again] == [False, False]
    assert subscribing.exported(subscriber.library) == exported


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<rss><channel><title>x</title></channel></rss>", "single feed, not a list"),
        (b"<opml><body/></opml>", "lists no feed"),
        (b"words", "not well-formed"),
        (b"<html><p>x", "not an OPML list"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    subscriber: Subscriber, data: bytes, reason: str
) -> None:
    with pytest.raises(Unprocessable, match=reason):
        list(subscribing.add_listed(subscriber.library, data, NOTHING))


def test_words_without_a_letter_cannot_be_looked_for() -> None:
    with pytest.raises(Unprocessable, match="no letter"):
        subscribing.options(exclude=["—"])
    with pytest.raises(Unprocessable, match="At most"):
        subscribing.options(include=[f"word{n}" for n in range(51)])
    assert subscribing.options(include=[" a  b ", "", "a b"]).include == ("a b",)
