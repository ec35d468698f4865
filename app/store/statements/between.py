"""Between an entity and others: whom it was quoted about, and who was quoted about it.

Says which of the lists of quotations that a page could offer hold anything.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.annotations.joint_speakers import is_further
from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.db.built_once import built_once, read_rows
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import EntityInArticle
from app.store.schema.summaries import SpeakerInArticle

LATEST = 60
"""Articles that are looked at, the newest that quote or mention the entity. Not tuned."""


@dataclass(frozen=True, slots=True)
class Between:
    """Of some entities those `about` whom another was quoted, and those quoted about it (`by`)."""

    about: frozenset[int]
    by: frozenset[int]


def between(s: Session, reader: Reader, id: int, others: Collection[int]) -> Between:
    """Which of `others` an entity was quoted about or was spoken of by. One query, if any."""
    if not others:
        return Between(frozenset(), frozenset())
    found = read_rows(s, _either_way(reader, id, sorted(others), LATEST)).all()
    return Between(
        frozenset(row.other for row in found if row.is_topic),
        frozenset(row.other for row in found if not row.is_topic),
    )


@built_once
def _either_way(
    reader: Reader, entity_id: int, others: list[int], latest: int
) -> Select[*tuple[Any, ...]]:
    """Of `others` the topics of an entity's quotations, and the speakers of those about it."""
    mention = aliased(Annotation)
    speaker, named = col(Annotation.entity_id), col(mention.entity_id)
    topics: Select[*tuple[Any, ...]] = select(
        named.label("other"), literal(1).label("is_topic")
    ).distinct()
    topics = _quotations(topics, reader, SpeakerInArticle, entity_id, latest, mention).where(
        or_(speaker == entity_id, is_further([entity_id])), (named + 0).in_(others)
    )
    speakers: Select[*tuple[Any, ...]] = select(
        speaker.label("other"), literal(0).label("is_topic")
    ).distinct()
    speakers = _quotations(speakers, reader, EntityInArticle, entity_id, latest, mention).where(
        named + 0 == entity_id, speaker.in_(others)
    )
    every = union_all(topics, speakers).subquery()
    return select(every.c.other, every.c.is_topic)


def _quotations(
    said: Select[*tuple[Any, ...]],
    reader: Reader,
    line: type[EntityInArticle] | type[SpeakerInArticle],
    entity_id: int,
    latest: int,
    mention: type[Annotation],
) -> Select[*tuple[Any, ...]]:
    """Quotations with the names inside them, in the newest articles of `line`."""
    newest = select(col(line.article_id)).where(col(line.entity_id) == entity_id)
    if not reader.editor:
        newest = newest.where(col(line.public).is_(True))
    newest = newest.order_by(col(line.sorted_on).desc(), col(line.article_id).desc()).limit(latest)
    a = Annotation
    return (
        said.select_from(Article)
        .join(a, col(a.revision_id) == col(Article.newest_revision_id))
        .join(mention, col(mention.revision_id) == col(a.revision_id))
        .where(
            col(Article.id).in_(newest),
            col(a.layer) == "quotation",
            col(a.retired_at).is_(None),
            col(a.lead).is_not(None),
            may_read(reader),
            may_read_annotation(reader),
            col(mention.layer) == "entity",
            col(mention.retired_at).is_(None),
            col(mention.start) >= col(a.start),
            col(mention.start) < col(a.end),
            col(mention.end) <= col(a.end),
        )
    )
