"""Rows of annotations taken article by article, the newest first, until a page is full.

A list never sorts all that an entity said, and never reads a library to its end for a word that
nobody used: after `MOST` articles it stops, and the page's cursor goes on from there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, String, bindparam, select, tuple_, union_all
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


Source = Callable[[ArticlePlace | None, int], Sequence[ArticlePlace]]
"""At most so many articles of a list that come after a place, that place included; in order."""


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
            places = [place for place in self.source(last, size + 1) if place != last]
            if self.after and last == self.after[0]:
                places.insert(0, last)  # the rest of the article that the last page ended in
            if not places:
                return
            yield from self._rows_in(places)
            if len(places) < size:
                return
            last = places[-1]
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

    def articles(after: ArticlePlace | None, most: int) -> Sequence[ArticlePlace]:
        parts = []
        for statement in selects:
            beyond = statement
            if after is not None:
                beyond = beyond.where(tuple_(day, id) <= tuple_(after.day, after.article_id))
            part = beyond.order_by(day.desc(), id.desc()).limit(most).subquery()
            parts.append(select(part.c[0].label("day"), part.c[1].label("article_id")))
        if not parts:
            return []
        if len(parts) == 1:
            return [ArticlePlace(*row) for row in s.execute(parts[0])]
        every = union_all(*parts).subquery()
        ordered = select(every.c.day, every.c.article_id).distinct()
        ordered = ordered.order_by(every.c.day.desc(), every.c.article_id.desc()).limit(most)
        return [ArticlePlace(*row) for row in s.execute(ordered)]

    return articles


def of_built(s: Session, chosen: Built) -> Source:
    """The articles that a statement selects, in the order of an index on its two columns.

    They are the day and the article's id. The same as `of_index`, for a statement that is shared.
    """

    def articles(after: ArticlePlace | None, most: int) -> Sequence[ArticlePlace]:
        ordered = Built(_from(chosen.statement, after is not None), chosen.values)
        place = after._asdict() if after else {}
        return [ArticlePlace(*row) for row in read_rows(s, ordered, most=most, **place)]

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


def of_list(places: Iterable[ArticlePlace]) -> Source:
    """These articles, which are few enough to be held in memory."""
    ordered = sorted(set(places), reverse=True)

    def articles(after: ArticlePlace | None, most: int) -> Sequence[ArticlePlace]:
        return [place for place in ordered if after is None or place <= after][:most]

    return articles


def of_both(one: Source, other: Source) -> Source:
    """The articles of two lists."""

    def articles(after: ArticlePlace | None, most: int) -> Sequence[ArticlePlace]:
        return sorted({*one(after, most), *other(after, most)}, reverse=True)[:most]

    return articles
