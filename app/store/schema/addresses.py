"""Tables of web addresses: which ones lead to an article, and when each was last asked."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.store.db.columns import check_one_of, foreign_key, utc_column

OUTCOMES = ("changed", "unchanged", "failed")


class ArticleAddress(SQLModel, table=True):
    """An address that leads to an article.

    `key` is what all spellings and twins of the address have in common (`page_key`), or
    `sha256:…` of the first text of an article that was given its address later, or `withdrawn:…`, a
    hash of either, once the article was withdrawn.
    """

    __tablename__ = "article_address"
    key: str = Field(primary_key=True)
    article_id: int = Field(sa_column=foreign_key("article.id", index=True))


class FetchState(SQLModel, table=True):
    """What is known of the address that an article was last fetched from.

    `url` answers for good, `etag` and `last_modified` ask it whether the page has changed.
    `outcome` says how the last try ended, `error` why it failed.
    """

    __tablename__ = "fetch_state"
    __table_args__ = (check_one_of("outcome", OUTCOMES),)
    article_id: int = Field(sa_column=foreign_key("article.id", primary_key=True))
    url: str
    etag: str | None = None
    last_modified: str | None = None
    asked_at: datetime = Field(sa_column=utc_column())
    outcome: str
    error: str | None = None
