"""The revisions that one process has still to annotate, and in which order.

New revisions are noticed by their ids, which costs one look-up in an index; the whole library is
looked through at the start and every `FULL_SCAN_SECONDS`, for what became pending otherwise.
"""

import heapq
import time
from collections import deque
from collections.abc import Iterable

from app import pipeline
from app.engines.model import choice
from app.store.annotations import runs
from app.store.db.library import Library

FULL_SCAN_SECONDS = 600.0


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
        versions = _runnable(self._library)
        with self._library.reading() as s:
            newest = runs.newest_revision(s)
            if newest <= self._after:
                return
            # What failed in this version would fail again: `gloss annotate --stale` tries it.
            found = runs.pending(s, versions, only_unrun=True, after=self._after)
        self._after = found[-1] if found else newest
        postponed = {revision_id for _, revision_id in self._later}
        self._batch.extend(id_ for id_ in found if id_ not in postponed)


def _runnable(library: Library) -> runs.Versions:
    """The layers that can run now: without a readable model those that need none.

    What waits for the model alone is not looked at again before the model is back.
    """
    versions = pipeline.versions(library)
    if choice.is_readable(library.settings.model):
        return versions
    return {layer: of for layer, of in versions.items() if of[0] != choice.ENGINE}
