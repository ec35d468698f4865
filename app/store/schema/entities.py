"""Tables of entities: aliases, names by which they are found, counts, proposed merges."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    Index,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel, col

from app.store.db.columns import (
    NEVER_REUSED,
    NO_ROWID,
    NOT_YET,
    BasisWord,
    check_one_of,
    foreign_key,
    now,
    utc_column,
)

PROPOSAL_STATES = ("open", "rejected", "accepted")
_MERGED = text("merged_into IS NOT NULL")
_DESCRIBED = text("role IS NOT NULL")


class Entity(SQLModel, table=True):
    """A thing that has a name.

    Ids are permanent; a merged entity points to the one it is part of now, whatever the number of
    merges. `mentions` and `articles` count every readable article, `public_…` those that anyone may
    read. `found_name`, `found_folded` and `found_kind` are what the library had found itself, where
    the editor gave another name or kind. `sport` tells teams of one name apart, `country` (a code
    of ISO 3166, `UN` or `EU`) bodies of a name that every country has.
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
        default=None, sa_column=foreign_key("entity.id", nullable=True, on_delete="SET NULL")
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


class SpelledName(SQLModel, table=True):
    """A name as texts spell it, that the linker found to mean an entity.

    `folded` is case-folded for look-up. There is one as long as an article uses it so.
    """

    __tablename__ = "spelled_name"
    __table_args__ = (
        UniqueConstraint("linked_id", "name", name="spelled_name_once"),
        Index("spelled_name_by_folded", "folded"),
    )
    id: int | None = Field(default=None, primary_key=True)
    linked_id: int = Field(sa_column=foreign_key("entity.id"))
    name: str
    folded: str


class Alias(SQLModel, table=True):
    """A name that an entity goes by in an article.

    Deleted with its article. `confidence` is how sure it is that this article means this entity by
    it, `basis` why (a `Basis` of `linking.across.disambiguation`). The name's `linked_id` is the
    entity that the linker chose, and finds again when the article is annotated again; `entity_id`
    is the one after corrections, null where it was corrected to no name. A name of which only some
    mentions were corrected has a row for each; `number` counts them from 0.
    """

    __tablename__ = "alias"
    __table_args__ = (
        Index("alias_of_entity", "entity_id", "name_id"),
        Index("alias_of_name", "name_id"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_in_range"),
        NO_ROWID,
    )
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    name_id: int = Field(sa_column=foreign_key("spelled_name.id", primary_key=True))
    number: int = Field(default=0, primary_key=True)
    entity_id: int | None = Field(sa_column=foreign_key("entity.id", nullable=True))
    confidence: float = Field(
        default=1.0, sa_column=Column(Float, nullable=False, server_default="1")
    )
    basis: str = Field(default="name", sa_column=Column(BasisWord, nullable=False))


class EntityInArticle(SQLModel, table=True):
    """Narrow summary: how often the newest revision of an article mentions an entity.

    `role` is what it is described as there; `sorted_on` is the article's date, empty for an undated
    one.
    """

    __tablename__ = "entity_in_article"
    __table_args__ = (
        Index(
            "entity_in_article_by_day",
            "entity_id",
            "sorted_on",
            "article_id",
            "public",
            "mentions",
            "date_doubted",
        ),
        Index(
            "entity_in_article_described",
            "entity_id",
            "sorted_on",
            "article_id",
            postgresql_where=_DESCRIBED,
            sqlite_where=_DESCRIBED,
        ),
        NO_ROWID,
    )
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    entity_id: int = Field(sa_column=foreign_key("entity.id", primary_key=True))
    sorted_on: str = ""
    mentions: int = 0
    public: bool = True
    role: str | None = None
    date_doubted: bool = Field(default=False, sa_column_kwargs=NOT_YET)


class EntityName(SQLModel, table=True):
    """Narrow summary of the aliases: in how many articles an entity goes by a name.

    A look-up reads one row for each entity. `last` is the last word of a person's full name,
    `coarse` the form that spellings of one name share, `short` a shorter name that it may be called
    by; null where there is none.
    """

    __tablename__ = "entity_name"
    __table_args__ = (
        CheckConstraint(
            "articles >= public_articles AND public_articles >= 0", name="counts_in_range"
        ),
        Index("entity_name_by_name", "folded", "public_articles", "entity_id"),
        Index("entity_name_by_last", "last", "public_articles", "entity_id"),
        Index("entity_name_by_coarse", "coarse", "public_articles", "entity_id"),
        Index("entity_name_by_short", "short", "public_articles", "entity_id"),
    )
    entity_id: int = Field(sa_column=foreign_key("entity.id", primary_key=True))
    folded: str = Field(primary_key=True)
    last: str | None = None
    coarse: str | None = None
    short: str | None = None
    articles: int = 0
    public_articles: int = 0


class MergeProposal(SQLModel, table=True):
    """Two entities that may be one: how sure that is, why, and what the editor decided.

    A pair has one row, the older entity first.
    """

    __tablename__ = "merge_proposal"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id", name="merge_proposal_once"),
        CheckConstraint("first_id < second_id", name="older_first"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_in_range"),
        check_one_of("state", PROPOSAL_STATES),
        Index("merge_proposal_surest", "state", "confidence", "id"),
        Index("merge_proposal_of_second", "second_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    first_id: int = Field(sa_column=foreign_key("entity.id"))
    second_id: int = Field(sa_column=foreign_key("entity.id"))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    evidence: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = "open"
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())


Index("entity_merged", col(Entity.merged_into), postgresql_where=_MERGED, sqlite_where=_MERGED)
