"""Kept answers as they are served: without a query, once rendered, and to whom."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.store.change_log import dependencies
from app.store.db.library import Library
from app.store.ingest import adding, lifecycle
from app.store.ingest.captures import Capture
from app.web.http.kept.page_cache import PageCache, SharedLooks
from app.web.http.kept.rendering import SCOPE_KEY, Kept, Rendered
from app.web.http.kept.serving import ServeKept
from tests.building import draft
from tests.web.conftest import TOKEN, Web

Counting = Callable[[Library], AbstractContextManager[list[str]]]
GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def kept_page(client: TestClient, article: int) -> str:
    """The address of a page that is kept."""
    address = f"/articles/{article}"
    assert client.get(address, headers=GZIP).status_code == 200
    return address


def queries(client: TestClient, counting: Counting, address: str, **headers: str) -> int:
    """How many queries it takes to answer."""
    app: Any = client.app
    with counting(app.state.library) as asked:
        client.get(address, headers=headers)
    return len(asked)


def test_a_kept_answer_costs_no_query_and_has_the_same_bytes(
    app: FastAPI, client: TestClient, kept_page: str, count_queries: Counting
) -> None:
    fragments = ["/cards/1", "/panels/annotation/1", "/entities/1", "/panels/entity/1?article=1"]
    for address in (kept_page, *fragments, "/"):
        rendered = client.get(address)
        assert rendered.status_code == 200, address
        with count_queries(app.state.library) as asked:
            kept = client.get(address)
        assert (kept.content, kept.headers, asked) == (rendered.content, rendered.headers, [])


def test_each_coding_has_a_strong_tag_and_every_spelling_of_it_is_known(
    client: TestClient, kept_page: str
) -> None:
    packed, plain = (client.get(kept_page, headers=coding) for coding in (GZIP, PLAIN))
    assert packed.content == plain.content
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == (
        "gzip",
        None,
    )
    tags = packed.headers["etag"], plain.headers["etag"]
    assert tags[0] != tags[1]
    for answer in (packed, plain):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, no-cache"
        assert answer.headers["x-content-type-options"] == "nosniff"
    for known in (*tags, f"W/{tags[0]}", f'"other", {tags[1]}', "*"):
        answer = client.get(kept_page, headers=GZIP | {"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert (answer.headers["etag"], "content-type" in answer.headers) == (tags[0], False)
    assert client.get(kept_page, headers={"If-None-Match": '"other"'}).status_code == 200
    head = client.head(kept_page, headers=PLAIN)
    assert (head.content, head.headers) == (b"", plain.headers)


def test_parameters_that_mean_nothing_and_slugs_are_spellings_of_one_answer(
    app: FastAPI, client: TestClient, kept_page: str, count_queries: Counting
) -> None:
    cache: PageCache = app.state.page_cache
    number = len(cache.answers.addresses())
    for spelling in (f"{kept_page}?campaign=spring", f"{kept_page}/a-new-chair", f"{kept_page}?q"):
        first = client.get(spelling)
        assert queries(client, count_queries, spelling) == 0
        assert first.content == client.get(kept_page).content
    assert len(cache.answers.addresses()) == number
    client.get("/search?q=harbour")
    client.get("/entities/01")
    assert len(cache.answers.addresses()) == number
    assert client.get(f"{kept_page}?revision=2").status_code == 404
    assert client.get(f"{kept_page}?revision=x").status_code == 422
    assert client.get(f"{kept_page}?a=%00").status_code == 400


def test_nobody_gets_what_is_kept_for_others(
    client: TestClient, editor: TestClient, kept_page: str, count_queries: Counting
) -> None:
    assert client.get("/cards/1").headers["cache-control"] == "public, no-cache"
    assert editor.get("/cards/1").headers["cache-control"] == "private, no-store"
    assert "correct" in editor.get("/cards/1").text.casefold()
    assert client.get(kept_page, headers={"Host": "elsewhere.example"}).status_code == 400
    assert client.get(kept_page, headers={"Authorization": "Bearer x"}).status_code == 401
    signed_in = {"Cookie": "gloss_session=forged"}
    # The page is the same for the editor; a card is not, so who asks is found out first.
    assert queries(client, count_queries, kept_page, **signed_in) == 0
    assert queries(client, count_queries, "/cards/1", **signed_in) > 0


def test_private_answers_are_not_kept_and_closing_an_article_takes_its_page_away(
    app: FastAPI, client: TestClient, editor: TestClient, kept_page: str, article: int
) -> None:
    cache: PageCache = app.state.page_cache
    with app.state.library.writing() as s:
        lifecycle.set_visibility(s, article, "private")
    assert client.get(kept_page).status_code == 404
    assert editor.get(kept_page).headers["cache-control"] == "private, no-store"
    assert kept_page not in cache.answers.addresses()
    with app.state.library.writing() as s:
        lifecycle.set_visibility(s, article, "public")
    assert client.get(kept_page).status_code == 200


def test_a_cache_of_no_bytes_keeps_nothing_and_answers_the_same(
    web: Web, client: TestClient, kept_page: str
) -> None:
    without = web.client(page_cache_bytes=0)
    answer, kept = without.get(kept_page), client.get(kept_page)
    assert (answer.content, dict(answer.headers)) == (kept.content, dict(kept.headers))
    assert TOKEN not in answer.text


def test_a_question_mark_in_a_path_is_no_query(client: TestClient, kept_page: str) -> None:
    client.get(kept_page)
    for address in (f"{kept_page}/x%3Frevision=7", f"{kept_page}/revisions%3Fbefore=9"):
        client.get(address)
    assert client.get(f"{kept_page}/x?revision=7").status_code == 404
    assert "article-text" not in client.get(f"{kept_page}/revisions?before=9").text


def test_answers_from_the_cache_are_counted(
    client: TestClient, editor: TestClient, kept_page: str
) -> None:
    def answered() -> int:
        lines = editor.get("/metrics").text.splitlines()
        return next(int(x.split()[-1]) for x in lines if 'answers_total{status="200"}' in x)

    before = answered()
    for _ in range(3):
        client.get(kept_page)
    assert answered() == before + 4  # and the one to /metrics


class Slow:
    """An application that renders slowly: it lets others run before it answers."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.rendered = 0
        self.meanwhile = meanwhile

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.rendered += 1
        self.meanwhile()
        for _ in range(20):
            await asyncio.sleep(0)
        body = f"rendering {self.rendered}".encode()
        rendering = scope.get(SCOPE_KEY)
        if rendering is not None:
            depends_on = frozenset([dependencies.article(1)])
            rendering.rendered = Rendered(body, None, "d", "text/plain", Kept(depends_on))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


async def asking(app: ServeKept) -> bytes:
    """The body of the answer to one request."""
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    async def receive() -> Message:
        raise AssertionError("nothing is received")

    headers = [(b"host", b"127.0.0.1")]
    scope = {"type": "http", "method": "GET", "path": "/articles/1", "query_string": b""}
    await app(scope | {"headers": headers}, receive, send)
    return b"".join(parts)


def test_many_requests_for_one_page_render_it_once(library: Library) -> None:
    slow = Slow()
    app = ServeKept(slow, library.settings, PageCache(library, 100_000))

    async def several() -> list[bytes]:
        return await asyncio.gather(*[asking(app) for _ in range(8)])

    assert asyncio.run(several()) == [b"rendering 1"] * 8
    assert slow.rendered == 1


def test_a_rendering_that_raced_with_a_write_is_not_kept(library: Library) -> None:
    with library.writing() as s:
        adding.add(s, Capture(draft("The ferry left.", url="https://press.example/ferry")))

    def change() -> None:
        with library.writing() as s:
            visibility = lifecycle.not_withdrawn(s, 1).visibility
            other = "private" if visibility == "public" else "public"
            lifecycle.set_visibility(s, 1, other)

    slow = Slow(change)
    app = ServeKept(slow, library.settings, PageCache(library, 100_000))
    assert asyncio.run(asking(app)) == b"rendering 1"
    slow.meanwhile = lambda: None
    assert asyncio.run(asking(app)) == b"rendering 2"
    assert asyncio.run(asking(app)) == b"rendering 2"
    change()
    assert asyncio.run(asking(app)) == b"rendering 3"


def test_what_a_script_opens_is_no_part_of_what_is_kept(
    app: FastAPI, client: TestClient, kept_page: str, count_queries: Counting
) -> None:
    kept = app.state.page_cache.answers
    passage = client.post("/api/passages", json={"article": 1, "exact": "a new chair"}).json()
    shared = passage["url"].removeprefix("http://testserver")
    client.get(shared)
    before = kept.addresses()
    for page in (kept_page, shared):
        plain = client.get(page)
        for panel in ("annotation/1", "entity/2", "entity%2F3", "x" * 900):
            address = f"{page}?panel={panel}"
            assert queries(client, count_queries, address) == 0, address
            assert client.get(address).content == plain.content
    assert sorted(kept.addresses()) == sorted(before)
    # Elsewhere a parameter of that name may count: the next page of a list keeps it.
    client.get("/articles/1/revisions?panel=1")
    assert sorted(kept.addresses()) == sorted(before)


def test_a_look_for_which_no_thread_can_be_started_keeps_nobody_waiting(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL looks have a thread of their own; a process may have none left."""
    cache = PageCache(sqlite_library, 1_000_000)
    looks = SharedLooks(cache)

    def refused(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    async def look() -> list[bool]:
        with monkeypatch.context() as patched:
            patched.setattr(looks._executor, "submit", refused)
            without = [await looks.next() for _ in range(2)]
        return [*without, await looks.next()]

    assert asyncio.run(asyncio.wait_for(look(), 20)) == [False, False, True]
