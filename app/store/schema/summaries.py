"""Narrow summaries that pages read, so that what they cost does not grow with the library.

Each is written in the transaction that writes what it sums up; `store.summaries` owns them.
"""

from sqlalchemy import Column, Index, String
from sqlmodel import Field, SQLModel

from app.store.db.columns import NO_ROWID, foreign_key

FOLDED = String().with_variant(String(collation="C"), "postgresql")
"""Text in the order of its code points on both databases, so that an index finds a beginning."""


class PublisherCount(SQLModel, table=True):
    """How many articles a publisher has, and live annotations; `''` stands for none declared."""

    __tablename__ = "publisher_count"
    publisher: str = Field(primary_key=True)
    articles: int = 0
    public_articles: int = 0
    annotations: int = 0
    public_annotations: int = 0


class EntityMonth(SQLModel, table=True):
    """How often an entity is mentioned in a month (`2031-03`), `''` for undated articles.

    Kept for entities that many articles mention, of others it is counted when it is asked for.
    `doubted` is the number of articles whose date is doubted; `public_…` count those that anyone
    may read.
    """

    __tablename__ = "entity_month"
    __table_args__ = (NO_ROWID,)
    entity_id: int = Field(sa_column=foreign_key("entity.id", primary_key=True))
    month: str = Field(primary_key=True)
    mentions: int = 0
    articles: int = 0
    doubted: int = 0
    public_mentions: int = 0
    public_articles: int = 0
    public_doubted: int = 0


class SpeakerInArticle(SQLModel, table=True):
    """An entity that is quoted in the newest revision of an article, alone or jointly.

    `sorted_on` is the article's date, empty for an undated one.
    """

    __tablename__ = "speaker_in_article"
    __table_args__ = (
        Index("speaker_in_article_by_day", "entity_id", "sorted_on", "article_id", "public"),
        NO_ROWID,
    )
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    entity_id: int = Field(sa_column=foreign_key("entity.id", primary_key=True))
    sorted_on: str = ""
    public: bool = True


class EntityWord(SQLModel, table=True):
    """A word of one of an entity's names, folded: by its beginning the entity is looked for."""

    __tablename__ = "entity_word"
    __table_args__ = (Index("entity_word_of_entity", "entity_id"), NO_ROWID)
    word: str = Field(sa_column=Column(FOLDED, primary_key=True))
    entity_id: int = Field(sa_column=foreign_key("entity.id", primary_key=True))
