"""Tables of shared passages, boards, and the state of every anchor in each revision."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Text,
    UniqueConstraint,
    false,
)
from sqlmodel import Field, SQLModel

from app.store.db.columns import NEVER_REUSED, check_one_of, foreign_key, now, utc_column

_OF = ("passage_id", "annotation_id", "target_id")
OF_ONE = " OR ".join(
    "(" + " AND ".join(f"{name} IS {'NOT ' * (name == one)}NULL" for name in _OF) + ")"
    for one in _OF
)
VERDICTS = ("same", "moved", "changed", "replaced", "removed")


class Passage(SQLModel, table=True):
    """A shared span with its permanent code, anchored on the revision that was cited.

    A bare code is left when its article is withdrawn.
    """

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("revision_id", "start", "end", name="passage_once"),
        CheckConstraint("length(code) >= 12", name="code_long_enough"),
        CheckConstraint('"start" >= 0 AND "start" < "end"', name="not_empty"),
        Index("passage_of_article", "article_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    article_id: int = Field(sa_column=foreign_key("article.id"))
    revision_id: int | None = Field(
        default=None, sa_column=foreign_key("revision.id", nullable=True, on_delete="SET NULL")
    )
    start: int
    end: int
    exact: str = Field(default="", sa_column=Column(Text, nullable=False))
    prefix: str = ""
    suffix: str = ""
    opened: bool = False
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())


class StoredAnchorState(SQLModel, table=True):
    """The state of an anchored span in one later revision of its article.

    The anchor is a passage, an editor's own annotation, or the target of a correction. `start` and
    `end` are its position there, `replacement_…` that of the words that replaced it; `kept` is the
    share (0–1) of the cited characters that are still there. The next revision's state is computed
    from `trail`; `map_version` is the version of the revision map that computed this one.
    """

    __tablename__ = "anchor_state"
    __table_args__ = (
        UniqueConstraint("passage_id", "revision_id", name="anchor_state_of_passage_once"),
        UniqueConstraint("annotation_id", "revision_id", name="anchor_state_of_annotation_once"),
        UniqueConstraint("target_id", "revision_id", name="anchor_state_of_target_once"),
        CheckConstraint(OF_ONE, name="of_one"),
        CheckConstraint("kept >= 0 AND kept <= 1", name="kept_in_range"),
        check_one_of("verdict", VERDICTS),
        Index("anchor_state_in_revision", "revision_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int | None = Field(default=None, sa_column=foreign_key("passage.id", nullable=True))
    annotation_id: int | None = Field(
        default=None, sa_column=foreign_key("annotation.id", nullable=True)
    )
    target_id: int | None = Field(
        default=None, sa_column=foreign_key("correction_target.id", nullable=True)
    )
    revision_id: int = Field(sa_column=foreign_key("revision.id"))
    map_version: int
    verdict: str
    start: int | None = None
    end: int | None = None
    replacement_start: int | None = None
    replacement_end: int | None = None
    kept: float = Field(sa_column=Column(Float, nullable=False))
    reworded: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    trail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Board(SQLModel, table=True):
    """A page of evidence: passages from several articles under one link.

    A revoked one answers 410 and keeps its rows.
    """

    __tablename__ = "board"
    __table_args__ = (CheckConstraint("length(code) >= 12", name="code_long_enough"), NEVER_REUSED)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    title: str
    notes: str = Field(default="", sa_column=Column(Text, nullable=False))
    creator: str
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())
    changed_at: datetime = Field(default_factory=now, sa_column=utc_column())
    revoked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class BoardItem(SQLModel, table=True):
    """A passage on a board, at its place (from 0, without gaps), with a note."""

    __tablename__ = "board_item"
    __table_args__ = (
        UniqueConstraint("board_id", "passage_id", name="board_item_once"),
        Index("board_item_in_order", "board_id", "place"),
        Index("board_item_of_passage", "passage_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(sa_column=foreign_key("board.id"))
    passage_id: int = Field(sa_column=foreign_key("passage.id"))
    place: int
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
