"""By which of its names an entity is shown: one that anybody may read, as long as it has one.

Owns `entity.name`; linking goes by `folded`, the name that an entity was first seen by. That stays
when its article is closed: a closed article's fuller name still links, is shown to nobody, and is
shown again as soon as a public article uses it. Where the editor named an entity, all this is true
of `found_name`.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Exists, Select, exists, func, select, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from app.linking.names.folding import fold
from app.store.db.batches import batches
from app.store.entities import name_index
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity, SpelledName

_NAME = func.coalesce(col(Entity.found_name), col(Entity.name))
_FOLDED = func.coalesce(col(Entity.found_folded), col(Entity.folded))


class _Name(NamedTuple):
    """A spelling of one of an entity's names, with the number of articles and of public ones."""

    name: str
    folded: str
    articles: int
    public: int


_Choose = Callable[[str, str, list[_Name]], tuple[str, str]]
_Which = Callable[[list[int]], Select[*tuple[Any, ...]]]


def refresh(s: Session, entity_ids: Iterable[int]) -> set[int]:
    """Shows entities by a name that a public article uses, after one was opened or closed.

    Returns those that were renamed.
    """
    return _rename(s, entity_ids, _readable, _unsettled)


def hide(s: Session, entity_ids: Iterable[int]) -> set[int]:
    """As `refresh`, but only of entities shown by a name that no public article uses at all.

    While articles move from one entity to another, every other entity keeps the name that it has.
    """
    return _rename(s, entity_ids, _readable, _closed)


def restore(s: Session, entity_ids: Iterable[int]) -> None:
    """Shows entities by their first name if a public article uses it now, after one was linked."""
    _rename(s, entity_ids, _first, _unsettled)


def forget(s: Session, entity_ids: Iterable[int]) -> None:
    """As `refresh`, after an article was withdrawn: no name that it alone used is left.

    Ids and uids stay.
    """
    _rename(s, entity_ids, _remembered, _unsettled)


def _rename(s: Session, entity_ids: Iterable[int], choose: _Choose, which: _Which) -> set[int]:
    renamed = []
    for some in batches(entity_ids):
        unsettled = s.execute(which(some)).all()
        names = _names(s, [row[0] for row in unsettled])
        for id_, name, folded, by_editor in unsettled:
            chosen = choose(name, folded, names.get(id_, []))
            if chosen != (name, folded):
                renamed.append(_columns(id_, *chosen, by_editor=by_editor))
    _store(s, renamed)
    return {row["id"] for row in renamed}


def _store(s: Session, renamed: list[dict[str, Any]]) -> None:
    for by_editor in (False, True):
        rows = [row for row in renamed if ("found_name" in row) == by_editor]
        if rows:
            s.execute(update(Entity), rows)


def _columns(id: int, name: str, folded: str, *, by_editor: bool) -> dict[str, Any]:
    """The columns to write: of an entity that the editor named, those of the found name.

    If no name is left, the editor's goes too.
    """
    if not by_editor:
        return {"id": id, "name": name, "folded": folded}
    columns: dict[str, Any] = {"id": id, "found_name": name, "found_folded": folded}
    if not name:
        columns |= {"name": "", "folded": ""}
    return columns


def _unsettled(ids: list[int]) -> Select[*tuple[Any, ...]]:
    """Those that are not shown by their first name as a public article uses it."""
    is_used = _used_publicly(col(Alias.entity_id)).where(col(SpelledName.folded) == _FOLDED)
    return _found_names(ids).where(~is_used)


def _closed(ids: list[int]) -> Select[*tuple[Any, ...]]:
    """Those shown by a name that no public article uses for them, nor did when it was linked."""
    # The name as it was linked is one look-up; an entity may have ten thousand aliases.
    was_linked = _used_publicly(col(SpelledName.linked_id))
    is_meant = _used_publicly(col(Alias.entity_id))
    return _found_names(ids).where(~was_linked, ~is_meant)


def _found_names(ids: list[int]) -> Select[*tuple[Any, ...]]:
    by_editor = col(Entity.found_name).is_not(None)
    return select(col(Entity.id), _NAME, _FOLDED, by_editor).where(col(Entity.id).in_(ids))


def _used_publicly(entity_id: Mapped[int] | Mapped[int | None]) -> Exists:
    """Whether a public article uses an entity's name, as a name of the entity in that column."""
    return exists().where(
        entity_id == col(Entity.id),
        name_index.USED,
        col(SpelledName.name) == _NAME,
        col(Article.id) == col(Alias.article_id),
        col(Article.visibility) == "public",
    )


def _names(s: Session, ids: list[int]) -> dict[int, list[_Name]]:
    names: dict[int, list[_Name]] = {}
    if not ids:
        return names
    a, n = Alias, SpelledName
    number = func.count(col(a.article_id).distinct())
    public = number.filter(col(Article.visibility) == "public")
    # A merged entity is in no alias any more, and still has the names that it was linked by.
    for of in (col(a.entity_id), col(n.linked_id)):
        missing = [id_ for id_ in ids if id_ not in names]
        columns = of, col(n.name), col(n.folded)
        statement = select(*columns, number, public).select_from(a).join(n, name_index.USED)
        statement = statement.join(Article, col(Article.id) == col(a.article_id))
        counted = statement.where(of.in_(missing)).group_by(*columns)
        for id_, *name in s.execute(counted):
            names.setdefault(id_, []).append(_Name(*name))
    return names


def _first(name: str, folded: str, names: list[_Name]) -> tuple[str, str]:
    own = [n for n in names if n.public and n.folded == folded]
    return (_best(name, own), folded) if own else (name, folded)


def _readable(name: str, folded: str, names: list[_Name]) -> tuple[str, str]:
    pool = [n for n in names if n.public] or names
    own = [n for n in pool if n.folded == folded]
    if own:
        return _best(name, own), folded
    # Not the stand-in that it may have: that was chosen when fewer articles were known.
    return (_most_used(pool), folded) if pool else (name, folded)


def _remembered(name: str, folded: str, names: list[_Name]) -> tuple[str, str]:
    if not names:
        return "", ""
    shown, _ = _readable(name, folded, names)
    return shown, folded if any(n.folded == folded for n in names) else fold(shown)


def _best(name: str, names: list[_Name]) -> str:
    """The name it has, if that is among them; else the most used, the longest of several."""
    if any(n.name == name for n in names):
        return name
    return _most_used(names)


def _most_used(names: list[_Name]) -> str:
    return max(names, key=lambda n: (n.public, n.articles, len(n.name), n.name)).name
