"""Annotations: read for a page or one by one, and a person's own added. Ids outlive re-annotation.

What a run replaces (`remaking`) and the lists of quotations and claims (`statements`) are called by their names here.
"""

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Gone, NotFound
from app.layers.base import Finding
from app.store.access import Reader, check, may_read, may_read_annotation
from app.store.remaking import replace, values
from app.store.statements import ROW, AnnotationRow, ArticleLine, QuoteLine, claims, quotes
from app.store.tables import Annotation, Article, Entity, Revision

__all__ = ["LIVE", "AnnotationRow", "ArticleLine", "QuoteLine", "add", "claims", "get", "of_revision", "quotes", "replace"]

LIVE = col(Annotation.retired_at).is_(None)


def of_revision(s: Session, reader: Reader, revision_id: int, layer: str | None = None) -> list[AnnotationRow]:
    """The live annotations of a revision that this reader may see, in one query: by start, longest first."""
    statement = (
        select(*ROW)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(col(Annotation.revision_id) == revision_id, LIVE, may_read(reader), may_read_annotation(reader))
        .order_by(col(Annotation.start), col(Annotation.end).desc(), col(Annotation.id))
    )
    if layer:
        statement = statement.where(col(Annotation.layer) == layer)
    return [AnnotationRow(*row) for row in s.execute(statement)]


def get(s: Session, reader: Reader, id: int) -> tuple[Annotation, Article, Revision]:
    """An annotation with its article and revision, in one query. Raises NotFound, or Gone naming its successor when it was retired."""
    statement = (
        select(Annotation, Article, Revision)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Revision, col(Revision.id) == col(Annotation.revision_id))
        .where(col(Annotation.id) == id, may_read_annotation(reader))
    )
    row = s.execute(statement).one_or_none()
    if row is None or not _readable(reader, row[1]):
        raise NotFound("There is no such annotation in this library.")
    annotation: Annotation = row[0]
    if annotation.retired_at is not None:
        successor = str(annotation.successor_id) if annotation.successor_id else None
        raise Gone("This annotation was replaced when its article was annotated again.", "retired", successor)
    return annotation, row[1], row[2]


def add(
    s: Session, revision: Revision, finding: Finding, *, visibility: str = "public", exact: tuple[str, str, str] | None = None
) -> Annotation:
    """A person's own note or highlight; `exact` is its words with prefix and suffix, kept because a person made the anchor."""
    words, prefix, suffix = exact or (None, None, None)
    row = Annotation(
        article_id=revision.article_id,
        revision_id=revision.id or 0,
        **values(finding),
        visibility=visibility,
        exact=words,
        prefix=prefix,
        suffix=suffix,
    )
    s.add(row)
    s.flush()
    return row


def _readable(reader: Reader, article: Article) -> bool:
    try:
        check(reader, article)
    except (NotFound, Gone):
        return False
    return True
