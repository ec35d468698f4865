"""How many articles each publisher has, and the library as a whole.

Owns `publisher_count`, which is moved by differences.
"""

from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from app.store.articles.access import Reader
from app.store.schema.articles import Article
from app.store.schema.summaries import PublisherCount

MOST = 200
"""Publishers that a list offers, those with most articles: more than anybody looks through."""
_MOVE = text("""
    INSERT INTO publisher_count (publisher, articles, public_articles)
    VALUES (:publisher, :articles, :public_articles)
    ON CONFLICT (publisher) DO UPDATE SET
      articles = publisher_count.articles + excluded.articles,
      public_articles = publisher_count.public_articles + excluded.public_articles""")


class Counted(NamedTuple):
    """As what an article is counted: under which publisher, and whether anyone may read it."""

    publisher: str
    public: bool


def counted(article: Article) -> Counted | None:
    """As what an article is counted now; None for one that is withdrawn or has no text yet."""
    if article.withdrawn_at is not None or article.newest_revision_id is None:
        return None
    return Counted(article.publisher or "", article.visibility == "public")


def move(s: Session, before: Counted | None, after: Counted | None) -> None:
    """Moves the counts by what one article was counted as before and is now."""
    if before == after:
        return
    for sign, one in ((-1, before), (1, after)):
        if one is not None:
            values = {
                "publisher": one.publisher,
                "articles": sign,
                "public_articles": sign * one.public,
            }
            s.execute(_MOVE, values)


def listed(s: Session, reader: Reader) -> list[tuple[str, int]]:
    """Each publisher with the number of its readable articles, by name: the `MOST` largest."""
    p = PublisherCount
    if not (reader.editor or reader.public):
        return []
    articles = col(p.articles) if reader.editor else col(p.public_articles)
    largest = (
        select(col(p.publisher), articles.label("articles"))
        .where(articles > 0, col(p.publisher) != "")
        .order_by(articles.desc(), col(p.publisher))
        .limit(MOST)
        .subquery()
    )
    rows = s.execute(select(largest.c.publisher, largest.c.articles).order_by(largest.c.publisher))
    return [(row[0], row[1]) for row in rows]


def total(s: Session, reader: Reader) -> int:
    """Articles that this reader may see."""
    p = PublisherCount
    if not (reader.editor or reader.public):
        return 0
    articles = col(p.articles) if reader.editor else col(p.public_articles)
    return int(s.scalar(select(func.coalesce(func.sum(articles), 0))) or 0)


def differ(s: Session) -> int:
    """How many publishers have another count than their articles give; for the doctor."""
    name = func.coalesce(col(Article.publisher), "")
    public = func.count().filter(col(Article.visibility) == "public")
    statement = select(name, func.count(), public).where(
        col(Article.withdrawn_at).is_(None), col(Article.newest_revision_id).is_not(None)
    )
    right = {row[0]: (row[1], row[2]) for row in s.execute(statement.group_by(name))}
    p = PublisherCount
    columns = select(col(p.publisher), col(p.articles), col(p.public_articles))
    stored = {row[0]: (row[1], row[2]) for row in s.execute(columns)}
    none = (0, 0)
    return sum(right.get(x, none) != stored.get(x, none) for x in right.keys() | stored.keys())
