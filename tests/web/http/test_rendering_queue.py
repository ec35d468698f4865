"""Answers are rendered a few at a time: cards first, nobody forever last, writes never waiting."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.settings import Settings
from app.web.security import rendering_queue
from app.web.security.rendering_queue import RenderingQueue


class Renderer:
    """An application whose answers are made when a test says so."""

    def __init__(self, most: int) -> None:
        self.begun: list[str] = []
        self.go_on: dict[str, asyncio.Event] = {}
        self.sent = asyncio.Event()
        self._queue = RenderingQueue(self._answer, Settings(renderings_max=most))

    async def _answer(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.begun.append(scope["path"])
        await self.go_on[scope["path"]].wait()
        if scope["path"] == "/fails":
            raise RuntimeError
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.sent.wait()

    def ask(self, path: str, method: str = "GET") -> "asyncio.Task[None]":
        """Asks for an address."""
        self.go_on[path] = asyncio.Event()
        scope = {"type": "http", "path": path, "method": method}
        return asyncio.create_task(self._queue(scope, _nothing, _nowhere))

    async def finish(self, path: str) -> None:
        """Lets an answer begin, and whoever is next."""
        self.go_on[path].set()
        await settled()


async def settled() -> None:
    """Lets every task go on as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def _nothing() -> Message:
    raise AssertionError


async def _nowhere(_message: Message) -> None:
    pass


def run(visit: Callable[[Renderer], Awaitable[None]], most: int) -> None:
    """Runs a visit to an application that renders so many answers at a time."""

    async def within_time() -> None:
        renderer = Renderer(most)
        async with asyncio.timeout(20):
            await visit(renderer)
        renderer.sent.set()

    asyncio.run(within_time())


def test_cards_and_panels_come_before_pages_that_asked_earlier() -> None:
    async def visit(renderer: Renderer) -> None:
        paths = ["/a", "/b", "/c", "/cards/1", "/panels/entity/1"]
        tasks = []
        for path in paths:
            tasks.append(renderer.ask(path))
            await settled()
        assert renderer.begun == ["/a", "/b", "/cards/1"]
        await renderer.finish("/a")
        assert renderer.begun[3:] == ["/panels/entity/1"]
        for path in ("/b", "/cards/1", "/panels/entity/1", "/c"):
            await renderer.finish(path)
        assert renderer.begun[3:] == ["/panels/entity/1", "/c"]
        renderer.sent.set()
        await asyncio.gather(*tasks)

    run(visit, most=3)


def test_one_of_several_turns_is_kept_for_cards() -> None:
    async def visit(renderer: Renderer) -> None:
        for path in ("/a", "/b", "/cards/1", "/cards/2"):
            renderer.ask(path)
            await settled()
        assert renderer.begun == ["/a", "/cards/1"]
        renderer.sent.set()
        for path in ("/cards/1", "/a", "/cards/2", "/b"):
            await renderer.finish(path)
        assert renderer.begun == ["/a", "/cards/1", "/cards/2", "/b"]

    run(visit, most=2)


def test_a_page_that_waited_too_long_is_not_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering_queue, "PATIENCE_SECONDS", -1.0)

    async def visit(renderer: Renderer) -> None:
        tasks = [renderer.ask(path) for path in ("/a", "/b", "/cards/1")]
        await settled()
        await renderer.finish("/a")
        assert renderer.begun == ["/a", "/b"]
        renderer.sent.set()
        await renderer.finish("/b")
        await renderer.finish("/cards/1")
        await asyncio.gather(*tasks)

    run(visit, most=1)


def test_writes_probes_and_files_do_not_wait() -> None:
    async def visit(renderer: Renderer) -> None:
        tasks = [renderer.ask("/a"), renderer.ask("/b")]
        await settled()
        tasks += [renderer.ask("/api/import", "POST"), renderer.ask("/healthz")]
        tasks += [renderer.ask("/static/app.css"), renderer.ask("/metrics")]
        await settled()
        assert renderer.begun == ["/a", "/api/import", "/healthz", "/static/app.css", "/metrics"]
        renderer.sent.set()
        for path in list(renderer.go_on):
            await renderer.finish(path)
        await asyncio.gather(*tasks)

    run(visit, most=1)


def test_a_failure_and_a_client_who_left_give_their_turns_to_others() -> None:
    async def visit(renderer: Renderer) -> None:
        fails, leaves, stays = (renderer.ask(path) for path in ("/fails", "/leaves", "/stays"))
        await settled()
        leaves.cancel()
        await settled()
        await renderer.finish("/fails")
        assert renderer.begun == ["/fails", "/stays"]
        stays.cancel()
        await settled()
        last = renderer.ask("/last")
        await settled()
        assert renderer.begun[-1] == "/last"
        renderer.sent.set()
        await renderer.finish("/last")
        await last
        assert isinstance(fails.exception(), RuntimeError)

    run(visit, most=1)


def test_cards_have_their_turn_also_while_every_page_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rendering_queue, "PATIENCE_SECONDS", -1.0)

    async def visit(renderer: Renderer) -> None:
        for path in ("/0", "/1", "/2", "/3", "/cards/1", "/cards/2"):
            renderer.ask(path)
        await settled()
        for path in ("/0", "/1", "/cards/1", "/2", "/cards/2", "/3"):
            await renderer.finish(path)
        assert renderer.begun == ["/0", "/1", "/cards/1", "/2", "/cards/2", "/3"]
        renderer.sent.set()

    run(visit, most=1)
