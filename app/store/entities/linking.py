"""Which entity a chain of mentions is.

Owns aliases, the making of entities, and which known entry an entity is; `deciding` judges.

A name that only closed articles use links no public article, unless it is the entity's first name:
nobody learns it from a link (by which name an entity is shown is a matter of `naming`). What was
linked in an article before stays linked, so that ids are kept.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, insert, or_, select, update
from sqlmodel import Session, col

from app.engines.places import known_names
from app.linking.across.disambiguation import (
    PROPOSE,
    Candidate,
    ChainQuery,
    Decision,
    cooccurring,
    decide,
    is_settled,
    role_words,
    was_supported,
)
from app.linking.within.coreference import fold
from app.store import instance
from app.store.db.batches import batches
from app.store.entities import candidates, knowledge, merge_proposals, name_index, shared_context
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity

ENTITY_KEY = "entity_secret"
"""Under which the instance keeps what uids are made from."""


@dataclass(frozen=True, slots=True)
class EntityChain:
    """The mentions of one thing in one article: its best name, every name used, where the first stands, what it is described as.

    `sport` is that of a team, `country` that of a body whose name every country has, if they are known.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    start: int
    sport: str | None = None
    roles: tuple[str, ...] = ()
    country: str | None = None


def link(
    s: Session,
    article: Article,
    chains: Iterable[EntityChain],
    *,
    revision_id: int | None = None,
    renew: bool = True,
    language: str = "en",
) -> dict[str, int]:
    """Chain id → entity id for every chain, making entities where none is meant; `renew` replaces the article's aliases.

    What a revision was linked to before stays linked, else what the article was; persons' corrections come after, by `correcting`.
    """
    ordered = sorted(chains, key=lambda c: c.start)
    keys = knowledge.keys(s, [(fold(c.name), c.kind) for c in ordered], language)
    asked = [_asked(c, key) for c, key in zip(ordered, keys, strict=True)]
    here = _here(s, article, revision_id, ordered, asked)
    found = candidates.find(s, article, asked, here, keys)
    decided = _decide(s, article, asked, found)
    linked: dict[str, int] = {}
    made: dict[tuple[str, str, str | None], int] = {}
    for chain, a, d, before in zip(ordered, asked, decided, here, strict=True):
        same = (a.kind, a.name, a.country)
        entity_id = d.entity_id or made.get(same) or _make(s, article, chain, before)
        made.setdefault(same, entity_id)
        linked[chain.id] = entity_id
        if d.basis == "fuller" and article.visibility == "public":
            _fuller(s, entity_id, chain)
    _propose(s, asked, decided, [linked[c.id] for c in ordered])
    if renew and article.visibility == "public":  # anybody reads an entity's name and country
        _name_known(s, ordered, asked, decided, here)
        _place(s, ordered, asked, linked, found)
    knowledge.attach(s, [(linked[c.id], key) for c, key in zip(ordered, keys, strict=True) if key])
    if renew:
        _rename(
            s, article, ordered, linked, dict(zip((c.id for c in ordered), decided, strict=True))
        )
    return linked


def _asked(chain: EntityChain, key: str | None) -> ChainQuery:
    """What is asked of a chain: its built-in entry, if its name has one, and the country of a body whose name many have."""
    built_in = key if key and known_names.is_built_in(key) else None
    names = frozenset(map(fold, chain.names))
    return ChainQuery(
        chain.kind,
        fold(chain.name),
        names,
        chain.sport,
        role_words(chain.roles),
        chain.country,
        built_in,
    )


def _here(
    s: Session,
    article: Article,
    revision_id: int | None,
    chains: list[EntityChain],
    asked: list[ChainQuery],
) -> list[dict[int, float]]:
    """For each chain whom it was found to mean in this revision, by where it begins, or in the article, by its name.

    Each with how surely one of the chain's names led there by more than the name alone, 0 where none did.
    """
    meant: dict[str, set[int]] = {}
    sure: dict[tuple[int, str], float] = {}
    for entity_id, folded, basis, confidence in name_index.found_in(s, article.id or 0):
        meant.setdefault(folded, set()).add(entity_id)
        if was_supported(basis, confidence):
            sure[entity_id, folded] = confidence
    at = _linked_at(s, revision_id) if revision_id else {}
    found = [
        {at[c.start]} if c.start in at else meant.get(a.name, set())
        for c, a in zip(chains, asked, strict=True)
    ]
    return [
        {id_: max((sure.get((id_, name), 0.0) for name in a.names), default=0.0) for id_ in ids}
        for a, ids in zip(asked, found, strict=True)
    ]


def _linked_at(s: Session, revision_id: int) -> dict[int, int]:
    """Where an entity is named in a revision → whom the linker took it for."""
    a = Annotation
    base = case((col(a.corrected), col(a.linked_id)), else_=col(a.entity_id))
    live = or_(col(a.retired_at).is_(None), col(a.rejected))
    statement = select(col(a.start), base).where(
        col(a.revision_id) == revision_id, col(a.layer) == "entity", live
    )
    return {
        row[0]: row[1]
        for row in s.execute(statement.where(col(a.creator).not_like("person:%")))
        if row[1] is not None
    }


def _decide(
    s: Session, article: Article, asked: list[ChainQuery], found: list[list[Candidate]]
) -> list[Decision]:
    """What is sure first; the rest again, with the company of what is sure."""
    apart = merge_proposals.apart(s, {c.entity_id for some in found if len(some) > 1 for c in some})
    decided = [decide(a, c, apart) for a, c in zip(asked, found, strict=True)]
    company = {
        d.entity_id for a, d in zip(asked, decided, strict=True) if d.entity_id and is_settled(a, d)
    }
    open_ = [
        n
        for n, d in enumerate(decided)
        if found[n] and (not is_settled(asked[n], d) or (d.basis == "name" and len(found[n]) > 1))
    ]
    _tell(s, article, asked, found, open_, company)
    for n in open_:
        decided[n] = decide(asked[n], found[n], apart)
    return decided


def _tell(
    s: Session,
    article: Article,
    asked: list[ChainQuery],
    found: list[list[Candidate]],
    open_: list[int],
    company: set[int],
) -> None:
    """Puts into `found`, for the chains that are open, what is common to both articles.

    Company makes nobody of a namesake.
    """
    some = [c for n in open_ for c in found[n] if c.basis != "namesake"]
    if some:
        told = iter(shared_context.with_cooccurrence(s, article, some, company))
        for n in open_:
            found[n] = [c if c.basis == "namesake" else next(told) for c in found[n]]
    bodies = [n for n in open_ if asked[n].generic]
    if bodies:
        told = iter(
            shared_context.with_countries(s, article, [c for n in bodies for c in found[n]])
        )
        for n in bodies:
            found[n] = [next(told) for _ in found[n]]


def _propose(
    s: Session, asked: list[ChainQuery], decided: list[Decision], linked: list[int]
) -> None:
    """Notes whom the new ones may be, among those known before and among those of the article."""
    pairs: dict[tuple[int, int], tuple[float, str]] = {}
    for entity_id, d in zip(linked, decided, strict=True):
        if d.entity_id is None:
            pairs |= {(entity_id, other): (sure, basis) for other, sure, basis in d.rivals}
    for one, other, basis in cooccurring(asked):
        if None in {decided[one].entity_id, decided[other].entity_id}:
            pairs.setdefault((linked[one], linked[other]), (PROPOSE, basis))
    merge_proposals.propose_all(s, pairs)


def _name_known(
    s: Session,
    chains: list[EntityChain],
    asked: list[ChainQuery],
    decided: list[Decision],
    here: list[dict[int, float]],
) -> None:
    """What was meant here before, is a known entry by most of its articles, and bears a name that is none of the entry's, gets its name."""
    for chain, a, d, before in zip(chains, asked, decided, here, strict=True):
        if d.basis != "entry" or d.entity_id not in before or a.key is None:
            continue
        entity = s.get(Entity, d.entity_id)
        if (
            entity is not None
            and entity.found_name is None
            and not knowledge.names_of(a.key, entity.folded)
        ):
            entity.name, entity.folded, entity.kind = chain.name, a.name, chain.kind
            name_index.rekey(s, entity)


def _place(
    s: Session,
    chains: list[EntityChain],
    asked: list[ChainQuery],
    linked: Mapping[str, int],
    found: list[list[Candidate]],
) -> None:
    """Writes down the country of bodies that were known without one."""
    stored = {c.entity_id for some in found for c in some}
    told = {
        linked[c.id]: a.country
        for c, a in zip(chains, asked, strict=True)
        if a.generic and a.country and linked[c.id] in stored
    }
    for some in batches(told):
        unknown = s.scalars(
            select(col(Entity.id)).where(col(Entity.id).in_(some), col(Entity.country).is_(None))
        ).all()
        if unknown:
            s.execute(update(Entity), [{"id": id_, "country": told[id_ or 0]} for id_ in unknown])


def _make(s: Session, article: Article, chain: EntityChain, refused: Collection[int]) -> int:
    """A new entity.

    Its uid follows from what it was first seen as and this library's secret: the same again in this
    library only.

    Without the secret anybody could try names and addresses until they fit, also those of an
    article that was withdrawn. Where the one first seen here is somebody else's by now, and so
    `refused`, it is a second one.
    """
    folded = fold(chain.name)
    seed = [
        chain.kind,
        folded,
        article.identity,
        str(chain.start),
        *([chain.country] if chain.country else []),
    ]
    key = instance.secret(s, ENTITY_KEY).encode()
    uid = _uid(key, seed)
    known_names = _first_seen(s, uid)
    if known_names is not None and known_names.id in refused:
        uid = _uid(key, [*seed, "apart"])
        known_names = _first_seen(s, uid)
    if known_names is None:
        known_names = Entity(
            uid=uid,
            kind=chain.kind,
            name=chain.name,
            folded=folded,
            sport=chain.sport,
            country=chain.country,
        )
        s.add(known_names)
        s.flush()
    return known_names.id or 0


def _first_seen(s: Session, uid: str) -> Entity | None:
    return s.scalars(select(Entity).where(col(Entity.uid) == uid)).one_or_none()


def _uid(key: bytes, seed: Iterable[str]) -> str:
    return hmac.new(key, "\n".join(seed).encode(), hashlib.sha256).hexdigest()[:20]


def _fuller(s: Session, entity_id: int, chain: EntityChain) -> None:
    """A person known by one word gets the full name by which a public article calls them."""
    entity = s.get(Entity, entity_id)
    if entity is not None and entity.found_name is None:
        entity.name, entity.folded = chain.name, fold(chain.name)
    elif entity is not None:
        entity.found_name, entity.found_folded = chain.name, fold(chain.name)
    s.flush()


def _rename(
    s: Session,
    article: Article,
    chains: list[EntityChain],
    linked: Mapping[str, int],
    decided: Mapping[str, Decision],
) -> None:
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
        {
            "linked_id": key[0],
            "entity_id": key[0],
            "article_id": article.id,
            "name": key[1],
            "folded": fold(key[1]),
        }
        | {"confidence": used[key].confidence, "basis": used[key].basis}
        for key in sorted(used.keys() - had)
    ]
    if new:
        s.execute(insert(Alias), new)
    after = {(a.entity_id, a.folded) for a in kept if a.entity_id is not None} | {
        (row["entity_id"], row["folded"]) for row in new
    }
    public = article.visibility == "public"
    name_index.change(s, before, after, was_public=public, is_public=public)
