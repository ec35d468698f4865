"""Tables behind entities: by which names they are found, what is known of them from elsewhere, which may be the same. Knows no questions.

They stand beside `tables`, which must be loaded first: it says how constraints are named.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.linking.entries import KINDS
from app.store import tables as _tables  # names the constraints of what follows
from app.store.columns import NEVER_REUSED, moment, now, one_of, reference

IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
PROPOSAL_STATES = ("open", "rejected", "accepted")
_ = _tables


class EntityName(SQLModel, table=True):
    """Narrow summary of the aliases: in how many articles an entity goes by a name, so that a look-up reads as many rows as entities.

    `last` is the last word of a person's full name, `coarse` the form that spellings of one name share, `short` a shorter name by which it
    may be called; null where there is none.
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
    entity_id: int = Field(sa_column=reference("entity.id", primary_key=True))
    folded: str = Field(primary_key=True)
    last: str | None = None
    coarse: str | None = None
    short: str | None = None
    articles: int = 0
    public_articles: int = 0


class EntityEntry(SQLModel, table=True):
    """Which entry of what is known an entity is: `cldr:…` is built in, `kb:…` was imported.

    An entry is one entity only.
    """

    __tablename__ = "entity_entry"
    __table_args__ = (Index("entity_entry_of_entity", "entity_id"),)
    key: str = Field(primary_key=True)
    entity_id: int = Field(sa_column=reference("entity.id"))


class Entry(SQLModel, table=True):
    """What an imported list says of one thing; `source` is the list's name."""

    __tablename__ = "kb_entry"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("lat IS NULL OR (lat >= -90 AND lat <= 90)", name="lat_in_range"),
        CheckConstraint("lon IS NULL OR (lon >= -180 AND lon <= 180)", name="lon_in_range"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    kind: str
    description: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    wikidata: str | None = None
    url: str | None = None
    lat: float | None = Field(default=None, sa_column=Column(Float, nullable=True))
    lon: float | None = Field(default=None, sa_column=Column(Float, nullable=True))
    source: str
    imported_at: datetime = Field(default_factory=now, sa_column=moment())


class EntryName(SQLModel, table=True):
    """A name that an entry goes by, `folded` as for look-up."""

    __tablename__ = "kb_name"
    __table_args__ = (
        UniqueConstraint("entry_id", "name", name="kb_name_once"),
        Index("kb_name_folded", "folded", "entry_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(sa_column=reference("kb_entry.id"))
    name: str
    folded: str


class EntryImage(SQLModel, table=True):
    """The picture of an imported entry: its bytes as they came, of a type that was recognised by them, and where they came from."""

    __tablename__ = "kb_image"
    __table_args__ = (
        one_of("media_type", IMAGE_TYPES),
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
    )
    entry_id: int = Field(sa_column=reference("kb_entry.id", primary_key=True))
    media_type: str
    width: int
    height: int
    sha256: str
    origin: str
    stored_at: datetime = Field(default_factory=now, sa_column=moment())
    data: bytes = Field(
        sa_column=Column(LargeBinary, nullable=False)
    )  # last: SQLite reads through it to what stands behind


class EncyclopediaSummary(SQLModel, table=True):
    """What an encyclopedia was asked for and said of an entity: the article's title, its first sentences, its address and licence.

    `asked_as` is the entity's name at that time: where nobody may read that name any more, nobody is told what was said of it.
    """

    __tablename__ = "encyclopedia_summary"
    entity_id: int = Field(sa_column=reference("entity.id", primary_key=True))
    language: str
    title: str
    extract: str = Field(sa_column=Column(Text, nullable=False))
    url: str
    license: str
    asked_as: str
    fetched_at: datetime = Field(default_factory=now, sa_column=moment())


class MergeProposal(SQLModel, table=True):
    """Two entities that may be one: how sure that is, why, and what the editor said.

    A pair stands once, the older entity first.
    """

    __tablename__ = "merge_proposal"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id", name="merge_proposal_once"),
        CheckConstraint("first_id < second_id", name="older_first"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_in_range"),
        one_of("state", PROPOSAL_STATES),
        Index("merge_proposal_surest", "state", "confidence", "id"),
        Index("merge_proposal_of_second", "second_id"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    first_id: int = Field(sa_column=reference("entity.id"))
    second_id: int = Field(sa_column=reference("entity.id"))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    evidence: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = "open"
    created_at: datetime = Field(default_factory=now, sa_column=moment())
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class FurtherSpeaker(SQLModel, table=True):
    """Who said a quotation together with its first speaker: the entity of a live mention of the same revision. Written with every run."""

    __tablename__ = "further_speaker"
    __table_args__ = (Index("further_speaker_by_mention", "mention_id", "annotation_id"),)
    annotation_id: int = Field(sa_column=reference("annotation.id", primary_key=True))
    mention_id: int = Field(sa_column=reference("annotation.id", primary_key=True))
