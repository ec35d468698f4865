"""The log of corrections as lines of JSON, and read again into a library of the same articles.

Entities are named by uid, articles by identity, revisions by SHA-256, words by their selectors. The
first line holds the key from which uids are made. Whoever has it can tell whether a library knows
some name from some address, so the file is for the editor only.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from app.errors import Conflict, GlossError, NotFound, Unprocessable
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction, Kind, known_kind
from app.linking.corrections.rules import NAME_CHARACTERS
from app.store import instance
from app.store.corrections import checking, corrections
from app.store.corrections.correction_log import logged_target
from app.store.db import faults
from app.store.db.ids import id_of
from app.store.entities.linking import ENTITY_KEY
from app.store.schema.articles import Article, Revision
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.people import Person
from app.text.canonical import canonical

FORMAT, VERSION = "gloss-corrections", 1
_UID, _WORD, _LONGEST = 40, 200, 1_000_000  # characters
_EARLIEST, _LATEST = 2000, 9000  # years that either database stores
_FIELDS = ("uid", "kind", "entity_uid", "other_uid", "value", "new_kind", "passages", "articles")
_TIMES = ("created_at", "undone_at")
_TARGET_FIELDS = ("name", "layer", "start", "end", "exact", "prefix", "suffix")

State = Literal["taken", "undone", "known", "refused"]
Fields = dict[str, Any]
"""The fields of one line, not checked yet."""


@dataclass(frozen=True, slots=True)
class ReplayedLine:
    """What was done with one line; `correction_id` where it changed the library, else None."""

    line: int
    uid: str
    state: State
    reason: str | None = None
    correction_id: int | None = None


def lines(s: Session) -> Iterator[str]:
    """The whole log, oldest first, after a line that says what it is."""
    key = instance.find(s, ENTITY_KEY)
    yield json.dumps({"format": FORMAT, "version": VERSION, "entity_key": key}) + "\n"
    people = {str(PersonCreator(id_of(p))): p.name for p in s.scalars(select(Person))}
    oldest_first = select(StoredCorrection).order_by(col(StoredCorrection.id))
    for row in s.scalars(oldest_first.execution_options(yield_per=200)):
        fields: Fields = {name: getattr(row, name) for name in _FIELDS}
        for name in _TIMES:
            time: datetime | None = getattr(row, name)
            fields[name] = time.isoformat() if time else None
        fields["by"] = people.get(row.creator, row.creator)
        fields["undone_by"] = people.get(row.undone_by or "", row.undone_by)
        fields["targets"] = list(_exported_targets(s, id_of(row)))
        yield json.dumps(fields) + "\n"


def start(s: Session, first_line: str) -> None:
    """Reads the first line; a library without entities adopts its key.

    Raises Unprocessable, and Conflict for another key.
    """
    fields = _object(first_line)
    if fields.get("format") != FORMAT or fields.get("version") != VERSION:
        raise Unprocessable(f"Not a version {VERSION} corrections log.")
    # Uids are made from this key, so only libraries of the same key have the same uids.
    key = fields.get("entity_key")
    if key is None or key == instance.find(s, ENTITY_KEY):
        return
    if not isinstance(key, str) or not 20 <= len(key) <= 200:
        raise Unprocessable("The log's entity key is damaged.")
    if s.scalars(select(col(Entity.id)).limit(1)).first() is not None:
        raise Conflict(
            "This library uses a different entity key.",
            "Replay the log into an empty library first (it adopts the key), then import the "
            "articles and replay the log again.",
        )
    instance.put(s, ENTITY_KEY, key)


def replay(s: Session, number: int, line: str, by: PersonCreator | None = None) -> ReplayedLine:
    """Takes one line of the log in and applies it; `by` made it, whomever the line names.

    A line that cannot be applied is answered with its reason, and nothing of it is stored.
    """
    uid = "?"
    # A log may be edited by hand or cut off: whatever a line holds, the others go on.
    try:
        fields = _object(line)
        uid = _text(fields, "uid", _UID)
        known = _known(s, uid)
        # A refused line must leave nothing behind, not even the people that it names.
        if known is None:
            with s.begin_nested():
                row = _take(s, fields, by)
            return ReplayedLine(number, uid, "taken", correction_id=id_of(row))
        if fields.get("undone_at") and known.undone_at is None:
            corrections.undo(s, id_of(known), by or _person(s, fields, "undone_by"))
            return ReplayedLine(number, uid, "undone", correction_id=id_of(known))
    except GlossError as error:
        return ReplayedLine(number, uid, "refused", error.message)
    except SQLAlchemyError as error:
        if faults.of(error) is not None:
            raise
        return ReplayedLine(number, uid, "refused", _damaged(error))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return ReplayedLine(number, uid, "refused", _damaged(error))
    return ReplayedLine(number, uid, "known")


def _damaged(error: Exception) -> str:
    return f"The line is damaged ({type(error).__name__})."


def _known(s: Session, uid: str) -> StoredCorrection | None:
    same = select(StoredCorrection).where(col(StoredCorrection.uid) == uid)
    return s.scalars(same).one_or_none()


def _take(s: Session, fields: Fields, by: PersonCreator | None) -> StoredCorrection:
    """Stores and applies a correction that is not known yet, if it has what its kind needs."""
    kind = known_kind(_text(fields, "kind"))
    if kind is None:
        raise Unprocessable("Unknown kind of correction.")
    row = _row(s, kind, fields, by)
    targets = [_target(s, target) for target in fields["targets"]]
    entity = _entity(s, row.entity_uid)
    other = _split_entity(s, row) if row.kind == "split" else _entity(s, row.other_uid)
    correction = Correction(
        kind,
        id_of(entity) if entity else None,
        id_of(other) if other else None,
        row.value,
        row.new_kind,
        tuple(logged_target(target).target for target in targets),
    )
    checking.check_rules(correction)
    corrections.store(s, row, targets)
    return row


def _row(s: Session, kind: Kind, fields: Fields, by: PersonCreator | None) -> StoredCorrection:
    row = StoredCorrection(
        uid=_text(fields, "uid", _UID),
        kind=kind,
        entity_uid=_text_or_none(fields, "entity_uid", _UID),
        other_uid=_text_or_none(fields, "other_uid", _UID),
        value=_text_or_none(fields, "value", NAME_CHARACTERS),
        new_kind=_text_or_none(fields, "new_kind"),
        passages=_number(fields, "passages"),
        articles=_number(fields, "articles"),
        creator=str(by or _person(s, fields, "by")),
        created_at=_time(fields, "created_at"),
    )
    if fields["undone_at"] is not None:
        row.undone_at = _time(fields, "undone_at")
        row.undone_by = str(by or _person(s, fields, "undone_by"))
    return row


def _entity(s: Session, uid: str | None) -> Entity | None:
    """The entity that a line refers to, if it refers to one. Raises NotFound."""
    if not uid:
        return None
    entity = s.scalars(select(Entity).where(col(Entity.uid) == uid)).one_or_none()
    if entity is None:
        raise NotFound("Refers to an entity that is not in this library.")
    return entity


def is_about_entity(line: str) -> bool:
    """Whether a line refers to an entity by its uid, which only libraries of one key share."""
    try:
        fields = _object(line)
    except GlossError:
        return False
    return any(fields.get(name) is not None for name in ("entity_uid", "other_uid"))


def _split_entity(s: Session, row: StoredCorrection) -> Entity:
    """The entity that a split creates, stored. Raises Unprocessable when it is there already."""
    uid = row.other_uid or ""
    if s.scalars(select(col(Entity.id)).where(col(Entity.uid) == uid)).first() is not None:
        raise Unprocessable("Creates an entity that already exists.")
    entity = corrections.split_entity(uid, row.value or "", row.new_kind)
    s.add(entity)
    s.flush()
    return entity


def _text_or_none(fields: Fields, name: str, longest: int = _WORD) -> str | None:
    return None if fields[name] is None else _text(fields, name, longest)


def _text(fields: Fields, name: str, longest: int = _WORD, *, line_breaks: bool = False) -> str:
    """A text without control characters, except for line breaks where they are allowed.

    Raises Unprocessable.
    """
    value = fields[name]
    is_text = isinstance(value, str) and len(value) <= longest and canonical(value) == value
    if not is_text or not (line_breaks or value.isprintable()):
        raise Unprocessable(f"“{name}” must be text of at most {longest:,} characters.")
    return str(value)


def _number(fields: Fields, name: str) -> int:
    value = fields[name]
    if type(value) is not int or not 0 <= value < 2**31:
        raise Unprocessable(f"“{name}” must be a number.")
    return value


def _time(fields: Fields, name: str) -> datetime:
    time = datetime.fromisoformat(str(fields[name]))
    if time.tzinfo is None or not _EARLIEST <= time.year <= _LATEST:
        raise Unprocessable(f"“{name}” must be a time with a time zone.")
    return time


def _exported_targets(s: Session, correction_id: int) -> Iterator[Fields]:
    t = StoredCorrectionTarget
    statement = (
        select(t, col(Article.identity), col(Revision.sha256))
        .join(Article, col(Article.id) == col(t.article_id))
        .outerjoin(Revision, col(Revision.id) == col(t.revision_id))
        .where(col(t.correction_id) == correction_id)
        .order_by(col(t.id))
    )
    for target, identity, sha256 in s.execute(statement):
        place = {name: getattr(target, name) for name in _TARGET_FIELDS}
        yield {"article": identity, "revision": sha256} | place


def _target(s: Session, fields: Fields) -> StoredCorrectionTarget:
    identity = _text(fields, "article", _LONGEST)
    article = s.scalars(select(Article).where(col(Article.identity) == identity)).one_or_none()
    if article is None:
        raise NotFound(f"Refers to article {identity}, which is not in this library.")
    target = StoredCorrectionTarget(
        correction_id=0,
        article_id=id_of(article),
        name=_text_or_none(fields, "name", _LONGEST),
        exact=_text(fields, "exact", _LONGEST, line_breaks=True),
        prefix=_text(fields, "prefix", _LONGEST, line_breaks=True),
        suffix=_text(fields, "suffix", _LONGEST, line_breaks=True),
    )
    return target if fields["start"] is None else _with_words(s, fields, target)


def _with_words(
    s: Session, fields: Fields, target: StoredCorrectionTarget
) -> StoredCorrectionTarget:
    """The target with the words that it is about. Raises NotFound without that revision."""
    start, end, layer = _number(fields, "start"), _number(fields, "end"), _text(fields, "layer")
    same_text = select(Revision).where(
        col(Revision.article_id) == target.article_id,
        col(Revision.sha256) == _text(fields, "revision"),
    )
    revision = s.scalars(same_text.order_by(col(Revision.number)).limit(1)).one_or_none()
    text = revision.text if revision else ""
    # The text is the same by its SHA-256; the words are compared in case the line was edited.
    is_there = bool(target.exact) and end <= len(text) and text[start:end] == target.exact
    if revision is None or not is_there:
        raise NotFound("Refers to a revision that is not in this library.")
    target.revision_id, target.start, target.end, target.layer = revision.id, start, end, layer
    return target


def _person(s: Session, fields: Fields, field: str) -> PersonCreator:
    """Somebody of that name, added when first met: a person without any rights."""
    name = _text(fields, field)
    same_name = select(Person).where(col(Person.name) == name).order_by(col(Person.id))
    person = s.scalars(same_name.limit(1)).one_or_none()
    if person is None:
        person = Person(name=name)
        s.add(person)
        s.flush()
    return PersonCreator(id_of(person))


def _object(line: str) -> Fields:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unprocessable("Not valid JSON.") from error
    if not isinstance(fields, dict):
        raise Unprocessable("Not a JSON object.")
    return fields
