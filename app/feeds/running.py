"""A run over feeds: several at once, a few of one host; first all feeds, then pages of excerpts.

One feed that is dead, slow or wrong stops no other. A run that is interrupted has stored what it
has reported and more; the next one goes on.
"""

import logging
import queue
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.errors import GlossError
from app.feeds.asking import FeedRun
from app.feeds.outcomes import FeedOutcome
from app.settings import Settings
from app.store.db import revision_locks
from app.store.db.library import Library
from app.store.db.revision_locks import RevisionLocks
from app.store.subscriptions import subscriptions

log = logging.getLogger(__name__)

WORKERS = 8
"""Feeds asked at the same time."""
PER_HOST = 4
"""Of those so many of one host at most: a feed that is slow must not hold up its neighbours."""
END_SECONDS = 2.0
"""How long the end of an interrupted run waits for what is being stored."""
_running = threading.Lock()
"""One run in a process at a time: the locks are the process's."""


@dataclass(slots=True)
class _Job:
    """A step of one feed; `host` is counted against `most` of them at the same time."""

    run: FeedRun
    host: str
    most: int
    step: Callable[[], None]
    error: Exception | None = None


def run(library: Library, settings: Settings, ids: Sequence[int]) -> Generator[FeedOutcome]:
    """Asks these feeds and stores their new items; yields each feed when it is done.

    What another process is asking at the moment is passed over. Nothing is annotated.
    """
    with _running, closing(revision_locks.locks_on(library, "feeds")) as locks:
        course = _Course(library, settings, locks)
        try:
            yield from course.outcomes(ids)
        finally:
            course.close()


class _Course:
    """The threads of one run, and what is left for them to do."""

    def __init__(self, library: Library, settings: Settings, locks: RevisionLocks) -> None:
        self._library = library
        self._settings = settings
        self._locks = locks
        self._stop = threading.Event()
        self._waiting: deque[_Job] = deque()
        self._asked: Counter[str] = Counter()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name="feeds", daemon=True) for _ in range(WORKERS)
        ]
        for thread in self._threads:
            thread.start()

    def outcomes(self, ids: Sequence[int]) -> Iterator[FeedOutcome]:
        """Every feed when it is done."""
        for id_ in ids:
            busy = self._add(id_)
            if busy is not None:
                yield busy
        self._begin_jobs()
        while self._asked.total():
            job = self._done.get()
            self._asked[job.host] -= 1
            outcome = self._outcome(job)
            self._begin_jobs()
            if outcome is not None:
                self._locks.release(outcome.subscription_id)
                yield outcome

    def close(self) -> None:
        """Ends the threads; each finishes what it is storing."""
        self._stop.set()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(END_SECONDS / WORKERS)

    def _add(self, id_: int) -> FeedOutcome | None:
        """Plans to ask a feed; its outcome where another process does."""
        with self._library.reading() as s:
            try:
                subscription = subscriptions.get(s, id_)
            except GlossError:
                return None  # removed meanwhile
        if not self._locks.take(id_):
            return FeedOutcome(id_, subscription.url, subscription.title, "busy")
        run = FeedRun(self._library, self._settings, subscription, self._stop)
        self._waiting.append(_Job(run, _host(subscription.url), PER_HOST, run.ask))
        return None

    def _begin_jobs(self) -> None:
        """Gives the threads what they may do now, in order."""
        passed_over: list[_Job] = []
        while self._waiting and self._asked.total() < WORKERS:
            job = self._waiting.popleft()
            if self._asked[job.host] >= job.most:
                passed_over.append(job)
                continue
            self._asked[job.host] += 1
            self._jobs.put(job)
        self._waiting.extendleft(reversed(passed_over))

    def _outcome(self, job: _Job) -> FeedOutcome | None:
        """The outcome of a feed that is done; None for one whose pages are to be fetched yet."""
        outcome = job.run.outcome
        if job.error is not None:
            return outcome
        pages_url = job.run.pages_url
        if pages_url is None:
            return outcome
        # Pages of one host wait for their turns anyway.
        pages = _Job(job.run, f"pages of {_host(pages_url)}", 1, job.run.fetch_pages)
        self._waiting.append(pages)
        return None

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if not self._stop.is_set():
                    job.step()
                    if job.run.pages_url is None:
                        job.run.finish()
            except Exception as error:  # what is wrong with one feed never stops the rest
                if not isinstance(error, GlossError):
                    log.exception("%s could not be asked", job.run.outcome.url)
                job.error = error
                _give_up(job.run, error)
            self._done.put(job)


def _give_up(run: FeedRun, error: Exception) -> None:
    run.outcome.state, run.outcome.error = "failed", f"{type(error).__name__}."
    with suppress(GlossError):  # where not even that can be stored, the next run asks it again
        run.give_up(error)


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
