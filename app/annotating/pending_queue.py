"""The revisions that one process has still to annotate, and in which order.

New revisions are noticed by their ids, which costs one look-up in an index; the whole library is
looked through at the start and every `FULL_SCAN_SECONDS`, for what became pending otherwise.

What failed is taken again later and later, `MOST_TRIES` times in a process, as memory may have been
short or a file away; and once when a process finds it that began `FAILED_SECONDS` later.
"""

import heapq
import time
from collections import Counter, deque
from collections.abc import Iterable
from datetime import timedelta

from app import pipeline
from app.engines.model import choice
from app.store.annotations import runs
from app.store.db.columns import now
from app.store.db.library import Library

FULL_SCAN_SECONDS = 600.0
RETRY_SECONDS, RETRY_FACTOR, MOST_TRIES = 60.0, 8, 3
"""When a revision is taken again on which a layer failed: after one minute, eight and 64."""
FAILED_SECONDS = 6 * 3_600.0
"""How old the failures of other processes must be, and how often they are looked for."""


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
        self._failed_scan_at = 0.0
        self._tries: Counter[int] = Counter()

    def ask(self, revision_ids: Iterable[int]) -> None:
        """Takes these revisions first."""
        self._asked.extend(revision_ids)

    def postpone(self, revision_id: int, seconds: float) -> None:
        """Takes a revision again after so many seconds."""
        heapq.heappush(self._later, (time.monotonic() + seconds, revision_id))

    def failed(self, revision_id: int) -> bool:
        """Takes a revision again that cannot be annotated now, later each time.

        False where it was tried often enough.
        """
        tries = self._tries[revision_id]
        if tries >= MOST_TRIES:
            return False
        self._tries[revision_id] += 1
        self.postpone(revision_id, RETRY_SECONDS * RETRY_FACTOR**tries)
        return True

    def succeeded(self, revision_id: int) -> None:
        """Forgets how often a revision failed."""
        self._tries.pop(revision_id, None)

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
        versions = runnable(self._library)
        if time.monotonic() >= self._failed_scan_at:
            self._failed_scan_at = time.monotonic() + FAILED_SECONDS
            self._look_for_failed(versions)
        with self._library.reading() as s:
            newest = runs.newest_revision(s)
            if newest <= self._after:
                return
            # What failed is not among these.
            found = runs.pending(s, versions, only_unrun=True, after=self._after)
        self._after = found[-1] if found else newest
        postponed = {revision_id for _, revision_id in self._later}
        self._batch.extend(id_ for id_ in found if id_ not in postponed)

    def _look_for_failed(self, versions: runs.Versions) -> None:
        """Takes at the end what failed long ago and was not tried in this process."""
        with self._library.reading() as s:
            failed = runs.failed_before(s, versions, now() - timedelta(seconds=FAILED_SECONDS))
        for revision_id in failed:
            if not self._tries[revision_id]:
                self.postpone(revision_id, 0.0)


def runnable(library: Library) -> runs.Versions:
    """The layers that can run now: without a readable model those that need none.

    What waits for the model alone is not looked at again before the model is back.
    """
    versions = pipeline.versions(library)
    if choice.is_readable(library.settings.model):
        return versions
    return {layer: of for layer, of in versions.items() if of[0] != choice.ENGINE}
