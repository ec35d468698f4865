"""Takes what is pending again and again, and tries again later what failed.

Revisions to annotate, and between two of them a step of a correction that is unfinished. What is
pending is a fact in the library, so nothing is lost when the process that runs this ends.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing

from sqlalchemy.exc import DBAPIError

from app import pipeline
from app.annotating.pending_queue import PendingQueue, runnable
from app.errors import GlossError, LibraryBusy, StorageFailed
from app.store.annotations import runs
from app.store.db.library import Library
from app.store.db.revision_locks import WATCHING, RevisionLocks, locks_on
from app.unfinished_corrections.steps import PAUSE_SECONDS, StepByStep

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
"""How soon a revision is noticed that another process stored."""
LOCKED_SECONDS = 5.0
"""When a revision is looked at again that another process is annotating: it may die."""
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 2.0, 60.0
"""The pause after a failure that passes (a lock, a full disk) doubles from one to the other."""
MOST_PASSING = 10
"""So often a failure that passes is tried again so soon; then like one of a layer, more and more
seldom."""
Wait = Callable[[float], Iterable[int] | None]
PASSING = (LibraryBusy, StorageFailed, DBAPIError, OSError, MemoryError)


class Annotator:
    """Annotates one library's pending revisions in this process.

    `working_on` is told each revision before it is annotated, and 0 after it.
    """

    def __init__(self, library: Library, working_on: Callable[[int], None]) -> None:
        self._library = library
        self._working_on = working_on
        self._queue = PendingQueue(library)
        self._pause = FIRST_RETRY_SECONDS
        self._passing: Counter[int] = Counter()
        self._corrections = StepByStep(library)
        self._correct_at = 0.0

    def run(self, wait: Wait, is_over: Callable[[], bool]) -> None:
        """Annotates until `is_over`, which is asked after each text.

        `wait` sleeps for so many seconds, or less where there is something to do. It returns the
        revisions that were asked for meanwhile, or None to end.
        """
        while True:
            try:
                with closing(locks_on(self._library)) as locks:
                    return self._run(locks, wait, is_over)
            except PASSING as error:  # the library cannot be reached at all
                log.warning("nothing is annotated for now: %s", _reason(error))
                if wait(self._longer()) is None:
                    return None

    def _run(self, locks: RevisionLocks, wait: Wait, is_over: Callable[[], bool]) -> None:
        is_watching = False
        seconds = 0.0
        while (asked := wait(seconds)) is not None:
            self._queue.ask(asked)
            is_watching = is_watching or locks.take(WATCHING)
            is_correcting = self._correct()
            revision_id = self._queue.next()
            if revision_id is None:
                seconds = PAUSE_SECONDS if is_correcting else POLL_SECONDS
                continue
            seconds = self._annotate(locks, revision_id)
            if is_over():
                return

    def _correct(self) -> bool:
        """Takes one step of an unfinished correction, if there is any; whether there was."""
        if time.monotonic() < self._correct_at:
            return False
        try:
            return self._corrections.step() is not None
        except PASSING as error:
            log.warning("corrections are finished later: %s", _reason(error))
            self._correct_at = time.monotonic() + LAST_RETRY_SECONDS
        except Exception:
            log.exception("a correction could not be finished")
            self._correct_at = time.monotonic() + LAST_RETRY_SECONDS
        return False

    def _annotate(self, locks: RevisionLocks, revision_id: int) -> float:
        """Annotates one revision if it is still pending; the seconds to wait before the next."""
        if not locks.take(revision_id):
            self._queue.postpone(revision_id, LOCKED_SECONDS)
            return 0.0
        self._working_on(revision_id)
        try:
            with self._library.reading() as s:
                is_pending = runs.is_pending(s, revision_id, pipeline.versions(self._library))
            if is_pending:
                pipeline.annotate_revision(self._library, revision_id)
                self._note_layers(revision_id)
        except PASSING as error:
            seconds = self._longer()
            self._failed(revision_id, error, seconds)
            return seconds  # the next one would fail, too
        except GlossError as error:  # withdrawn meanwhile
            log.warning("revision %d was not annotated: %s", revision_id, error.message)
        except Exception as error:
            log.exception("revision %d could not be stored", revision_id)
            self._failed(revision_id, error)
        finally:
            self._working_on(0)
            locks.release(revision_id)
        self._pause = FIRST_RETRY_SECONDS
        return 0.0

    def _note_layers(self, revision_id: int) -> None:
        """Takes a revision again later on which a layer failed."""
        with self._library.reading() as s:
            has_failed = runs.is_pending(s, revision_id, runnable(self._library))
        self._passing.pop(revision_id, None)
        if not has_failed:
            self._queue.succeeded(revision_id)
        elif not self._queue.failed(revision_id):
            log.warning("revision %d is not tried again for now: a layer failed", revision_id)

    def _failed(self, revision_id: int, error: BaseException, seconds: float = 0.0) -> None:
        """Puts a revision off, at first by so many seconds where they are given.

        One that failed too often counts as failed, so that an editor sees it; where even that
        cannot be stored, the fault is none of the revision.
        """
        reason = _reason(error)
        log.warning("revision %d could not be annotated: %s", revision_id, reason)
        self._passing[revision_id] += 1
        if seconds and self._passing[revision_id] <= MOST_PASSING:
            self._queue.postpone(revision_id, seconds)
            return
        if self._queue.failed(revision_id):
            return
        try:
            record_failure(self._library, revision_id, reason)
        except PASSING:
            self._queue.postpone(revision_id, LAST_RETRY_SECONDS)

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
