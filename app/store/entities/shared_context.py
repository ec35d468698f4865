"""What a chain's article and those of a candidate have in common: company, time, roles and the country they speak of. Decides nothing.

Bounded like the look-ups: only a candidate's newest articles are asked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import log2
from typing import NamedTuple

from sqlalchemy import select, text
from sqlmodel import Session, col

from app.engines.places import countries
from app.linking.across.disambiguation import Candidate, role_words
from app.store.db.batches import batches
from app.store.entities.candidates import TERMS
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle

NEWEST = 16
"""Articles of a candidate whose company is looked at, the newest stored first."""
_LATEST = (
    "SELECT * FROM (SELECT e.entity_id, e.article_id, r.published_on, e.role "
    "FROM entity_in_article e JOIN article r ON r.id = e.article_id "
    "WHERE e.entity_id = {id} {seen} ORDER BY e.article_id DESC LIMIT {newest}) AS t{id}"
)
_OF_LANDS = ("place", "group")


class _Seen(NamedTuple):
    """An article that names a candidate: when, and as what it is described there."""

    article_id: int
    published_on: str | None
    role: str | None


def with_cooccurrence(
    s: Session, article: Article, candidates: Sequence[Candidate], company: Iterable[int]
) -> list[Candidate]:
    """The candidates with what their newest articles share with this one: entities of `company`, the rarer the more; time; their roles."""
    latest = _latest(s, article, sorted({c.entity_id for c in candidates}))
    shared = _shared(
        s,
        {one.article_id for articles in latest.values() for one in articles},
        sorted(set(company)),
    )
    told = []
    for c in candidates:
        seen = latest.get(c.entity_id, [])
        with_ = {
            id_: of
            for one in seen
            for id_, of in shared.get(one.article_id, {}).items()
            if id_ != c.entity_id
        }
        days = [
            d for one in seen if (d := _days(one.published_on, article.published_on)) is not None
        ]
        roles = role_words(one.role for one in seen if one.role)
        close = sum(weight for weight, is_land in with_.values() if not is_land)
        told.append(
            replace(
                c,
                shared=sum(w for w, _ in with_.values()),
                close=close,
                days=min(days, default=None),
                roles=roles,
            )
        )
    return told


def with_countries(
    s: Session, article: Article, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates whose country is not known with the one that most of their newest articles speak of, if most speak of one."""
    unknown = sorted({c.entity_id for c in candidates if c.country is None})
    latest = _latest(s, article, unknown) if unknown else {}
    speaks = _countries(s, {one.article_id for articles in latest.values() for one in articles})
    found: dict[int, str] = {}
    for id_, articles in latest.items():
        codes = Counter(code for one in articles if (code := speaks.get(one.article_id)))
        if codes and 2 * codes.most_common(1)[0][1] > codes.total():
            found[id_] = codes.most_common(1)[0][0]
    return [replace(c, country=c.country or found.get(c.entity_id)) for c in candidates]


def _countries(s: Session, articles: set[int]) -> dict[int, str]:
    """Article → the country of which most of its names of places and peoples are."""
    named: dict[int, Counter[str]] = {}
    e = EntityInArticle
    for some in batches(articles):
        statement = select(col(e.article_id), col(e.mentions), col(Entity.folded)).join(
            Entity, col(Entity.id) == col(e.entity_id)
        )
        for article_id, mentions, folded in s.execute(
            statement.where(col(e.article_id).in_(some), col(Entity.kind).in_(_OF_LANDS))
        ):
            if code := countries.of(folded):
                named.setdefault(article_id, Counter())[code] += mentions
    return {
        id_: codes.most_common(1)[0][0]
        for id_, codes in named.items()
        if 2 * codes.most_common(1)[0][1] > codes.total()
    }


def _latest(s: Session, article: Article, ids: list[int]) -> dict[int, list[_Seen]]:
    """Entity id → its newest other articles; for a public article only public ones."""
    found: dict[int, list[_Seen]] = {}
    seen = "AND e.public" if article.visibility == "public" else ""
    for some in batches(ids, TERMS):
        terms = [_LATEST.format(id=int(id_), seen=seen, newest=NEWEST) for id_ in some]
        for entity_id, article_id, published_on, role in s.execute(text(" UNION ALL ".join(terms))):
            if article_id != article.id:
                found.setdefault(entity_id, []).append(_Seen(article_id, published_on, role))
    return found


def _shared(
    s: Session, articles: set[int], company: list[int]
) -> dict[int, dict[int, tuple[float, bool]]]:
    """Article → which of the company it names, each with a weight and whether it is a place or a people.

    The weight is 1 for one known from two articles, less the more name it.
    """
    found: dict[int, dict[int, tuple[float, bool]]] = {}
    e = EntityInArticle
    for some in batches(articles):
        statement = select(
            col(e.article_id), col(e.entity_id), col(Entity.articles), col(Entity.kind)
        )
        statement = statement.join(Entity, col(Entity.id) == col(e.entity_id))
        statement = statement.where(
            col(e.article_id).in_(some), col(e.entity_id).in_(company[:500])
        )
        for article_id, entity_id, used, kind in s.execute(statement):
            found.setdefault(article_id, {})[entity_id] = 1 / log2(max(2, used)), kind in _OF_LANDS
    return found


def _days(one: str | None, other: str | None) -> int | None:
    if not one or not other:
        return None
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None
