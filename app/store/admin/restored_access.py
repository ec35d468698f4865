"""Who may enter a library that was restored: nobody whose access was ended meanwhile.

A backup has the tokens, sign-in links and sessions of its day. What the library in whose place it
is put has revoked since stays revoked, and every session ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from app.errors import GlossError
from app.store import instance
from app.store.admin import people, session_epochs
from app.store.db.library import Library
from app.store.schema.people import Token


@dataclass(frozen=True, slots=True)
class Access:
    """What a library knows of access to it; tokens are `{sha256: name}`."""

    secret: str | None
    tokens: Mapping[str, str]
    revoked: frozenset[str]


@dataclass(frozen=True, slots=True)
class RestoredTokens:
    """The names of tokens after a restore.

    `valid` came with the backup, `revoked` were revoked since it was made and stay so, `lost` were
    made since and are not in it.
    """

    valid: tuple[str, ...]
    revoked: tuple[str, ...]
    lost: tuple[str, ...]


def known(library: Library) -> Access | None:
    """What the library that will be replaced knows; None for one that has no tables of ours."""
    try:
        with library.reading() as s:
            return _known(s)
    except (DBAPIError, GlossError):
        return None


def apply(s: Session, before: Access | None) -> RestoredTokens:
    """Ends in a backup's rows what was ended in the library before it, and every session.

    The key that signs sessions stays the one of the library before, as a server that is running has
    read it.
    """
    backup = _known(s)
    revoked = backup.revoked
    if before is not None:
        revoked |= before.revoked
        if before.secret == backup.secret:  # the same library at a later time
            revoked |= backup.tokens.keys() - before.tokens.keys()
        if before.secret is not None:
            instance.put(s, people.SECRET, before.secret)
    ended = backup.tokens.keys() & revoked
    s.execute(delete(Token).where(col(Token.sha256).in_(list(ended))))
    for sha256 in revoked - backup.revoked:
        instance.put(s, people.REVOKED + sha256, "")
    people.revoke_signins(s)
    session_epochs.begin(s)
    later = before.tokens if before is not None else {}
    return RestoredTokens(
        valid=_names(backup.tokens, backup.tokens.keys() - ended),
        revoked=_names(backup.tokens, ended),
        lost=_names(later, later.keys() - backup.tokens.keys()),
    )


def _known(s: Session) -> Access:
    tokens = s.execute(select(col(Token.sha256), col(Token.name)).order_by(col(Token.id)))
    return Access(
        people.find_secret(s),
        {row.sha256: row.name for row in tokens},
        people.revoked_tokens(s),
    )


def _names(tokens: Mapping[str, str], chosen: set[str]) -> tuple[str, ...]:
    return tuple(name for sha256, name in tokens.items() if sha256 in chosen)
