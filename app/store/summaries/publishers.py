"""How many articles and annotations each publisher has, and the library as a whole.

Owns `publisher_count`, which is moved by differences.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, text
from sqlmodel import Session, col

from app.store.articles.access import Reader
from app.store.articles.articles import revision_ids
from app.store.db.batches import batches
from app.store.db.built_once import built_once, read_rows
from app.store.db.ids import id_of
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.summaries import PublisherCount

MOST = 200
"""Publishers that a list offers, those with most articles: more than anybody looks through."""
_SUMS = ("articles", "public_articles", "annotations", "public_annotations")
_MOVE = text(f"""
    INSERT INTO publisher_count (publisher, {", ".join(_SUMS)})
    VALUES (:publisher, {", ".join(f":{name}" for name in _SUMS)})
    ON CONFLICT (publisher) DO UPDATE SET
      {", ".join(f"{name} = publisher_count.{name} + excluded.{name}" for name in _SUMS)}""")  # noqa: S608 - constants of this file

_EMPTIED = text("DELETE FROM publisher_count WHERE publisher = :publisher AND articles = 0")


class ArticleCounts(NamedTuple):
    """As what an article is counted: under which publisher, and by how much."""

    publisher: str
    articles: int
    public_articles: int
    annotations: int
    public_annotations: int


def counted(article: Article) -> ArticleCounts | None:
    """As what an article is counted now; None for one that is withdrawn or has no text yet."""
    if article.withdrawn_at is not None or article.newest_revision_id is None:
        return None
    public = article.visibility == "public"
    annotations = article.annotations, article.public_annotations * public
    return ArticleCounts(article.publisher or "", 1, int(public), *annotations)


def move(s: Session, before: ArticleCounts | None, after: ArticleCounts | None) -> None:
    """Moves the counts by what one article was counted as before and is now."""
    if before == after:
        return
    for sign, one in ((-1, before), (1, after)):
        if one is not None:
            by = {name: sign * getattr(one, name) for name in _SUMS}
            s.execute(_MOVE, {"publisher": one.publisher} | by)
    if before is not None:  # a withdrawn publisher's name does not stay
        s.execute(_EMPTIED, {"publisher": before.publisher})


def listed(s: Session, reader: Reader) -> list[tuple[str, int]]:
    """Each publisher with the number of its readable articles, by name: the `MOST` largest."""
    if not (reader.editor or reader.public):
        return []
    return [(row[0], row[1]) for row in read_rows(s, _largest(reader))]


@built_once
def _largest(reader: Reader) -> Select[*tuple[Any, ...]]:
    p = PublisherCount
    articles = col(p.articles) if reader.editor else col(p.public_articles)
    largest = (
        select(col(p.publisher), articles.label("articles"))
        .where(articles > 0, col(p.publisher) != "")
        .order_by(articles.desc(), col(p.publisher))
        .limit(MOST)
        .subquery()
    )
    statement: Select[*tuple[Any, ...]] = select(largest.c.publisher, largest.c.articles)
    return statement.order_by(largest.c.publisher)


def count_articles(s: Session, reader: Reader) -> int:
    """How many articles the reader may read."""
    if not (reader.editor or reader.public):
        return 0
    p = PublisherCount
    articles = col(p.articles) if reader.editor else col(p.public_articles)
    return int(s.scalar(select(func.coalesce(func.sum(articles), 0))) or 0)


def count_annotations(s: Session, article_ids: Iterable[int]) -> None:
    """Counts the annotations of articles again, after some were stored, rejected or retired."""
    a = Annotation
    public = func.count().filter(col(a.visibility) == "public")
    live = select(col(a.article_id), func.count(), public).where(col(a.retired_at).is_(None))
    for some in batches(article_ids):
        of_articles = live.where(col(a.revision_id).in_(revision_ids(some))).group_by(
            col(a.article_id)
        )
        counts = {row[0]: (row[1], row[2]) for row in s.execute(of_articles)}
        for article in s.scalars(select(Article).where(col(Article.id).in_(some))):
            before = counted(article)
            number = counts.get(id_of(article), (0, 0))
            article.annotations, article.public_annotations = number
            move(s, before, counted(article))
    s.flush()


def articles(s: Session, reader: Reader) -> int:
    """Articles that this reader may see."""
    p = PublisherCount
    return _sum(s, reader, col(p.articles), col(p.public_articles))


def annotations(s: Session, reader: Reader) -> int:
    """Live annotations that this reader may see; a person's own private ones are left out."""
    p = PublisherCount
    return _sum(s, reader, col(p.annotations), col(p.public_annotations))


def _sum(s: Session, reader: Reader, every: Any, public: Any) -> int:
    if not (reader.editor or reader.public):
        return 0
    total = func.sum(every if reader.editor else public)
    return int(s.scalar(select(func.coalesce(total, 0))) or 0)


def differ(s: Session) -> int:
    """How many publishers have other counts than their articles give; for the doctor."""
    a, p = Article, PublisherCount
    name, is_public = func.coalesce(col(a.publisher), ""), col(a.visibility) == "public"
    public_annotations = func.sum(col(a.public_annotations)).filter(is_public)
    counts = (
        func.count(),
        func.count().filter(is_public),
        func.sum(col(a.annotations)),
        func.coalesce(public_annotations, 0),
    )
    statement = select(name, *counts).where(
        col(a.withdrawn_at).is_(None), col(a.newest_revision_id).is_not(None)
    )
    right = {row[0]: tuple(map(int, row[1:])) for row in s.execute(statement.group_by(name))}
    columns = select(col(p.publisher), *(col(getattr(p, sum_)) for sum_ in _SUMS))
    stored = {row[0]: tuple(row[1:]) for row in s.execute(columns) if any(row[1:])}
    return sum(right.get(x) != stored.get(x) for x in right.keys() | stored.keys())
