"""The timer of a server's feeds: a process when feeds are due, and none otherwise."""

import time
from pathlib import Path

import pytest

from app import pipeline
from app.importers.base import AddressOnly
from app.serving import fetch_timer
from app.serving.fetch_timer import FetchTimer, due
from app.settings import Settings
from app.store.db.library import Library
from app.store.imports import awaited_addresses
from app.store.subscriptions import subscriptions
from app.store.subscriptions.subscriptions import SubscriptionOptions
from tests.feeds.conftest import item
from tests.importers.feeds.reading import rss
from tests.website import Site


def test_with_an_interval_what_is_due_is_asked_else_what_the_editor_wants(
    sqlite_library: Library,
) -> None:
    with sqlite_library.writing() as s:
        one, _ = subscriptions.add(s, "https://elm.example/1", SubscriptionOptions())
        other, _ = subscriptions.add(s, "https://elm.example/2", SubscriptionOptions())
        subscriptions.request(s, [other])
    with sqlite_library.reading() as s:
        assert due(s, Settings()) == [one.id, other.id]
        assert due(s, Settings(feeds_every_minutes=0)) == [other.id]


@pytest.mark.slow
def test_a_due_feed_and_a_wanted_address_are_asked_in_a_process_of_its_own(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_timer, "LOOK_SECONDS", 0.05)
    site = Site()
    words = "The ferry to Port Elm was late again, and nobody on the pier knew why. " * 3
    site.serve("/page", f"<!doctype html><title>The pier</title><p>{words}</p>".encode())
    site.serve("/feed", rss(item(1)).encode(), Content_Type="application/rss+xml")
    settings = site.settings(data=sqlite_library.settings.data)
    timer = FetchTimer(settings)
    try:
        with sqlite_library.writing() as s:
            subscriptions.add(s, site.url("/feed"), SubscriptionOptions())
            awaited_addresses.put(s, AddressOnly(site.url("/later")), "public")
        list_ = (
            f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF='{site.url('/page')}'>a</A></DL>"
        )
        pipeline.import_bytes(sqlite_library, settings, list_.encode())
        deadline = time.monotonic() + 60
        items, waiting = 0, 2
        while not (items and waiting == 1) and time.monotonic() < deadline:
            timer.check()
            time.sleep(0.05)
            with sqlite_library.reading() as s:
                items = subscriptions.listed(s)[0].items
                waiting = awaited_addresses.count(s)
        assert (items, waiting) == (1, 1)
        with sqlite_library.reading() as s:
            assert awaited_addresses.newest(s)[0].address.url == site.url("/later")
        with sqlite_library.reading() as s:
            assert due(s, settings) == []
    finally:
        timer.terminate()
        timer.end(10)
        site.close()


def test_a_library_that_cannot_be_asked_is_asked_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_timer, "LOOK_SECONDS", 0.0)
    timer = FetchTimer(Settings(data=tmp_path))  # has no tables
    timer.check()
    assert timer._look_at > time.monotonic() + 30
    timer.end(0)
