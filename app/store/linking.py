"""Which entity a chain of mentions is: by exact, case-folded names of the same kind, else a new one. Owns aliases.

A name that only closed articles use links no public article, unless it is the entity's first name: nobody learns it from a link
(by which name an entity is shown is a matter of `naming`).
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, insert, or_, select, true
from sqlmodel import Session, col

from app.linking.chains import fold
from app.store import instance
from app.store.tables import Alias, Article, Entity

_SECRET = "entity_secret"  # noqa: S105  # the name of the row, not a secret


@dataclass(frozen=True, slots=True)
class Chain:
    """The mentions of one thing in one article: its best name, every name used, where the first stands."""

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    start: int


class _Candidate(NamedTuple):
    entity_id: int
    own_name: bool
    own_article: bool
    mentions: int


def link(s: Session, article: Article, chains: Iterable[Chain], *, renew: bool = True) -> dict[str, int]:
    """Chain id → entity id for every chain, making entities where no name fits; `renew` replaces the article's aliases."""
    chains = list(chains)
    candidates = _candidates(s, article, chains)
    linked: dict[str, int] = {}
    for chain in sorted(chains, key=lambda c: c.start):
        key = chain.kind, fold(chain.name)
        entity_id = _choose(candidates.get(key, []))
        if entity_id is None:
            entity_id = _make(s, article, chain)
            candidates.setdefault(key, []).append(_Candidate(entity_id, True, True, 1))
        linked[chain.id] = entity_id
    if renew:
        _rename(s, article, chains, linked)
    return linked


def _candidates(s: Session, article: Article, chains: list[Chain]) -> dict[tuple[str, str], list[_Candidate]]:
    """(kind, folded name) → the entities that go by it."""
    found: dict[tuple[str, str], dict[int, _Candidate]] = {}
    names = sorted({fold(c.name) for c in chains})
    for at in range(0, len(names), 500):  # SQLite takes 32,766 parameters, PostgreSQL's driver 65,535
        for kind, folded, candidate in _named(s, article, names[at : at + 500]):
            known = found.setdefault((kind, folded), {}).get(candidate.entity_id)
            if known is None or candidate[1:3] > known[1:3]:
                found[kind, folded][candidate.entity_id] = candidate
    return {key: list(by_id.values()) for key, by_id in found.items()}


def _named(s: Session, article: Article, names: list[str]) -> Iterable[tuple[str, str, _Candidate]]:
    e = Entity
    live = col(e.merged_into).is_(None)
    own = select(col(e.id), col(e.kind), col(e.folded), col(e.mentions)).where(col(e.folded).in_(names), live)
    for entity_id, kind, folded, mentions in s.execute(own):
        yield kind, folded, _Candidate(entity_id, True, False, mentions)
    open_to_all = or_(col(Article.visibility) == "public", col(Article.id) == article.id)
    usable = open_to_all if article.visibility == "public" else true()
    also = (
        select(col(e.id), col(e.kind), col(Alias.folded), col(e.mentions), col(Alias.article_id) == article.id)
        .join(Alias, col(Alias.entity_id) == col(e.id))
        .join(Article, col(Article.id) == col(Alias.article_id))
        .where(col(Alias.folded).in_(names), live, usable)
        .distinct()
    )
    for entity_id, kind, folded, mentions, here in s.execute(also):
        yield kind, folded, _Candidate(entity_id, False, bool(here), mentions)


def _choose(candidates: list[_Candidate]) -> int | None:
    """The entity of that very name, most mentioned first; else the one already meant here; else the only one with such an alias."""
    named = [c for c in candidates if c.own_name]
    if named:
        return max(named, key=lambda c: (c.mentions, -c.entity_id)).entity_id
    here = [c for c in candidates if c.own_article]
    if len(here) == 1:
        return here[0].entity_id
    return candidates[0].entity_id if len(candidates) == 1 else None


def _make(s: Session, article: Article, chain: Chain) -> int:
    """A new entity. Its uid follows from what it was first seen as and this library's secret: the same again in this library only.

    Without the secret anybody could try names and addresses until they fit, also those of an article that was withdrawn.
    """
    folded = fold(chain.name)
    seed = "\n".join((chain.kind, folded, article.identity, str(chain.start)))
    uid = hmac.new(instance.secret(s, _SECRET).encode(), seed.encode(), hashlib.sha256).hexdigest()[:20]
    known = s.scalars(select(Entity).where(col(Entity.uid) == uid)).one_or_none()
    if known is None:
        known = Entity(uid=uid, kind=chain.kind, name=chain.name, folded=folded)
        s.add(known)
        s.flush()
    return known.merged_into or known.id or 0


def _rename(s: Session, article: Article, chains: list[Chain], linked: dict[str, int]) -> None:
    """Writes down which names this article uses for which entity, in place of what it used before."""
    used = {(linked[c.id], name): fold(name) for c in chains for name in (c.name, *c.names)}
    had = {(a.entity_id, a.name): a.id for a in s.scalars(select(Alias).where(col(Alias.article_id) == article.id))}
    gone = [had[key] for key in had.keys() - used.keys()]
    if gone:
        s.execute(delete(Alias).where(col(Alias.id).in_(gone)))
    new = [{"entity_id": key[0], "article_id": article.id, "name": key[1], "folded": used[key]} for key in sorted(used.keys() - had.keys())]
    if new:
        s.execute(insert(Alias), new)
