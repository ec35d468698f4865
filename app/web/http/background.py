"""Work that is done after an answer was sent."""

import logging
from functools import partial

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import BackgroundTasks

from app import pipeline
from app.errors import GlossError
from app.store.db.library import Library
from app.store.ingest.captures import StoredRevision

log = logging.getLogger(__name__)
# Apart from the threads that answer requests: however many articles wait for their annotations,
# pages are served meanwhile.
_one_at_a_time: RunVar[CapacityLimiter] = RunVar("annotating")


def annotate_later(tasks: BackgroundTasks, library: Library, stored: StoredRevision) -> None:
    """Annotates a new revision after the answer is sent, one revision at a time.

    Until then it counts as pending, and `gloss annotate` finds it, as does the next start.
    """
    if stored.created:
        tasks.add_task(_annotate, library, stored.revision_id)


async def _annotate(library: Library, revision_id: int) -> None:
    try:
        await to_thread.run_sync(
            partial(pipeline.annotate_revision, library, revision_id), limiter=_limiter()
        )
    except GlossError as error:  # withdrawn meanwhile, or the library is busy
        log.warning("revision %d was not annotated: %s", revision_id, error.message)


def _limiter() -> CapacityLimiter:
    """The limiter of the running event loop: one thread."""
    try:
        return _one_at_a_time.get()
    except LookupError:
        _one_at_a_time.set(limiter := CapacityLimiter(1))
        return limiter
