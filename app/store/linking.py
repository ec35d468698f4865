"""Which entity a chain of mentions is. Owns aliases, the making of entities, and which known entry an entity is; `deciding` judges.

A name that only closed articles use links no public article, unless it is the entity's first name: nobody learns it from a link
(by which name an entity is shown is a matter of `naming`). What was linked in an article before stays linked, so that ids are kept.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, insert, or_, select
from sqlmodel import Session, col

from app.linking.chains import fold
from app.linking.deciding import Asked, Candidate, Decision, decide, role_words
from app.store import candidates, instance, knowledge, names, proposals
from app.store.tables import Alias, Annotation, Article, Entity

ENTITY_KEY = "entity_secret"
"""Under which the instance keeps what uids are made from."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The mentions of one thing in one article: its best name, every name used, where the first stands, what it is described as.

    `sport` is that of a team, if it is known.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    start: int
    sport: str | None = None
    roles: tuple[str, ...] = ()


def link(
    s: Session, article: Article, chains: Iterable[Chain], *, revision_id: int | None = None, renew: bool = True, language: str = "en"
) -> dict[str, int]:
    """Chain id → entity id for every chain, making entities where none is meant; `renew` replaces the article's aliases.

    What a revision was linked to before stays linked, else what the article was; persons' corrections come after, by `correcting`.
    """
    ordered = sorted(chains, key=lambda c: c.start)
    asked = [Asked(c.kind, fold(c.name), frozenset(map(fold, c.names)), c.sport, role_words(c.roles)) for c in ordered]
    keys = knowledge.keys(s, [(a.name, a.kind) for a in asked], language)
    found = candidates.find(s, article, asked, _here(s, article, revision_id, ordered, asked), keys)
    decided = _decide(s, article, asked, found)
    linked: dict[str, int] = {}
    made: dict[tuple[str, str], int] = {}
    for chain, a, d in zip(ordered, asked, decided, strict=True):
        entity_id = d.entity_id or made.get((a.kind, a.name)) or _make(s, article, chain)
        made.setdefault((a.kind, a.name), entity_id)
        linked[chain.id] = entity_id
        if d.entity_id is None:
            proposals.propose(s, entity_id, d.rivals)
        elif d.basis == "fuller" and article.visibility == "public":
            _fuller(s, entity_id, chain)
    knowledge.attach(s, [(linked[c.id], key) for c, key in zip(ordered, keys, strict=True) if key])
    if renew:
        _rename(s, article, ordered, linked, dict(zip((c.id for c in ordered), decided, strict=True)))
    return linked


def _here(s: Session, article: Article, revision_id: int | None, chains: list[Chain], asked: list[Asked]) -> list[set[int]]:
    """For each chain whom it was found to mean in this revision, by where it begins, or in the article, by its name."""
    meant: dict[str, set[int]] = {}
    for entity_id, folded in names.found_in(s, article.id or 0):
        meant.setdefault(folded, set()).add(entity_id)
    at = _linked_at(s, revision_id) if revision_id else {}
    return [{at[c.start]} if c.start in at else meant.get(a.name, set()) for c, a in zip(chains, asked, strict=True)]


def _linked_at(s: Session, revision_id: int) -> dict[int, int]:
    """Where an entity is named in a revision → whom the linker took it for."""
    a = Annotation
    base = case((col(a.corrected), col(a.linked_id)), else_=col(a.entity_id))
    live = or_(col(a.retired_at).is_(None), col(a.rejected))
    statement = select(col(a.start), base).where(col(a.revision_id) == revision_id, col(a.layer) == "entity", live)
    return {row[0]: row[1] for row in s.execute(statement.where(col(a.creator).not_like("person:%"))) if row[1] is not None}


def _decide(s: Session, article: Article, asked: list[Asked], found: list[list[Candidate]]) -> list[Decision]:
    """What is sure first; the rest again, with the company of what is sure."""
    apart = proposals.apart(s, {c.entity_id for some in found if len(some) > 1 for c in some})
    decided = [decide(a, c, apart) for a, c in zip(asked, found, strict=True)]
    company = {d.entity_id for d in decided if d.entity_id and d.basis in {"here", "entry", "name"}}
    open_ = [n for n, d in enumerate(decided) if found[n] and d.basis not in {"here", "entry"} and (d.basis != "name" or len(found[n]) > 1)]
    some = [c for n in open_ for c in found[n] if c.basis != "namesake"]  # company makes nobody of a namesake
    if some:
        told = iter(candidates.with_company(s, article, some, company))
        for n in open_:
            decided[n] = decide(asked[n], [c if c.basis == "namesake" else next(told) for c in found[n]], apart)
    return decided


def _make(s: Session, article: Article, chain: Chain) -> int:
    """A new entity. Its uid follows from what it was first seen as and this library's secret: the same again in this library only.

    Without the secret anybody could try names and addresses until they fit, also those of an article that was withdrawn.
    """
    folded = fold(chain.name)
    seed = "\n".join((chain.kind, folded, article.identity, str(chain.start)))
    uid = hmac.new(instance.secret(s, ENTITY_KEY).encode(), seed.encode(), hashlib.sha256).hexdigest()[:20]
    known = s.scalars(select(Entity).where(col(Entity.uid) == uid)).one_or_none()
    if known is None:
        known = Entity(uid=uid, kind=chain.kind, name=chain.name, folded=folded, sport=chain.sport)
        s.add(known)
        s.flush()
    return known.id or 0


def _fuller(s: Session, entity_id: int, chain: Chain) -> None:
    """A person known by one word gets the full name by which a public article calls them."""
    entity = s.get(Entity, entity_id)
    if entity is not None and entity.found_name is None:
        entity.name, entity.folded = chain.name, fold(chain.name)
    elif entity is not None:
        entity.found_name, entity.found_folded = chain.name, fold(chain.name)
    s.flush()


def _rename(s: Session, article: Article, chains: list[Chain], linked: Mapping[str, int], decided: Mapping[str, Decision]) -> None:
    """Writes down which names this article uses for which entity, how sure and why, in place of what it used before."""
    used = {(linked[c.id], name): decided[c.id] for c in chains for name in (c.name, *c.names)}
    rows = list(s.scalars(select(Alias).where(col(Alias.article_id) == article.id)))
    had = {(a.linked_id, a.name) for a in rows}
    before = {(a.entity_id, a.folded) for a in rows if a.entity_id is not None}
    kept = [a for a in rows if (a.linked_id, a.name) in used]
    gone = [a.id for a in rows if (a.linked_id, a.name) not in used]
    if gone:
        s.execute(delete(Alias).where(col(Alias.id).in_(gone)))
    new: list[dict[str, Any]] = [
        {"linked_id": key[0], "entity_id": key[0], "article_id": article.id, "name": key[1], "folded": fold(key[1])}
        | {"confidence": used[key].confidence, "basis": used[key].basis}
        for key in sorted(used.keys() - had)
    ]
    if new:
        s.execute(insert(Alias), new)
    after = {(a.entity_id, a.folded) for a in kept if a.entity_id is not None} | {(row["entity_id"], row["folded"]) for row in new}
    public = article.visibility == "public"
    names.change(s, before, after, was_public=public, is_public=public)
