"""Who reads the items of an import: this process or several, and threads that fetch addresses."""

import queue
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from urllib.parse import urlsplit

from app.bulk_import.reading import ReadingJob, ReadItem, read
from app.process_pool import answered, started_pool

FETCHERS = 4
"""Addresses fetched at once, each of another host."""
Fetch = Callable[[], ReadingJob | ReadItem]
"""What fetches an address: what is to be read then, or the error."""
_ENDED = ReadItem(error="The process that read it ended unexpectedly.")


class Readers:
    """Reads items in the background; close them when done.

    A process that ends while it reads takes nothing else along: each item that was with its pool
    is read once more in a process of its own, and only one that ends that too has failed.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()
        self._fetchers: _Fetchers | None = None

    def read(self, job: ReadingJob) -> Future[ReadItem]:
        """The Drafts of bytes. With one worker they are read now, in this process."""
        if self._workers > 1:
            return self._submit(job)
        answer: Future[ReadItem] = Future()
        answer.set_result(read(job))
        return answer

    def fetch(self, address: str, fetch: Fetch) -> Future[ReadItem]:
        """The Drafts at an address; one address of a host is fetched at a time."""
        if self._fetchers is None:
            self._fetchers = _Fetchers()
        host = urlsplit(address).netloc.lower()
        return self._fetchers.submit(host, lambda: self._fetched(fetch))

    def close(self) -> None:
        """Ends the processes and threads; what they have not begun is cancelled."""
        self._stop_pool()
        if self._fetchers is not None:
            self._fetchers.close()

    def _fetched(self, fetch: Fetch) -> ReadItem:
        job = fetch()
        if isinstance(job, ReadItem):
            return job
        return result(self.read(job), job)

    def _submit(self, job: ReadingJob) -> Future[ReadItem]:
        with self._starting:
            if self._pool is None:
                self._pool = started_pool(self._workers)
            try:
                return self._pool.submit(read, job)
            except BrokenProcessPool:
                # Found broken; what it had is read alone, and a new one goes on.
                self._stop_pool()
                self._pool = started_pool(self._workers)
                return self._pool.submit(read, job)

    def _stop_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def result(answer: Future[ReadItem], job: ReadingJob | None) -> ReadItem:
    """An answer, once it is there; `job` is what is read, None for an address."""
    if job is None:
        return answer.result()
    return answered(read, job, answer, lambda _: _ENDED)


class _Fetchers:
    """Threads that fetch addresses. An interrupt waits for no server: they end with the program."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._hosts: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._is_open = True
        for _ in range(FETCHERS):
            threading.Thread(target=self._work, daemon=True).start()

    def submit(self, host: str, job: Callable[[], ReadItem]) -> Future[ReadItem]:
        """The answer of a job, which waits for an earlier one of the same host."""
        answer: Future[ReadItem] = Future()
        self._jobs.put(lambda: self._run(host, job, answer))
        return answer

    def close(self) -> None:
        """Ends each thread after its job."""
        self._is_open = False
        for _ in range(FETCHERS):
            self._jobs.put(lambda: None)

    def _work(self) -> None:
        while self._is_open:
            self._jobs.get()()

    def _run(self, host: str, job: Callable[[], ReadItem], answer: Future[ReadItem]) -> None:
        try:
            with self._hosts[host]:
                answer.set_result(job())
        except Exception as error:  # noqa: BLE001 - one item must never stop the rest
            answer.set_result(ReadItem(error=f"Could not be fetched: {type(error).__name__}."))
