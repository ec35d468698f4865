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
from sqlmodel import Session, col

from app.errors import Conflict, GlossError, NotFound, Unprocessable
from app.linking.chains import fold
from app.linking.correcting import KINDS
from app.linking.entries import KINDS as ENTITY_KINDS
from app.store import corrections, instance
from app.store.linking import ENTITY_KEY
from app.store.tables import Article, Entity, Person, Revision
from app.store.tables_corrections import Correction, CorrectionTarget

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
    yield json.dumps({"format": FORMAT, "version": VERSION, "entity_key": instance.find(s, ENTITY_KEY)}) + "\n"
    people = {f"person:{p.id}": p.name for p in s.scalars(select(Person))}
    for row in s.scalars(select(Correction).order_by(col(Correction.id)).execution_options(yield_per=200)):
        said: dict[str, Any] = {name: getattr(row, name) for name in _FIELDS}
        said |= {name: at.isoformat() if (at := getattr(row, name)) else None for name in _TIMES}
        said |= {"by": people.get(row.creator, row.creator), "undone_by": people.get(row.undone_by or "", row.undone_by)}
        yield json.dumps(said | {"targets": list(_targets(s, row.id or 0))}, ensure_ascii=False) + "\n"


def start(s: Session, first: str) -> None:
    """Reads the first line: a library without entities takes its key over. Raises Unprocessable, and Conflict for another key."""
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
            "Replay the log into an empty library first: it takes the key over. Then import the articles, and replay it again.",
        )
    instance.put(s, ENTITY_KEY, key)


def replay(s: Session, number: int, line: str) -> Replayed:
    """Takes one line of the log in and applies it. What cannot be is told with its reason; nothing of it is stored then."""
    uid = "?"
    try:
        said = _object(line)
        uid = str(said.get("uid"))
        known = s.scalars(select(Correction).where(col(Correction.uid) == uid)).one_or_none()
        if known is None:
            with s.begin_nested():
                _take(s, said)
            return Replayed(number, uid, "taken")
        if said.get("undone_at") and known.undone_at is None:
            corrections.undo(s, known.id or 0, _person(s, said.get("undone_by")))
            return Replayed(number, uid, "undone")
    except GlossError as error:
        return Replayed(number, uid, "refused", error.message)
    except (KeyError, TypeError, ValueError) as error:
        return Replayed(number, uid, "refused", f"The line is damaged: {error}.")
    return Replayed(number, uid, "known")


def _take(s: Session, said: dict[str, Any]) -> None:
    if said["kind"] not in KINDS or (said["new_kind"] is not None and said["new_kind"] not in ENTITY_KINDS):
        raise Unprocessable("It is of a kind that is not known here.")
    row = Correction(
        **{name: said[name] for name in _FIELDS}, creator=_person(s, said["by"]), created_at=datetime.fromisoformat(said["created_at"])
    )
    if said["undone_at"]:
        row.undone_at, row.undone_by = datetime.fromisoformat(said["undone_at"]), _person(s, said["undone_by"])
    targets = [_target(s, one) for one in said["targets"]]
    for at in (row.entity_uid, row.other_uid):
        if at is not None and not _entity(s, at):
            if row.kind != "split" or at != row.other_uid:
                raise NotFound("It is about an entity that this library does not have.")
            name = row.value or ""
            s.add(Entity(uid=at, kind=row.new_kind or "other", name=name, folded=fold(name), found_name=name, found_folded=fold(name)))
    s.add(row)
    s.flush()
    corrections.store_targets(s, row, targets)
    corrections.apply(s, row)


def _entity(s: Session, uid: str) -> bool:
    return s.scalars(select(col(Entity.id)).where(col(Entity.uid) == uid)).first() is not None


def _targets(s: Session, correction_id: int) -> Iterator[dict[str, Any]]:
    t = CorrectionTarget
    statement = select(t, col(Article.identity), col(Revision.sha256)).join(Article, col(Article.id) == col(t.article_id))
    statement = statement.outerjoin(Revision, col(Revision.id) == col(t.revision_id)).where(col(t.correction_id) == correction_id)
    for target, identity, sha256 in s.execute(statement.order_by(col(t.id))):
        where = {name: getattr(target, name) for name in ("name", "layer", "start", "end", "exact", "prefix", "suffix")}
        yield {"article": identity, "revision": sha256} | where


def _target(s: Session, said: dict[str, Any]) -> CorrectionTarget:
    article = s.scalars(select(Article).where(col(Article.identity) == said["article"])).one_or_none()
    if article is None:
        raise NotFound(f"It is about the article {said['article']}, which this library does not have.")
    place = {"article_id": article.id or 0, "name": said["name"], "layer": said["layer"], "start": said["start"], "end": said["end"]}
    quote = {name: said[name] for name in ("exact", "prefix", "suffix")}
    target = CorrectionTarget(correction_id=0, **place, **quote)
    if target.start is not None:
        revision = s.scalars(
            select(Revision)
            .where(col(Revision.article_id) == article.id, col(Revision.sha256) == said["revision"])
            .order_by(col(Revision.number))
            .limit(1)
        ).one_or_none()
        if revision is None or revision.text[target.start : target.end] != target.exact:
            raise NotFound(f"It is about words of a revision of {said['article']} that this library does not have.")
        target.revision_id = revision.id
    return target


def _person(s: Session, name: Any) -> str:
    """Somebody of that name, made when first met: a person without any right."""
    name = str(name)[:200]
    known = s.scalars(select(Person).where(col(Person.name) == name).order_by(col(Person.id)).limit(1)).one_or_none()
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
