"""Which entities a chain of mentions may be, looked up by indexed names, and the company they keep. Decides nothing.

Every look-up reads a bounded number of rows, however large the library: the most used entities of a name, their newest articles.
A name that only closed articles use finds nothing for a public article, unless it is the entity's first name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import log2
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.linking.deciding import Asked, Basis, Candidate, role_words
from app.linking.spelling import coarse, last
from app.store import knowledge
from app.store.parts import parts
from app.store.tables import Article, Entity, EntityInArticle
from app.store.tables_entities import EntityEntry

MOST = 12
"""Entities of one name that are weighed, the most used first: a name of more is too common to say who is meant."""
NEWEST = 16
"""Articles of a candidate whose company is looked at, the newest stored first."""
_TERMS = 100  # SELECTs in one statement; SQLite takes 500

# The same few words for every look-up: {by} is a column of ours, {count} the count that this article may see.
_LOOK_UP = (
    "SELECT * FROM (SELECT n.entity_id, n.folded, n.{count} AS articles, e.kind, e.folded AS own, e.found_kind, e.sport, "
    "{number} AS number FROM entity_name n "
    "JOIN entity e ON e.id = n.entity_id WHERE n.{by} = :k{number} AND n.{count} > 0 AND e.merged_into IS NULL "
    "ORDER BY n.public_articles DESC, n.entity_id LIMIT {most}) AS t{number}"
)
_LATEST = (
    "SELECT * FROM (SELECT e.entity_id, e.article_id, r.published_on, e.role "
    "FROM entity_in_article e JOIN article r ON r.id = e.article_id "
    "WHERE e.entity_id = {id} {seen} ORDER BY e.article_id DESC LIMIT {newest}) AS t{id}"
)


class _Found(NamedTuple):
    entity_id: int
    folded: str
    articles: int
    kind: str
    own: str
    found_kind: str | None
    sport: str | None


class _Seen(NamedTuple):
    """An article that names a candidate: when, and as what it is described there."""

    article_id: int
    published_on: str | None
    role: str | None


def find(
    s: Session, article: Article, asked: Sequence[Asked], here: Sequence[set[int]], keys: Sequence[str | None]
) -> list[list[Candidate]]:
    """The candidates of each chain; `here` are those that it was linked to before, `keys` the known entries."""
    meant = _by_id(s, {id_ for ids in here for id_ in ids})
    own, led = _by_own(s, {name for a in asked for name in (a.name, last(a.name, a.kind)) if name})
    named = _look_up(s, article, "folded", {name for a in asked for name in _called(a)})
    ends = _look_up(s, article, "last", {end for a in asked if (end := _end(a))})
    sounds = _look_up(s, article, "coarse", {form for a in asked if (form := coarse(a.name, a.kind))})
    entries = _by_entry(s, article, {key for key in keys if key})
    said = [{id_: meant[id_] for id_ in ids if id_ in meant} for ids in here]
    found = [_gather(a, own, named, ends, sounds, m, entries.get(key or "")) for a, m, key in zip(asked, said, keys, strict=True)]
    return [[c for c in some if not _is_elsewhere(a, c, led)] for a, some in zip(asked, found, strict=True)]


def _is_elsewhere(a: Asked, c: Candidate, led: Mapping[str, set[int]]) -> bool:
    """Whether a candidate is known to be another place; unless a person led the name to it, by a merge."""
    return a.kind != "person" and knowledge.are_two_places(a.name, c.own) and c.entity_id not in led.get(a.name, ())


def with_company(s: Session, article: Article, candidates: Sequence[Candidate], company: Iterable[int]) -> list[Candidate]:
    """The candidates with what their newest articles share with this one: entities of `company`, the rarer the more; time; their roles."""
    latest = _latest(s, article, sorted({c.entity_id for c in candidates}))
    shared = _shared(s, {one.article_id for articles in latest.values() for one in articles}, sorted(set(company)))
    told = []
    for c in candidates:
        seen = latest.get(c.entity_id, [])
        with_ = {id_: weight for one in seen for id_, weight in shared.get(one.article_id, {}).items() if id_ != c.entity_id}
        days = [d for one in seen if (d := _days(one.published_on, article.published_on)) is not None]
        roles = role_words(one.role for one in seen if one.role)
        told.append(replace(c, shared=sum(with_.values()), days=min(days, default=None), roles=roles))
    return told


def _called(a: Asked) -> list[str]:
    """The names by which it may be known: of a person the fullest alone, for the others are those of many."""
    return [a.name] if a.kind == "person" else [a.name, *sorted(a.names - {a.name})]


def _end(a: Asked) -> str | None:
    """The last name to look up: a person's own last word, or a single word that may be one."""
    return last(a.name, a.kind) or (a.name if " " not in a.name and a.kind in {"person", "other"} else None)


def _gather(
    a: Asked,
    own: Mapping[str, list[_Found]],
    named: Mapping[str, list[_Found]],
    ends: Mapping[str, list[_Found]],
    sounds: Mapping[str, list[_Found]],
    here: Mapping[int, _Found],
    entry: _Found | None,
) -> list[Candidate]:
    end = last(a.name, a.kind)
    found = [_candidate(f, "here") for f in here.values()]
    found += [_candidate(f, "name") for f in own.get(a.name, []) if f.entity_id not in here]
    found += [_candidate(f, _how(a, f)) for f in named.get(a.name, []) if f.entity_id not in here]
    if end:
        found += [_candidate(f, "fuller") for f in own.get(end, []) if f.kind == "person"]
        found += [_candidate(f, "namesake") for f in ends.get(end, []) if f.own not in {a.name, end}]
    else:
        found += [_candidate(f, "last") for f in ends.get(a.name, [])]
    sound = [f for f in sounds.get(coarse(a.name, a.kind) or "", []) if f.folded != a.name and not knowledge.is_built_in(f.own)]
    found += [_candidate(f, "spelling") for f in sound]
    for name in _called(a)[1:]:
        found += [_candidate(f, "alias") for f in named.get(name, []) if f.own == name]
    return [*found, _candidate(entry, "entry")] if entry else found


def _how(a: Asked, f: _Found) -> Basis:
    """A full name that the entity goes by is its name as much as the first one; a single word is only an alias."""
    return "name" if f.own == a.name or (" " in a.name and a.kind == f.kind) else "alias"


def _candidate(f: _Found, basis: Basis) -> Candidate:
    return Candidate(f.entity_id, f.kind, f.own, f.folded, f.articles, basis, found_kind=f.found_kind, sport=f.sport)


def _by_id(s: Session, ids: set[int]) -> dict[int, _Found]:
    """The entities themselves, also those that were merged since: what an article meant before it goes on to mean."""
    e = Entity
    found: dict[int, _Found] = {}
    for some in parts(ids):
        statement = select(col(e.id), col(e.folded), col(e.articles), col(e.kind), col(e.folded), col(e.found_kind), col(e.sport))
        found |= {row[0]: _Found(*row) for row in s.execute(statement.where(col(e.id).in_(some)))}
    return found


def _by_own(s: Session, names: set[str]) -> tuple[dict[str, list[_Found]], dict[str, set[int]]]:
    """Folded name → the entities of that very name, also where no article open to this one carries it: nobody learns it from a link.

    And folded name → those into which an entity of that name was merged.
    """
    found: dict[str, list[_Found]] = {}
    led: dict[str, set[int]] = {}
    e = Entity
    for some in parts(names):
        statement = select(
            col(e.id), col(e.folded), col(e.articles), col(e.kind), col(e.folded), col(e.found_kind), col(e.sport), col(e.merged_into)
        )
        for *row, merged_into in s.execute(statement.where(col(e.folded).in_(some))):
            if merged_into is None:
                found.setdefault(row[1], []).append(_Found(*row))
            else:
                led.setdefault(row[1], set()).add(merged_into)
    return found, led


def _look_up(s: Session, article: Article, by: str, keys: set[str]) -> dict[str, list[_Found]]:
    found: dict[str, list[_Found]] = {}
    count = "public_articles" if article.visibility == "public" else "articles"
    for some in parts(keys, _TERMS):
        terms = [_LOOK_UP.format(by=by, count=count, number=n, most=MOST) for n in range(len(some))]
        for *row, number in s.execute(text(" UNION ALL ".join(terms)), {f"k{n}": key for n, key in enumerate(some)}):
            found.setdefault(some[number], []).append(_Found(*row))
    return found


def _by_entry(s: Session, article: Article, keys: set[str]) -> dict[str, _Found]:
    """Known entry → its entity, or what that was merged into, if an article open to this one names it."""
    e, count = Entity, col(Entity.public_articles) if article.visibility == "public" else col(Entity.articles)
    entry = aliased(Entity)
    statement = select(col(EntityEntry.key), col(e.id), col(e.folded), count, col(e.kind), col(e.folded), col(e.found_kind), col(e.sport))
    statement = statement.join(entry, col(entry.id) == col(EntityEntry.entity_id)).where(col(EntityEntry.key).in_(sorted(keys)))
    if not keys:
        return {}
    lives = func.coalesce(col(entry.merged_into), col(entry.id))
    rows = s.execute(statement.join(Entity, col(e.id) == lives).where(count > 0))
    return {key: _Found(*row) for key, *row in rows}


def _latest(s: Session, article: Article, ids: list[int]) -> dict[int, list[_Seen]]:
    """Entity id → its newest other articles; for a public article only public ones."""
    found: dict[int, list[_Seen]] = {}
    seen = "AND e.public" if article.visibility == "public" else ""
    for some in parts(ids, _TERMS):
        terms = [_LATEST.format(id=int(id_), seen=seen, newest=NEWEST) for id_ in some]
        for entity_id, article_id, published_on, role in s.execute(text(" UNION ALL ".join(terms))):
            if article_id != article.id:
                found.setdefault(entity_id, []).append(_Seen(article_id, published_on, role))
    return found


def _shared(s: Session, articles: set[int], company: list[int]) -> dict[int, dict[int, float]]:
    """Article → which of the company it names, each with a weight: 1 for one known from two articles, less the more name it."""
    found: dict[int, dict[int, float]] = {}
    e = EntityInArticle
    for some in parts(articles):
        statement = select(col(e.article_id), col(e.entity_id), col(Entity.articles)).join(Entity, col(Entity.id) == col(e.entity_id))
        statement = statement.where(col(e.article_id).in_(some), col(e.entity_id).in_(company[:500]))
        for article_id, entity_id, used in s.execute(statement):
            found.setdefault(article_id, {})[entity_id] = 1 / log2(max(2, used))
    return found


def _days(one: str | None, other: str | None) -> int | None:
    if not one or not other:
        return None
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None
