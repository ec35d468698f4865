"""Who and what is named together, when, and in which order: questions that the narrow summaries answer. Reads no annotation and no text."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.access import Reader, may_read
from app.store.entities import EntityRow, columns, counted, entity_row
from app.store.tables import Article, Entity, EntityInArticle

LATEST = 1_000
"""Articles of an entity that are searched for its company: those that came last. With 13 names in each, 0.1 s on SQLite."""


@dataclass(frozen=True, slots=True)
class Month:
    """How often and in how many articles an entity is named in a month (`2031-03`)."""

    month: str
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last article that name an entity: day, id."""

    first: tuple[str, int]
    last: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Company:
    """Who is named in the same articles as an entity: with how many they share with it, most first; and who among them with whom.

    `latest` is of how many articles it is told at most.
    """

    members: list[tuple[EntityRow, int]]
    pairs: dict[tuple[int, int], int]
    latest: int = LATEST


@dataclass(frozen=True, slots=True)
class Beside:
    """An article's place among those that name an entity, by day: how many there are and stand before it, and which stand beside it."""

    articles: int
    before: int
    earlier: tuple[int, str, str] | None = None
    later: tuple[int, str, str] | None = None


def months(s: Session, reader: Reader, id: int) -> list[Month]:
    """The months in which an entity is named, oldest first, by the articles' dates (declared else captured). One query."""
    e = EntityInArticle
    month = func.substr(col(e.sorted_on), 1, 7).label("month")
    statement = select(month, func.sum(col(e.mentions)), func.count()).where(col(e.entity_id) == id, counted(reader, e))
    return [Month(row[0], int(row[1]), row[2]) for row in s.execute(statement.group_by(month).order_by(month))]


def ends(s: Session, reader: Reader, id: int) -> Ends | None:
    """The first and the last article that name an entity, by day; None when this reader may see none. One query."""
    first, last = (select(_nearest(reader, id, "", 0, which).subquery()) for which in ("later", "earlier"))
    found = {row.which: (row.sorted_on, row.article_id) for row in s.execute(union_all(first, last))}
    return Ends(found["later"], found["earlier"]) if found else None


def company(s: Session, reader: Reader, id: int, limit: int = 10, but: int | None = None) -> Company:
    """Who is named in the same articles, and who of them with whom, in the latest thousand that came. One query. `but` leaves one out.

    The sums keep the planner from starting at every article of the others (50,000 articles, 600,000 names: seconds).
    """
    e, there, one, other = (aliased(EntityInArticle) for _ in range(4))
    named = select(col(e.article_id)).where(col(e.entity_id) == id, counted(reader, e))
    named = named.where(col(e.article_id) != but) if but is not None else named
    latest = named.order_by(col(e.article_id).desc()).limit(LATEST)
    shared, mentions, who = func.count(), func.sum(col(there.mentions)), func.min(col(there.entity_id))
    most = (
        select(who.label("entity_id"), mentions.label("named"))
        .where(col(there.article_id).in_(latest), col(there.entity_id) + 0 != id)
        .group_by(col(there.entity_id) + 0)
        .order_by(shared.desc(), mentions.desc(), who)
        .limit(limit)
        .cte("most")
    )
    first, second = most.alias("first"), most.alias("second")
    statement = (
        select(*columns(reader), col(other.entity_id), func.count(), func.max(first.c.named))
        .select_from(one)
        .join(first, first.c.entity_id == col(one.entity_id) + 0)
        .join(other, and_(col(other.article_id) == col(one.article_id), col(other.entity_id) >= col(one.entity_id)))
        .join(second, second.c.entity_id == col(other.entity_id) + 0)
        .join(Entity, col(Entity.id) == col(one.entity_id))
        .where(col(one.article_id).in_(latest))
        .group_by(*columns(reader), col(other.entity_id))
    )
    return _company(list(s.execute(statement)))


def _company(rows: list[Row[*tuple[Any, ...]]]) -> Company:
    alone = [row for row in rows if row.id == row[-3]]
    alone.sort(key=lambda row: (-row[-2], -row[-1], row.id))
    pairs = {(row.id, row[-3]): row[-2] for row in rows if row.id != row[-3]}
    return Company([(entity_row(row), row[-2]) for row in alone], pairs)


def beside(s: Session, reader: Reader, id: int, article: Article | None = None) -> Beside:
    """Where `article` stands among those that name an entity, also one that does not; without one, before the first. Two queries.

    The way is by day, then in the order in which they came.
    """
    e, day, own = EntityInArticle, article.sorted_on if article else "", (article.id if article else None) or 0
    sooner = or_(col(e.sorted_on) < day, and_(col(e.sorted_on) == day, col(e.article_id) < own))
    rows = col(e.entity_id) == id, counted(reader, e)
    total, before = s.execute(select(func.count(), func.count().filter(sooner)).where(*rows)).one()
    found = {row[0]: (row[1], row[2] or row[4], row[3]) for row in s.execute(_neighbours(reader, id, day, own))}
    if not day:
        found.pop("earlier", None)
    return Beside(total, before, found.get("earlier"), found.get("later"))


def _neighbours(reader: Reader, id: int, day: str, own: int) -> Select[*tuple[Any, ...]]:
    both = union_all(*(select(_nearest(reader, id, day, own, which).subquery()) for which in ("earlier", "later"))).subquery()
    told = (both.c.which, col(Article.id), col(Article.title), col(Article.sorted_on), col(Article.lede))
    return select(*told).join(Article, col(Article.id) == both.c.article_id).where(may_read(reader))


def _nearest(reader: Reader, id: int, day: str, own: int, which: str) -> Select[*tuple[Any, ...]]:
    on, number = col(EntityInArticle.sorted_on), col(EntityInArticle.article_id)
    later = which == "later"
    beyond, further = (on > day, number > own) if later else (on < day, number < own)
    order = (on.asc(), number.asc()) if later else (on.desc(), number.desc())
    chosen: Select[*tuple[Any, ...]] = select(number.label("article_id"), on.label("sorted_on"), literal(which).label("which"))
    chosen = chosen.where(col(EntityInArticle.entity_id) == id, counted(reader, EntityInArticle))
    chosen = chosen.where(or_(beyond, and_(on == day, further))) if day else chosen
    return chosen.order_by(*order).limit(1)
