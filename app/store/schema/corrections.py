"""Tables of corrections: the log, where each of its rows holds, and what is not applied yet."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Text,
)
from sqlmodel import Field, SQLModel

from app.linking.corrections.correction import KINDS
from app.store.db.columns import NEVER_REUSED, check_one_of, foreign_key, now, utc_column


class StoredCorrection(SQLModel, table=True):
    """A correction by an editor: a row of the log, in the order of ids.

    A row changes only by being undone. `entity_uid` is the entity it is about, `other_uid` the one
    that it was merged into, split into, moved to or told apart from, or the speaker. `value` is a
    new name, a speaker who is no entity, or a date; `new_kind` a new kind. `passages` and
    `articles` are how many it touched when it was made.
    """

    __tablename__ = "correction"
    __table_args__ = (
        check_one_of("kind", KINDS),
        CheckConstraint("passages >= 0 AND articles >= 0", name="counts_in_range"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        Index("correction_of_entity", "entity_uid"),
        Index("correction_of_other", "other_uid"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    kind: str
    entity_uid: str | None = None
    other_uid: str | None = None
    value: str | None = None
    new_kind: str | None = None
    passages: int = 0
    articles: int = 0
    creator: str
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())
    undone_by: str | None = None
    undone_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class UnfinishedCorrection(SQLModel, table=True):
    """A correction that is made or undone, and not applied yet to every article that it reaches.

    They are brought up to date in the order of their ids; those up to `after_article_id` are.
    `entity_id` and `other_id` are the entities whose articles move meanwhile. The row is deleted
    with the last step.
    """

    __tablename__ = "unfinished_correction"
    __table_args__ = (
        CheckConstraint("done >= 0 AND articles >= 0", name="counts_in_range"),
        Index("unfinished_correction_of_entity", "entity_id"),
        Index("unfinished_correction_of_other", "other_id"),
    )
    correction_id: int = Field(sa_column=foreign_key("correction.id", primary_key=True))
    entity_id: int | None = Field(default=None, sa_column=foreign_key("entity.id", nullable=True))
    other_id: int | None = Field(default=None, sa_column=foreign_key("entity.id", nullable=True))
    after_article_id: int = 0
    done: int = 0
    articles: int = 0


class StoredCorrectionTarget(SQLModel, table=True):
    """Where a correction holds: a whole article, every mention by one name in it, or some words.

    It is deleted when the article is withdrawn. `layer`, `start`, `end` and the quote are those of
    the annotation that was corrected; its words are anchored in later revisions. `name` is folded;
    `exact` has it as it was written.
    """

    __tablename__ = "correction_target"
    __table_args__ = (
        CheckConstraint(
            '("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = (revision_id IS NULL)',
            name="whole_position",
        ),
        CheckConstraint('"start" IS NULL OR ("start" >= 0 AND "start" < "end")', name="not_empty"),
        Index("correction_target_of_correction", "correction_id"),
        Index("correction_target_of_article", "article_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    correction_id: int = Field(sa_column=foreign_key("correction.id"))
    article_id: int = Field(sa_column=foreign_key("article.id"))
    name: str | None = None
    revision_id: int | None = Field(
        default=None, sa_column=foreign_key("revision.id", nullable=True)
    )
    layer: str | None = None
    start: int | None = None
    end: int | None = None
    exact: str = Field(default="", sa_column=Column(Text, nullable=False))
    prefix: str = ""
    suffix: str = ""
