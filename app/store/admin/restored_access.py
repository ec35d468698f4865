"""Who may enter a library that was restored: nobody whose access was ended meanwhile.

A backup has the tokens, sign-in links and sessions of its day. What was revoked in the library in
whose place it is put stays revoked, and every session ends. Only what was recorded counts: a token
that the library does not have may be newer than it, where an older backup was restored before. A
library that is too damaged to say what was revoked may have revoked any of them, so all of the
backup's tokens are: a token that must be made anew is noticed, one that was stolen and works again
is not.
"""

import sqlite3
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col

from app.errors import Damaged
from app.store import instance
from app.store.admin import people, session_epochs
from app.store.db import damage
from app.store.db.library import Library
from app.store.schema.people import Instance, Token

_Part = TypeVar("_Part")
_UNREADABLE: tuple[type[Exception], ...] = (
    *(Damaged, DBAPIError, sqlite3.DatabaseError),
    *damage.FAILURES,
)


@dataclass(frozen=True, slots=True)
class Access:
    """What a library knows of access to it; tokens are `{sha256: name}`.

    `tokens` and `revoked` are None where they could not be read.
    """

    secret: str | None
    tokens: Mapping[str, str] | None
    revoked: frozenset[str] | None


NOTHING = Access(None, {}, frozenset())
"""What is known where there is no library."""


@dataclass(frozen=True, slots=True)
class RestoredTokens:
    """The names of tokens after a restore.

    `valid` came with the backup, `revoked` came with it and are no longer valid, `lost` were made
    since and are not in it; None where the library that was replaced is too damaged to name them.
    `revocations_known` says whether it could say what was revoked; where not, all are.
    """

    valid: tuple[str, ...]
    revoked: tuple[str, ...]
    lost: tuple[str, ...] | None
    revocations_known: bool


def known(library: Library) -> Access:
    """What the library that will be replaced knows, each part read for itself.

    A damaged page takes only its part along. Raises LibraryBusy, as what cannot be read now may be
    read later.
    """
    return Access(
        _part(library, Instance, people.find_secret, None),
        _part(library, Token, _names_of_tokens, NOTHING.tokens),
        _part(library, Instance, people.revoked_tokens, NOTHING.revoked),
    )


def apply(s: Session, before: Access) -> RestoredTokens:
    """Ends in a backup's rows what was ended in the library before it, and every session.

    The key that signs sessions stays the one of the library before, as a server that is running has
    read it.
    """
    tokens, recorded = _names_of_tokens(s), people.revoked_tokens(s)
    revoked = recorded | (tokens.keys() if before.revoked is None else before.revoked)
    if before.secret is not None:
        instance.put(s, people.SECRET, before.secret)
    ended = tokens.keys() & revoked
    s.execute(delete(Token).where(col(Token.sha256).in_(list(ended))))
    for sha256 in revoked - recorded:
        instance.put(s, people.REVOKED + sha256, "")
    people.revoke_signins(s)
    session_epochs.begin(s)
    lost = None
    if before.tokens is not None:
        lost = _chosen(before.tokens, before.tokens.keys() - tokens.keys())
    return RestoredTokens(
        valid=_chosen(tokens, tokens.keys() - ended),
        revoked=_chosen(tokens, ended),
        lost=lost,
        revocations_known=before.revoked is not None,
    )


def _part(
    library: Library, table: type[SQLModel], read: Callable[[Session], _Part], without: _Part
) -> _Part | None:
    """What `read` reads, `without` where there is no such table, None where it is damaged."""
    try:
        with library.reading() as s:
            is_there = inspect(s.connection()).has_table(str(table.__tablename__))
            return read(s) if is_there else without
    except _UNREADABLE:
        return None


def _names_of_tokens(s: Session) -> Mapping[str, str]:
    tokens = s.execute(select(col(Token.sha256), col(Token.name)).order_by(col(Token.id)))
    return {row.sha256: row.name for row in tokens}


def _chosen(tokens: Mapping[str, str], chosen: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(name for sha256, name in tokens.items() if sha256 in chosen)
