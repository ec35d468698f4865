"""The table of what was imported from where, so that importing it again need not read it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from app.store.db.columns import foreign_key, now, utc_column


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
