"""Annotation: the card and panel of layers without their own, above all notes and highlights."""

from typing import Any

from sqlmodel import Session

from app.importers.base import NOTE_LAYER
from app.panels.base import Panel
from app.panels.dependencies import nothing_else
from app.reading.mark_context import MarkContext
from app.store.annotations import notes
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.passages import anchor_states
from app.store.passages.anchor_states import StateInRevision


def load(s: Session, _reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The annotated words, the note on them, and their state in the newest revision."""
    return at.base() | {
        "words": at.annotation.body.get("text"),
        "anchor_state": _newest_state(s, at),
    }


def _newest_state(s: Session, at: MarkContext) -> StateInRevision | None:
    """What has become of the words of a note that was written on an older revision."""
    if at.annotation.layer != NOTE_LAYER or at.revision.id == at.article.newest_revision_id:
        return None
    return anchor_states.newest(s, id_of(at.article), notes.anchor(at.annotation))


CARD = Panel("annotation_card", load, depends_on=nothing_else)
PANEL = Panel("annotation", load, depends_on=nothing_else)
