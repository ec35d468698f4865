"""Tables of what is known of entities from elsewhere: entries, names, images, summaries."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.linking.across.knowledge_entries import KINDS
from app.store.db.columns import NEVER_REUSED, check_one_of, foreign_key, now, utc_column

IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class EntityEntry(SQLModel, table=True):
    """Which entry of what is known an entity is: `cldr:…` is built in, `kb:…` was imported.

    An entry is one entity only.
    """

    __tablename__ = "entity_entry"
    __table_args__ = (Index("entity_entry_of_entity", "entity_id"),)
    key: str = Field(primary_key=True)
    entity_id: int = Field(sa_column=foreign_key("entity.id"))


class Entry(SQLModel, table=True):
    """What an imported list says of one thing; `source` is the list's name."""

    __tablename__ = "kb_entry"
    __table_args__ = (
        check_one_of("kind", KINDS),
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


class EntryName(SQLModel, table=True):
    """A name that an entry goes by, `folded` as for look-up."""

    __tablename__ = "kb_name"
    __table_args__ = (
        UniqueConstraint("entry_id", "name", name="kb_name_once"),
        Index("kb_name_folded", "folded", "entry_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(sa_column=foreign_key("kb_entry.id"))
    name: str
    folded: str


class EntryImage(SQLModel, table=True):
    """The picture of an imported entry: its bytes as they were, and where they came from.

    The type was recognised by the bytes.
    """

    __tablename__ = "kb_image"
    __table_args__ = (
        check_one_of("media_type", IMAGE_TYPES),
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
    )
    entry_id: int = Field(sa_column=foreign_key("kb_entry.id", primary_key=True))
    media_type: str
    width: int
    height: int
    sha256: str
    origin: str
    # Last: SQLite reads through it to the columns after it.
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EncyclopediaSummary(SQLModel, table=True):
    """What an encyclopedia says of an entity: title, first sentences, address and licence.

    `asked_as` is the entity's name at that time: a reader who may not read that name does not see
    the summary.
    """

    __tablename__ = "encyclopedia_summary"
    entity_id: int = Field(sa_column=foreign_key("entity.id", primary_key=True))
    language: str
    title: str
    extract: str = Field(sa_column=Column(Text, nullable=False))
    url: str
    license: str
    asked_as: str
    fetched_at: datetime = Field(default_factory=now, sa_column=utc_column())
