"""The log of corrections as it is read: each with its entities, its first words and its editors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound
from app.store.corrections.corrections import NO_SUCH_CORRECTION
from app.store.corrections.unfinished import Unfinished
from app.store.creators import person_name
from app.store.db.ids import id_of
from app.store.db.pagination import LONGEST_PAGE, Key, Page, paginate
from app.store.entities.entities import EntityRow
from app.store.schema.articles import Article
from app.store.schema.corrections import (
    StoredCorrection,
    StoredCorrectionTarget,
    UnfinishedCorrection,
)
from app.store.schema.entities import Entity


@dataclass(frozen=True, slots=True)
class DescribedCorrection:
    """What a sentence about a correction needs, before and after it is made.

    `words` are those of its first target; `name` is set where every mention by them is meant.
    """

    kind: str
    entity: EntityRow | None
    other: EntityRow | None
    value: str | None
    new_kind: str | None
    words: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class LogEntry(DescribedCorrection):
    """A correction of the log: how much it touched, by whom and when; the article of its target.

    `unfinished` says how far it is applied, or its undoing, where that is not done yet.
    """

    id: int
    passages: int
    articles: int
    by: str
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None
    article_id: int | None
    article_title: str | None
    unfinished: Unfinished | None


def get(s: Session, id: int) -> LogEntry:
    """One correction of the log. Raises NotFound."""
    row = s.execute(_statement().where(col(StoredCorrection.id) == id)).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_CORRECTION)
    return _entry(row)


def listed(
    s: Session, *, entity_id: int | None = None, cursor: str | None = None, limit: int = 30
) -> Page[LogEntry]:
    """The log, newest first; only corrections about one entity, if it is given."""
    c, statement = StoredCorrection, _statement()
    if entity_id is not None:
        uid = select(col(Entity.uid)).where(col(Entity.id) == entity_id).scalar_subquery()
        statement = statement.where((col(c.entity_uid) == uid) | (col(c.other_uid) == uid))
    newest_first = (Key(col(c.id), int, descending=True),)
    return paginate(s, statement, newest_first, _entry, cursor, limit)


def newest(s: Session, *, entity_id: int | None = None, limit: int) -> Iterator[LogEntry]:
    """As many entries of the log as are wanted, newest first, page after page."""
    cursor: str | None = None
    left = limit
    while left > 0:
        page = listed(s, entity_id=entity_id, cursor=cursor, limit=min(left, LONGEST_PAGE))
        yield from page.items
        left, cursor = left - len(page.items), page.next
        if cursor is None:
            return


def _statement() -> Any:
    c, t, u = StoredCorrection, StoredCorrectionTarget, UnfinishedCorrection
    entity, other, first = aliased(Entity), aliased(Entity), aliased(t)
    of_correction = select(func.min(col(t.id))).where(col(t.correction_id) == col(c.id))
    target = (col(first.exact), col(first.name), col(first.article_id), col(Article.title))
    editors = (person_name(c.creator).correlate(c), person_name(c.undone_by).correlate(c))
    # Everything that a line of the log needs, in one query a page.
    return (
        select(c, entity, other, *target, *editors, col(u.done), col(u.articles))
        .outerjoin(entity, col(entity.uid) == col(c.entity_uid))
        .outerjoin(other, col(other.uid) == col(c.other_uid))
        .outerjoin(first, col(first.id) == of_correction.correlate(c).scalar_subquery())
        .outerjoin(Article, col(Article.id) == col(first.article_id))
        .outerjoin(u, col(u.correction_id) == col(c.id))
    )


def _entry(row: Any) -> LogEntry:
    stored, entity, other, exact, name, article_id, title, by, undone_by, *progress = row[:11]
    return LogEntry(
        kind=stored.kind,
        entity=_entity_row(entity),
        other=_entity_row(other),
        value=stored.value,
        new_kind=stored.new_kind,
        words=exact or None,
        name=name,
        id=id_of(stored),
        passages=stored.passages,
        articles=stored.articles,
        by=by or stored.creator,
        created_at=stored.created_at,
        undone_at=stored.undone_at,
        undone_by=undone_by or stored.undone_by,
        article_id=article_id,
        article_title=title,
        unfinished=None if progress[0] is None else Unfinished(stored.id, *progress),
    )


def _entity_row(entity: Entity | None) -> EntityRow | None:
    if entity is None:
        return None
    return EntityRow(
        id_of(entity),
        entity.uid,
        entity.kind,
        entity.name,
        entity.merged_into,
        entity.mentions,
        entity.articles,
        entity.sport,
        entity.country,
    )
