"""Which entities occur together, when, and in which articles; answered by the narrow summaries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, combinations
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.articles.access import Reader, may_read
from app.store.db.built_once import built_once, read_rows
from app.store.db.ids import id_of
from app.store.entities.entities import UNDATED, EntityRow, columns, counted, entity_row
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle
from app.store.schema.summaries import EntityMonth
from app.store.summaries.months import are_kept

LATEST = 250
"""Articles of an entity that are searched for co-occurring ones: those added last."""


@dataclass(frozen=True, slots=True)
class Month:
    """How often and in how many articles an entity is mentioned in a month (`2031-03`).

    `doubted` is the number of these articles whose date is doubted.
    """

    month: str
    mentions: int
    articles: int
    doubted: int = 0


@dataclass(frozen=True, slots=True)
class OverTime:
    """The months in which an entity is mentioned, oldest first; how many undated articles do."""

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
    """The first and the last dated article that mention an entity."""

    first: End
    last: End


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """The entities that occur in the same articles as one entity.

    `members` with the number of articles shared with it, most first; `pairs` with the number that
    two members share. `latest` is the most articles that were counted.
    """

    members: list[tuple[EntityRow, int]]
    pairs: dict[tuple[int, int], int]
    latest: int = LATEST


@dataclass(frozen=True, slots=True)
class NeighbouringArticle:
    """The previous or next article among those that mention an entity.

    `title` may be its first words, `sorted_on` is the day of capture of an undated one.
    """

    id: int
    title: str
    published_on: str | None
    date_doubted: bool
    sorted_on: str
    language: str = "und"


@dataclass(frozen=True, slots=True)
class Position:
    """An article's position among those that mention an entity, and its neighbours there.

    `articles` is their number, `before` the number of those before it. They are ordered by day and,
    on one day, as they were added. Undated ones come last.
    """

    articles: int
    before: int
    earlier: NeighbouringArticle | None = None
    later: NeighbouringArticle | None = None


def over_time(s: Session, reader: Reader, id: int) -> OverTime:
    """When an entity is mentioned, by the articles' dates. One or two queries."""
    months: list[Month] = []
    undated = 0
    kept = read_rows(s, _kept_months(reader, id)).all()
    for name, mentions, articles, doubted in kept or read_rows(s, _counted_months(reader, id)):
        if name == UNDATED:
            undated = articles
        else:
            months.append(Month(name, int(mentions), articles, doubted))
    return OverTime(months, undated)


@built_once
def _kept_months(reader: Reader, id: int) -> Select[*tuple[Any, ...]]:
    m = EntityMonth
    sums = ("mentions", "articles", "doubted")
    names = sums if reader.editor else [f"public_{name}" for name in sums]
    columns = [col(getattr(m, name)) for name in names]
    statement: Select[*tuple[Any, ...]] = select(col(m.month).label("month"), *columns)
    readable = statement.where(col(m.entity_id) == id, columns[1] > 0, _may_count(reader))
    return readable.order_by(col(m.month))


@built_once
def _counted_months(reader: Reader, id: int) -> Select[*tuple[Any, ...]]:
    """The months of an entity of which none are kept: it has few articles."""
    e = EntityInArticle
    month = func.substr(col(e.sorted_on), 1, 7)
    counts = func.sum(col(e.mentions)), func.count(), func.count().filter(col(e.date_doubted))
    statement: Select[*tuple[Any, ...]] = select(month.label("month"), *counts)
    statement = statement.where(col(e.entity_id) == id, counted(reader, e))
    return statement.group_by(month).order_by(month)


def _may_count(reader: Reader) -> ColumnElement[bool]:
    return true() if reader.editor or reader.public else false()


def first_and_last(s: Session, reader: Reader, id: int) -> Ends | None:
    """The first and the last dated article that mention an entity. One query.

    None when this reader may see none.
    """
    ends = {
        row.later: End(row.sorted_on, row.article_id, row.date_doubted)
        for row in read_rows(s, _ends(reader, id))
    }
    return Ends(ends[True], ends[False]) if ends else None


@built_once
def _ends(reader: Reader, id: int) -> Select[*tuple[Any, ...]]:
    """The first and the last dated row of an entity; the first is `later`."""
    is_dated = col(EntityInArticle.sorted_on) > UNDATED
    first = select(_nearest(reader, id, True, is_dated).subquery())
    last = select(_nearest(reader, id, False, is_dated).subquery())
    return select(union_all(first, last).subquery())


def cooccurring(
    s: Session, reader: Reader, id: int, limit: int = 10, but: int | None = None
) -> Cooccurrence:
    """The entities that occur in the same articles, and which of them together. Two queries.

    In the `LATEST` articles that name it, those added last; `but` leaves one out. Counted here:
    counting the same rows takes SQLite four times as long.
    """
    in_article = [together.split(",") for (together,) in read_rows(s, _together(reader, id, but))]
    shared = Counter(chain.from_iterable(in_article))
    most = _most(shared, limit)
    pairs: Counter[tuple[int, int]] = Counter()
    for entity_ids in in_article:
        members = sorted(map(int, most.keys() & entity_ids))
        pairs.update(combinations(members, 2))
    ids = [int(entity_id) for entity_id in most]
    by_id = (
        {row[0]: entity_row(row) for row in read_rows(s, _described(reader, ids))} if ids else {}
    )
    members_shared = zip(ids, most.values(), strict=True)
    return Cooccurrence([(by_id[id_], number) for id_, number in members_shared], dict(pairs))


def _most(shared: Mapping[str, int], limit: int) -> dict[str, int]:
    """The entities that share most articles, of equals the one with the smaller id."""
    fewest = min(nlargest(limit, shared.values()), default=0)
    best = [(entity_id, number) for entity_id, number in shared.items() if number >= fewest]
    best.sort(key=lambda one: (-one[1], int(one[0])))
    return dict(best[:limit])


@built_once
def _together(reader: Reader, id: int, but: int | None) -> Select[*tuple[Any, ...]]:
    """The other entities of each of the `LATEST` articles, their ids joined by commas.

    One row an article: rows of their own for 8,000 entities take five times as long to fetch.
    """
    e, there = aliased(EntityInArticle), aliased(EntityInArticle)
    named = select(col(e.article_id)).where(col(e.entity_id) == id, counted(reader, e))
    named = named.where(col(e.article_id) != but) if but is not None else named
    latest = named.order_by(col(e.article_id).desc()).limit(LATEST)
    joined = func.aggregate_strings(cast(col(there.entity_id), String), ",")
    statement: Select[*tuple[Any, ...]] = select(joined)
    # The sum keeps the planner from starting at every article of the others.
    return statement.where(
        col(there.article_id).in_(latest), col(there.entity_id) + 0 != id
    ).group_by(col(there.article_id))


@built_once
def _described(reader: Reader, ids: list[int]) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(*columns(reader))
    return statement.where(col(Entity.id).in_(ids))


def position(s: Session, reader: Reader, id: int, article: Article | None = None) -> Position:
    """An article's position among those that mention an entity, also if it does not. Two queries.

    Without an article it is the position before the first.
    """
    sooner, later = _sides(article)
    articles = col(Entity.articles) if reader.editor else col(Entity.public_articles)
    counts = select(articles, _before(reader, id, article)).where(col(Entity.id) == id)
    counted_rows = s.execute(counts.where(_may_count(reader))).all()
    total, before = counted_rows[0] if counted_rows else (0, 0)
    neighbours = list(s.execute(_neighbours(reader, id, sooner, later)))
    return Position(total, before, _first(neighbours, later=False), _first(neighbours, later=True))


def _before(reader: Reader, id: int, article: Article | None) -> ColumnElement[Any]:
    """How many articles come before: whole months from the summary, the rest by the index."""
    if article is None:
        return literal(0)
    e, m = EntityInArticle, EntityMonth
    on, number = col(e.sorted_on), col(e.article_id)
    rows = select(func.count()).where(col(e.entity_id) == id, counted(reader, e))
    articles = col(m.articles) if reader.editor else col(m.public_articles)
    earlier = select(func.coalesce(func.sum(articles), 0)).where(
        col(m.entity_id) == id, col(m.month) > UNDATED
    )
    day = article.published_on
    if day is None:
        rest = rows.where(on == UNDATED, number < id_of(article))
        earlier_rows = rows.where(on > UNDATED)
    else:
        month = day[:7]
        earlier = earlier.where(col(m.month) < month)
        earlier_rows = rows.where(on > UNDATED, on < month)
        same_day = and_(on == day, number < id_of(article))
        rest = rows.where(on >= month, on <= day, or_(on < day, same_day))
    whole = case((are_kept(id), earlier.scalar_subquery()), else_=earlier_rows.scalar_subquery())
    return whole + rest.scalar_subquery()


_Side = Sequence[ColumnElement[bool]]
"""The rows before or after an article as ranges of the index, the nearest first: dated and undated
ones are in different places of it."""


def _sides(article: Article | None) -> tuple[_Side, _Side]:
    """What comes before an article and what after it."""
    on, number = col(EntityInArticle.sorted_on), col(EntityInArticle.article_id)
    dated, undated = on > UNDATED, on == UNDATED
    if article is None:
        return (), (dated, undated)
    own = id_of(article)
    if article.published_on is None:
        return (and_(undated, number < own), dated), (and_(undated, number > own),)
    # Compared as pairs: that is one range of the index, where “or” would be filtered row by row.
    place, here = tuple_(on, number), tuple_(article.published_on, own)
    return (and_(dated, place < here),), (place > here, undated)


def _neighbours(reader: Reader, id: int, sooner: _Side, later: _Side) -> Select[*tuple[Any, ...]]:
    """The nearest row of every range on both sides."""
    nearest = []
    for is_later, side in ((False, sooner), (True, later)):
        for n, rows in enumerate(side):
            one = _nearest(reader, id, is_later, rows).add_columns(literal(n).label("range"))
            nearest.append(select(one.subquery()))
    neighbours = union_all(*nearest).subquery()
    about = (
        col(Article.id),
        col(Article.title),
        col(Article.lede),
        col(Article.published_on),
        col(Article.sorted_on),
        col(Article.language),
    )
    statement = select(neighbours.c.later, neighbours.c.date_doubted, *about)
    statement = statement.join(Article, col(Article.id) == neighbours.c.article_id)
    return statement.where(may_read(reader)).order_by(neighbours.c.range)


def _first(rows: Iterable[Row[*tuple[Any, ...]]], *, later: bool) -> NeighbouringArticle | None:
    for row in rows:
        if row.later == later:
            title = row.title or row.lede
            return NeighbouringArticle(
                row.id,
                title,
                row.published_on,
                row.date_doubted,
                row.sorted_on,
                row.language,
            )
    return None


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
