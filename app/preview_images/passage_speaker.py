"""Who says the words of a passage: named only where a page would name them without doubt."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.layers.density import is_named, is_shown, is_speaker_sure
from app.layers.statements import QUOTATION, is_speech
from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.passages.passages import PassageState
from app.text.spans import Span


def find(s: Session, reader: Reader, state: PassageState) -> AnnotationRow | None:
    """The quotation whose words a passage is now, by its one speaker. One query, or none.

    None for a passage that its reader may see without its article.
    """
    if state.span is None or not state.whole:
        return None
    rows = annotations.over(s, reader, id_of(state.revision), state.span)
    return speaker_of(rows, state.revision.text, state.span)


def speaker_of(rows: Sequence[AnnotationRow], text: str, span: Span) -> AnnotationRow | None:
    """The quotation whose words a passage is, where a page may name its one speaker without doubt.

    `rows` are the annotations over the passage. The innermost quotation decides.
    """
    words = _without_marks(text, span)
    around = [row for row in rows if _is_direct(row) and Span(row.start, row.end).covers(words)]
    innermost = min(around, key=lambda row: row.end - row.start, default=None)
    return innermost if innermost is not None and _has_one_speaker(innermost) else None


def _is_direct(row: AnnotationRow) -> bool:
    return row.layer == QUOTATION and row.kind == "direct" and is_speech(row)


def _has_one_speaker(row: AnnotationRow) -> bool:
    speakers: Sequence[Any] = row.body.get("speakers", ())
    is_certain = is_shown(row) and is_named(row) and is_speaker_sure(row)
    return bool(row.entity_name) and len(speakers) < 2 and is_certain


def _without_marks(text: str, span: Span) -> Span:
    """The span from its first letter or digit to its last: quotation marks stand around content."""
    letters = [at for at in range(span.start, span.end) if text[at].isalnum()]
    return Span(letters[0], letters[-1] + 1) if letters else span
