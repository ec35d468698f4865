"""An article's date: what its source declares, what a person gave in its place, whether it is doubted. Owns these columns of the article.

The declared date stays on the revision as the source has it; a person's is a correction of the kind `date`, which can be undone.
What both come to is repeated on the article, so that lists know it without asking: `published_on`, `date_doubted`, `date_settled`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.store.creators import person_name
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.text.display import ArticleDate

LAYER = "date"
"""The layer whose findings depend on an article's date."""
ABOUT_DATES = ("date-of-record", "declared-date-conflict", "declared-date-unreadable")
"""The kinds of doubt that are about when an article is from."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A date (`YYYY-MM-DD`) that a person gave an article: which correction says so, who made it and when."""

    correction_id: int
    value: str
    created_at: datetime
    by: str


def given(s: Session, article_id: int) -> list[Settled]:
    """The dates that persons gave an article and did not take back, the newest first, which is the one that holds."""
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
    """The date that a person gave an article; None where only its source speaks."""
    return next(iter(given(s, article_id)), None)


def of_revision(article: Article, declared: str | None, captured_at: datetime) -> ArticleDate:
    """When an article is from, told of one of its revisions, which declares a date or none and was captured at that time."""
    captured = captured_at.date().isoformat()
    if article.date_settled:
        return ArticleDate(article.published_on, False, captured, declared)
    return ArticleDate(
        declared, article.date_doubted and declared == article.published_on, captured
    )


def refresh(s: Session, article: Article) -> None:
    """Makes the article's columns true again: its date, the doubt on it, where it stands in lists, how many doubts are open."""
    declared = s.scalar(
        select(col(Revision.declared_date)).where(col(Revision.id) == article.newest_revision_id)
    )
    counted = select(func.count(), func.count().filter(col(StoredDoubt.kind).in_(ABOUT_DATES)))
    doubts, about_dates = s.execute(
        counted.where(col(StoredDoubt.revision_id) == article.newest_revision_id)
    ).one()
    person = settled(s, article.id or 0)
    article.published_on = person.value if person else declared
    article.date_settled = person is not None
    article.date_doubted = person is None and declared is not None and about_dates > 0
    article.sorted_on = article.published_on or article.created_at.date().isoformat()
    article.doubts = doubts - (about_dates if person else 0)
    s.flush()


def concerned(s: Session, correction_id: int) -> Sequence[int]:
    """The revisions, newest first, whose dates are resolved by a date that this correction gives; none where it is of another kind."""
    c, t, r = StoredCorrection, StoredCorrectionTarget, Revision
    statement = (
        select(col(r.id))
        .join(t, col(t.article_id) == col(r.article_id))
        .join(c, col(c.id) == col(t.correction_id))
    )
    found = s.scalars(
        statement.where(col(c.id) == correction_id, col(c.kind) == LAYER).order_by(
            col(r.number).desc()
        )
    )
    return [id_ for id_ in found if id_ is not None]
