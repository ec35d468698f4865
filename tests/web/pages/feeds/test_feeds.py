"""Every feed is valid, has all of its list, and holds nothing that the reader may not see."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from starlette.testclient import TestClient

from app.web.http import atom
from app.web.pages.feeds.article_entries import published_at
from tests.web.asking import add, entity_of
from tests.web.boards import new_board, public, share
from tests.web.conftest import TEXT, Web
from tests.web.pages.feeds import atom_rules

HERE = "http://testserver"
ADDRESSES = (
    "/feed.atom",
    "/feed.atom?publisher=The+Averil+Courier&since=2030-01-01",
    "/search.atom?q=harbour+board",
    "/search.atom",
    "/quotes.atom",
    "/quotes.atom?speaker=Helene+Strand&act=speech",
    "/claims.atom",
    "/claims.atom?q=crowns&about=",
    "/entities/1.atom",
    "/articles/1/revisions.atom",
)


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[TestClient]:
    with Web(demo_file.parent).client() as client:
        yield client


def parsed(client: TestClient, address: str) -> Any:
    """A feed as feed readers read it, after our own checks."""
    answer = client.get(address.removeprefix(HERE))
    assert answer.status_code == 200, address
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert atom_rules.wrong_with(answer.content) == []
    headers = {"content-type": answer.headers["content-type"]}
    read = feedparser.parse(answer.content, response_headers=headers)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def relations(read: Any) -> dict[str, str]:
    return {link.rel: link.href for link in read.feed.links}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_feed_is_valid_and_says_where_it_is(demo: TestClient, address: str) -> None:
    read = parsed(demo, address)
    asked = address.removesuffix("&about=")
    assert relations(read)["self"] == f"{HERE}{asked}"
    assert read.feed.id == f"{HERE}{asked}"
    assert bool(read.entries) == (address != "/search.atom")
    page = relations(read)["alternate"].removeprefix(HERE)
    assert demo.get(page).status_code == 200
    for entry in read.entries[:5]:
        assert demo.get(entry.link.removeprefix(HERE)).status_code in (200, 302, 303), entry.link


@pytest.mark.parametrize(
    "address",
    [
        "/feed.atom?limit=7",
        "/search.atom?q=harbour&limit=4",
        "/quotes.atom?act=speech&limit=60",
        "/claims.atom?limit=30",
        "/entities/1.atom?limit=3",
    ],
)
def test_parts_of_a_feed_lead_on_and_lose_nothing(demo: TestClient, address: str) -> None:
    seen: list[str] = []
    ids = set()
    at, parts = address, 0
    while at:
        read = parsed(demo, at)
        ids.add(read.feed.id)
        seen += [entry.id for entry in read.entries]
        assert relations(read)["self"].removeprefix(HERE) == at
        at = relations(read).get("next", "").removeprefix(HERE)
        parts += 1
        assert parts < 100
    assert parts > 2
    assert len(set(seen)) == len(seen)
    everything = parsed(demo, re.sub(r"limit=\d+", "limit=200", address))
    assert seen[: len(everything.entries)] == [entry.id for entry in everything.entries]
    assert len(ids) == 1, "the parts are one feed"


def test_the_history_of_an_article_leads_on(editor: TestClient, article: int) -> None:
    for number in range(40):
        new = editor.put(f"/api/articles/{article}", json={"text": f"Day {number}.\n\n{TEXT}"})
        assert new.status_code == 201
    address = f"/articles/{article}/revisions.atom"
    seen: list[str] = []
    while address:
        read = parsed(editor, address)
        seen += [entry.id for entry in read.entries]
        assert relations(read)["self"].removeprefix(HERE) == address
        address = relations(read).get("next", "").removeprefix(HERE)
    assert len(set(seen)) == len(seen) == 41


def test_an_article_is_published_on_its_day_and_updated_when_it_was_captured(
    client: TestClient, editor: TestClient, article: int
) -> None:
    first = parsed(client, "/feed.atom").entries[0]
    assert first.published == "2031-05-02T00:00:00+00:00"
    captured = client.get(f"/api/articles/{article}").json()["captured_at"]
    assert first.updated == captured
    assert first.id == f"{HERE}/articles/{article}"
    assert "2 May 2031." in first.summary
    editor.put(f"/api/articles/{article}", json={"text": f"{TEXT} More."})
    again = parsed(client, "/feed.atom").entries[0]
    assert again.id == first.id
    assert again.updated > first.updated


@pytest.mark.parametrize(
    ("day", "is_doubted", "moment"),
    [
        ("2031-05-02", False, datetime(2031, 5, 2, tzinfo=UTC)),
        ("2031-05-02", True, None),
        (None, False, None),
        ("2031", False, None),
        ("0000-00-00", False, None),
    ],
)
def test_a_day_that_is_held_is_when_an_article_came_out(
    day: str | None, is_doubted: bool, moment: datetime | None
) -> None:
    assert published_at(day, is_doubted) == moment


def test_quotations_name_their_speaker_and_their_article(client: TestClient, article: int) -> None:
    vale = entity_of(client, "Ingrid Vale")
    read = parsed(client, f"/quotes.atom?speaker={vale}")
    assert read.feed.title == "What Ingrid Vale said"
    (entry,) = read.entries
    assert entry.title.startswith("Ingrid Vale: The mole will stand for a hundred years")
    assert "A new chair" in entry.summary
    assert entry.published == "2031-05-02T00:00:00+00:00"


def test_a_search_feed_has_what_was_added_last_first(editor: TestClient, article: int) -> None:
    newer = add(editor, "A mole. It was seen once.", title="Seen")
    found = parsed(editor, "/search.atom?q=mole").entries
    assert [int(entry.id.rpartition("/")[2]) for entry in found] == [newer, article]


def test_a_board_is_a_feed_of_its_passages(
    client: TestClient, editor: TestClient, article: int
) -> None:
    board = public(editor, new_board(editor, share(client, article)))
    read = parsed(client, f"{board}.atom")
    assert read.feed.title == "What was promised"
    (entry,) = read.entries
    assert entry.title == "It chose a new chair."
    assert "/p/" in entry.id
    assert f'href="{board}.atom"' in client.get(board).text


def test_what_is_private_is_in_no_feed(
    web: Web, client: TestClient, editor: TestClient, article: int
) -> None:
    words = TEXT.replace("Ostra", "Lenn").replace("mole", "secret pier")
    hidden = add(editor, words, title="Kept back", published="2031-05-03")
    code = share(editor, hidden, "It chose a new chair.")
    board = public(editor, new_board(editor, code, share(client, article)))
    vale = entity_of(client, "Ingrid Vale")
    editor.patch(f"/api/articles/{hidden}", json={"visibility": "private"})
    addresses = (
        "/feed.atom",
        "/search.atom?q=pier",
        "/search.atom?q=chair",
        "/quotes.atom",
        f"/quotes.atom?speaker={vale}",
        "/claims.atom",
        f"/entities/{vale}.atom",
        f"{board}.atom",
    )
    for address in addresses:
        for reader in (client, editor):  # the same bytes for everybody
            entries = str(parsed(reader, address).entries)
            assert "Kept back" not in entries
            assert "pier" not in entries
            assert code not in entries
            assert f"/articles/{hidden}'" not in entries
    closed = web.client(public_reading=False)
    for address in addresses[:-1]:
        assert closed.get(address).status_code == 401
    shown = web.client(editor=True, public_reading=False).get("/feed.atom")
    assert "Kept back" in shown.text
    assert shown.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("/", ["/feed.atom"]),
        ("/?publisher=The+Averil+Courier&since=", ["/feed.atom?publisher=The+Averil+Courier"]),
        ("/search?q=harbour", ["/search.atom?q=harbour"]),
        ("/quotes?speaker=1&cursor=", ["/quotes.atom?speaker=1"]),
        ("/claims?about=1&limit=5", ["/claims.atom?about=1"]),
        ("/entities/1", ["/entities/1.atom", "/quotes.atom?speaker=1"]),
        ("/articles/1", ["/articles/1/revisions.atom"]),
        ("/articles/1/revisions", ["/articles/1/revisions.atom"]),
    ],
)
def test_pages_name_their_feeds(demo: TestClient, page: str, feeds: list[str]) -> None:
    links = re.findall(r'<link rel="alternate" [^>]*>', demo.get(page).text)
    named = [re.findall(r'href="([^"]+)"', link)[0] for link in links if "atom+xml" in link]
    assert [address.replace("&amp;", "&") for address in named] == feeds
    for address in feeds:
        parsed(demo, address)


def test_our_checks_see_what_is_wrong() -> None:
    moment = datetime(2031, 5, 2, tzinfo=UTC)
    entry = atom.FeedEntry("http://a.example/1", "A", moment, "Words")
    good = atom.feed(atom.FeedAddresses(*["http://a.example/f"] * 3), "Feed", [entry])
    assert atom_rules.wrong_with(good) == []
    for path in ("id", "updated", "author", "link", "entry/id", "entry/published", "entry/link"):
        node = ET.fromstring(good)
        *above, name = (f"{atom_rules.SPACE}{part}" for part in path.split("/"))
        parent = node.find(above[0]) if above else node
        assert parent is not None
        found = parent.find(name)
        assert found is not None
        parent.remove(found)
        assert atom_rules.wrong_with(ET.tostring(node)) != [], path
    whole_entry = good[good.index(b"<entry") : good.index(b"</feed>")]
    naive = good.replace(b"2031-05-02T00:00:00+00:00", b"2031-05-02T00:00:00", 1)
    twice = good.replace(whole_entry, whole_entry * 2)
    relative = good.replace(b"http://a.example/1", b"/1")
    for bad in (naive, twice, relative):
        assert atom_rules.wrong_with(bad) != []
