"""All annotations of the library as one collection, in the order of their ids, page by page.

Owns where a page starts and ends. A cursor carries how many annotations come before it, so that no
page counts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from app.errors import NotFound
from app.store.annotations.annotations import LIVE
from app.store.annotations.rows import ROW, AnnotationRow
from app.store.articles import intact_text
from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.db.built_once import Built, built_once, read_rows
from app.store.db.ids import id_of
from app.store.db.pagination import decode_cursor, encode_cursor
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.store.summaries import publishers

Edge = Literal["first", "last"]
EDGES: tuple[Edge, ...] = ("first", "last")
_FORWARD, _BACKWARD = 0, 1
_BEYOND = 2**31 - 1
"""More than any id."""


class CollectedAnnotation(NamedTuple):
    """An annotation with what its W3C form is made of."""

    row: AnnotationRow
    article: Article
    revision: Revision


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Some annotations of the collection.

    `start` is the index of the first one; `prev` and `next` are cursors, None where there is no
    such page.
    """

    items: list[CollectedAnnotation]
    start: int
    prev: str | None
    next: str | None


def total(s: Session, reader: Reader) -> int:
    """How many annotations this reader may see, as a summary counts them."""
    return publishers.annotations(s, reader)


def page(s: Session, reader: Reader, at: str, limit: int) -> CollectionPage:
    """The page at an edge or a cursor.

    Raises NotFound where no annotation is, BadRequest for a cursor that no page gave.
    """
    rows, start, precedes, follows = _stretch(s, reader, at, limit)
    if not rows:
        raise NotFound("This page has no annotations.")
    return CollectionPage(
        _with_articles(s, rows),
        start,
        encode_cursor([_BACKWARD, rows[0].id, start]) if precedes else None,
        encode_cursor([_FORWARD, rows[-1].id, start + len(rows)]) if follows else None,
    )


def _stretch(
    s: Session, reader: Reader, at: str, limit: int
) -> tuple[list[AnnotationRow], int, bool, bool]:
    """The annotations of a page, the index of the first, whether some precede, and follow."""
    if at == "first":
        rows = _read(s, _following(reader, 0, limit + 1))
        return rows[:limit], 0, False, len(rows) > limit
    if at == "last":
        rows = _read(s, _preceding(reader, _BEYOND, limit + 1))
        shown = rows[:limit][::-1]
        return shown, max(0, total(s, reader) - len(shown)), len(rows) > limit, False
    direction, id_, index = decode_cursor(at, [int, int, int])
    if direction == _FORWARD:
        rows = _read(s, _following(reader, id_, limit + 1))
        return rows[:limit], max(0, index), True, len(rows) > limit
    rows = _read(s, _preceding(reader, id_, limit + 1))
    shown = rows[:limit][::-1]
    return shown, max(0, index - len(shown)), len(rows) > limit, True


def _read(s: Session, built: Built) -> list[AnnotationRow]:
    return [*map(AnnotationRow._make, read_rows(s, built))]


@built_once
def _following(reader: Reader, id_: int, most: int) -> Select[*tuple[object, ...]]:
    own = col(Annotation.id)
    return _rows(reader).where(own > id_).order_by(own).limit(most)


@built_once
def _preceding(reader: Reader, id_: int, most: int) -> Select[*tuple[object, ...]]:
    own = col(Annotation.id)
    return _rows(reader).where(own < id_).order_by(own.desc()).limit(most)


def _rows(reader: Reader) -> Select[*tuple[object, ...]]:
    statement: Select[*tuple[object, ...]] = select(*ROW).select_from(Annotation)
    return (
        statement.join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(LIVE, may_read(reader), may_read_annotation(reader))
    )


def _with_articles(s: Session, rows: Sequence[AnnotationRow]) -> list[CollectedAnnotation]:
    """The annotations with their articles; without those of a text that was altered."""
    places = select(col(Annotation.id), col(Annotation.revision_id))
    ids = [row.id for row in rows]
    revision_of = {row[0]: row[1] for row in s.execute(places.where(col(Annotation.id).in_(ids)))}
    wanted = set(revision_of.values())
    with_text = select(Revision, Article).join(Article, col(Article.id) == col(Revision.article_id))
    with_text = with_text.where(col(Revision.id).in_(wanted)).options(defer(Revision.blocks))  # type: ignore[arg-type]  # SQLModel's own type
    found = {
        id_of(revision): (article, revision)
        for revision, article in s.execute(with_text)
        if intact_text.is_intact(revision.text, revision.sha256)
    }
    return [
        CollectedAnnotation(row, *found[revision_of[row.id]])
        for row in rows
        if revision_of[row.id] in found
    ]
