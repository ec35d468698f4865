"""Tables of people and their tokens, and of small facts about the library itself."""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel

from app.store.db.columns import check_one_of, foreign_key, now, utc_column

TokenScope = Literal["read", "annotate", "edit"]
"""What a token may do, each with all that stands before it: read what the editor reads; write
notes, highlights, passages and boards; everything else."""
TOKEN_SCOPES: tuple[TokenScope, ...] = get_args(TokenScope)


class Instance(SQLModel, table=True):
    """A fact about this library itself: its signing secret, whether the demo was loaded."""

    __tablename__ = "instance"
    key: str = Field(primary_key=True)
    value: str


class Person(SQLModel, table=True):
    """Somebody who may write: the creator of human rows."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())


class Token(SQLModel, table=True):
    """A bearer token for a program; only its SHA-256 is stored."""

    __tablename__ = "token"
    __table_args__ = (check_one_of("scope", TOKEN_SCOPES),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=foreign_key("person.id"))
    name: str
    sha256: str = Field(unique=True)
    scope: TokenScope = Field(
        default="edit", sa_column=Column(String, nullable=False, server_default="edit")
    )
    created_at: datetime = Field(default_factory=now, sa_column=utc_column())


class SignIn(SQLModel, table=True):
    """A one-time sign-in link; only its SHA-256 is stored.

    `used_at` is set by the POST that consumes it.
    """

    __tablename__ = "signin"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=foreign_key("person.id"))
    sha256: str = Field(unique=True)
    expires_at: datetime = Field(sa_column=utc_column())
    used_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
