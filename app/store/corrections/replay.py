"""The log of corrections as lines of JSON, and read again into a library that has the same articles. Owns that form.

Entities are named by uid, articles by identity, revisions by SHA-256, words by their selectors. The first line holds the key from which
uids are made: whoever has it can tell, of a name and an address, whether a library knows them together, so the file is the editor's.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from app.errors import Conflict, GlossError, NotFound, Unprocessable
from app.linking.across.corrections import NAME_CHARACTERS
from app.store import instance
from app.store.corrections import corrections
from app.store.entities.linking import ENTITY_KEY
from app.store.schema.articles import Article, Revision
from app.store.schema.corrections import Correction, CorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.people import Person
from app.text.canonical import canonical

_UID, _WORD, _LONGEST = 40, 200, 1_000_000  # characters
_EARLIEST, _LATEST = 2000, 9000  # years that either database stores
FORMAT, VERSION = "gloss-corrections", 1
_FIELDS = ("uid", "kind", "entity_uid", "other_uid", "value", "new_kind", "passages", "articles")
_TIMES = ("created_at", "undone_at")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one line: taken in, known already, or the reason why it could not be applied."""

    line: int
    uid: str
    state: str
    reason: str | None = None


def lines(s: Session) -> Iterator[str]:
    """The whole log, oldest first, after a line that says what it is."""
    yield (
        json.dumps(
            {"format": FORMAT, "version": VERSION, "entity_key": instance.find(s, ENTITY_KEY)}
        )
        + "\n"
    )
    people = {f"person:{p.id}": p.name for p in s.scalars(select(Person))}
    for row in s.scalars(
        select(Correction).order_by(col(Correction.id)).execution_options(yield_per=200)
    ):
        said: dict[str, Any] = {name: getattr(row, name) for name in _FIELDS}
        said |= {name: at.isoformat() if (at := getattr(row, name)) else None for name in _TIMES}
        said |= {
            "by": people.get(row.creator, row.creator),
            "undone_by": people.get(row.undone_by or "", row.undone_by),
        }
        yield json.dumps(said | {"targets": list(_targets(s, row.id or 0))}) + "\n"


def start(s: Session, first: str) -> None:
    """Reads the first line: a library without entities takes its key over.

    Raises Unprocessable, and Conflict for another key.
    """
    said = _object(first)
    if said.get("format") != FORMAT or said.get("version") != VERSION:
        raise Unprocessable(f"This is no log of corrections of version {VERSION}.")
    key, own = said.get("entity_key"), instance.find(s, ENTITY_KEY)
    if key is None or key == own:
        return
    if not isinstance(key, str) or not 20 <= len(key) <= 200:
        raise Unprocessable("The key of entities in it is damaged.")
    if s.scalars(select(col(Entity.id)).limit(1)).first() is not None:
        raise Conflict(
            "This library has named its entities by another key.",
            (
                "Replay the log into an empty library first: it takes the key over. Then import "
                "the articles, and replay it again."
            ),
        )
    instance.put(s, ENTITY_KEY, key)


def replay(s: Session, number: int, line: str) -> Replayed:
    """Takes one line of the log in and applies it.

    What cannot be is told with its reason; nothing of it is stored then.
    """
    uid = "?"
    try:
        said = _object(line)
        uid = _text(said, "uid", _UID)
        known = s.scalars(select(Correction).where(col(Correction.uid) == uid)).one_or_none()
        if known is None:
            with s.begin_nested():
                _take(s, said)
            return Replayed(number, uid, "taken")
        if said.get("undone_at") and known.undone_at is None:
            corrections.undo(s, known.id or 0, _person(s, said, "undone_by"))
            return Replayed(number, uid, "undone")
    except GlossError as error:
        return Replayed(number, uid, "refused", error.message)
    except (SQLAlchemyError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return Replayed(number, uid, "refused", f"The line is damaged ({type(error).__name__}).")
    return Replayed(number, uid, "known")


def _take(s: Session, said: dict[str, Any]) -> None:
    """One row that is not known yet, if it says what a correction of its kind must say."""
    row = Correction(
        uid=_text(said, "uid", _UID),
        kind=_text(said, "kind"),
        entity_uid=_perhaps(said, "entity_uid", _UID),
        other_uid=_perhaps(said, "other_uid", _UID),
        value=_perhaps(said, "value", NAME_CHARACTERS),
        new_kind=_perhaps(said, "new_kind"),
        passages=_number(said, "passages"),
        articles=_number(said, "articles"),
        creator=_person(s, said, "by"),
        created_at=_moment(said, "created_at"),
    )
    if said["undone_at"] is not None:
        row.undone_at, row.undone_by = _moment(said, "undone_at"), _person(s, said, "undone_by")
    targets = [_target(s, one) for one in said["targets"]]
    entity, other = _entity(s, row.entity_uid), _entity(s, row.other_uid)
    if row.kind == "split" and other is None:
        other = corrections.split_entity(row.other_uid or "", row.value or "", row.new_kind)
        s.add(other)
        s.flush()
    elif row.kind == "split":
        raise Unprocessable("It founds an entity that this library has already.")
    if (row.entity_uid and entity is None) or (row.other_uid and other is None):
        raise NotFound("It is about an entity that this library does not have.")
    corrections.check(row, entity, other, targets)
    s.add(row)
    s.flush()
    corrections.store_targets(s, row, targets)
    corrections.apply(s, row)


def _entity(s: Session, uid: str | None) -> Entity | None:
    return s.scalars(select(Entity).where(col(Entity.uid) == uid)).one_or_none() if uid else None


def _perhaps(said: dict[str, Any], name: str, most: int = _WORD) -> str | None:
    """A text, or none."""
    return None if said[name] is None else _text(said, name, most)


def _text(said: dict[str, Any], name: str, most: int = _WORD, *, lines: bool = False) -> str:
    """A text without control characters (but for line breaks, where there may be some).

    Raises Unprocessable.
    """
    value = said[name]
    if (
        not isinstance(value, str)
        or len(value) > most
        or canonical(value) != value
        or not (lines or value.isprintable())
    ):
        raise Unprocessable(f"Its “{name}” is no text of at most {most:,} characters.")
    return value


def _number(said: dict[str, Any], name: str) -> int:
    value = said[name]
    if type(value) is not int or not 0 <= value < 2**31:
        raise Unprocessable(f"Its “{name}” is no number.")
    return value


def _moment(said: dict[str, Any], name: str) -> datetime:
    at = datetime.fromisoformat(str(said[name]))
    if at.tzinfo is None or not _EARLIEST <= at.year <= _LATEST:
        raise Unprocessable(f"Its “{name}” is no time with a zone.")
    return at


def _targets(s: Session, correction_id: int) -> Iterator[dict[str, Any]]:
    t = CorrectionTarget
    statement = select(t, col(Article.identity), col(Revision.sha256)).join(
        Article, col(Article.id) == col(t.article_id)
    )
    statement = statement.outerjoin(Revision, col(Revision.id) == col(t.revision_id)).where(
        col(t.correction_id) == correction_id
    )
    for target, identity, sha256 in s.execute(statement.order_by(col(t.id))):
        where = {
            name: getattr(target, name)
            for name in ("name", "layer", "start", "end", "exact", "prefix", "suffix")
        }
        yield {"article": identity, "revision": sha256} | where


def _target(s: Session, said: dict[str, Any]) -> CorrectionTarget:
    identity = _text(said, "article", _LONGEST)
    article = s.scalars(select(Article).where(col(Article.identity) == identity)).one_or_none()
    if article is None:
        raise NotFound(f"It is about the article {identity}, which this library does not have.")
    target = CorrectionTarget(
        correction_id=0,
        article_id=article.id or 0,
        name=_perhaps(said, "name", _LONGEST),
        exact=_text(said, "exact", _LONGEST, lines=True),
        prefix=_text(said, "prefix", _LONGEST, lines=True),
        suffix=_text(said, "suffix", _LONGEST, lines=True),
    )
    return target if said["start"] is None else _placed(s, said, target)


def _placed(s: Session, said: dict[str, Any], target: CorrectionTarget) -> CorrectionTarget:
    """With the words that it is about, if the library has that revision."""
    start, end, layer = _number(said, "start"), _number(said, "end"), _text(said, "layer")
    sha256 = _text(said, "revision")
    same = select(Revision).where(
        col(Revision.article_id) == target.article_id, col(Revision.sha256) == sha256
    )
    revision = s.scalars(same.order_by(col(Revision.number)).limit(1)).one_or_none()
    if (
        revision is None
        or not target.exact
        or revision.text[start:end] != target.exact
        or end > len(revision.text)
    ):
        raise NotFound("It is about words of a revision that this library does not have.")
    target.revision_id, target.start, target.end, target.layer = revision.id, start, end, layer
    return target


def _person(s: Session, said: dict[str, Any], key: str) -> str:
    """Somebody of that name, made when first met: a person without any right."""
    name = _text(said, key)
    known = s.scalars(
        select(Person).where(col(Person.name) == name).order_by(col(Person.id)).limit(1)
    ).one_or_none()
    if known is None:
        known = Person(name=name)
        s.add(known)
        s.flush()
    return f"person:{known.id}"


def _object(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unprocessable("It is no JSON.") from error
    if not isinstance(said, dict):
        raise Unprocessable("It is no JSON object.")
    return said
