"""OPML 1.0 and 2.0 (http://opml.org/spec2.opml), in and out."""

import pytest

from app.errors import Unprocessable
from app.importers.base import ListedFeed
from app.importers.feeds import opml, reading
from tests.importers.feeds.reading import parts

LIST = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Harbours"><outline text="Elm &amp; Co" type="rss" xmlURL="https://elm.example/feed"
  htmlUrl="https://elm.example/" category="/ports,sea"/>
<outline title="Café" text="x" xmlUrl="https://cafe.example/f?a=1&b=2"/></outline>
<outline text="again" xmlUrl="https://elm.example/feed"/>
<outline text="script" xmlUrl="javascript:alert(1)"/>
<outline text="A link" type="link" url="https://elm.example/page"/>
<outline text="A feed" type="rss" url="https://three.example/feed"/>
</body></opml>"""


def test_every_feed_of_a_list_is_read_once_with_its_folders() -> None:
    assert reading.listed_feeds(LIST.encode("latin-1")) == [
        ListedFeed(
            "https://elm.example/feed",
            "Elm & Co",
            ("ports", "sea", "Harbours"),
            "https://elm.example/",
        ),
        ListedFeed("https://cafe.example/f?a=1&b=2", "Café", ("Harbours",)),
        ListedFeed("https://three.example/feed", "A feed"),
    ]


def test_an_import_of_a_list_gives_its_feeds() -> None:
    assert parts(LIST.encode("latin-1")) == reading.listed_feeds(LIST.encode("latin-1"))
    with pytest.raises(Unprocessable, match="lists no feed"):
        parts("<opml><body/></opml>")


def test_what_is_written_is_read_again() -> None:
    feeds = [
        ListedFeed(
            "https://elm.example/feed?a=1&b=2",
            "Elm <&> “Co”",
            ("a b", "c/d"),
            "https://elm.example/",
        ),
        ListedFeed("https://elm.example/other"),
    ]
    assert reading.listed_feeds(opml.written("Mine", feeds)) == feeds


def test_another_file_is_no_list() -> None:
    with pytest.raises(Unprocessable, match="not an OPML list"):
        reading.listed_feeds(b"<rss><channel/></rss>")


def test_a_list_nested_deeper_than_any_has_no_end_of_folders() -> None:
    deep = "<outline text='x'>" * 5_000
    assert reading.listed_feeds(f"<opml><body>{deep}".encode()) == []
