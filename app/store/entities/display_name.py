"""By which of its names an entity is shown: one that anybody may read, as long as it has one.

Owns `name`; linking goes by `folded`.

`folded` is the name that an entity was first seen by, and stays when its article is closed: so a
closed article's fuller name still links, is shown to nobody, and is shown again as soon as a public
article carries it. Where a person gave an entity its name, all this is true of the name that was
found, which stands beside it.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select, update
from sqlmodel import Session, col

from app.linking.names.folding import fold
from app.store.db.batches import batches
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity


class _Name(NamedTuple):
    """One spelling of an entity's names: in how many articles, in how many that anybody may read."""

    name: str
    folded: str
    articles: int
    public: int


_Choose = Callable[[str, str, list[_Name]], tuple[str, str]]


def refresh(s: Session, entity_ids: Iterable[int]) -> None:
    """After an article was opened or closed: entities whose name no public article carries are shown by the best one that is carried."""
    _rename(s, entity_ids, _readable)


def restore(s: Session, entity_ids: Iterable[int]) -> None:
    """After an article was linked: entities shown by a lesser name get their first one back if a public article carries it now."""
    _rename(s, entity_ids, _first)


def forget(s: Session, entity_ids: Iterable[int]) -> None:
    """After an article was withdrawn: as `settle`, and no name that it alone knew is left; ids and uids stay."""
    _rename(s, entity_ids, _remembered)


def _rename(s: Session, entity_ids: Iterable[int], choose: _Choose) -> None:
    renamed = []
    for some in batches(entity_ids):
        unsettled = s.execute(_unsettled(some)).all()
        names = _names(s, [row[0] for row in unsettled])
        for id_, name, folded, given in unsettled:
            chosen = choose(name, folded, names.get(id_, []))
            if chosen != (name, folded):
                renamed.append(_columns(id_, *chosen, given=given))
    for given in (False, True):
        rows = [row for row in renamed if ("found_name" in row) == given]
        if rows:
            s.execute(update(Entity), rows)


def _columns(id: int, name: str, folded: str, *, given: bool) -> dict[str, Any]:
    """What is written: of an entity with a given name the found one, unless no name is left at all."""
    if not given:
        return {"id": id, "name": name, "folded": folded}
    found = {"id": id, "found_name": name, "found_folded": folded}
    return found if name else found | {"name": "", "folded": ""}


def _unsettled(ids: list[int]) -> Select[*tuple[Any, ...]]:
    """Those that were not found by their first name as a public article has it."""
    name, folded = (
        func.coalesce(col(Entity.found_name), col(Entity.name)),
        func.coalesce(col(Entity.found_folded), col(Entity.folded)),
    )
    carried = exists().where(
        col(Alias.entity_id) == col(Entity.id),
        col(Alias.name) == name,
        col(Alias.folded) == folded,
        col(Article.id) == col(Alias.article_id),
        col(Article.visibility) == "public",
    )
    return select(col(Entity.id), name, folded, col(Entity.found_name).is_not(None)).where(
        col(Entity.id).in_(ids), ~carried
    )


def _names(s: Session, ids: list[int]) -> dict[int, list[_Name]]:
    names: dict[int, list[_Name]] = {}
    if not ids:
        return names
    a = Alias
    number = func.count(col(a.article_id).distinct())
    public = number.filter(col(Article.visibility) == "public")
    for of in (
        col(a.entity_id),
        col(a.linked_id),
    ):  # one that lives on in another still has the names that it was found by
        missing = [id_ for id_ in ids if id_ not in names]
        statement = select(of, col(a.name), col(a.folded), number, public).join(
            Article, col(Article.id) == col(a.article_id)
        )
        for id_, *name in s.execute(
            statement.where(of.in_(missing)).group_by(of, col(a.name), col(a.folded))
        ):
            names.setdefault(id_, []).append(_Name(*name))
    return names


def _first(name: str, folded: str, names: list[_Name]) -> tuple[str, str]:
    own = [n for n in names if n.public and n.folded == folded]
    return (_best(name, own), folded) if own else (name, folded)


def _readable(name: str, folded: str, names: list[_Name]) -> tuple[str, str]:
    pool = [n for n in names if n.public] or names
    own = [n for n in pool if n.folded == folded]
    return (_best(name, own or pool), folded) if pool else (name, folded)


def _remembered(name: str, folded: str, names: list[_Name]) -> tuple[str, str]:
    if not names:
        return "", ""
    shown, _ = _readable(name, folded, names)
    return shown, folded if any(n.folded == folded for n in names) else fold(shown)


def _best(name: str, names: list[_Name]) -> str:
    """The name it has, if that is among them; else the most used, the longest of several."""
    if any(n.name == name for n in names):
        return name
    return max(names, key=lambda n: (n.public, n.articles, len(n.name), n.name)).name
