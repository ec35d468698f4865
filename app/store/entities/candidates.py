"""Which entities a chain of mentions may be, looked up by indexed names.

Decides nothing; `evidence` adds the company they keep.

Every look-up reads a bounded number of rows, however large the library: the most used entities of a
name. A name that only closed articles use finds nothing for a public article, unless it is the
entity's first name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.engines.places import known_names as known_entries
from app.linking.across.disambiguation import Basis, Candidate, ChainQuery, related
from app.linking.names.spelling import coarse, last, short
from app.store.db.batches import batches
from app.store.entities import knowledge
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityName
from app.store.schema.knowledge import EntityEntry

MOST = 12
"""Entities of one name that are weighed, the most used first: a name of more is too common to say
who is meant."""
TERMS = 100  # SELECTs in one statement; SQLite takes 500

# The same few words for every look-up: {by} is a column of ours, {count} the count that this
# article may see.
_LOOK_UP = (
    "SELECT * FROM (SELECT n.entity_id, n.folded, n.{count} AS articles, e.kind, e.folded AS "
    "own, e.found_kind, e.sport, e.country, "
    "e.found_name, {number} AS number FROM entity_name n "
    "JOIN entity e ON e.id = n.entity_id WHERE n.{by} = :k{number} AND n.{count} > 0 AND "
    "e.merged_into IS NULL "
    "ORDER BY n.public_articles DESC, n.entity_id LIMIT {most}) AS t{number}"
)


class Found(NamedTuple):
    """An entity with one of its names and in how many articles it goes by it; `given` is set where a person gave it its name."""

    entity_id: int
    folded: str
    articles: int
    kind: str
    own: str
    found_kind: str | None
    sport: str | None
    country: str | None
    given: str | None


class _By(NamedTuple):
    """What was found by each way of looking, under what was looked for."""

    own: Mapping[str, list[Found]]
    named: Mapping[str, list[Found]]
    ends: Mapping[str, list[Found]]
    sounds: Mapping[str, list[Found]]
    longer: Mapping[str, list[Found]]


Meant = Mapping[int, float]
"""Entities that a chain was linked to before, with how sure that was by the names that the chain
has now."""


def find(
    s: Session,
    article: Article,
    asked: Sequence[ChainQuery],
    here: Sequence[Meant],
    keys: Sequence[str | None],
) -> list[list[Candidate]]:
    """The candidates of each chain; `here` are those that it was linked to before, `keys` the known entries."""
    meant = _by_id(s, {id_ for ids in here for id_ in ids})
    others = _others(s, meant)
    own, led = _by_own(s, {name for a in asked for name in (a.name, last(a.name, a.kind)) if name})
    named = _look_up(
        s,
        article,
        "folded",
        {name for a in asked for name in (*_called(a), short(a.name, a.kind)) if name},
    )
    ends = _look_up(s, article, "last", {end for a in asked if (end := _end(a))})
    sounds = _look_up(
        s, article, "coarse", {form for a in asked if (form := coarse(a.name, a.kind))}
    )
    longer = _look_up(s, article, "short", {a.name for a in asked})
    entries = _by_entry(s, article, {key for key in keys if key})
    by = _By(own, named, ends, sounds, longer)
    found = []
    for a, ids, key in zip(asked, here, keys, strict=True):
        known = {
            id_: meant[id_]
            for id_, sure in ids.items()
            if id_ in meant and _stays(a, meant[id_], sure, others.get(id_), key)
        }
        entry = entries.get(key or "")
        gathered = _gather(a, by, known, entry)
        found.append(
            [
                c
                for c in gathered
                if others.get(c.entity_id, key) == key and not _is_elsewhere(a, c, led)
            ]
        )
    return found


def _is_elsewhere(a: ChainQuery, c: Candidate, led: Mapping[str, set[int]]) -> bool:
    """Whether a candidate is known to be another place; unless a person led the name to it, by a merge."""
    return (
        a.kind != "person"
        and knowledge.are_two_places(a.name, c.own)
        and c.entity_id not in led.get(a.name, ())
    )


def _stays(a: ChainQuery, f: Found, sure: float, other: str | None, key: str | None) -> bool:
    """Whether a chain goes on to mean what it meant: the name is that entity's, or it was told by more than the name then.

    `other` is the known entry that the entity is by most of its articles, where its own name is none of that entry's.
    """
    if f.given:
        return True
    if other and other != key:
        return False
    return (
        f.own in a.names
        or (key is not None and knowledge.built_in(f.own, f.kind) == key)
        or (related(a, f.own) and sure > 0)
    )


def _called(a: ChainQuery) -> list[str]:
    """The names by which it may be known: of a person the fullest alone, for the others are those of many."""
    return [a.name] if a.kind == "person" else [a.name, *sorted(a.names - {a.name})]


def _end(a: ChainQuery) -> str | None:
    """The last name to look up: a person's own last word, or a single word that may be one."""
    return last(a.name, a.kind) or (
        a.name if " " not in a.name and a.kind in {"person", "other"} else None
    )


def _gather(
    a: ChainQuery, by: _By, here: Mapping[int, Found], entry: Found | None
) -> list[Candidate]:
    end, form = last(a.name, a.kind), short(a.name, a.kind)
    found = [_candidate(f, "here") for f in here.values()]
    found += [_candidate(f, "name") for f in by.own.get(a.name, []) if f.entity_id not in here]
    found += [
        _candidate(f, _how(a, f)) for f in by.named.get(a.name, []) if f.entity_id not in here
    ]
    if end:
        found += [_candidate(f, "fuller") for f in by.own.get(end, []) if f.kind == "person"]
        found += [
            _candidate(f, "namesake") for f in by.ends.get(end, []) if f.own not in {a.name, end}
        ]
    else:
        found += [_candidate(f, "last") for f in by.ends.get(a.name, [])]
    sound = [
        f
        for f in by.sounds.get(coarse(a.name, a.kind) or "", [])
        if f.folded != a.name and not knowledge.is_built_in(f.own)
    ]
    found += [_candidate(f, "spelling") for f in sound]
    longer = [f for f in by.longer.get(a.name, []) if f.own == f.folded]
    longer += [f for f in by.named.get(form or "", []) if f.own == form]
    found += [_candidate(f, "longer") for f in longer if f.own != a.name]
    for name in _called(a)[1:]:
        found += [_candidate(f, "alias") for f in by.named.get(name, []) if f.own == name]
    return [*found, _candidate(entry, "entry")] if entry else found


def _how(a: ChainQuery, f: Found) -> Basis:
    """A full name that the entity goes by is its name as much as the first one; a single word is only an alias."""
    return "name" if f.own == a.name or (" " in a.name and a.kind == f.kind) else "alias"


def _candidate(f: Found, basis: Basis) -> Candidate:
    made = Candidate(f.entity_id, f.kind, f.own, f.folded, f.articles, basis)
    return replace(made, found_kind=f.found_kind, sport=f.sport, country=f.country)


def _by_id(s: Session, ids: set[int]) -> dict[int, Found]:
    """The entities themselves, also those that were merged since: what an article meant before it goes on to mean."""
    e = Entity
    found: dict[int, Found] = {}
    for some in batches(ids):
        found |= {
            row[0]: Found(*row) for row in s.execute(select(*_columns()).where(col(e.id).in_(some)))
        }
    return found


def _by_own(s: Session, names: set[str]) -> tuple[dict[str, list[Found]], dict[str, set[int]]]:
    """Folded name → the entities of that very name, also where no article open to this one carries it: nobody learns it from a link.

    And folded name → those into which an entity of that name was merged.
    """
    found: dict[str, list[Found]] = {}
    led: dict[str, set[int]] = {}
    e = Entity
    for some in batches(names):
        statement = select(*_columns(), col(e.merged_into)).where(col(e.folded).in_(some))
        for *row, merged_into in s.execute(statement):
            if merged_into is None:
                found.setdefault(row[1], []).append(Found(*row))
            else:
                led.setdefault(row[1], set()).add(merged_into)
    return found, led


def _look_up(s: Session, article: Article, by: str, keys: set[str]) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    count = "public_articles" if article.visibility == "public" else "articles"
    for some in batches(keys, TERMS):
        terms = [_LOOK_UP.format(by=by, count=count, number=n, most=MOST) for n in range(len(some))]
        for *row, number in s.execute(
            text(" UNION ALL ".join(terms)), {f"k{n}": key for n, key in enumerate(some)}
        ):
            found.setdefault(some[number], []).append(Found(*row))
    return found


def _by_entry(s: Session, article: Article, keys: set[str]) -> dict[str, Found]:
    """Known entry → its entity, or what that was merged into, if an article open to this one names it."""
    e, count = (
        Entity,
        col(Entity.public_articles) if article.visibility == "public" else col(Entity.articles),
    )
    entry = aliased(Entity)
    id_, own, _, *more = _columns()
    statement = select(col(EntityEntry.key), id_, own, count, *more)
    statement = statement.join(entry, col(entry.id) == col(EntityEntry.entity_id)).where(
        col(EntityEntry.key).in_(sorted(keys))
    )
    if not keys:
        return {}
    lives = func.coalesce(col(entry.merged_into), col(entry.id))
    rows = s.execute(statement.join(Entity, col(e.id) == lives).where(count > 0))
    return {key: Found(*row) for key, *row in rows}


def _columns() -> list[Any]:
    """What `Found` has, of an entity under its own name."""
    e = Entity
    own, told = col(e.folded), (col(e.found_kind), col(e.sport), col(e.country), col(e.found_name))
    return [col(e.id), own, col(e.articles), col(e.kind), own, *told]


def _others(s: Session, meant: Mapping[int, Found]) -> dict[int, str]:
    """Entities that most of their articles know as a built-in entry that their own name is not: a newspaper taken for its country."""
    strange: dict[int, str] = {}
    for some in batches(meant):
        rows = s.execute(
            select(col(EntityEntry.entity_id), col(EntityEntry.key)).where(
                col(EntityEntry.entity_id).in_(some)
            )
        )
        strange |= {
            id_: key
            for id_, key in rows
            if known_entries.is_built_in(key)
            and not meant[id_].given
            and not knowledge.names_of(key, meant[id_].own)
        }
    if not strange:
        return {}
    used: dict[int, list[int]] = {id_: [0, 0] for id_ in strange}
    n = EntityName
    for id_, folded, articles in s.execute(
        select(col(n.entity_id), col(n.folded), col(n.articles)).where(
            col(n.entity_id).in_(list(strange))
        )
    ):
        if knowledge.names_of(strange[id_], folded):
            used[id_][1] = max(used[id_][1], articles)
        elif folded == meant[id_].own:
            used[id_][0] = articles
    return {id_: strange[id_] for id_, (own, known) in used.items() if known > own}
