"""Work that is done after an answer was sent."""

import logging

from fastapi import BackgroundTasks

from app import pipeline
from app.errors import GlossError
from app.store.db.library import Library
from app.store.ingest.lifecycle import StoredRevision

log = logging.getLogger(__name__)


def annotate_later(tasks: BackgroundTasks, library: Library, stored: StoredRevision) -> None:
    """Annotates a new revision after the answer is sent.

    Until then it counts as pending, and `gloss annotate` finds it.
    """
    if stored.created:
        tasks.add_task(_annotate, library, stored.revision_id)


def _annotate(library: Library, revision_id: int) -> None:
    try:
        pipeline.annotate_revision(library, revision_id)
    except GlossError as error:  # withdrawn meanwhile, or the library is busy
        log.warning("revision %d was not annotated: %s", revision_id, error.message)
