"""An article's date: the declared one, the editor's in its place, and whether it is doubted.

The declared date stays on the revision as the source has it; the editor's is a correction of the
kind `date`, which can be undone. The result is repeated on the article for lists: `published_on`,
`date_doubted` and `date_settled`, which this module owns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.store.creators import person_name
from app.store.db.ids import id_of
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.text.display import ArticleDate

LAYER = "date"
"""The layer whose findings depend on an article's date."""
ABOUT_DATES = (
    "date-of-record",
    "declared-date-conflict",
    "declared-date-guessed",
    "declared-date-unreadable",
)
"""The kinds of doubt that are about when an article is from."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A date (`YYYY-MM-DD`) that the editor gave an article, with the correction that says so."""

    correction_id: int
    value: str
    created_at: datetime
    by: str


def given(s: Session, article_id: int) -> list[Settled]:
    """The dates that were given to an article and not undone; the first and newest one holds."""
    c, t = StoredCorrection, StoredCorrectionTarget
    by = func.coalesce(person_name(c.creator).correlate(c), col(c.creator))
    statement = select(col(c.id), col(c.value), col(c.created_at), by).join(
        t, col(t.correction_id) == col(c.id)
    )
    statement = statement.where(
        col(t.article_id) == article_id, col(c.kind) == LAYER, col(c.undone_at).is_(None)
    )
    return [Settled(*row) for row in s.execute(statement.order_by(col(c.id).desc())) if row[1]]


def settled(s: Session, article_id: int) -> Settled | None:
    """The date that the editor gave an article; None where only its source gives one."""
    return next(iter(given(s, article_id)), None)


def of_revision(article: Article, declared: str | None, captured_at: datetime) -> ArticleDate:
    """The article's date by one of its revisions, with the date that this one declares, if any."""
    captured = captured_at.date().isoformat()
    if article.date_settled:
        return ArticleDate(article.published_on, False, captured, declared)
    is_doubted = article.date_doubted and declared == article.published_on
    return ArticleDate(declared, is_doubted, captured)


def begin(article: Article, declared: str | None, doubts: Sequence[str]) -> None:
    """Sets the columns of an article whose first revision declares this date.

    `doubts` are the kinds of the doubts on that revision.
    """
    about_dates = sum(kind in ABOUT_DATES for kind in doubts)
    article.published_on = declared
    article.date_settled = False
    article.date_doubted = declared is not None and about_dates > 0
    article.sorted_on = declared or article.created_at.date().isoformat()
    article.doubts = len(doubts)


def refresh(s: Session, article: Article) -> None:
    """Updates the article's columns: date, doubt on it, position in lists, number of doubts."""
    declared = s.scalar(
        select(col(Revision.declared_date)).where(col(Revision.id) == article.newest_revision_id)
    )
    counted = select(func.count(), func.count().filter(col(StoredDoubt.kind).in_(ABOUT_DATES)))
    doubts, about_dates = s.execute(
        counted.where(col(StoredDoubt.revision_id) == article.newest_revision_id)
    ).one()
    by_editor = settled(s, id_of(article))
    article.published_on = by_editor.value if by_editor else declared
    article.date_settled = by_editor is not None
    article.date_doubted = by_editor is None and declared is not None and about_dates > 0
    article.sorted_on = article.published_on or article.created_at.date().isoformat()
    article.doubts = doubts - (about_dates if by_editor else 0)
    s.flush()


def concerned(s: Session, correction_id: int) -> Sequence[int]:
    """The revisions, newest first, whose dates depend on a correction; none if it is of no date."""
    c, t, r = StoredCorrection, StoredCorrectionTarget, Revision
    statement = (
        select(col(r.id))
        .join(t, col(t.article_id) == col(r.article_id))
        .join(c, col(c.id) == col(t.correction_id))
    )
    of_date = statement.where(col(c.id) == correction_id, col(c.kind) == LAYER)
    ids = s.scalars(of_date.order_by(col(r.number).desc()))
    return [id_ for id_ in ids if id_ is not None]
