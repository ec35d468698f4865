"""Tables of imports: what came from where, and what came with articles besides their texts.

That is what another service kept for its reader: highlights, notes, tags, an order of its own.
And the feeds that new articles come from.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

from app.store.db.columns import (
    NEVER_REUSED,
    NO_ROWID,
    check_one_of,
    foreign_key,
    now,
    utc_column,
)
from app.store.schema.articles import VISIBILITIES

HIGHLIGHT_OUTCOMES = ("placed", "reworded", "not_found", "whole")
SEEN_STATES = ("stored", "filtered", "failed")


class ImportedItem(SQLModel, table=True):
    """One article of a file or address that was stored; a file with several has several rows.

    `key` is a digest of the file's absolute path or of the address, so that no path is kept and
    any name fits. `part` of `parts` counts the articles in the item from 0. `size`, `modified_ns`
    and `changed_ns` are the file's as the operating system gives them, in bytes and nanoseconds, 0
    for an address; `digest` is the SHA-256 of its bytes; `reader` says what read it and how.
    """

    __tablename__ = "imported_item"
    __table_args__ = (
        CheckConstraint("part >= 0 AND part < parts", name="part_of_parts"),
        Index("imported_item_by_digest", "digest"),
        Index("imported_item_by_revision", "revision_id"),
    )
    key: str = Field(primary_key=True)
    part: int = Field(primary_key=True)
    parts: int
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    modified_ns: int = Field(sa_column=Column(BigInteger, nullable=False))
    changed_ns: int = Field(sa_column=Column(BigInteger, nullable=False))
    digest: str
    reader: str
    revision_id: int = Field(sa_column=foreign_key("revision.id"))
    imported_at: datetime = Field(default_factory=now, sa_column=utc_column())


class ArticleFields(SQLModel, table=True):
    """What other services kept about an article: `importers.base.ImportedFields`, merged."""

    __tablename__ = "imported_fields"
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    is_archived: bool | None = None
    is_favourite: bool | None = None
    saved_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    read_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class ImportedHighlight(SQLModel, table=True):
    """That a highlight was imported, so that it is known when it comes again.

    `key` is a digest of its name at its source, else of its words, its note and its time. `outcome`
    says what became of it: `whole` is a note on the whole article.
    """

    __tablename__ = "imported_highlight"
    __table_args__ = (check_one_of("outcome", HIGHLIGHT_OUTCOMES), NO_ROWID)
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    key: str = Field(primary_key=True)
    outcome: str


class UnplacedNote(SQLModel, table=True):
    """A person's note or highlight that has no place in its article's text.

    Of the whole article where `exact` is empty; else its words were not found, and are searched for
    in every new revision. The other columns are as `importers.base.Highlight` has them.
    """

    __tablename__ = "unplaced_note"
    __table_args__ = (
        check_one_of("visibility", VISIBILITIES),
        Index("unplaced_note_of_article", "article_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(sa_column=foreign_key("article.id"))
    key: str
    exact: str = Field(sa_column=Column(Text, nullable=False))
    prefix: str = Field(default="", sa_column=Column(Text, nullable=False))
    suffix: str = Field(default="", sa_column=Column(Text, nullable=False))
    start: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    end: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    origin: str | None = None
    creator: str
    visibility: str = "private"
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())


class AwaitedAddress(SQLModel, table=True):
    """An address that an import named and that was not fetched yet.

    `key` is its `page_key`. `fields` and `highlights` wait with it in the shape of
    `store.imports.awaited_addresses`. `tries` were in vain, the last one because of `error`; the
    next one is made after `next_try_at`. `is_requested` says that an editor wants the server to
    try it now.
    """

    __tablename__ = "awaited_address"
    __table_args__ = (
        check_one_of("visibility", VISIBILITIES),
        CheckConstraint("tries >= 0", name="tries_in_range"),
        Index("awaited_address_by_time", "next_try_at", "id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    url: str
    title: str | None = None
    visibility: str = "public"
    fields: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    highlights: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    tries: int = 0
    error: str | None = None
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())
    next_try_at: datetime = Field(default_factory=now, sa_column=utc_column())
    is_requested: bool = False


class Subscription(SQLModel, table=True):
    """A feed that is asked for new articles, and how that went.

    `visibility` and `tags` are given to its articles. Of its items only those become articles that
    have one of the words `include`, where there are any, and none of `exclude`. `etag` and
    `last_modified` are what `asked_url` gave, to ask whether it has changed. `failures` counts how
    often in a row it could not be read, `error` says why; `ended_at` is when it was gone for good.
    `is_requested` says that an editor wants it to be asked now.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        check_one_of("visibility", VISIBILITIES),
        CheckConstraint("failures >= 0", name="failures_counted"),
        Index("subscription_by_next_run", "next_run_at"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    title: str | None = None
    site_url: str | None = None
    visibility: str = "public"
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    include: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    exclude: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())
    asked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    next_run_at: datetime = Field(default_factory=now, sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    is_requested: bool = False
    failures: int = 0
    error: str | None = None


class SeenItem(SQLModel, table=True):
    """An item of a feed that was dealt with, so that it is not stored or fetched again.

    `key` is a digest of what names it in its feed, `fingerprint` one of what the feed says of it;
    with another one it has changed. `attempts` counts how often it failed.
    """

    __tablename__ = "seen_item"
    __table_args__ = (check_one_of("state", SEEN_STATES),)
    subscription_id: int = Field(sa_column=foreign_key("subscription.id", primary_key=True))
    key: str = Field(primary_key=True)
    fingerprint: str
    state: str
    attempts: int = 0
    seen_at: datetime = Field(default_factory=now, sa_column=utc_column())
