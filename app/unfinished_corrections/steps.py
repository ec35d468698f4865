"""Applies corrections that reach many articles, step by step, until nothing is unfinished.

Each step is a transaction of its own that holds the writer for a moment, and takes up the work
where the library says that it is. So it may be interrupted at any moment, and several processes may
do it at once: the one writer makes them take turns.
"""

import logging
import time
from collections.abc import Callable

from app.errors import FAULTS
from app.store.corrections import unfinished
from app.store.db.library import Library

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
AT_ONCE_SECONDS = 0.5
"""So long who makes or undoes a correction waits for more than its first articles."""
STEP_SECONDS = 0.2
"""The work of one step, in seconds of this thread's processor. On PostgreSQL the work is done
elsewhere, and on a busy machine waiting is most of a step: `MOST_WAITING` times as long it may hold
the writer."""
MOST_WAITING = 3
PAUSE_SECONDS = 0.1
"""Between two steps. Who waits for SQLite's lock looks every 0.1 s at least (its busy handler), so
nobody waits for two of them."""


class StepByStep:
    """Takes steps of about `STEP_SECONDS`: the next one's articles follow from the last one's."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._most = unfinished.FIRST_ARTICLES

    def step(self) -> unfinished.Unfinished | None:
        """Takes one step; how far its correction is. None where nothing was unfinished."""
        # Looked up first, so that the writer is taken only where there is something to do.
        with self._library.reading() as s:
            if not unfinished.every(s):
                return None
        with self._library.writing() as s:
            started, worked = time.monotonic(), time.thread_time()
            step = unfinished.step(s, self._most)
        waited = (time.monotonic() - started) / MOST_WAITING
        seconds = max(time.thread_time() - worked, waited, 0.001)
        wanted = int(self._most * STEP_SECONDS / seconds)
        # At most doubled or halved: a step may have met easy articles, or a busy moment.
        wanted = max(self._most // 2, min(wanted, 2 * self._most))
        self._most = max(1, min(wanted, unfinished.MOST_ARTICLES))
        return step


def begin(library: Library) -> bool:
    """Takes steps for a moment, after a correction was made; whether everything is finished.

    The correction is stored, so a fault of the machine ends this and is only logged: whoever comes
    next goes on.
    """
    try:
        return finish(library, seconds=AT_ONCE_SECONDS)
    except FAULTS as error:
        log.warning("a correction is finished later: %s", error.message)
        return False


def finish(
    library: Library, *, seconds: float | None = None, progress: Progress | None = None
) -> bool:
    """Takes all steps, or those of so many seconds; whether everything is finished.

    `progress` gets the articles done of the correction at hand, and their number.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    steps = StepByStep(library)
    while deadline is None or time.monotonic() < deadline:
        step = steps.step()
        if step is None:
            return True
        if progress:
            progress(step.done, step.articles)
        time.sleep(PAUSE_SECONDS)
    return False
