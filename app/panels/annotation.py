"""Annotation: the card and the panel of a layer that brings none of its own: a person's notes and highlights, above all."""

from typing import Any

from sqlmodel import Session

from app.panels.base import Panel
from app.reading.mark_context import MarkContext
from app.store.annotations import notes
from app.store.articles.access import Reader
from app.store.passages import anchor_states
from app.store.passages.anchor_states import StateInRevision


def load(s: Session, _reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The words, what was said of them, and what became of them in the newest revision if they were written on an older one."""
    return at.base() | {"words": at.annotation.body.get("text"), "told": _told(s, at)}


def _told(s: Session, at: MarkContext) -> StateInRevision | None:
    if at.annotation.layer != notes.NOTE or at.revision.id == at.article.newest_revision_id:
        return None
    return anchor_states.newest(s, at.article.id or 0, notes.anchor(at.annotation))


CARD = Panel("annotation_card", load)
PANEL = Panel("annotation", load)
