"""The page cache of one process: kept answers, renderings under way, and looks into the change log.

Why nothing old is ever sent: a request first looks into the log, so every write that was answered
before the request came is known, and what depends on it is dropped. A rendering is registered
between that look and its own snapshot of the library; what any look finds until it is done may or
may not be in it, and an answer that depends on such a change is sent, but not kept.
"""

import asyncio
import threading
from collections.abc import Awaitable, Iterable
from concurrent.futures import ThreadPoolExecutor

from app.errors import LibraryBusy
from app.store.articles import intact_text
from app.store.change_log.dependencies import ARTICLE
from app.store.change_log.watcher import Changes, ChangeWatcher
from app.store.db.library import Library
from app.web.http.kept.answers import KeptAnswer, KeptAnswers
from app.web.http.kept.rendering import Rendering


class PageCache:
    """The kept answers of a library, at most `most` bytes of them.

    Its methods may be called from any thread; `look` belongs to the event loop.
    """

    def __init__(self, library: Library, most: int) -> None:
        self.answers = KeptAnswers(most)
        self._library = library
        self._watcher = ChangeWatcher(library)
        self._looks_inline = library.is_sqlite
        self._looking = threading.Lock()
        self._lock = threading.Lock()
        self._renderings: set[Rendering] = set()
        self._shared = SharedLooks(self)
        library.on_close(self._shared.close)

    async def look(self) -> bool:
        """Drops what is out of date; False where that cannot be known now."""
        if self._looks_inline:
            return self.look_now()
        return await self._shared.next()

    def look_now(self) -> bool:
        """The same at once: a few µs on SQLite, a round trip to the server on PostgreSQL."""
        with self._looking:
            try:
                changes = self._watcher.look()
            except LibraryBusy:
                return False
            if changes is not None:
                intact_text.forget(self._library.reader, _articles(changes))
                with self._lock:
                    self.answers.drop(changes)
                    for rendering in self._renderings:
                        rendering.note(changes)
        return True

    def find(self, asked: str) -> KeptAnswer | None:
        """The kept answer to an address, as of the last look."""
        with self._lock:
            return self.answers.find(asked)

    def address(self, asked: str) -> str:
        """The address under which the answer to this one is kept, as far as is known."""
        with self._lock:
            return self.answers.address(asked)

    def start(self) -> Rendering:
        """Begins a rendering, before anything is read for it."""
        rendering = Rendering()
        with self._lock:
            self._renderings.add(rendering)
        return rendering

    def keep(
        self, rendering: Rendering, asked: str, headers: Iterable[tuple[bytes, bytes]]
    ) -> bool:
        """Keeps what was rendered, if it is public and nothing that it depends on has changed."""
        rendered = rendering.rendered
        address = _address(rendering, asked)
        if rendered is None or address is None:
            return False
        answer = KeptAnswer(rendered, headers)
        with self._lock:
            if rendering.is_stale(answer.depends_on):
                return False
            self.answers.keep(address, asked, answer)
        return True

    def end(self, rendering: Rendering) -> None:
        """Ends a rendering, kept or not."""
        with self._lock:
            self._renderings.discard(rendering)

    def weigh_again(self, asked: str) -> None:
        """Counts what an answer takes, after it got another representation."""
        with self._lock:
            self.answers.weigh_again(asked)


def _articles(changes: Changes) -> list[int] | None:
    """The articles that changed; None where that may be any."""
    if changes.everything:
        return None
    return [one.id for one in changes.touched if one.kind == ARTICLE]


def _address(rendering: Rendering, asked: str) -> str | None:
    """Where the answer is kept: where its handler says, else where it was asked without a query.

    A number can be written with any number of zeros before it; such an answer is not kept.
    """
    rendered = rendering.rendered
    if rendered is None:
        return None
    if rendered.kept.address is not None:
        return rendered.kept.address
    return None if "?" in asked or "/0" in asked else asked


class SharedLooks:
    """Looks that wait for a database, outside of the event loop: one at a time, for all who wait.

    Whoever comes while one is under way waits for the next, which begins after the request came.
    """

    def __init__(self, cache: PageCache) -> None:
        self._cache = cache
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="change-log")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: asyncio.Future[bool] | None = None
        self._is_looking = False

    def next(self) -> Awaitable[bool]:
        """The outcome of the next look that begins."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            # Another loop: only tests run an application in several.
            self._loop, self._waiting, self._is_looking = loop, None, False
        if self._waiting is None:
            self._waiting = loop.create_future()
        waiting = self._waiting
        if not self._is_looking:
            self._begin(loop)
        return asyncio.shield(waiting)

    def close(self) -> None:
        """Ends the thread."""
        self._executor.shutdown(wait=False)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting, self._waiting = self._waiting, None
        self._is_looking = True
        try:
            look = loop.run_in_executor(self._executor, self._cache.look_now)
        except RuntimeError:  # no thread can be started now
            self._is_looking = False
            if waiting is not None:
                waiting.set_result(False)
            return

        def done(look: asyncio.Future[bool]) -> None:
            failed = look.cancelled() or look.exception() is not None
            if waiting is not None and not waiting.done():
                waiting.set_result(False if failed else look.result())
            if self._loop is loop:
                self._is_looking = False
                if self._waiting is not None:
                    self._begin(loop)

        look.add_done_callback(done)
