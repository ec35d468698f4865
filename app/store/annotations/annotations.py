"""Annotations: read for a page or one by one. Their ids outlive reannotation.

What a run stores is `reannotation`'s, what persons write `notes`', lists are `statements`'.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, select, union_all
from sqlmodel import Session, col

from app.errors import Gone, NotFound
from app.store.annotations.rows import ROW, AnnotationRow
from app.store.articles.access import Reader, check, may_read, may_read_annotation
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.store.schema.passages import StoredAnchorState

_REPLACED = "This annotation was replaced when its article was annotated again."
_REJECTED = "An editor removed this annotation."
LIVE = col(Annotation.retired_at).is_(None)


def of_revision(
    s: Session, reader: Reader, revision_id: int, layer: str | None = None
) -> list[AnnotationRow]:
    """The live annotations of a revision that this reader may see, by start. One query.

    Of those that start together the longest is first.
    Those that a person made are carried over to later revisions, as long as their words are there.
    """
    a, f = Annotation, StoredAnchorState
    made = _rows(reader, layer, ROW).where(col(a.revision_id) == revision_id)
    moved: dict[Any, Any] = {col(a.start): col(f.start), col(a.end): col(f.end)}
    carried = _rows(reader, layer, [moved.get(column, column) for column in ROW]).join(
        f, col(f.annotation_id) == col(a.id)
    )
    carried = carried.where(col(f.revision_id) == revision_id, col(f.start).is_not(None))
    both = union_all(made, carried).subquery()
    order = (both.c.start, both.c.end.desc(), both.c.id)
    return [AnnotationRow(*row) for row in s.execute(select(both).order_by(*order))]


def _rows(
    reader: Reader, layer: str | None, columns: Sequence[SQLColumnExpression[Any]]
) -> Select[*tuple[Any, ...]]:
    statement = (
        select(*columns)
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(LIVE, may_read(reader), may_read_annotation(reader))
    )
    return statement.where(col(Annotation.layer) == layer) if layer else statement


def get(s: Session, reader: Reader, id: int) -> tuple[Annotation, Article, Revision]:
    """An annotation with its article and revision, in one query.

    Raises NotFound, or Gone naming its successor when it was retired.
    """
    statement = (
        select(Annotation, Article, Revision)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Revision, col(Revision.id) == col(Annotation.revision_id))
        .where(col(Annotation.id) == id, may_read_annotation(reader))
    )
    row = s.execute(statement).one_or_none()
    if row is None or not _readable(reader, row[1]):
        raise NotFound("The annotation was not found in this library.")
    annotation: Annotation = row[0]
    if annotation.retired_at is not None:
        successor = str(annotation.successor_id) if annotation.successor_id else None
        raise Gone(_REJECTED if annotation.rejected else _REPLACED, "retired", successor)
    return annotation, row[1], row[2]


def _readable(reader: Reader, article: Article) -> bool:
    try:
        check(reader, article)
    except (NotFound, Gone):
        return False
    return True
