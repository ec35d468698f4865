"""Annotating as a service: takes what is pending again and again, until it is told to stop.

What is pending is a fact in the library, so nothing is lost when the process that runs this ends.
New revisions are noticed by their ids, which costs one look-up in an index; the whole library is
looked through at the start and every `FULL_SCAN_SECONDS`, for what became pending otherwise.
"""

import heapq
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing

from sqlalchemy.exc import DBAPIError

from app import pipeline
from app.errors import GlossError, LibraryBusy
from app.store.annotations import runs
from app.store.db.claims import WATCHING, Claims, claims_on
from app.store.db.library import Library

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
"""How soon a revision is noticed that another process stored."""
FULL_SCAN_SECONDS = 600.0
CLAIMED_SECONDS = 5.0
"""When a revision is looked at again that another process is annotating: it may die."""
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 2.0, 60.0
"""The pause after a failure that passes (a lock, a full disk) doubles from one to the other."""
Wait = Callable[[float], Iterable[int] | None]
PASSING = (LibraryBusy, DBAPIError, OSError, MemoryError)


class PendingQueue:
    """The revisions that one process has still to annotate, in the order in which it takes them.

    First those that it was asked for, then those that failed and are due again, then by id.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._asked: deque[int] = deque()
        self._batch: deque[int] = deque()
        self._later: list[tuple[float, int]] = []
        self._after = 0
        self._full_scan_at = 0.0

    def ask(self, revision_ids: Iterable[int]) -> None:
        """Takes these revisions first."""
        self._asked.extend(revision_ids)

    def postpone(self, revision_id: int, seconds: float) -> None:
        """Takes a revision again after so many seconds."""
        heapq.heappush(self._later, (time.monotonic() + seconds, revision_id))

    def next(self) -> int | None:
        """The revision to annotate now, or None."""
        if self._asked:
            return self._asked.popleft()
        if self._later and self._later[0][0] <= time.monotonic():
            return heapq.heappop(self._later)[1]
        if not self._batch:
            self._look()
        return self._batch.popleft() if self._batch else None

    def _look(self) -> None:
        if time.monotonic() >= self._full_scan_at:
            self._after, self._full_scan_at = 0, time.monotonic() + FULL_SCAN_SECONDS
        versions = pipeline.versions(self._library)
        with self._library.reading() as s:
            newest = runs.newest_revision(s)
            if newest <= self._after:
                return
            # What failed in this version would fail again: `gloss annotate --stale` tries it.
            found = runs.pending(s, versions, only_unrun=True, after=self._after)
        self._after = found[-1] if found else newest
        postponed = {revision_id for _, revision_id in self._later}
        self._batch.extend(id_ for id_ in found if id_ not in postponed)


class Annotator:
    """Annotates one library's pending revisions in this process.

    `working_on` is told each revision before it is annotated, and 0 after it.
    """

    def __init__(self, library: Library, working_on: Callable[[int], None]) -> None:
        self._library = library
        self._working_on = working_on
        self._queue = PendingQueue(library)
        self._pause = FIRST_RETRY_SECONDS

    def run(self, wait: Wait, is_over: Callable[[], bool]) -> None:
        """Annotates until `is_over`, which is asked after each text.

        `wait` sleeps for so many seconds, or less where there is something to do. It returns the
        revisions that were asked for meanwhile, or None to end.
        """
        while True:
            try:
                with closing(claims_on(self._library)) as claims:
                    return self._run(claims, wait, is_over)
            except PASSING as error:  # the library cannot be reached at all
                log.warning("nothing is annotated for now: %s", _reason(error))
                if wait(self._longer()) is None:
                    return None

    def _run(self, claims: Claims, wait: Wait, is_over: Callable[[], bool]) -> None:
        is_watching = False
        seconds = 0.0
        while (asked := wait(seconds)) is not None:
            self._queue.ask(asked)
            is_watching = is_watching or claims.take(WATCHING)
            revision_id = self._queue.next()
            if revision_id is None:
                seconds = POLL_SECONDS
                continue
            seconds = self._annotate(claims, revision_id)
            if is_over():
                return

    def _annotate(self, claims: Claims, revision_id: int) -> float:
        """Annotates one revision if it is still pending; the seconds to wait before the next."""
        if not claims.take(revision_id):
            self._queue.postpone(revision_id, CLAIMED_SECONDS)
            return 0.0
        self._working_on(revision_id)
        try:
            with self._library.reading() as s:
                is_pending = runs.is_pending(s, revision_id, pipeline.versions(self._library))
            if is_pending:
                pipeline.annotate_revision(self._library, revision_id)
        except PASSING as error:
            return self._failed(revision_id, error, self._longer())
        except GlossError as error:  # withdrawn meanwhile
            log.warning("revision %d was not annotated: %s", revision_id, error.message)
        except Exception as error:
            log.exception("revision %d could not be stored", revision_id)
            self._failed(revision_id, error, FULL_SCAN_SECONDS)
        finally:
            self._working_on(0)
            claims.release(revision_id)
        self._pause = FIRST_RETRY_SECONDS
        return 0.0

    def _failed(self, revision_id: int, error: BaseException, seconds: float) -> float:
        """Puts a revision off, and says how long to wait: the next one would fail, too."""
        log.warning(
            "revision %d is annotated again in %d seconds: %s", revision_id, seconds, _reason(error)
        )
        self._queue.postpone(revision_id, seconds)
        return seconds

    def _longer(self) -> float:
        seconds = self._pause
        self._pause = min(2 * seconds, LAST_RETRY_SECONDS)
        return seconds


def record_failure(library: Library, revision_id: int, reason: str) -> None:
    """Records that no layer could be run on a revision, so that it is not pending any more."""
    versions = pipeline.versions(library)
    with library.writing() as s:
        if runs.is_pending(s, revision_id, versions):
            runs.record(s, revision_id, versions, dict.fromkeys(versions, reason))


def _reason(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
