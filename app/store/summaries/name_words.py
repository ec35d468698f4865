"""The words of entities' names, so that an entity is found by the beginning of any of them.

Owns `entity_word`, which holds every word of every name in `entity_name`, and of the name that the
editor gave. Which of the names a reader may read is asked of the names themselves.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, select, text
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.schema.entities import Entity, EntityName
from app.store.schema.summaries import EntityWord

FEW = 2_000
"""Entities with a word of one beginning that are gathered and sorted; of more the list by mentions
is walked, where one of them soon comes."""
_LAST = "\U0010ffff"
_ADD = text(
    "INSERT INTO entity_word (word, entity_id) VALUES (:word, :entity_id) "
    "ON CONFLICT (word, entity_id) DO NOTHING"
)


def add(s: Session, names: Iterable[tuple[int, str]]) -> None:
    """Adds the words of new names: entity id and folded name."""
    words = {(word, entity_id) for entity_id, name in names for word in _words(name)}
    if words:
        rows = [{"word": word, "entity_id": entity_id} for word, entity_id in sorted(words)]
        s.execute(_ADD, rows)


def refresh(s: Session, entity_ids: Iterable[int]) -> None:
    """Makes the words those of the names that these entities have now."""
    w, n, e = EntityWord, EntityName, Entity
    for some in batches(entity_ids):
        names = select(col(n.entity_id), col(n.folded)).where(col(n.entity_id).in_(some))
        given = select(col(e.id), col(e.folded)).where(
            col(e.id).in_(some), col(e.found_name).is_not(None)
        )
        wanted = {
            (word, id_) for id_, name in s.execute(names.union_all(given)) for word in _words(name)
        }
        stored = select(col(w.word), col(w.entity_id)).where(col(w.entity_id).in_(some))
        gone: dict[int, list[str]] = {}
        for word, id_ in s.execute(stored):
            if (word, id_) not in wanted:
                gone.setdefault(id_, []).append(word)
        for id_, words in gone.items():
            s.execute(delete(w).where(col(w.entity_id) == id_, col(w.word).in_(words)))
        if wanted:
            rows = [{"word": word, "entity_id": id_} for word, id_ in sorted(wanted)]
            s.execute(_ADD, rows)


def beginning(s: Session, start: str) -> list[int] | None:
    """The entities that may have a name with a word that begins so; None where they are many.

    Of several words the first is a whole one.
    """
    first, _, more = start.partition(" ")
    w = EntityWord
    ids = select(col(w.entity_id)).where(_equals(first) if more else _begins(first))
    found = list(s.scalars(ids.distinct().limit(FEW + 1)))
    return None if len(found) > FEW else found


def _equals(word: str) -> ColumnElement[bool]:
    return col(EntityWord.word) == word


def _begins(start: str) -> ColumnElement[bool]:
    word = col(EntityWord.word)
    return (word >= start) & (word < start + _LAST)


def _words(name: str) -> set[str]:
    return {word for word in name.split(" ") if word}
