"""The table behind full-text search."""

from sqlalchemy import (
    Column,
    Text,
)
from sqlmodel import Field, SQLModel

from app.store.db.columns import foreign_key


class SearchEntry(SQLModel, table=True):
    """Which revision of an article the full-text index holds, and the speakers it is found by.

    The index itself is made by each database in its own way.
    """

    __tablename__ = "search_entry"
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    revision_id: int = Field(sa_column=foreign_key("revision.id", unique=True))
    speakers: str = Field(default="", sa_column=Column(Text, nullable=False))
