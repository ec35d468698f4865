"""How much the library holds, for monitoring: what a reader may see is counted."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article


def articles(s: Session, reader: Reader) -> int:
    """Articles this reader may see."""
    return s.scalar(select(func.count()).select_from(Article).where(may_read(reader))) or 0


def annotations(s: Session, reader: Reader) -> int:
    """Live annotations this reader may see; reads every row, so ask seldom."""
    of = (
        select(func.count())
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
    )
    live = col(Annotation.retired_at).is_(None)
    return s.scalar(of.where(live, may_read(reader), may_read_annotation(reader))) or 0
