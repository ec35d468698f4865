"""Corrections made in tests: two articles to correct, and what their annotations refer to."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from app import pipeline
from app.errors import Conflict
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.corrections import entries, reach
from app.store.db.library import Library
from app.store.schema.entities import Entity
from tests.store.correcting import state, whole

SKERRY = "Ida Fenwick lit the lamp. “It burns,” Fenwick said. Ida Fenwick left."
PIER = "The captain Ida Fenwick sailed. Tom Moor stayed. “We wait,” Moor said."
EDITED_BY = PersonCreator(1)


def entity(library: Library, name: str) -> int:
    with library.reading() as s:
        return (
            s.scalars(
                select(col(Entity.id)).where(Entity.name == name, col(Entity.merged_into).is_(None))
            ).one()
            or 0
        )


def marks(
    library: Library, article_id: int, words: str, layer: str = "entity"
) -> list[AnnotationRow]:
    with library.reading() as s:
        _, revision = articles.with_revision(s, EDITOR, article_id)
        rows = annotations.of_revision(s, EDITOR, revision.id or 0, layer)
        return [r for r in rows if revision.text[r.start : r.end] == words]


def meant(library: Library, article_id: int, words: str, layer: str = "entity") -> list[str | None]:
    return [r.entity_name for r in marks(library, article_id, words, layer)]


def correct(library: Library, wanted: Correction) -> int:
    with library.reading() as s:
        before = reach.count_reach(s, wanted)
    made = pipeline.correct(library, wanted, EDITED_BY)
    with library.writing() as s:
        line = entries.get(s, made)
        assert (line.passages, line.articles) == (before.passages, before.articles)
        assert whole(s)
    return made


def again(library: Library) -> None:
    pipeline.annotate_pending(library, everything=True)


def undone_is_as_before(library: Library, wanted: Correction, check: Callable[[], None]) -> None:
    with library.writing() as s:
        before = state(s, founded=False)
    made = correct(library, wanted)
    check()
    with library.writing() as s:
        corrected = state(s)
    again(library)
    check()
    with library.writing() as s:
        assert state(s) == corrected
        assert whole(s)
    pipeline.undo(library, made, EDITED_BY)
    with library.writing() as s:
        assert state(s, founded=False) == before
        assert whole(s)
    with pytest.raises(Conflict):
        pipeline.undo(library, made, EDITED_BY)
