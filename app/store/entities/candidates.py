"""Which entities a chain of mentions may be, looked up by indexed names.

Decides nothing; `shared_context` adds what their articles have in common. Every look-up reads a
bounded number of rows, however large the library: the most used entities of a name. A name that
only closed articles use finds nothing for a public article, unless it is the entity's first name.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import BindParameter, CompoundSelect, Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.engines.places import known_names
from app.linking.across.disambiguation import Basis, Candidate, ChainQuery, related
from app.linking.names.spelling import coarse, last, short
from app.store.db import top_rows
from app.store.db.batches import batches
from app.store.entities import knowledge
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityName
from app.store.schema.knowledge import EntityEntry

MOST = 12
"""Entities of one name that are weighed, the most used first: a name of more is too common to say
who is meant."""
NameKey = Literal["folded", "last", "coarse", "short"]
"""The column of `entity_name` by which names are looked up."""
Meant = Mapping[int, float]
"""Entities that a chain was linked to before, with how sure that was by the names that the chain
has now."""


class _Match(NamedTuple):
    """An entity under one of its names.

    `articles` is how many articles call it by that name, `own` its first name; `given` is set where
    the editor named it.
    """

    entity_id: int
    folded: str
    articles: int
    kind: str
    own: str
    found_kind: str | None
    sport: str | None
    country: str | None
    given: str | None


_Matches = Mapping[str, Sequence[_Match]]
"""What was looked up → the entities found."""


@dataclass(frozen=True, slots=True)
class _LookUps:
    """What one article's look-ups found.

    `previous` are the entities that its chains were linked to before, `entries` those of its known
    entries. `entry_of` has the entities that most of their articles know as another entry, see
    `_misnamed`; `merged` into which entities those of a name were merged.
    """

    previous: Mapping[int, _Match]
    entry_of: Mapping[int, str]
    merged: Mapping[str, set[int]]
    entries: Mapping[str, _Match]
    by_own: _Matches
    by_name: _Matches
    by_last: _Matches
    by_coarse: _Matches
    by_short: _Matches


def find(
    s: Session,
    article: Article,
    queries: Sequence[ChainQuery],
    meant: Sequence[Meant],
    keys: Sequence[str | None],
) -> list[list[Candidate]]:
    """The candidates of each chain.

    `meant` are the entities that each chain was linked to before, `keys` the known entries of their
    names.
    """
    looked_up = _look_up_all(s, article, queries, meant, keys)
    chains = zip(queries, meant, keys, strict=True)
    return [_of_chain(looked_up, query, before, key) for query, before, key in chains]


def _look_up_all(
    s: Session,
    article: Article,
    queries: Sequence[ChainQuery],
    meant: Sequence[Meant],
    keys: Sequence[str | None],
) -> _LookUps:
    previous = _by_id(s, {id_ for before in meant for id_ in before})
    lasts = {last(query.name, query.kind) for query in queries}
    shorts = {short(query.name, query.kind) for query in queries}
    names = {name for query in queries for name in _names(query)}
    own_names = {query.name for query in queries}
    by_own, merged = _by_own(s, _known(own_names | lasts))
    return _LookUps(
        previous=previous,
        entry_of=_misnamed(s, previous),
        merged=merged,
        entries=_by_entry(s, article, _known(set(keys))),
        by_own=by_own,
        by_name=_look_up(s, article, "folded", _known(names | shorts)),
        by_last=_look_up(s, article, "last", _known({_last_name(query) for query in queries})),
        by_coarse=_look_up(
            s, article, "coarse", _known({coarse(query.name, query.kind) for query in queries})
        ),
        by_short=_look_up(s, article, "short", own_names),
    )


def _known(names: set[str | None] | set[str]) -> set[str]:
    return {name for name in names if name}


def _of_chain(
    looked_up: _LookUps, query: ChainQuery, meant: Meant, key: str | None
) -> list[Candidate]:
    still_meant = {
        id_: looked_up.previous[id_]
        for id_, confidence in meant.items()
        if id_ in looked_up.previous
        and _is_still_meant(
            query, looked_up.previous[id_], confidence, looked_up.entry_of.get(id_), key
        )
    }
    gathered = list(_gather(looked_up, query, still_meant))
    entry = looked_up.entries.get(key or "")
    if entry:
        gathered.append(_candidate(entry, "entry"))
    return [
        candidate
        for candidate in gathered
        # An entity that is known as one entry is no candidate for another.
        if looked_up.entry_of.get(candidate.entity_id, key) == key
        and not _is_another_place(query, candidate, looked_up.merged)
    ]


def _is_another_place(
    query: ChainQuery, candidate: Candidate, merged: Mapping[str, set[int]]
) -> bool:
    """Whether the candidate is known as another place, and the editor did not merge the two."""
    return (
        query.kind != "person"
        and knowledge.are_two_places(query.name, candidate.own)
        and candidate.entity_id not in merged.get(query.name, ())
    )


def _is_still_meant(
    query: ChainQuery, match: _Match, confidence: float, entry: str | None, key: str | None
) -> bool:
    """Whether a chain goes on to mean an entity that it was linked to before.

    It does when the name is the entity's, or when more than the name spoke for it then. `entry` is
    the known entry that the entity is in most of its articles, though its own name is not.
    """
    if match.given:
        return True
    if entry and entry != key:
        return False
    has_own_name = match.own in query.names
    is_entry = key is not None and knowledge.built_in(match.own, match.kind) == key
    was_supported = related(query, match.own) and confidence > 0
    return has_own_name or is_entry or was_supported


def _names(query: ChainQuery) -> list[str]:
    """The names to look up: of a person only the fullest, for many share the others."""
    if query.kind == "person":
        return [query.name]
    return [query.name, *sorted(query.names - {query.name})]


def _last_name(query: ChainQuery) -> str | None:
    """The last name to look up: a person's own last word, or a single word that may be one."""
    may_be_last = " " not in query.name and query.kind in {"person", "other"}
    return last(query.name, query.kind) or (query.name if may_be_last else None)


def _gather(
    looked_up: _LookUps, query: ChainQuery, still_meant: Mapping[int, _Match]
) -> Iterator[Candidate]:
    """The candidates in the order of the ways that lead to them; one may come more than once."""
    yield from (_candidate(match, "here") for match in still_meant.values())
    yield from _of_same_name(looked_up, query, still_meant)
    yield from _of_same_last_name(looked_up, query)
    yield from _of_like_spelling(looked_up, query)
    yield from _of_longer_name(looked_up, query)
    for name in _names(query)[1:]:
        for match in looked_up.by_name.get(name, []):
            if match.own == name:
                yield _candidate(match, "alias")


def _of_same_name(
    looked_up: _LookUps, query: ChainQuery, still_meant: Mapping[int, _Match]
) -> Iterator[Candidate]:
    for match in looked_up.by_own.get(query.name, []):
        if match.entity_id not in still_meant:
            yield _candidate(match, "name")
    for match in looked_up.by_name.get(query.name, []):
        if match.entity_id not in still_meant:
            yield _candidate(match, _basis_of_name(query, match))


def _basis_of_name(query: ChainQuery, match: _Match) -> Basis:
    """A full name that the entity goes by counts like its first one; a single word is an alias."""
    is_full_name = " " in query.name and query.kind == match.kind
    return "name" if match.own == query.name or is_full_name else "alias"


def _of_same_last_name(looked_up: _LookUps, query: ChainQuery) -> Iterator[Candidate]:
    """Persons known by the query's last name alone, namesakes, or those whose last name it is."""
    last_name = last(query.name, query.kind)
    if not last_name:
        for match in looked_up.by_last.get(query.name, []):
            yield _candidate(match, "last")
        return
    for match in looked_up.by_own.get(last_name, []):
        if match.kind == "person":
            yield _candidate(match, "fuller")
    for match in looked_up.by_last.get(last_name, []):
        if match.own not in {query.name, last_name}:
            yield _candidate(match, "namesake")


def _of_like_spelling(looked_up: _LookUps, query: ChainQuery) -> Iterator[Candidate]:
    for match in looked_up.by_coarse.get(coarse(query.name, query.kind) or "", []):
        # All spellings of a built-in name are known: another spelling is another thing.
        if match.folded != query.name and not knowledge.is_built_in(match.own):
            yield _candidate(match, "spelling")


def _of_longer_name(looked_up: _LookUps, query: ChainQuery) -> Iterator[Candidate]:
    """Entities of which one name is a longer form of the other, by their first names."""
    shorter = short(query.name, query.kind) or ""
    matches = [
        match for match in looked_up.by_short.get(query.name, []) if match.own == match.folded
    ]
    matches += [match for match in looked_up.by_name.get(shorter, []) if match.own == shorter]
    for match in matches:
        if match.own != query.name:
            yield _candidate(match, "longer")


def _candidate(match: _Match, basis: Basis) -> Candidate:
    candidate = Candidate(
        match.entity_id, match.kind, match.own, match.folded, match.articles, basis
    )
    return replace(candidate, found_kind=match.found_kind, sport=match.sport, country=match.country)


def _by_id(s: Session, ids: set[int]) -> dict[int, _Match]:
    """The entities themselves, merged ones too: an article goes on to mean what it meant before."""
    matches: dict[int, _Match] = {}
    for some in batches(ids):
        rows = s.execute(select(*_own_columns()).where(col(Entity.id).in_(some)))
        matches |= {row[0]: _Match(*row) for row in rows}
    return matches


def _by_own(s: Session, names: set[str]) -> tuple[dict[str, list[_Match]], dict[str, set[int]]]:
    """The entities by their first name, and by that of a merged one those that it was merged into.

    Also where no readable article uses the name: nobody learns it from a link.
    """
    by_own: dict[str, list[_Match]] = defaultdict(list)
    merged: dict[str, set[int]] = defaultdict(set)
    for some in batches(names):
        statement = select(*_own_columns(), col(Entity.merged_into))
        for *row, merged_into in s.execute(statement.where(col(Entity.folded).in_(some))):
            match = _Match(*row)
            if merged_into is None:
                by_own[match.own].append(match)
            else:
                merged[match.own].add(merged_into)
    return by_own, merged


def _look_up(s: Session, article: Article, by: NameKey, keys: set[str]) -> _Matches:
    """The most used entities of each key that this article may be linked to."""
    is_public = article.visibility == "public"
    matches: dict[str, list[_Match]] = defaultdict(list)
    for key, row in top_rows.of_keys(s, keys, lambda size: _most_used(by, is_public, size)):
        matches[key].append(_Match(*row))
    return matches


@cache
def _most_used(by: NameKey, is_public: bool, size: int) -> CompoundSelect[*tuple[Any, ...]]:
    n, named = EntityName, aliased(Entity)
    articles = col(n.public_articles) if is_public else col(n.articles)

    def of_key(key: BindParameter[Any]) -> Select[*tuple[Any, ...]]:
        columns = (
            col(Entity.id),
            col(n.folded),
            articles.label("articles"),
            col(Entity.kind),
            col(Entity.folded).label("own"),
            *_described(),
        )
        statement: Select[*tuple[Any, ...]] = select(*columns).join(
            named, col(named.id) == col(n.entity_id)
        )
        # A merge that is unfinished has not moved all names yet: they mean the survivor already.
        survivor = func.coalesce(col(named.merged_into), col(named.id))
        statement = statement.join(Entity, col(Entity.id) == survivor)
        statement = statement.where(col(getattr(n, by)) == key, articles > 0)
        return statement.order_by(col(n.public_articles).desc(), col(n.entity_id)).limit(MOST)

    return top_rows.of_each(of_key, size)


def _by_entry(s: Session, article: Article, keys: set[str]) -> dict[str, _Match]:
    """The entity of each known entry, or what it was merged into.

    Only one that is named in an article that is open to this one.
    """
    if not keys:
        return {}
    is_public = article.visibility == "public"
    articles = col(Entity.public_articles) if is_public else col(Entity.articles)
    entry = aliased(Entity)
    id_, own, _, *others = _own_columns()
    statement = select(col(EntityEntry.key), id_, own, articles, *others)
    statement = statement.join(entry, col(entry.id) == col(EntityEntry.entity_id))
    survivor = func.coalesce(col(entry.merged_into), col(entry.id))
    statement = statement.join(Entity, col(Entity.id) == survivor)
    rows = s.execute(statement.where(col(EntityEntry.key).in_(sorted(keys)), articles > 0))
    return {key: _Match(*row) for key, *row in rows}


def _own_columns() -> list[Any]:
    """The columns of a `_Match` of an entity under its first name."""
    own = col(Entity.folded)
    return [col(Entity.id), own, col(Entity.articles), col(Entity.kind), own, *_described()]


def _described() -> tuple[Any, ...]:
    return col(Entity.found_kind), col(Entity.sport), col(Entity.country), col(Entity.found_name)


def _misnamed(s: Session, previous: Mapping[int, _Match]) -> dict[int, str]:
    """Entities that more articles call by a built-in entry's name than by their own.

    A newspaper was taken for its country. By entity id the key of that entry.
    """
    entry_of = _entries_of_other_names(s, previous)
    if not entry_of:
        return {}
    articles_by_own: dict[int, int] = defaultdict(int)
    articles_by_entry: dict[int, int] = defaultdict(int)
    n = EntityName
    statement = select(col(n.entity_id), col(n.folded), col(n.articles))
    for id_, folded, articles in s.execute(statement.where(col(n.entity_id).in_(list(entry_of)))):
        if knowledge.has_name(entry_of[id_], folded):
            articles_by_entry[id_] = max(articles_by_entry[id_], articles)
        elif folded == previous[id_].own:
            articles_by_own[id_] = articles
    return {
        id_: key for id_, key in entry_of.items() if articles_by_entry[id_] > articles_by_own[id_]
    }


def _entries_of_other_names(s: Session, previous: Mapping[int, _Match]) -> dict[int, str]:
    """Entities that are a built-in entry, though their own name is none of its names."""
    entry_of: dict[int, str] = {}
    statement = select(col(EntityEntry.entity_id), col(EntityEntry.key))
    for some in batches(previous):
        for id_, key in s.execute(statement.where(col(EntityEntry.entity_id).in_(some))):
            match = previous[id_]
            has_other_name = not match.given and not knowledge.has_name(key, match.own)
            if known_names.is_built_in(key) and has_other_name:
                entry_of[id_] = key
    return entry_of
