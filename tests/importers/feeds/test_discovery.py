"""The feeds that a page names."""

from app.importers.feeds.discovery import feed_addresses

PAGE = b"""<!doctype html><base href="/news/"><head>
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="feed.atom">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="stylesheet" type="application/rss+xml" href="/s">
<link rel="alternate" type="application/feed+json" href="javascript:alert(1)">
<link rel="alternate" type="application/feed+json" href="feed.atom"></head><p>Words."""


def test_feeds_are_found_by_relation_and_type_those_of_comments_last() -> None:
    assert feed_addresses(PAGE, "https://elm.example/x/y") == [
        "https://elm.example/news/feed.atom",
        "https://elm.example/comments/feed/",
    ]


def test_a_page_without_feeds_names_none() -> None:
    assert feed_addresses(b"<p>Words.", "https://elm.example/") == []
