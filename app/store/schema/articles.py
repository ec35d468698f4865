"""Tables of articles, their immutable revisions, and the doubts about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Index,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.store.db.columns import NEVER_REUSED, NOT_YET, check_one_of, foreign_key, now, utc_column
from app.store.db.packed.parts import PackedParts
from app.translations import N_

VISIBILITIES = (N_("public"), N_("private"))


class Article(SQLModel, table=True):
    """A published item.

    `identity` is its canonical address, or `sha256:…` of its first text where it has none, or
    `withdrawn:…` of either. Title to `words` repeat the newest revision for lists. `published_on`
    (ISO) is the date that the editor gave, else the declared one, null for an undated article;
    `sorted_on` orders lists and is the day of capture then: never a date to show. `article_date`
    updates both. `annotations` and `public_annotations` count the live ones of all revisions. A
    withdrawn article keeps `id`, `withdrawn_at` and nothing of its content.
    """

    __tablename__ = "article"
    __table_args__ = (
        check_one_of("visibility", VISIBILITIES),
        Index("article_newest_first", "sorted_on", "id"),
        Index("article_by_publisher", "publisher", "sorted_on", "id"),
        Index("article_by_newest_revision", "newest_revision_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    identity: str = Field(unique=True)
    source_url: str | None = None
    visibility: str = "public"
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())
    withdrawn_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    newest_revision_id: int | None = Field(default=None)
    title: str | None = None
    publisher: str | None = None
    published_on: str | None = None
    date_doubted: bool = Field(default=False, sa_column_kwargs=NOT_YET)
    date_settled: bool = Field(default=False, sa_column_kwargs=NOT_YET)
    sorted_on: str = ""
    lede: str = ""
    words: int = 0
    doubts: int = 0
    annotations: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    public_annotations: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    language: str = "und"


class Revision(SQLModel, table=True):
    """One captured state of an article, never changed.

    `declared_*`, `section` and `modified_date` (of the last change, `YYYY-MM-DD`) are what the
    source says, `language` what we believe. `blocks` and `inlines` are
    lists in the wire shape; `provenance` maps a declared field to where it was read; `origin` is
    the file or address it was captured from.

    `creator` is the person who made it, null for a capture. `replaced` has the fields that a person
    set, each with what the source said instead; `ingest.person_fields` owns it.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("article_id", "number", name="revision_number_once"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        Index("revision_by_sha256", "sha256"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(sa_column=foreign_key("article.id"))
    number: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    blocks: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(PackedParts, nullable=False)
    )
    inlines: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(PackedParts, nullable=False)
    )
    title: str | None = None
    byline: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    publisher: str | None = None
    declared_date: str | None = None
    declared_language: str | None = None
    section: str | None = None
    modified_date: str | None = None
    language: str = "und"
    provenance: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    origin: str | None = None
    creator: str | None = None
    replaced: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    captured_at: datetime = Field(default_factory=now, sa_column=utc_column())


class StoredDoubt(SQLModel, table=True):
    """A recorded contradiction on a revision.

    `layer` is null when the importer raised it; `evidence` is [[start, end], …].
    """

    __tablename__ = "doubt"
    __table_args__ = (Index("doubt_of_revision", "revision_id"),)
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(sa_column=foreign_key("revision.id"))
    layer: str | None = None
    kind: str
    message: str
    evidence: list[list[int]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
