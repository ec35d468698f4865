"""How many answers one process renders at a time; the others wait in a queue, cards before pages.

Python runs one thread at a time, so many threads that render finish no sooner, only all of them
late, and each holds a connection with its cache. Kept answers, static files, probes and writes do
not wait here. Of several turns one is kept for cards and panels: pages that take tenths of a second
would hold all of them.
"""

import asyncio
import time
from collections import deque

from anyio.lowlevel import RunVar
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings
from app.web.security.checks import PROBES

NOT_RENDERED = (*PROBES, "/metrics")
_FIRST = ("/cards/", "/panels/")
"""Small answers that somebody waits for with the pointer on a word; pages come after them."""
_CARDS_OR_PANELS, _PAGES = 0, 1
PATIENCE_SECONDS = 0.1
"""A page that has waited for so long is no longer passed by; what people notice, not tuned."""


class RenderingQueue:
    """Lets so many answers be rendered at a time as `renderings_max` says."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._most = settings.renderings_max
        self._turns: RunVar[_Turns] = RunVar("rendering turns")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request when its turn has come; the turn ends when the answer begins."""
        if scope["type"] != "http" or not _is_rendered(scope):
            return await self.app(scope, receive, send)
        turns = self._turns_of_loop()
        rank = _CARDS_OR_PANELS if scope["path"].startswith(_FIRST) else _PAGES
        await turns.begin(rank)
        is_over = False

        def end() -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                turns.end(rank)

        async def sending(message: Message) -> None:
            end()  # what follows is up to the client, or a text that is sent while it is made
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            end()

    def _turns_of_loop(self) -> "_Turns":
        """Those of the running event loop: only tests run an application in several."""
        try:
            return self._turns.get()
        except LookupError:
            self._turns.set(turns := _Turns(self._most))
            return turns


def _is_rendered(scope: Scope) -> bool:
    path: str = scope["path"]
    is_read = scope["method"] in ("GET", "HEAD")
    return is_read and path not in NOT_RENDERED and not path.startswith("/static/")


class _Turns:
    """Turns that are free, and who waits for one: a queue for each rank, the first rank first."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._free_for_pages = max(1, most - 1)
        self._was_late = False
        self._waiting: tuple[deque[_Waiting], ...] = (deque(), deque())

    async def begin(self, rank: int) -> None:
        """Returns when the caller has a turn."""
        if self._is_free(rank):
            return self._take(rank)
        waiting = _Waiting()
        self._waiting[rank].append(waiting)
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting.turn.done() and not waiting.turn.cancelled():
                self.end(rank)  # it came at the same moment
            raise

    def end(self, rank: int) -> None:
        """Gives a turn back, and to whoever is next."""
        self._free += 1
        self._free_for_pages += rank == _PAGES
        for next_rank in self._in_order():
            queue = self._waiting[next_rank]
            while queue and self._is_free(next_rank):
                waiting = queue.popleft()
                if not waiting.turn.done():
                    self._take(next_rank)
                    waiting.turn.set_result(None)

    def _is_free(self, rank: int) -> bool:
        return self._free > 0 and (rank == _CARDS_OR_PANELS or self._free_for_pages > 0)

    def _take(self, rank: int) -> None:
        self._free -= 1
        self._free_for_pages -= rank == _PAGES

    def _in_order(self) -> tuple[int, int]:
        """The ranks, that of pages first where its first has lost its patience.

        Then the others have their turn: under lasting load every page is late.
        """
        pages = self._waiting[_PAGES]
        is_late = bool(pages) and pages[0].since < time.monotonic() - PATIENCE_SECONDS
        self._was_late = is_late and not self._was_late
        return (_PAGES, _CARDS_OR_PANELS) if self._was_late else (_CARDS_OR_PANELS, _PAGES)


class _Waiting:
    """A request that waits, since when, and what it waits for."""

    __slots__ = ("since", "turn")

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
