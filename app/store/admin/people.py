"""People, and what proves who they are: tokens, one-time sign-in links, the signing secret.

Only hashes of secrets are stored. Looking a hash up gives nothing away by its timing: whoever could
use that would have to know 256-bit pre-images.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, col

from app.errors import Gone, NotFound
from app.layers.creators import PersonCreator
from app.store import instance
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.schema.people import Instance, Person, SignIn, Token, TokenScope

EDITOR = "Editor"
REVOKED = "revoked_token:"
"""Before its SHA-256 the key of a fact: this token was revoked, and no backup brings it back."""
SECRET = "signing_secret"  # the name of the row, not a secret  # noqa: S105


def editor(s: Session) -> Person:
    """The person that sign-in links and tokens are for, made at the first call, which writes."""
    person = s.scalars(select(Person).order_by(col(Person.id)).limit(1)).one_or_none()
    if person is None:
        person = Person(name=EDITOR)
        s.add(person)
        s.flush()
    return person


def editor_creator(s: Session) -> str:
    """The editor as rows name their creator; the first call writes, as `editor` does."""
    return str(PersonCreator(id_of(editor(s))))


def get(s: Session, person_id: int) -> Person:
    """The person. Raises NotFound."""
    person = s.get(Person, person_id)
    if person is None:
        raise NotFound("The person was not found.")
    return person


def create_token(s: Session, name: str, scope: TokenScope = "edit") -> str:
    """A new bearer token for a program called `name`: shown once, stored only as a hash."""
    token = secrets.token_urlsafe(32)
    s.add(Token(person_id=id_of(editor(s)), name=name, sha256=_hash(token), scope=scope))
    s.flush()
    return token


def tokens(s: Session) -> list[Token]:
    """Every token, oldest first."""
    return list(s.scalars(select(Token).order_by(col(Token.id))))


def revoke_tokens(s: Session, name: str) -> int:
    """Revokes the token with this number, else every token of this name; returns how many.

    Raises NotFound.
    """
    revoked = [token for token in tokens(s) if str(token.id) == name]
    revoked = revoked or [token for token in tokens(s) if token.name == name]
    if not revoked:
        raise NotFound(f"There is no token “{name}”.", "`gloss token list` names them.")
    for token in revoked:
        instance.put(s, REVOKED + token.sha256, now().isoformat())
        s.delete(token)
    s.flush()
    return len(revoked)


def revoked_tokens(s: Session) -> frozenset[str]:
    """The SHA-256 of every token that was revoked."""
    key = col(Instance.key)
    keys = s.scalars(select(key).where(key.startswith(REVOKED, autoescape=True)))
    return frozenset(key.removeprefix(REVOKED) for key in keys)


def find_token(s: Session, token: str) -> Token | None:
    """What is stored of a bearer token: for whom it acts and what it may do; None if unknown."""
    return s.scalars(select(Token).where(col(Token.sha256) == _hash(token))).one_or_none()


def create_signin(s: Session, minutes: int) -> str:
    """A new one-time sign-in code, valid for that long."""
    code = secrets.token_urlsafe(32)
    s.add(
        SignIn(
            person_id=id_of(editor(s)),
            sha256=_hash(code),
            expires_at=now() + timedelta(minutes=minutes),
        )
    )
    s.flush()
    return code


def peek(s: Session, code: str) -> bool:
    """Whether a sign-in code could still be used; changes nothing."""
    return s.scalars(select(SignIn).where(*_usable(code))).one_or_none() is not None


def consume(s: Session, code: str) -> Person:
    """Uses a sign-in code up, once even for two at the same time.

    Raises Gone when it is unknown, used or too old.
    """
    used = s.scalars(
        update(SignIn).where(*_usable(code)).values(used_at=now()).returning(col(SignIn.person_id))
    ).one_or_none()
    if used is None:
        raise Gone(
            "This sign-in link has expired or was already used.",
            "The command gloss signin prints a new one.",
        )
    return get(s, used)


def revoke_signins(s: Session) -> int:
    """Voids every sign-in code that could still be used; returns how many."""
    voided = s.scalars(
        update(SignIn).where(*_unused()).values(expires_at=now()).returning(col(SignIn.id))
    )
    return len(voided.all())


def find_secret(s: Session) -> str | None:
    """The key that signs this library's sessions, or None before the first one."""
    return instance.find(s, SECRET)


def secret(s: Session) -> str:
    """The key that signs this library's sessions, made at the first call, which needs to write."""
    return instance.secret(s, SECRET)


def _usable(code: str) -> tuple[ColumnElement[bool], ...]:
    return (col(SignIn.sha256) == _hash(code), *_unused())


def _unused() -> tuple[ColumnElement[bool], ...]:
    return col(SignIn.used_at).is_(None), col(SignIn.expires_at) > now()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
