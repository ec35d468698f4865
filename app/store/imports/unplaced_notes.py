"""Notes that have no place in their article's text: on all of it, or on words not found there.

Owns `unplaced_note`. Only the editor sees them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from app.errors import NotFound
from app.importers.base import Highlight
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.schema.articles import Article
from app.store.schema.imports import ImportedHighlight, UnplacedNote

MOST = 200
"""Of one article, or in a list, that are shown together; a page says that there are more."""


@dataclass(frozen=True, slots=True)
class UnplacedLine:
    """An unplaced note in a list, with its article's title."""

    id: int
    article_id: int
    title: str | None
    exact: str
    text: str
    tags: tuple[str, ...]
    visibility: str
    created_at: datetime


def row_of(article_id: int, key: str, one: Highlight, creator: str) -> UnplacedNote:
    """The row, not stored, of a highlight that has no place."""
    return UnplacedNote(
        article_id=article_id,
        key=key,
        exact=one.exact,
        prefix=one.prefix,
        suffix=one.suffix,
        start=one.start,
        end=one.end,
        text=one.note,
        tags=list(one.tags),
        origin=one.origin,
        creator=creator,
        visibility="public" if one.is_public else "private",
        created_at=one.created_at or now(),
    )


def as_highlight(row: UnplacedNote) -> Highlight:
    """The highlight that a row was made of."""
    return Highlight(
        row.exact,
        row.prefix,
        row.suffix,
        row.start,
        row.end,
        row.text,
        tuple(row.tags),
        row.created_at,
        row.origin,
        row.visibility == "public",
    )


def with_words(s: Session, article_id: int) -> Sequence[UnplacedNote]:
    """The notes of an article whose words are searched for, in the order in which they came."""
    u = UnplacedNote
    statement = select(u).where(col(u.article_id) == article_id, col(u.exact) != "")
    return s.scalars(statement.order_by(col(u.id))).all()


def of_article(s: Session, article_id: int) -> Sequence[UnplacedNote]:
    """Every unplaced note of an article, in the order in which they came: for exporters."""
    statement = select(UnplacedNote).where(col(UnplacedNote.article_id) == article_id)
    return s.scalars(statement.order_by(col(UnplacedNote.id))).all()


def newest(s: Session, article_id: int | None = None, most: int = MOST) -> list[UnplacedLine]:
    """The newest unplaced notes, of one article or of all, for the editor."""
    u = UnplacedNote
    statement = select(u, col(Article.title)).join(Article, col(Article.id) == col(u.article_id))
    if article_id is not None:
        statement = statement.where(col(u.article_id) == article_id)
    rows = s.execute(statement.order_by(col(u.id).desc()).limit(most))
    return [_line(row, title) for row, title in rows]


def _line(row: UnplacedNote, title: str | None) -> UnplacedLine:
    return UnplacedLine(
        id_of(row),
        row.article_id,
        title,
        row.exact,
        row.text,
        tuple(row.tags),
        row.visibility,
        row.created_at,
    )


def count(s: Session, article_id: int | None = None) -> int:
    """How many unplaced notes there are, on one article or on all."""
    statement = select(func.count()).select_from(UnplacedNote)
    if article_id is not None:
        statement = statement.where(col(UnplacedNote.article_id) == article_id)
    return s.scalar(statement) or 0


def remove(s: Session, id: int) -> int:
    """Deletes a note; the id of its article. It stays known to imports. Raises NotFound."""
    row = s.get(UnplacedNote, id)
    if row is None:
        raise NotFound("The note was not found in this library.")
    article_id = row.article_id
    s.delete(row)
    s.flush()
    return article_id


def forget(s: Session, article_id: int) -> None:
    """Erases an article's unplaced notes, and what is known of its imported highlights."""
    for table in (UnplacedNote, ImportedHighlight):
        s.execute(delete(table).where(col(table.article_id) == article_id))
