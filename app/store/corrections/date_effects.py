"""What follows when the editor gives articles a date, or takes it back."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from app.store.annotations import runs
from app.store.articles import article_date
from app.store.db.ids import id_of
from app.store.entities import mention_counts
from app.store.schema.articles import Article


def apply(s: Session, article_ids: Iterable[int]) -> None:
    """Updates the articles' date columns and their entity counts.

    Dates in their texts are resolved against the new date by the next run: the layer is pending.
    """
    chosen = select(Article).where(
        col(Article.id).in_(sorted(article_ids)), col(Article.withdrawn_at).is_(None)
    )
    for article in s.scalars(chosen):
        article_date.refresh(s, article)
        mention_counts.refresh(s, article)
        runs.forget(s, id_of(article), article_date.LAYER)
