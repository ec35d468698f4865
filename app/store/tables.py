"""Every table, with its constraints. Owns the schema in Python; `migrations/` owns its history.

Knows nothing of questions.

Offsets are code points. Times are UTC. Rows stay small: words are taken from the revision's text,
and are stored again only where a person made the anchor.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from app.store.columns import NEVER_REUSED, moment, now, one_of, reference

SQLModel.metadata.naming_convention = {
    "ix": "%(table_name)s_%(column_0_name)s",
    "uq": "%(table_name)s_%(column_0_name)s_once",
    "ck": "%(table_name)s_%(constraint_name)s",
    "fk": "%(table_name)s_%(column_0_name)s_known",
    "pk": "%(table_name)s_key",
}

VISIBILITIES = ("public", "private")
RUN_STATES = ("finished", "failed")
_OF = ("passage_id", "annotation_id", "target_id")
OF_ONE = " OR ".join(
    "(" + " AND ".join(f"{name} IS {'NOT ' * (name == one)}NULL" for name in _OF) + ")"
    for one in _OF
)
_NOT = {"server_default": false()}
VERDICTS = ("same", "moved", "changed", "replaced", "removed")


class Instance(SQLModel, table=True):
    """What this library knows of itself: the signing secret, whether the demo was loaded."""

    __tablename__ = "instance"
    key: str = Field(primary_key=True)
    value: str


class Person(SQLModel, table=True):
    """Somebody who may write: the creator of human rows."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    created_at: datetime = Field(default_factory=now, sa_column=moment())


class Token(SQLModel, table=True):
    """A bearer token for a program; only its SHA-256 is stored."""

    __tablename__ = "token"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=reference("person.id"))
    name: str
    sha256: str = Field(unique=True)
    created_at: datetime = Field(default_factory=now, sa_column=moment())


class SignIn(SQLModel, table=True):
    """A one-time sign-in link; only its SHA-256 is stored.

    `used_at` is set by the POST that consumes it.
    """

    __tablename__ = "signin"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=reference("person.id"))
    sha256: str = Field(unique=True)
    expires_at: datetime = Field(sa_column=moment())
    used_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class Article(SQLModel, table=True):
    """A published item.

    `identity` is its canonical address, or `sha256:…` of its first text where it has none, or
    `withdrawn:…` of either.

    Title to `words` repeat the newest revision for the lists. `dating` keeps its date:
    `published_on` (ISO) is the one that a person gave, else the declared one, none for an undated
    article; `sorted_on` orders lists and is the day of capture then: never a date to show. A
    withdrawn article keeps `id`, `withdrawn_at` and nothing that was ever read in it.
    """

    __tablename__ = "article"
    __table_args__ = (
        one_of("visibility", VISIBILITIES),
        Index("article_newest_first", "sorted_on", "id"),
        Index("article_by_publisher", "publisher", "sorted_on", "id"),
        Index("article_by_newest_revision", "newest_revision_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    identity: str = Field(unique=True)
    source_url: str | None = None
    visibility: str = "public"
    created_at: datetime = Field(default_factory=now, sa_column=moment())
    withdrawn_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    newest_revision_id: int | None = Field(default=None)
    title: str | None = None
    publisher: str | None = None
    published_on: str | None = None
    date_doubted: bool = Field(default=False, sa_column_kwargs=_NOT)
    date_settled: bool = Field(default=False, sa_column_kwargs=_NOT)
    sorted_on: str = ""
    lede: str = ""
    words: int = 0
    doubts: int = 0
    language: str = "und"


class Revision(SQLModel, table=True):
    """One captured state of an article, never changed.

    `declared_*` is what the source says; `language` what we hold.

    `blocks` and `inlines` are lists in the wire shape; `provenance` maps a declared field to where
    it was read; `origin` is the file or address it was captured from.
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
    article_id: int = Field(sa_column=reference("article.id"))
    number: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    blocks: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    inlines: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    title: str | None = None
    byline: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    publisher: str | None = None
    declared_date: str | None = None
    declared_language: str | None = None
    language: str = "und"
    provenance: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    origin: str | None = None
    captured_at: datetime = Field(default_factory=now, sa_column=moment())


class Doubt(SQLModel, table=True):
    """A recorded contradiction on a revision.

    `layer` is null when the importer raised it; `evidence` is [[start, end], …].
    """

    __tablename__ = "doubt"
    __table_args__ = (Index("doubt_of_revision", "revision_id"),)
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(sa_column=reference("revision.id"))
    layer: str | None = None
    kind: str
    message: str
    evidence: list[list[int]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Entity(SQLModel, table=True):
    """A thing that has a name.

    Ids are permanent; a merged one points to what it was merged into, however many merges that
    took.

    `mentions` and `articles` count every readable article, `public_…` those that anyone may read.
    `found_name`, `found_folded` and `found_kind` are what the library had found itself, where a
    person gave it another name or kind; `sport` tells teams of one name apart, `country` (a code of
    ISO 3166, `UN` or `EU`) bodies of a name that every country has.
    """

    __tablename__ = "entity"
    __table_args__ = (
        CheckConstraint("merged_into IS NULL OR merged_into <> id", name="merged_into_another"),
        Index("entity_by_mentions", "mentions", "id"),
        Index("entity_by_public_mentions", "public_mentions", "id"),
        Index("entity_by_kind", "kind", "public_mentions", "id"),
        Index("entity_by_name", "folded", "kind"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    kind: str
    name: str
    merged_into: int | None = Field(
        default=None, sa_column=reference("entity.id", nullable=True, on_delete="SET NULL")
    )
    folded: str
    found_name: str | None = None
    found_folded: str | None = None
    found_kind: str | None = None
    sport: str | None = None
    country: str | None = None
    mentions: int = 0
    articles: int = 0
    public_mentions: int = 0
    public_articles: int = 0
    created_at: datetime = Field(default_factory=now, sa_column=moment())


class Alias(SQLModel, table=True):
    """A name that an entity goes by in an article; `folded` is case-folded for look-up.

    Goes with its article.

    `confidence` says how sure it is that this article means this entity by it, `basis` why (a
    `Basis` of `linking.deciding`). `linked_id` is whom the linker took it for, and what it is told
    by when the article is annotated again; `entity_id` who is meant after what persons corrected:
    none where they say that it is no name. A name of which only some mentions were corrected has a
    row for either.
    """

    __tablename__ = "alias"
    __table_args__ = (
        UniqueConstraint("linked_id", "entity_id", "name", "article_id", name="alias_once"),
        Index("alias_of_entity", "entity_id"),
        Index("alias_folded", "folded", "entity_id"),
        Index("alias_of_article", "article_id"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_in_range"),
    )
    id: int | None = Field(default=None, primary_key=True)
    linked_id: int = Field(sa_column=reference("entity.id"))
    entity_id: int | None = Field(sa_column=reference("entity.id", nullable=True))
    article_id: int = Field(sa_column=reference("article.id"))
    name: str
    folded: str
    confidence: float = Field(
        default=1.0, sa_column=Column(Float, nullable=False, server_default="1")
    )
    basis: str = Field(
        default="name", sa_column=Column(String, nullable=False, server_default="name")
    )


class EntityInArticle(SQLModel, table=True):
    """Narrow summary: how often an entity is named in the newest revision of an article, and as what it is described there.

    `sorted_on` is the article's date, empty for an undated one: it stands on no day.
    """

    __tablename__ = "entity_in_article"
    __table_args__ = (
        Index("entity_in_article_by_article", "article_id", "entity_id"),
        Index(
            "entity_in_article_by_day",
            "entity_id",
            "sorted_on",
            "article_id",
            "public",
            "mentions",
            "date_doubted",
        ),
    )
    entity_id: int = Field(sa_column=reference("entity.id", primary_key=True))
    article_id: int = Field(sa_column=reference("article.id", primary_key=True))
    sorted_on: str = ""
    mentions: int = 0
    public: bool = True
    role: str | None = None
    date_doubted: bool = Field(default=False, sa_column_kwargs=_NOT)


_LINKED = text("linked_id IS NOT NULL")
_LISTED = text("lead IS NOT NULL AND retired_at IS NULL")


class Annotation(SQLModel, table=True):
    """A statement about a span of a revision.

    `kind` is the part of its identity beside layer and span.

    `entity_id` is what an entity annotation names, or who a quotation's speaker is, or a claim's
    claimant. `nested` is true for one that lies inside a longer one of its layer of that run.
    `lead` is where the statement begins that it is a piece of; null: not listed. A retired
    annotation answers 410 and names its `successor_id`, if any. `exact`, `prefix`, `suffix` only on
    a person's own anchor. What a person corrected is `corrected`, and `linked_id` the entity that
    it had before; what is no annotation at all is `rejected` too.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint('"start" >= 0 AND "start" < "end"', name="span_not_empty"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_in_range"),
        one_of("visibility", VISIBILITIES),
        Index("annotation_of_revision", "revision_id", "start"),
        Index(
            "annotation_by_layer",
            "revision_id",
            "layer",
            "start",
            "id",
            postgresql_where=text("retired_at IS NULL"),
            sqlite_where=text("retired_at IS NULL"),
        ),
        Index(
            "annotation_listed",
            "revision_id",
            "layer",
            "start",
            "lead",
            "id",
            postgresql_where=_LISTED,
            sqlite_where=_LISTED,
        ),
        Index("annotation_of_entity", "entity_id", "layer", "article_id", "start"),
        Index("annotation_of_article", "article_id"),
        Index("annotation_corrected", "linked_id", postgresql_where=_LINKED, sqlite_where=_LINKED),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(sa_column=reference("article.id"))
    revision_id: int = Field(sa_column=reference("revision.id"))
    layer: str
    kind: str
    start: int
    end: int
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    confidence: float = Field(default=1.0, sa_column=Column(Float, nullable=False))
    creator: str
    entity_id: int | None = Field(
        default=None, sa_column=reference("entity.id", nullable=True, on_delete="SET NULL")
    )
    visibility: str = "public"
    nested: bool = False
    lead: int | None = None
    created_at: datetime = Field(default_factory=now, sa_column=moment())
    retired_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    successor_id: int | None = Field(default=None)
    exact: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    linked_id: int | None = Field(
        default=None, sa_column=reference("entity.id", nullable=True, on_delete="SET NULL")
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
        one_of("state", RUN_STATES),
    )
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(sa_column=reference("revision.id"))
    layer: str
    engine: str
    version: str
    state: str
    error: str | None = None
    finished_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


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
    article_id: int = Field(sa_column=reference("article.id"))
    revision_id: int | None = Field(
        default=None, sa_column=reference("revision.id", nullable=True, on_delete="SET NULL")
    )
    start: int
    end: int
    exact: str = Field(default="", sa_column=Column(Text, nullable=False))
    prefix: str = ""
    suffix: str = ""
    opened: bool = False
    created_at: datetime = Field(default_factory=now, sa_column=moment())


class StoredFate(SQLModel, table=True):
    """What became of an anchored span, a passage, a person's own annotation or the target of a correction, in a later revision.

    `start` and `end` are its place there, `instead_…` what stands in its place; `kept` the share (0–1) of the cited characters. `trail` is
    what the next revision's fate is worked out from, `map_version` the version of the map that told it.
    """

    __tablename__ = "fate"
    __table_args__ = (
        UniqueConstraint("passage_id", "revision_id", name="fate_of_passage_once"),
        UniqueConstraint("annotation_id", "revision_id", name="fate_of_annotation_once"),
        UniqueConstraint("target_id", "revision_id", name="fate_of_target_once"),
        CheckConstraint(OF_ONE, name="of_one"),
        CheckConstraint("kept >= 0 AND kept <= 1", name="kept_in_range"),
        one_of("verdict", VERDICTS),
        Index("fate_in_revision", "revision_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int | None = Field(default=None, sa_column=reference("passage.id", nullable=True))
    annotation_id: int | None = Field(
        default=None, sa_column=reference("annotation.id", nullable=True)
    )
    target_id: int | None = Field(
        default=None, sa_column=reference("correction_target.id", nullable=True)
    )
    revision_id: int = Field(sa_column=reference("revision.id"))
    map_version: int
    verdict: str
    start: int | None = None
    end: int | None = None
    instead_start: int | None = None
    instead_end: int | None = None
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
    created_at: datetime = Field(default_factory=now, sa_column=moment())
    changed_at: datetime = Field(default_factory=now, sa_column=moment())
    revoked_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class BoardItem(SQLModel, table=True):
    """A passage on a board, at its place (from 0, without gaps), with a note."""

    __tablename__ = "board_item"
    __table_args__ = (
        UniqueConstraint("board_id", "passage_id", name="board_item_once"),
        Index("board_item_in_order", "board_id", "place"),
        Index("board_item_of_passage", "passage_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(sa_column=reference("board.id"))
    passage_id: int = Field(sa_column=reference("passage.id"))
    place: int
    note: str = Field(default="", sa_column=Column(Text, nullable=False))


class SearchEntry(SQLModel, table=True):
    """Which revision of an article the full-text index holds, and the speakers it is found by; the index itself is each dialect's own."""

    __tablename__ = "search_entry"
    article_id: int = Field(sa_column=reference("article.id", primary_key=True))
    revision_id: int = Field(sa_column=reference("revision.id", unique=True))
    speakers: str = Field(default="", sa_column=Column(Text, nullable=False))
