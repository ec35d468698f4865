"""The articles in which the statements of a list can be, each in the order of an index.

Of the library, of those that mention an entity or quote it, or of a few that hold some words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.linking.names.folding import fold
from app.store.articles.access import Reader, may_read
from app.store.db.built_once import built_once
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle, EntityName
from app.store.schema.summaries import SpeakerInArticle
from app.store.statements.article_walk import (
    ArticlePlace,
    Source,
    of_built,
    of_index,
    of_index_if,
    of_list,
)

MOST_NAMED = 20
"""Entities of one name whose statements are listed, those that most articles call so."""
_LONGEST_ID = 9  # digits
_Line = EntityInArticle | SpeakerInArticle


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which (ISO, both inclusive); either leaves undated articles out."""

    since: str | None = None
    until: str | None = None

    def within(self, statement: Select[*tuple[Any, ...]], day: Any) -> Select[*tuple[Any, ...]]:
        """The rows of these days; undated ones have an empty day."""
        if self.since:
            statement = statement.where(day >= self.since)
        if self.until:
            statement = statement.where(day <= self.until, day > "")
        return statement

    def hold(self, day: str) -> bool:
        """Whether a day is one of them."""
        after = not self.since or day >= self.since
        before = not self.until or "" < day <= self.until
        return after and before


def is_id(who: int | str) -> bool:
    """Whether an entity is asked for by its id."""
    return isinstance(who, int) or (who.isascii() and who.isdigit() and len(who) <= _LONGEST_ID)


def entities(s: Session, reader: Reader, who: int | str) -> dict[int, int]:
    """The entity with this id, or the one it was merged into; those that have this name.

    Each with the number of articles that mention it, or call it so. A name is one in an article
    that this reader may see. What a merge has not moved yet is found as well: it is asked for
    under both ids.
    """
    e, n = Entity, EntityName
    if is_id(who):
        asked = aliased(Entity)
        survivor = func.coalesce(col(asked.merged_into), col(asked.id))
        wanted = select(survivor).where(col(asked.id) == int(who)).scalar_subquery()
        unmoved = and_(col(e.merged_into) == wanted, col(e.mentions) > 0)
        found = select(col(e.id), col(e.articles)).where(or_(col(e.id) == wanted, unmoved))
        return {row[0]: row[1] for row in s.execute(found.order_by(col(e.id)))}
    articles = col(n.articles) if reader.editor else col(n.public_articles)
    named = select(col(n.entity_id), articles).where(col(n.folded) == fold(str(who)), articles > 0)
    named = named.order_by(articles.desc(), col(n.entity_id)).limit(MOST_NAMED)
    return {row[0]: row[1] for row in s.execute(named)}


def library(s: Session, reader: Reader, days: Days) -> Source:
    """Every article, the newest first; an undated one by the day of its capture."""
    if days == Days():
        return of_built(s, _library(reader))
    a = Article
    statement = select(col(a.sorted_on), col(a.id)).where(may_read(reader))
    if days.since or days.until:
        statement = statement.where(col(a.published_on).is_not(None))
    return of_index(s, [days.within(statement, col(a.sorted_on))], col(a.sorted_on), col(a.id))


@built_once
def _library(reader: Reader) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(col(Article.sorted_on), col(Article.id))
    return statement.where(may_read(reader))


@built_once
def of_one(
    line: type[EntityInArticle] | type[SpeakerInArticle], reader: Reader, entity_id: int
) -> Select[*tuple[Any, ...]]:
    """The days and ids of the articles that mention an entity, or quote it."""
    statement: Select[*tuple[Any, ...]] = select(col(line.sorted_on), col(line.article_id))
    statement = statement.where(col(line.entity_id) == entity_id)
    return statement if reader.editor else statement.where(col(line.public).is_(True))


def mentioning(s: Session, reader: Reader, entity_ids: Iterable[int], days: Days) -> Source:
    """The articles that mention one of these entities, the newest first and undated ones last."""
    return _by_day(s, reader, EntityInArticle, entity_ids, days)


def quoting(s: Session, reader: Reader, entity_ids: Iterable[int], days: Days) -> Source:
    """The articles that quote one of these entities, the newest first and undated ones last."""
    return _by_day(s, reader, SpeakerInArticle, entity_ids, days)


def quoting_about(
    s: Session, reader: Reader, speakers: Mapping[int, int], about: Mapping[int, int], days: Days
) -> Source:
    """The articles that quote one of these entities and mention one of the others.

    Each entity with its number of articles: the fewer are walked, and the others looked up.
    """
    line: type[_Line] = SpeakerInArticle
    looked_up: type[_Line] = EntityInArticle
    walked, by = speakers, about
    if sum(about.values()) < sum(speakers.values()):
        line, looked_up, walked, by = EntityInArticle, SpeakerInArticle, about, speakers

    def holds(article_id: Any) -> ColumnElement[bool]:
        there = col(looked_up.article_id) == article_id, col(looked_up.entity_id).in_(by)
        return exists().where(*there)

    selects = _selects(reader, line, walked, days)
    return of_index_if(s, selects, col(line.sorted_on), col(line.article_id), holds)


def _by_day(
    s: Session, reader: Reader, line: type[_Line], entity_ids: Iterable[int], days: Days
) -> Source:
    selects = _selects(reader, line, entity_ids, days)
    return of_index(s, selects, col(line.sorted_on), col(line.article_id))


def _selects(
    reader: Reader, line: type[_Line], entity_ids: Iterable[int], days: Days
) -> list[Select[*tuple[Any, ...]]]:
    """The rows of each entity in the order of the index by day."""
    day, id_ = col(line.sorted_on), col(line.article_id)
    selects: list[Select[*tuple[Any, ...]]] = []
    for entity_id in entity_ids:
        statement: Select[*tuple[Any, ...]] = select(day, id_)
        statement = statement.where(col(line.entity_id) == entity_id)
        if not reader.editor:
            statement = statement.where(col(line.public).is_(True))
        selects.append(days.within(statement, day))
    return selects


def few(
    s: Session, reader: Reader, article_ids: Collection[int], days: Days, *, undated_last: bool
) -> Source:
    """Of these articles those that the reader may see."""
    a = Article
    dated = func.coalesce(col(a.published_on), "")
    statement = select(dated if undated_last else col(a.sorted_on), col(a.id)).where(
        may_read(reader), col(a.id).in_(sorted(article_ids))
    )
    if not undated_last and (days.since or days.until):
        statement = statement.where(col(a.published_on).is_not(None))
    rows: Sequence[Any] = s.execute(statement).all() if article_ids else ()
    return of_list(ArticlePlace(*row) for row in rows if days.hold(row[0]))
