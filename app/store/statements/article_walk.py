"""Rows of annotations taken article by article, the newest first, until a page is full.

A list never sorts all that an entity said, and never reads a library to its end for a word that
nobody used: after `MOST` articles it stops, and the page's cursor goes on from there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    Subquery,
    bindparam,
    select,
    tuple_,
    union_all,
)
from sqlmodel import Session, col

from app.store.db.built_once import Built, read_rows
from app.store.db.pagination import LONGEST_PAGE, Keep, Page, decode_cursor, encode_cursor
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article

SIZES = (16, 64, 256, 768)
"""Articles that are looked at together: few at first, as most pages are full after them."""
MOST = sum(SIZES)
SIZES_WITH_TEXTS = (16, 48, 64)
"""The same for a list whose texts have to be read for the words of a query."""
_BEYOND = 2**31 - 1
"""A place in a text and an id after all others."""


class ArticlePlace(NamedTuple):
    """Where an article stands in a list: its day (empty for an undated one) and its id."""

    day: str
    article_id: int


class Looked(NamedTuple):
    """Articles of a list, in order, and how far it was looked through; None: to its end.

    What was looked through may hold few of them, or none.
    """

    places: Sequence[ArticlePlace]
    until: ArticlePlace | None


Source = Callable[[ArticlePlace | None, int], Looked]
"""At most so many articles of a list that come after a place, that place included."""


@dataclass(slots=True)
class Walk:
    """The rows of `chosen` in the articles of `source`, those of an article in reading order.

    `chosen` is a statement on Article and Annotation with `article_id` and `start` among its
    columns and `id` as the first, with the values of its parameters. `stopped` is where the walk
    gave up, if it did.
    """

    s: Session
    source: Source
    chosen: Built
    after: tuple[ArticlePlace, int, int] | None = None
    sizes: Sequence[int] = SIZES
    stopped: ArticlePlace | None = None
    days: dict[int, str] = field(default_factory=dict)

    def rows(self) -> Iterator[Row[*tuple[Any, ...]]]:
        """The rows, as far as somebody asks for them."""
        last = self.after[0] if self.after else None
        for size in self.sizes:
            found, until = self.source(last, size + 1)
            places = [place for place in found if place != last]
            if self.after and last == self.after[0]:
                places.insert(0, last)  # the rest of the article that the last page ended in
            if places:
                yield from self._rows_in(places)
            if until is None:
                return
            last = until
        self.stopped = last

    def _rows_in(self, places: Sequence[ArticlePlace]) -> Iterator[Row[*tuple[Any, ...]]]:
        self.days |= {place.article_id: place.day for place in places}
        ids = [place.article_id for place in places]
        by_article: dict[int, list[Row[*tuple[Any, ...]]]] = {}
        in_articles = Built(_in_articles(self.chosen.statement), self.chosen.values)
        for row in read_rows(self.s, in_articles, article_ids=ids):
            if not self._is_before(row):
                by_article.setdefault(row.article_id, []).append(row)
        for id_ in ids:
            yield from by_article.get(id_, ())

    def _is_before(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether an earlier page had the row, or its article as far as that."""
        if self.after is None or row.article_id != self.after[0].article_id:
            return False
        return (row.start, row.id) <= self.after[1:]


@lru_cache(maxsize=64)
def _in_articles(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The rows of a statement in the articles `article_ids`, those of an article in order."""
    ids = bindparam("article_ids", type_=Integer, expanding=True)
    order = (col(Article.id), col(Annotation.start), col(Annotation.id))
    return chosen.where(col(Article.id).in_(ids)).order_by(*order)


def page(
    s: Session,
    source: Source,
    chosen: Built,
    keep: Keep | None,
    cursor: str | None,
    limit: int,
    sizes: Sequence[int] = SIZES,
) -> Page[Row[*tuple[Any, ...]]]:
    """A page of rows. It may be short, or empty, and still have a next one.

    Then it holds all that there is in as many articles as `sizes` come to. Raises BadRequest
    for a cursor that is none of this list.
    """
    limit = max(1, min(limit, LONGEST_PAGE))
    walk = Walk(s, source, chosen, _after(cursor), sizes)
    rows: Iterable[Row[*tuple[Any, ...]]] = walk.rows()
    some = list(islice(keep(rows) if keep else rows, limit + 1))
    if len(some) > limit:
        last = some[limit - 1]
        place = (walk.days[last.article_id], last.article_id, last.start, last.id)
        return Page(some[:limit], encode_cursor(place))
    if walk.stopped is not None:
        return Page(some, encode_cursor((*walk.stopped, _BEYOND, _BEYOND)))
    return Page(some, None)


def _after(cursor: str | None) -> tuple[ArticlePlace, int, int] | None:
    if not cursor:
        return None
    day, article_id, start, id_ = decode_cursor(cursor, [str, int, int, int])
    return ArticlePlace(day, article_id), start, id_


def of_index(s: Session, selects: Sequence[Select[*tuple[Any, ...]]], day: Any, id: Any) -> Source:
    """The articles that statements select, each in the order of an index on `day` and `id`.

    An article that several of them select comes once.
    """

    def articles(after: ArticlePlace | None, most: int) -> Looked:
        parts = [select(part) for part in _parts(selects, day, id, after, most)]
        if not parts:
            return Looked([], None)
        if len(parts) == 1:
            return _looked([ArticlePlace(*row) for row in s.execute(parts[0])], most)
        every = union_all(*parts).subquery()
        ordered = select(every.c.day, every.c.article_id).distinct()
        ordered = ordered.order_by(every.c.day.desc(), every.c.article_id.desc()).limit(most)
        return _looked([ArticlePlace(*row) for row in s.execute(ordered)], most)

    return articles


def of_built(s: Session, chosen: Built) -> Source:
    """The articles that a statement selects, in the order of an index on its two columns.

    They are the day and the article's id. The same as `of_index`, for a statement that is shared.
    """

    def articles(after: ArticlePlace | None, most: int) -> Looked:
        ordered = Built(_from(chosen.statement, after is not None), chosen.values)
        place = after._asdict() if after else {}
        rows = read_rows(s, ordered, most=most, **place)
        return _looked([ArticlePlace(*row) for row in rows], most)

    return articles


def of_index_if(
    s: Session,
    selects: Sequence[Select[*tuple[Any, ...]]],
    day: Any,
    id: Any,
    holds: Callable[[Any], ColumnElement[bool]],
) -> Source:
    """Of the articles of `of_index` those for which a look-up by their id `holds`.

    As many are looked at as are wanted, however few are left of them.
    """

    def articles(after: ArticlePlace | None, most: int) -> Looked:
        places: set[ArticlePlace] = set()
        untils: list[ArticlePlace] = []
        for part in _parts(selects, day, id, after, most):
            is_wanted = holds(part.c.article_id).label("is_wanted")
            rows = s.execute(select(part.c.day, part.c.article_id, is_wanted)).all()
            places.update(ArticlePlace(row[0], row[1]) for row in rows if row.is_wanted)
            if len(rows) == most:
                untils.append(min(ArticlePlace(row[0], row[1]) for row in rows))
        return _cut(places, max(untils, default=None), most)

    return articles


@lru_cache(maxsize=64)
def _from(chosen: Select[*tuple[Any, ...]], is_after: bool) -> Select[*tuple[Any, ...]]:
    """The first `most` rows of a statement of days and ids, from `day` and `article_id` on."""
    day, id_ = chosen.selected_columns
    if is_after:
        place = bindparam("day", type_=String), bindparam("article_id", type_=Integer)
        chosen = chosen.where(tuple_(day, id_) <= tuple_(*place))
    most = bindparam("most", type_=Integer)
    return chosen.order_by(day.desc(), id_.desc()).limit(most)


def _parts(
    selects: Sequence[Select[*tuple[Any, ...]]],
    day: Any,
    id: Any,
    after: ArticlePlace | None,
    most: int,
) -> Iterator[Subquery]:
    """The first rows of each statement after a place, as `day` and `article_id`."""
    for statement in selects:
        beyond = statement
        if after is not None:
            beyond = beyond.where(tuple_(day, id) <= tuple_(after.day, after.article_id))
        beyond = beyond.with_only_columns(day.label("day"), id.label("article_id"))
        yield beyond.order_by(day.desc(), id.desc()).limit(most).subquery()


def _looked(places: Sequence[ArticlePlace], most: int) -> Looked:
    """The first places of a list: fewer than were asked for are all."""
    return Looked(places, places[-1] if len(places) >= most else None)


def _cut(places: Iterable[ArticlePlace], until: ArticlePlace | None, most: int) -> Looked:
    """At most so many of some places, in order; none beyond the place that was looked to."""
    ordered = sorted((p for p in places if until is None or p >= until), reverse=True)
    return Looked(ordered, until) if len(ordered) <= most else _looked(ordered[:most], most)


def of_list(places: Iterable[ArticlePlace]) -> Source:
    """These articles, which are few enough to be held in memory."""
    ordered = sorted(set(places), reverse=True)

    def articles(after: ArticlePlace | None, most: int) -> Looked:
        return _looked([place for place in ordered if after is None or place <= after][:most], most)

    return articles


def of_both(one: Source, other: Source) -> Source:
    """The articles of two lists."""

    def articles(after: ArticlePlace | None, most: int) -> Looked:
        looked = one(after, most), other(after, most)
        untils = [until for _, until in looked if until is not None]
        every = {place for places, _ in looked for place in places}
        return _cut(every, max(untils, default=None), most)

    return articles
