"""The name and the kind of an entity as the log of corrections gives them.

Owns `name` and `kind` of corrected entities; what was found is kept beside, to be restored.
"""

from sqlalchemy import or_, select
from sqlmodel import Session, col

from app.linking.names.folding import fold
from app.store.db.ids import id_of
from app.store.entities import name_index
from app.store.schema.corrections import StoredCorrection
from app.store.schema.entities import Entity
from app.store.search import speaker_index
from app.store.summaries import name_words


def apply(s: Session, uid: str) -> None:
    """Gives an entity its newest name and kind in the log that were not undone, else the found."""
    entity = s.scalars(select(Entity).where(col(Entity.uid) == uid)).one()
    c = StoredCorrection
    about = or_(col(c.entity_uid) == uid, col(c.other_uid) == uid)
    newest_first = list(s.scalars(select(c).where(about).order_by(col(c.id).desc())))
    _set_name(entity, _name(newest_first, uid))
    _set_kind(entity, _kind(newest_first, uid))
    s.flush()
    name_index.rekey(s, entity)
    name_words.refresh(s, [id_of(entity)])
    speaker_index.refresh_names(s, [id_of(entity)])


def _name(newest_first: list[StoredCorrection], uid: str) -> str | None:
    """The newest rename; else the name that a split gave, which stays even when it was undone."""
    for row in newest_first:
        if row.kind == "rename" and row.entity_uid == uid and row.undone_at is None and row.value:
            return row.value
    splits = (row.value for row in newest_first if row.kind == "split" and row.other_uid == uid)
    return next(splits, None)


def _kind(newest_first: list[StoredCorrection], uid: str) -> str | None:
    for row in newest_first:
        if row.kind == "rekind" and row.entity_uid == uid and row.undone_at is None:
            return row.new_kind
    return None


def _set_name(entity: Entity, name: str | None) -> None:
    # The found name is kept when the first is given, and restored when the last is undone.
    if name is not None:
        if entity.found_name is None:
            entity.found_name, entity.found_folded = entity.name, entity.folded
        entity.name, entity.folded = name, fold(name)
    elif entity.found_name is not None:
        entity.name, entity.folded = entity.found_name, entity.found_folded or ""
        entity.found_name = entity.found_folded = None


def _set_kind(entity: Entity, kind: str | None) -> None:
    if kind is not None:
        if entity.found_kind is None:
            entity.found_kind = entity.kind
        entity.kind = kind
    elif entity.found_kind is not None:
        entity.kind, entity.found_kind = entity.found_kind, None
