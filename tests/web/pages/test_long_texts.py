"""The page of a long text is sent part by part: the same bytes, few queries, little memory."""

import re
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI
from sqlalchemy import QueuePool
from starlette.requests import Request
from starlette.testclient import TestClient

from app.reading import article_page, long_text
from app.store.articles import articles
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.web.http.caching import chunks
from app.web.http.templating import environment
from tests.building import ingest, stub_layers
from tests.web.asking import first
from tests.web.conftest import Web

pytestmark = pytest.mark.usefixtures("stub_layers")

__all__ = ["stub_layers"]
Counting = Callable[[Library], AbstractContextManager[list[str]]]
SCENE = (
    "“The tide waits for {n} of us,” captain {name} Thorne said at the pier.\n\n"
    "Nobody else had counted the boats, and {name} Thorne left before the lamps were lit. "
    "It rained on the quay all night, as it had rained on the day before.\n\n"
)
NAMES = ("Ada", "Bran", "Cleo", "Dov")


def scenes(count: int) -> str:
    made = (SCENE.format(n=n, name=NAMES[n % len(NAMES)]) for n in range(count))
    return "".join(made).rstrip()


@pytest.fixture
def library(app: FastAPI) -> Library:
    opened: Library = app.state.library
    return opened


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is long, and a part of it, are a hundredth of what they are."""
    monkeypatch.setattr(long_text, "LONG_CHARACTERS", 1_000)
    monkeypatch.setattr(long_text, "FIRST_PART_CHARACTERS", 80)
    monkeypatch.setattr(long_text, "PART_CHARACTERS", 320)


class Words(HTMLParser):
    """The text content of `#article-text`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth, self.words = 0, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or dict(attrs).get("id") == "article-text":
            self.depth += tag == "div"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth) and tag == "div"

    def handle_data(self, data: str) -> None:
        self.words += data if self.depth else ""


def chunks_of(app: FastAPI, library: Library, article_id: int) -> Iterator[bytes]:
    """The chunks of an article's page, as the server asks for them."""
    request = Request({"type": "http", "path": "/", "headers": [], "query_string": b"", "app": app})
    with library.reading() as s:
        article, revision = articles.with_revision(s, ANYONE, article_id)
        context = article_page.load(library, s, ANYONE, article, revision, "http://testserver")
    template = environment.get_template("article.html")
    return chunks(
        template.generate(
            request=request,
            settings=app.state.settings,
            own_address="/articles/1",
            passage=None,
            **context,
        )
    )


def peak(app: FastAPI, library: Library, article_id: int) -> int:
    """The bytes that an article's page needs at once."""
    tracemalloc.start()
    for _ in chunks_of(app, library, article_id):
        pass
    needed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return needed


def test_a_page_in_parts_has_the_words_and_marks_of_the_page_at_once(
    web: Web, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = web.client(page_cache_bytes=0)  # the same text is long at the second time
    text = scenes(12)
    stored = ingest(library, text, title="The pier")
    address = f"/articles/{stored.article_id}"
    at_once = client.get(address)
    for name, value in (("LONG", 1_000), ("FIRST_PART", 10**9), ("PART", 10**9)):
        monkeypatch.setattr(long_text, f"{name}_CHARACTERS", value)
    as_one_part = client.get(address)
    monkeypatch.setattr(long_text, "FIRST_PART_CHARACTERS", 80)
    monkeypatch.setattr(long_text, "PART_CHARACTERS", 320)
    in_parts = client.get(address)
    assert in_parts.content == as_one_part.content
    assert Words(in_parts.text).words == text
    assert "etag" in at_once.headers
    # Before and behind the text there is more or less; the text itself is the same.
    own = at_once.text.partition('<div id="article-text"')[2].partition("</div>")[0]
    assert own in in_parts.text
    for said in ("Quoted directly", "Speakers", "4 speakers", "Ada Thorne"):
        assert said in in_parts.text.partition(own)[2]


@pytest.mark.usefixtures("short_parts")
def test_passages_and_focused_reading_of_a_long_text_are_marked(
    client: TestClient, editor: TestClient, library: Library
) -> None:
    text = scenes(12)
    stored = ingest(library, text)
    start = text.index("tide waits for 10")
    given = {"article": stored.article_id, "revision": 1, "start": start, "end": start + 17}
    code = editor.post("/api/passages", json=given).json()["code"]
    shown = client.get(f"/p/{code}").text
    assert 'id="passage"' in shown
    assert Words(shown).words == text
    entity = client.get("/api/entities?q=Cleo+Thorne").json()["items"][0]["id"]
    focused = client.get(f"/entities/{entity}/reading?article={stored.article_id}").text
    assert len(re.findall(r'<mark class="[^"]*entity[^"]* about"', focused)) == 6
    assert Words(focused).words == text


@pytest.mark.usefixtures("short_parts")
def test_a_head_request_makes_no_part(
    client: TestClient, library: Library, count_queries: Counting
) -> None:
    stored = ingest(library, scenes(12))
    with count_queries(library) as queries:
        answer = client.head(f"/articles/{stored.article_id}")
    assert (answer.status_code, answer.content, len(queries)) == (200, b"", 4)


def test_cards_and_panels_of_a_long_text_say_what_those_of_a_short_one_say(
    client: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, scenes(6) + "\n\n“So be it,” the harbour said of the 3.")
    addresses = [
        address
        for layer in ("entity", "quotation", "claim")
        for id_ in [first(client, stored.article_id, layer)]
        for address in (f"/cards/{id_}", f"/panels/annotation/{id_}", f"/annotations/{id_}")
    ]
    short = [client.get(address).content for address in addresses]
    monkeypatch.setattr(long_text, "LONG_CHARACTERS", 100)
    assert [client.get(address).content for address in addresses] == short
    assert b"other quotation" in b"".join(short)


def test_a_long_page_makes_few_queries_and_holds_no_connection_and_little_memory(
    app: FastAPI, library: Library, count_queries: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = scenes(520)
    assert len(text) > 1.1 * long_text.LONG_CHARACTERS
    article_id = ingest(library, text).article_id
    pool = library.reader.pool
    assert isinstance(pool, QueuePool)
    with count_queries(library) as queries:
        connections = {pool.checkedout() for _ in chunks_of(app, library, article_id)}
    assert connections == {0}
    assert len(queries) <= 5 + 1 + -(-len(text) // long_text.PART_CHARACTERS)
    in_parts = peak(app, library, article_id)
    monkeypatch.setattr(long_text, "LONG_CHARACTERS", len(text))
    assert in_parts < 0.6 * peak(app, library, article_id)
