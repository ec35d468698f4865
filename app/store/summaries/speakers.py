"""Who is quoted in which article, so that a speaker's newest quotations are found without sorting.

Owns `speaker_in_article`, which is kept equal to the live quotations of newest revisions.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import delete, insert, select, union
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.schema.annotations import Annotation, FurtherSpeaker
from app.store.schema.articles import Article
from app.store.schema.summaries import SpeakerInArticle


class _Row(NamedTuple):
    article_id: int
    entity_id: int
    sorted_on: str
    public: bool


def recount(s: Session, article_ids: Iterable[int]) -> None:
    """Brings the rows of these articles up to date; their annotations are stored already."""
    for some in batches(article_ids):
        _replace(s, _stored(s, some), _counted(s, some))


def agree(s: Session, article_id: int) -> bool:
    """Whether the rows of an article agree with its annotations; for the doctor."""
    return _stored(s, [article_id]) == _counted(s, [article_id])


def _replace(s: Session, had: set[_Row], have: set[_Row]) -> None:
    gone: dict[int, list[int]] = {}
    for row in had - have:
        gone.setdefault(row.article_id, []).append(row.entity_id)
    p = SpeakerInArticle
    for article_id, entity_ids in gone.items():
        s.execute(
            delete(p).where(
                col(p.article_id) == article_id, col(p.entity_id).in_(sorted(entity_ids))
            )
        )
    new = [row._asdict() for row in sorted(have - had)]
    if new:
        s.execute(insert(p), new)


def _stored(s: Session, article_ids: list[int]) -> set[_Row]:
    p = SpeakerInArticle
    columns = select(col(p.article_id), col(p.entity_id), col(p.sorted_on), col(p.public))
    return {_Row(*row) for row in s.execute(columns.where(col(p.article_id).in_(article_ids)))}


def _counted(s: Session, article_ids: list[int]) -> set[_Row]:
    a, mention = Annotation, aliased(Annotation)
    quoted = (
        select(col(a.id), col(a.article_id), col(a.entity_id))
        .join(Article, col(Article.newest_revision_id) == col(a.revision_id))
        .where(
            col(Article.id).in_(article_ids),
            col(Article.withdrawn_at).is_(None),
            col(a.layer) == "quotation",
            col(a.retired_at).is_(None),
        )
    )
    quotations = quoted.cte("quotations")
    first = select(quotations.c.article_id, quotations.c.entity_id)
    further = (
        select(quotations.c.article_id, col(mention.entity_id))
        .join(FurtherSpeaker, col(FurtherSpeaker.annotation_id) == quotations.c.id)
        .join(mention, col(mention.id) == col(FurtherSpeaker.mention_id))
        .where(col(mention.retired_at).is_(None))
    )
    pairs = union(first, further).subquery()
    statement = select(
        pairs.c.article_id,
        pairs.c.entity_id,
        col(Article.published_on),
        col(Article.visibility),
    ).join(Article, col(Article.id) == pairs.c.article_id)
    rows = s.execute(statement.where(pairs.c.entity_id.is_not(None)))
    return {
        _Row(article_id, entity_id, published_on or "", visibility == "public")
        for article_id, entity_id, published_on, visibility in rows
    }
