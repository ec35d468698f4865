"""Who and what is named together, when, and in which order: questions that the narrow summaries answer. Reads no annotation and no text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.articles.access import Reader, may_read
from app.store.entities.entities import UNDATED, EntityRow, columns, counted, entity_row
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle

LATEST = 1_000
"""Articles of an entity that are searched for its company: those that came last. With 13 names in
each, 0.1 s on SQLite."""


@dataclass(frozen=True, slots=True)
class Month:
    """How often and in how many articles an entity is named in a month (`2031-03`); of how many of these the date is doubted."""

    month: str
    mentions: int
    articles: int
    doubted: int = 0


@dataclass(frozen=True, slots=True)
class OverTime:
    """The months in which an entity is named, oldest first, and in how many undated articles, which are of no month."""

    months: list[Month]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """An article by its date, which may be doubted."""

    published_on: str
    article_id: int
    date_doubted: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last dated article that name an entity."""

    first: End
    last: End


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Who is named in the same articles as an entity: with how many they share with it, most first; and who among them with whom.

    `latest` is of how many articles it is told at most.
    """

    members: list[tuple[EntityRow, int]]
    pairs: dict[tuple[int, int], int]
    latest: int = LATEST


@dataclass(frozen=True, slots=True)
class NeighbouringArticle:
    """An article beside another on the way through those that name an entity: its title or first words, its date, its day of capture."""

    id: int
    title: str
    published_on: str | None
    date_doubted: bool
    sorted_on: str


@dataclass(frozen=True, slots=True)
class Position:
    """An article's place among those that name an entity: how many there are and stand before it, and which stand beside it.

    They stand by day and, on one day, in the order in which they came. Undated ones are of no day and come after all others.
    """

    articles: int
    before: int
    earlier: NeighbouringArticle | None = None
    later: NeighbouringArticle | None = None


def over_time(s: Session, reader: Reader, id: int) -> OverTime:
    """When an entity is named, by the articles' dates. One query."""
    e = EntityInArticle
    month = func.substr(col(e.sorted_on), 1, 7).label("month")
    counts = func.sum(col(e.mentions)), func.count(), func.count().filter(col(e.date_doubted))
    statement = select(month, *counts).where(col(e.entity_id) == id, counted(reader, e))
    told = [
        Month(row[0], int(row[1]), row[2], row[3])
        for row in s.execute(statement.group_by(month).order_by(month))
    ]
    return OverTime(
        [m for m in told if m.month != UNDATED], sum(m.articles for m in told if m.month == UNDATED)
    )


def first_and_last(s: Session, reader: Reader, id: int) -> Ends | None:
    """The first and the last dated article that name an entity; None when this reader may see none.

    One query.
    """
    is_dated = col(EntityInArticle.sorted_on) > UNDATED
    first, last = (
        select(_nearest(reader, id, later, is_dated).subquery()) for later in (True, False)
    )
    found = {
        row.later: End(row.sorted_on, row.article_id, row.date_doubted)
        for row in s.execute(union_all(first, last))
    }
    return Ends(found[True], found[False]) if found else None


def cooccurring(
    s: Session, reader: Reader, id: int, limit: int = 10, but: int | None = None
) -> Cooccurrence:
    """Who is named in the same articles, and who of them with whom, in the latest thousand that came. One query. `but` leaves one out.

    The sums keep the planner from starting at every article of the others (50,000 articles, 600,000 names: seconds).
    """
    e, there, one, other = (aliased(EntityInArticle) for _ in range(4))
    named = select(col(e.article_id)).where(col(e.entity_id) == id, counted(reader, e))
    named = named.where(col(e.article_id) != but) if but is not None else named
    latest = named.order_by(col(e.article_id).desc()).limit(LATEST)
    shared, mentions, who = (
        func.count(),
        func.sum(col(there.mentions)),
        func.min(col(there.entity_id)),
    )
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
        .join(
            other,
            and_(
                col(other.article_id) == col(one.article_id),
                col(other.entity_id) >= col(one.entity_id),
            ),
        )
        .join(second, second.c.entity_id == col(other.entity_id) + 0)
        .join(Entity, col(Entity.id) == col(one.entity_id))
        .where(col(one.article_id).in_(latest))
        .group_by(*columns(reader), col(other.entity_id))
    )
    return _company(list(s.execute(statement)))


def _company(rows: list[Row[*tuple[Any, ...]]]) -> Cooccurrence:
    alone = [row for row in rows if row.id == row[-3]]
    alone.sort(key=lambda row: (-row[-2], -row[-1], row.id))
    pairs = {(row.id, row[-3]): row[-2] for row in rows if row.id != row[-3]}
    return Cooccurrence([(entity_row(row), row[-2]) for row in alone], pairs)


def position(s: Session, reader: Reader, id: int, article: Article | None = None) -> Position:
    """Where `article` stands among those that name an entity, also one that does not; without one, before the first. Two queries."""
    e, (sooner, later) = EntityInArticle, _sides(article)
    rows = col(e.entity_id) == id, counted(reader, e)
    total, before = s.execute(
        select(func.count(), func.count().filter(or_(false(), *sooner))).where(*rows)
    ).one()
    found = list(s.execute(_neighbours(reader, id, sooner, later)))
    return Position(total, before, _first(found, later=False), _first(found, later=True))


_Side = Sequence[ColumnElement[bool]]
"""The rows on one side of an article in stretches, the nearest first: dated and undated ones are in
different places of the index."""


def _sides(article: Article | None) -> tuple[_Side, _Side]:
    """What comes before an article and what after it."""
    on, number = col(EntityInArticle.sorted_on), col(EntityInArticle.article_id)
    dated, undated = on > UNDATED, on == UNDATED
    if article is None:
        return (), (dated, undated)
    own = article.id or 0
    if article.published_on is None:
        return (and_(undated, number < own), dated), (and_(undated, number > own),)
    day = article.published_on
    before = and_(dated, or_(on < day, and_(on == day, number < own)))
    return (before,), (or_(on > day, and_(on == day, number > own)), undated)


def _neighbours(reader: Reader, id: int, sooner: _Side, later: _Side) -> Select[*tuple[Any, ...]]:
    """The nearest row of every stretch on both sides."""
    stretches = [(False, n, rows) for n, rows in enumerate(sooner)] + [
        (True, n, rows) for n, rows in enumerate(later)
    ]
    nearest = [
        _nearest(reader, id, is_later, rows).add_columns(literal(n).label("stretch"))
        for is_later, n, rows in stretches
    ]
    found = union_all(*(select(one.subquery()) for one in nearest)).subquery()
    about = (
        col(Article.id),
        col(Article.title),
        col(Article.lede),
        col(Article.published_on),
        col(Article.sorted_on),
    )
    told = select(found.c.later, found.c.date_doubted, *about).join(
        Article, col(Article.id) == found.c.article_id
    )
    return told.where(may_read(reader)).order_by(found.c.stretch)


def _first(rows: Iterable[Row[*tuple[Any, ...]]], *, later: bool) -> NeighbouringArticle | None:
    return next(
        (
            NeighbouringArticle(
                r.id, r.title or r.lede, r.published_on, r.date_doubted, r.sorted_on
            )
            for r in rows
            if r.later == later
        ),
        None,
    )


def _nearest(
    reader: Reader, id: int, later: bool, rows: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """The first of these rows, in the one direction or the other."""
    e = EntityInArticle
    on, number = col(e.sorted_on), col(e.article_id)
    order = (on.asc(), number.asc()) if later else (on.desc(), number.desc())
    chosen: Select[*tuple[Any, ...]] = select(
        number.label("article_id"), on.label("sorted_on"), col(e.date_doubted)
    )
    chosen = chosen.add_columns(literal(later).label("later"))
    return chosen.where(col(e.entity_id) == id, counted(reader, e), rows).order_by(*order).limit(1)
