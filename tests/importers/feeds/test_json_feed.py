"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

import pytest

from app.errors import Unprocessable
from app.importers.base import DeclaredDate
from tests.importers.feeds.reading import addresses, drafts, parts, unreadable

TEXT = "The harbour of Port Elm was closed on Monday."


def feed(*items: Any, version: str = "1.1", **more: Any) -> str:
    whole = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Elm News",
        "home_page_url": "https://elm.example/",
        "items": list(items),
    }
    return json.dumps(whole | more)


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_an_article_has_all_that_its_feed_declares(version: str) -> None:
    item = {
        "id": 7,
        "url": "/pier",
        "title": "5 < 6",
        "content_html": f"<p>{TEXT}</p>",
        "date_published": "2024-03-05T23:30:00-05:00",
        "author": {"name": "Ana Orr"},
        "tags": ["harbour", "harbour", 5],
        "language": "de",
    }
    (found,) = drafts(feed(item, version=version))
    assert (found.text, found.title) == (TEXT, "5 < 6")
    assert found.source_url == "https://elm.example/pier"
    assert found.byline == ("Ana Orr",)
    assert found.publisher == "Elm News"
    assert found.language == "de"
    assert found.declared_date == DeclaredDate("2024-03-05", "feed")
    assert found.fields.tags == ("harbour",)


def test_plain_text_has_its_paragraphs() -> None:
    (found,) = drafts(feed({"id": "1", "content_text": f"{TEXT}\n\n<b> & so on."}))
    assert found.text == f"{TEXT}\n\n<b> & so on."


def test_authors_of_the_feed_are_those_of_its_items() -> None:
    item = {"id": "1", "content_text": TEXT}
    (found,) = drafts(feed(item, authors=[{"name": "Ana Orr"}, {"name": "Ben Vale"}, 5]))
    assert found.byline == ("Ana Orr", "Ben Vale")


def test_an_item_with_a_summary_alone_is_to_be_fetched() -> None:
    items = [
        {"id": "1", "url": "https://elm.example/1", "summary": TEXT * 50},
        {"id": "https://elm.example/2"},
        {"id": "3", "external_url": "https://other.example/3"},
    ]
    wanted = ["https://elm.example/1", "https://elm.example/2", "https://other.example/3"]
    assert addresses(feed(*items)) == wanted


@pytest.mark.parametrize("bad", [5, None, [], "x", {}, {"id": {}, "content_html": 5, "url": [1]}])
def test_a_bad_item_stops_no_other(bad: Any) -> None:
    whole = feed(bad, {"id": "1", "content_text": TEXT})
    assert unreadable(whole) == [("item 1", "It has neither a text nor an address.")]
    assert len(parts(whole)) == 2


@pytest.mark.parametrize("items", [5, {"a": 1}, None, "x"])
def test_items_that_are_no_list_are_none(items: Any) -> None:
    assert parts(feed(items=items)) == []


def test_a_version_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(Unprocessable, match="JSON"):
        parts('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000)
