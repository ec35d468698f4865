"""Tables of annotations, their further speakers, and the runs that made them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from app.store.db.columns import (
    NEVER_REUSED,
    CreatorWord,
    KindWord,
    LayerWord,
    Thousandths,
    UtcSecond,
    VisibilityWord,
    check_one_of,
    foreign_key,
    this_second,
    utc_column,
)
from app.store.db.packed.bodies import PackedBody
from app.store.schema.articles import VISIBILITIES

RUN_STATES = ("finished", "failed")
_LINKED = text("linked_id IS NOT NULL")
_OF_ENTITY = text("entity_id IS NOT NULL")
_LISTED = text("lead IS NOT NULL AND retired_at IS NULL")


class Annotation(SQLModel, table=True):
    """A statement about a span of a revision.

    Layer, span and `kind` identify it from run to run. `entity_id` is what an entity annotation
    mentions, a quotation's speaker or a claim's claimant. `nested` is true for one that lies inside
    a longer one of its layer and run. `lead` is where the statement starts that it is a piece of;
    null if lists do not show it. A retired annotation answers 410 and names its `successor_id`, if
    any. `exact`, `prefix` and `suffix` are set only on a person's own anchor. `corrected` says that
    a person corrected it, and `linked_id` is the entity that it had before; what a person said is
    no annotation is `rejected` as well.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint('"start" >= 0 AND "start" < "end"', name="span_not_empty"),
        CheckConstraint("confidence >= 0 AND confidence <= 1000", name="confidence_in_range"),
        check_one_of("visibility", tuple(map(VisibilityWord.code, VISIBILITIES))),
        Index("annotation_by_layer", "revision_id", "layer", "start"),
        Index(
            "annotation_listed",
            "revision_id",
            "layer",
            "start",
            "lead",
            postgresql_where=_LISTED,
            sqlite_where=_LISTED,
        ),
        Index(
            "annotation_of_entity",
            "entity_id",
            "layer",
            "article_id",
            "start",
            postgresql_where=_OF_ENTITY,
            sqlite_where=_OF_ENTITY,
        ),
        Index(
            "annotation_corrected",
            "linked_id",
            "article_id",
            postgresql_where=_LINKED,
            sqlite_where=_LINKED,
        ),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(sa_column=foreign_key("article.id"))
    revision_id: int = Field(sa_column=foreign_key("revision.id"))
    layer: str = Field(sa_column=Column(LayerWord, nullable=False))
    kind: str = Field(sa_column=Column(KindWord, nullable=False))
    start: int
    end: int
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(PackedBody, nullable=False))
    confidence: float = Field(default=1.0, sa_column=Column(Thousandths, nullable=False))
    creator: str = Field(sa_column=Column(CreatorWord, nullable=False))
    entity_id: int | None = Field(
        default=None, sa_column=foreign_key("entity.id", nullable=True, on_delete="SET NULL")
    )
    visibility: str = Field(default="public", sa_column=Column(VisibilityWord, nullable=False))
    nested: bool = False
    lead: int | None = None
    created_at: datetime = Field(
        default_factory=this_second, sa_column=Column(UtcSecond, nullable=False)
    )
    retired_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    successor_id: int | None = Field(default=None)
    exact: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    linked_id: int | None = Field(
        default=None, sa_column=foreign_key("entity.id", nullable=True, on_delete="SET NULL")
    )
    corrected: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    rejected: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class AnnotationRun(SQLModel, table=True):
    """What was done: one layer of one engine and version on one revision.

    Pending is what has no finished run of the current version.
    """

    __tablename__ = "annotation_run"
    __table_args__ = (
        UniqueConstraint("revision_id", "layer", name="run_once"),
        check_one_of("state", RUN_STATES),
    )
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(sa_column=foreign_key("revision.id"))
    layer: str
    engine: str
    version: str
    state: str
    error: str | None = None
    finished_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class FurtherSpeaker(SQLModel, table=True):
    """A speaker of a quotation besides the first: the entity of a live mention of its revision.

    Written with every run.
    """

    __tablename__ = "further_speaker"
    __table_args__ = (Index("further_speaker_by_mention", "mention_id", "annotation_id"),)
    annotation_id: int = Field(sa_column=foreign_key("annotation.id", primary_key=True))
    mention_id: int = Field(sa_column=foreign_key("annotation.id", primary_key=True))
