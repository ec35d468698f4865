"""Who annotates a revision that a request stored, once the answer is sent."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Annotated, Protocol

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import BackgroundTasks, Depends
from starlette.requests import Request

from app import pipeline
from app.errors import GlossError
from app.store.db import revision_locks
from app.store.db.library import Library
from app.store.ingest.captures import StoredRevision

log = logging.getLogger(__name__)
# Apart from the threads that answer requests: however many articles wait for their annotations,
# pages are served meanwhile.
_one_at_a_time: RunVar[CapacityLimiter] = RunVar("annotating")


class NewRevisions(Protocol):
    """What becomes of the revisions that requests store: until it is done they are pending."""

    def annotate(self, tasks: BackgroundTasks, library: Library, revision_id: int) -> None:
        """Has a revision annotated after the answer is sent."""

    def is_annotated(self, library: Library) -> bool:
        """Whether somebody annotates new revisions at present."""


class AnnotatesHere:
    """Annotates in a thread of this process, one revision at a time.

    For tests and for applications that embed Gloss: it slows down the pages of the same process.
    """

    def annotate(self, tasks: BackgroundTasks, library: Library, revision_id: int) -> None:
        """Annotates after the answer."""
        tasks.add_task(_annotate, library, revision_id)

    def is_annotated(self, library: Library) -> bool:  # noqa: ARG002
        """Always."""
        return True


class WakesAnnotator:
    """Leaves annotating to a process of its own, which is told of each revision at once."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell

    def annotate(self, tasks: BackgroundTasks, library: Library, revision_id: int) -> None:  # noqa: ARG002
        """Tells the annotating process."""
        self._tell(revision_id)

    def is_annotated(self, library: Library) -> bool:
        """Whether that process, or any other, waits for revisions."""
        return revision_locks.is_watched(library)


class LeavesToOthers:
    """Leaves annotating to `gloss annotate --watch`, which finds by itself what is pending."""

    def annotate(self, tasks: BackgroundTasks, library: Library, revision_id: int) -> None:
        """Does nothing."""

    def is_annotated(self, library: Library) -> bool:
        """Whether any process waits for revisions."""
        return revision_locks.is_watched(library)


async def annotate_later_of(
    request: Request, tasks: BackgroundTasks
) -> Callable[[StoredRevision], None]:
    """What a route calls with each revision that it stored."""
    new_revisions: NewRevisions = request.app.state.new_revisions
    library: Library = request.app.state.library

    def annotate_later(stored: StoredRevision) -> None:
        if stored.created and not stored.is_annotated:
            new_revisions.annotate(tasks, library, stored.revision_id)

    return annotate_later


AnnotateLaterDep = Annotated[Callable[[StoredRevision], None], Depends(annotate_later_of)]


async def _annotate(library: Library, revision_id: int) -> None:
    try:
        await to_thread.run_sync(
            partial(pipeline.annotate_revision, library, revision_id),
            limiter=one_thread(_one_at_a_time),
        )
    except GlossError as error:  # withdrawn meanwhile, or the library is busy
        log.warning("revision %d was not annotated: %s", revision_id, error.message)


def one_thread(of_loop: RunVar[CapacityLimiter]) -> CapacityLimiter:
    """The limiter that the running event loop has under this variable: one thread."""
    try:
        return of_loop.get()
    except LookupError:
        of_loop.set(limiter := CapacityLimiter(1))
        return limiter
