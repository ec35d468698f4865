"""Anchors: the spans that are followed through an article's revisions.

Anchored are shared passages, the editor's own annotations, and the words that were corrected.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from app.store.articles.articles import revision_ids
from app.store.creators import by_person
from app.store.schema.annotations import Annotation
from app.store.schema.corrections import StoredCorrectionTarget
from app.store.schema.passages import Passage
from app.text.spans import Span

Of = Literal["passage_id", "annotation_id", "target_id"]
ANCHOR_COLUMNS: tuple[Of, ...] = ("passage_id", "annotation_id", "target_id")
"""The columns of an anchor state that name its anchor; one of them is set."""
BY_PERSONS = by_person(Annotation.creator)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span that is followed: the row it belongs to, and its place in the revision it was made on.

    `of` is the column of an anchor state that refers to that row.
    """

    of: Of
    id: int
    revision_id: int
    span: Span


def of_article(s: Session, article_id: int) -> Iterator[Anchor]:
    """Everything that is anchored on an article. Three queries."""
    p, a, t = Passage, Annotation, StoredCorrectionTarget
    shared = col(p.article_id) == article_id, col(p.revision_id).is_not(None)
    in_revisions = col(a.revision_id).in_(revision_ids([article_id]))
    written = in_revisions, BY_PERSONS, col(a.retired_at).is_(None)
    corrected = col(t.article_id) == article_id, col(t.start).is_not(None)
    yield from _anchors(s, "passage_id", p, *shared)
    yield from _anchors(s, "annotation_id", a, *written)
    yield from _anchors(s, "target_id", t, *corrected)


def _anchors(s: Session, of: Of, table: Any, *chosen: ColumnElement[bool]) -> Iterator[Anchor]:
    columns = col(table.id), col(table.revision_id), col(table.start), col(table.end)
    for id_, revision_id, start, end in s.execute(select(*columns).where(*chosen)):
        yield Anchor(of, id_, revision_id, Span(start, end))
