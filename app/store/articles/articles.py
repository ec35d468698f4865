"""Articles and their revisions, read and listed; `ingest.lifecycle` adds and withdraws them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlmodel import Session, col

from app.errors import NotFound
from app.store.articles import intact_text
from app.store.articles.access import Reader, check, may_read
from app.store.db.built_once import built_once
from app.store.db.pagination import Key, Page, in_order, in_range, page_of, paginate, start
from app.store.schema.articles import Article, Revision, StoredDoubt

NEWEST_FIRST = (
    Key(col(Article.sorted_on), str, descending=True),
    Key(col(Article.id), int, descending=True),
)


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision in an article's history, without its text; `creator` is a person or None."""

    number: int
    captured_at: datetime
    sha256: str
    creator: str | None = None


def get(s: Session, reader: Reader, id: int) -> Article:
    """The article. Raises NotFound, or Gone when it was withdrawn."""
    return check(reader, s.get(Article, id))


def revision(s: Session, article: Article, number: int | None = None) -> Revision:
    """One revision of `article`, the newest by default.

    Raises NotFound, or Damaged for an altered text.
    """
    which = (
        col(Revision.id) == article.newest_revision_id
        if number is None
        else col(Revision.number) == number
    )
    row = s.scalars(
        select(Revision).where(col(Revision.article_id) == article.id, which)
    ).one_or_none()
    return _known(row, number)


def with_revision(
    s: Session, reader: Reader, id: int, number: int | None = None
) -> tuple[Article, Revision]:
    """The article and one of its revisions, the newest by default, in one query.

    Raises NotFound or Gone, or Damaged for an altered text.
    """
    statement = _with_revision(newest=number is None)
    row = s.execute(statement, {"article": id, "number": number}).one_or_none()
    article = check(reader, row[0] if row else None)
    return article, _known(row[1] if row else None, number)


@cache
def _with_revision(*, newest: bool) -> Select[*tuple[Any, ...]]:
    """Built once: that takes longer than running it."""
    which = (
        col(Revision.id) == col(Article.newest_revision_id)
        if newest
        else col(Revision.number) == bindparam("number")
    )
    ours = and_(col(Revision.article_id) == col(Article.id), which)
    statement: Select[*tuple[Any, ...]] = select(Article, Revision).outerjoin(Revision, ours)
    return statement.where(col(Article.id) == bindparam("article"))


def revisions(s: Session, article_id: int) -> list[RevisionLine]:
    """Every revision of an article, oldest first, without texts."""
    r = Revision
    columns = (col(r.number), col(r.captured_at), col(r.sha256), col(r.creator))
    statement = select(*columns).where(col(r.article_id) == article_id)
    return [RevisionLine(*row) for row in s.execute(statement.order_by(col(r.number)))]


def newest(
    s: Session,
    reader: Reader,
    *,
    publisher: str | None = None,
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[Article]:
    """Articles, newest first.

    `since` and `until` are ISO dates, both inclusive; either leaves undated articles out.
    """
    limit = in_range(limit)
    day, id_ = start(cursor, NEWEST_FIRST)
    filters = (publisher or None, since or None, until or None)
    listed = _newest(reader, *filters, day, id_, limit + 1)
    return page_of(s.execute(*listed).all(), NEWEST_FIRST, lambda row: row[0], limit)


@built_once
def _newest(
    reader: Reader,
    publisher: str | None,
    since: str | None,
    until: str | None,
    day: str | None,
    id: int | None,
    most: int,
) -> Select[*tuple[Any, ...]]:
    """The articles after the one with this day and id."""
    statement: Select[*tuple[Any, ...]] = select(Article).where(may_read(reader))
    if publisher is not None:
        statement = statement.where(col(Article.publisher) == publisher)
    if since is not None or until is not None:
        statement = statement.where(col(Article.published_on).is_not(None))
    if since is not None:
        statement = statement.where(col(Article.sorted_on) >= since)
    if until is not None:
        statement = statement.where(col(Article.sorted_on) <= until)
    return in_order(statement, NEWEST_FIRST, (day, id)).limit(most)


def newest_ids(
    s: Session, reader: Reader, *, cursor: str | None = None, limit: int = 30
) -> Page[int]:
    """The ids of `newest`, in its order; nothing else of a row is read."""
    ids: Select[*tuple[Any, ...]] = select(col(Article.id)).where(may_read(reader))
    return paginate(s, ids, NEWEST_FIRST, lambda row: int(row[0]), cursor, limit)


def ids_after(s: Session, reader: Reader, after: int, limit: int) -> list[int]:
    """The next ids in the order in which articles were stored."""
    ids = select(col(Article.id)).where(may_read(reader), col(Article.id) > after)
    return [id_ for id_ in s.scalars(ids.order_by(col(Article.id)).limit(limit)) if id_]


def several(s: Session, reader: Reader, ids: Collection[int]) -> list[Article]:
    """Those of these articles that the reader may see, in the order of `ids`. One query."""
    chosen = select(Article).where(may_read(reader), col(Article.id).in_(list(ids)))
    by_id = {article.id: article for article in s.scalars(chosen)}
    return [by_id[id_] for id_ in dict.fromkeys(ids) if id_ in by_id]


def captured(s: Session, articles: Iterable[Article]) -> dict[int, datetime]:
    """When each article was last captured, by its id. One query."""
    ids = [article.newest_revision_id for article in articles]
    rows = select(col(Revision.article_id), col(Revision.captured_at))
    return {row[0]: row[1] for row in s.execute(rows.where(col(Revision.id).in_(ids)))}


def doubts(s: Session, revision_id: int) -> list[StoredDoubt]:
    """The recorded contradictions on a revision: the importer's first, then the layers'."""
    return list(s.scalars(_doubts(), {"revision": revision_id}))


@cache
def _doubts() -> Select[*tuple[Any, ...]]:
    d = StoredDoubt
    statement: Select[*tuple[Any, ...]] = select(d)
    of_revision = statement.where(col(d.revision_id) == bindparam("revision"))
    return of_revision.order_by(col(d.layer).is_not(None), col(d.id))


def revision_ids(article_ids: Iterable[int]) -> Select[Any]:
    """The revisions of these articles, as a subquery.

    By it an article's annotations are found: they have no index by article.
    """
    return select(col(Revision.id)).where(col(Revision.article_id).in_(list(article_ids)))


def _known(row: Revision | None, number: int | None) -> Revision:
    if row is None:
        raise NotFound(
            f"This article has no revision {number}."
            if number is not None
            else "This article has no text yet."
        )
    return intact_text.checked(row)
