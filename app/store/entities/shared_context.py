"""What a chain's article and those of a candidate have in common.

That is whom they name, when they were written, roles, and the country they speak of. Decides
nothing. Bounded like the look-ups: only a candidate's newest articles are read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from math import log2
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, CompoundSelect, Select, select
from sqlmodel import Session, col

from app.engines.places import countries
from app.linking.across.disambiguation import Candidate, role_words
from app.store.db import top_rows
from app.store.db.batches import batches
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle

NEWEST = 16
"""Articles of a candidate that are compared, the newest stored first."""
MOST_NEIGHBOURS = 500
"""Entities of the chain's article that are looked for in a candidate's articles."""
_PLACE_KINDS = ("place", "group")


class _Seen(NamedTuple):
    """An article that names a candidate: when it was published, and the candidate's role in it."""

    article_id: int
    published_on: str  # empty for an undated one
    role: str | None


class _Neighbour(NamedTuple):
    """An entity that both articles name.

    `weight` is 1 for one that two articles name, less the more name it.
    """

    weight: float
    is_place: bool


_Neighbours = Mapping[int, Mapping[int, _Neighbour]]
"""Article → the entities that it shares with the chain's article, by id."""


def with_cooccurrence(
    s: Session, article: Article, candidates: Sequence[Candidate], neighbours: Iterable[int]
) -> list[Candidate]:
    """The candidates with what their newest articles share with this one.

    That is entities of `neighbours`, the rarer the more; nearness in time; and their roles.
    """
    latest = _latest(s, article, {candidate.entity_id for candidate in candidates})
    shared = _shared(s, _article_ids(latest), sorted(set(neighbours)))
    return [
        _with_context(candidate, latest.get(candidate.entity_id, []), shared, article.published_on)
        for candidate in candidates
    ]


def _with_context(
    candidate: Candidate, seen: Sequence[_Seen], shared: _Neighbours, published_on: str | None
) -> Candidate:
    """The candidate with what its articles (`seen`) share with the chain's article.

    `shared` has the neighbours in each of them, `published_on` is the day of the chain's article.
    """
    neighbours: dict[int, _Neighbour] = {}
    for one in seen:
        neighbours |= shared.get(one.article_id, {})
    # The candidate is no neighbour of its own.
    neighbours.pop(candidate.entity_id, None)
    distances = [_days_between(one.published_on, published_on) for one in seen]
    return replace(
        candidate,
        shared=sum(neighbour.weight for neighbour in neighbours.values()),
        close=sum(one.weight for one in neighbours.values() if not one.is_place),
        days=min((days for days in distances if days is not None), default=None),
        roles=role_words(one.role for one in seen if one.role),
    )


def with_countries(
    s: Session, article: Article, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates, those of unknown country with that of most of their newest articles."""
    unknown = {candidate.entity_id for candidate in candidates if candidate.country is None}
    latest = _latest(s, article, unknown) if unknown else {}
    country_of = _countries(s, _article_ids(latest))
    believed: dict[int, str] = {}
    for entity_id, seen in latest.items():
        codes = Counter(country_of[x.article_id] for x in seen if x.article_id in country_of)
        if code := _majority(codes):
            believed[entity_id] = code
    return [
        replace(candidate, country=candidate.country or believed.get(candidate.entity_id))
        for candidate in candidates
    ]


def _countries(s: Session, article_ids: set[int]) -> dict[int, str]:
    """Article → the country that most of its mentions of places and peoples belong to."""
    named: dict[int, Counter[str]] = defaultdict(Counter)
    e = EntityInArticle
    statement = select(col(e.article_id), col(e.mentions), col(Entity.folded))
    statement = statement.join(Entity, col(Entity.id) == col(e.entity_id))
    statement = statement.where(col(Entity.kind).in_(_PLACE_KINDS))
    for some in batches(article_ids):
        rows = s.execute(statement.where(col(e.article_id).in_(some)))
        for article_id, mentions, folded in rows:
            if code := countries.of(folded):
                named[article_id][code] += mentions
    majorities = {id_: _majority(codes) for id_, codes in named.items()}
    return {id_: code for id_, code in majorities.items() if code}


def _majority(codes: Counter[str]) -> str | None:
    """The code that more than half are, if any."""
    if not codes:
        return None
    code, count = codes.most_common(1)[0]
    return code if 2 * count > codes.total() else None


def _article_ids(latest: Mapping[int, Sequence[_Seen]]) -> set[int]:
    return {one.article_id for seen in latest.values() for one in seen}


def _latest(s: Session, article: Article, ids: set[int]) -> dict[int, list[_Seen]]:
    """Entity id → its newest other articles; for a public article only public ones."""
    latest: dict[int, list[_Seen]] = defaultdict(list)
    is_public = article.visibility == "public"
    for entity_id, row in top_rows.of_keys(s, ids, lambda size: _newest(is_public, size)):
        seen = _Seen(*row)
        if seen.article_id != article.id:
            latest[entity_id].append(seen)
    return latest


@cache
def _newest(is_public: bool, size: int) -> CompoundSelect[*tuple[Any, ...]]:
    e = EntityInArticle

    def of_entity(id: BindParameter[Any]) -> Select[*tuple[Any, ...]]:
        statement: Select[*tuple[Any, ...]] = select(
            col(e.article_id), col(e.sorted_on), col(e.role)
        )
        statement = statement.where(col(e.entity_id) == id)
        if is_public:
            statement = statement.where(col(e.public).is_(True))
        return statement.order_by(col(e.article_id).desc()).limit(NEWEST)

    return top_rows.of_each(of_entity, size)


def _shared(s: Session, article_ids: set[int], neighbours: list[int]) -> _Neighbours:
    """Article → the neighbours that it names too."""
    shared: dict[int, dict[int, _Neighbour]] = defaultdict(dict)
    described = _described(s, neighbours[:MOST_NEIGHBOURS])
    e = EntityInArticle
    # The sum keeps the planner from looking up each neighbour in each article: all that one article
    # names stands together in a covering index.
    statement = select(col(e.article_id), col(e.entity_id)).where(
        (col(e.entity_id) + 0).in_(list(described))
    )
    for some in batches(article_ids if described else ()):
        for article_id, entity_id in s.execute(statement.where(col(e.article_id).in_(some))):
            shared[article_id][entity_id] = described[entity_id]
    return shared


def _described(s: Session, neighbours: list[int]) -> dict[int, _Neighbour]:
    """What it says that an article names one of these entities."""
    statement = select(col(Entity.id), col(Entity.articles), col(Entity.kind))
    rows = s.execute(statement.where(col(Entity.id).in_(neighbours)))
    return {
        id_: _Neighbour(1 / log2(max(2, articles)), kind in _PLACE_KINDS)
        for id_, articles, kind in rows
    }


def _days_between(one: str | None, other: str | None) -> int | None:
    """None where either is unknown or not a whole date."""
    if not one or not other:
        return None
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None
