"""Too many requests at once: those beyond a bound are refused at once, probes never."""

import asyncio

import httpx2
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from app.settings import Settings
from app.web.security.body_limits import BodyLimits
from app.web.security.overload import Overload
from tests.web.conftest import Web


def _client(app: FastAPI) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=app)
    return httpx2.AsyncClient(transport=transport, base_url="http://testserver")


def test_beyond_the_bound_requests_are_refused_until_it_has_room_again(web: Web) -> None:
    app = web.app(requests_max=2, renderings_max=3)

    async def visit() -> None:
        go_on = asyncio.Event()
        waiting = asyncio.Semaphore(0)

        @app.get("/slow/{number}")
        async def slow(number: int) -> None:
            waiting.release()
            await go_on.wait()

        async with _client(app) as client, asyncio.timeout(20):
            busy = [asyncio.create_task(client.get(f"/slow/{n}")) for n in range(2)]
            for _ in busy:
                await waiting.acquire()
            for address in ("/", "/api/articles", "/static/app.css"):
                refused = await client.get(address)
                assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
                assert refused.headers["content-security-policy"]
            for probe in ("/healthz", "/readyz"):
                assert (await client.get(probe)).status_code == 200
            go_on.set()
            assert [answer.status_code for answer in await asyncio.gather(*busy)] == [200, 200]
            assert (await client.get("/")).status_code == 200

    try:
        asyncio.run(visit())
    finally:
        app.state.library.close()


def test_a_request_whose_client_sends_slowly_takes_no_room() -> None:
    async def run() -> None:
        begun, rest = asyncio.Event(), asyncio.Event()

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            begun.set()
            while (await receive())["more_body"]:
                pass

        async def slow_body() -> Message:
            is_first = not rest.is_set()
            await rest.wait()
            return {"type": "http.request", "body": b"a", "more_body": is_first}

        async def nowhere(message: Message) -> None:
            raise AssertionError(message)

        overload = Overload(application, Settings(requests_max=1))
        scope = {"type": "http", "path": "/"}
        slow = asyncio.create_task(overload(scope, slow_body, nowhere))
        await begun.wait()
        assert overload.working == 0
        rest.set()
        await slow
        assert overload.working == 0

    asyncio.run(run())


def test_the_deadline_of_a_body_does_not_count_the_wait_for_a_thread() -> None:
    messages: list[Message] = [{"type": "http.request", "body": b"all of it", "more_body": False}]
    bodies, sent = [], []

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.05)
        bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return messages.pop()

    async def send(message: Message) -> None:
        sent.append(message["status"])

    scope = {"type": "http", "path": "/share", "headers": []}
    limits = BodyLimits(late, Settings(request_timeout_seconds=0.01))
    asyncio.run(limits(scope, receive, send))
    assert (bodies, sent) == ([b"all of it"], [200])


def test_a_client_that_is_sent_to_and_listened_to_at_once_is_left_out_once() -> None:
    """As a streamed answer does, whose client has not sent the body that it announced."""
    seen: list[int] = []
    release = asyncio.Event()

    async def waiting() -> Message:
        seen.append(overload.working)
        await release.wait()
        return {"type": "http.disconnect"}

    async def reading(_message: Message) -> None:
        await waiting()

    async def answering(_scope: Scope, receive: Receive, send: Send) -> None:
        both = asyncio.gather(receive(), send({"type": "http.response.start"}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        release.set()
        await both
        seen.append(overload.working)

    overload = Overload(answering, Settings())
    scope = {"type": "http", "path": "/articles/1", "method": "GET"}
    asyncio.run(overload(scope, waiting, reading))
    assert seen == [0, 0, 1]  # beside the work of this one request
    assert overload.working == 0
