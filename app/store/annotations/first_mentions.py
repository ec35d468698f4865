"""The sentences in which articles first mention an entity."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from app.store.annotations import excerpts
from app.store.annotations.excerpts import Excerpt
from app.store.articles import intact_text
from app.store.db.built_once import built_once, read_rows
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision

SENTENCES = 3
"""Sentences shown of one article: enough to see how the entity comes up, few enough for thirty
articles on a page."""


def sentences(s: Session, id: int, revision_ids: list[int]) -> dict[int, list[Excerpt]]:
    """Article id → the sentences of an entity's first mentions there."""
    if not revision_ids:
        return {}
    rows = read_rows(s, _first_mentions(id, revision_ids)).all()
    altered = intact_text.altered(s, [(row[0], row[1]) for row in rows])
    said: dict[int, list[Excerpt]] = {}
    for article_id, revision_id, *stretch in rows:
        shown = excerpts.NOT_SHOWN if revision_id in altered else excerpts.around(*stretch)
        said.setdefault(article_id, []).append(shown)
    return said


@built_once
def _first_mentions(id: int, revision_ids: list[int]) -> Select[*tuple[Any, ...]]:
    """The words around an entity's first mentions in some revisions.

    The sum keeps the planner from walking all its mentions.
    """
    a = Annotation
    place = func.row_number().over(
        partition_by=col(a.revision_id), order_by=(col(a.start), col(a.id))
    )
    first = (
        select(
            col(a.article_id), col(a.revision_id), col(a.start), col(a.end), place.label("place")
        )
        .where(
            col(a.revision_id).in_(revision_ids),
            col(a.entity_id) + 0 == id,
            col(a.layer) == "entity",
            col(a.retired_at).is_(None),
        )
        .subquery()
    )
    words = excerpts.columns(col(Revision.text), first.c.start, first.c.end)
    statement: Select[*tuple[Any, ...]] = select(first.c.article_id, first.c.revision_id, *words)
    statement = statement.join(Revision, col(Revision.id) == first.c.revision_id)
    in_order = statement.order_by(first.c.article_id, first.c.start)
    return in_order.where(first.c.place <= SENTENCES)
