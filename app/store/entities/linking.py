"""Which entity each chain of mentions is: known entities are linked, new ones are made.

Owns `alias`, and which known entry an entity is; how sure a link is `linking.across.disambiguation`
decides. A name that only closed articles use links no public article, unless it is the entity's
first name: nobody learns it from a link (by which name an entity is shown is `display_name`'s).
What was linked in an article before stays linked, so that ids are kept.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection, Iterable, Sequence
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
from app.linking.names.folding import fold
from app.store import instance
from app.store.creators import by_engine
from app.store.db.batches import batches
from app.store.db.ids import id_of
from app.store.entities import candidates, knowledge, merge_proposals, name_index, shared_context
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity

ENTITY_KEY = "entity_secret"
"""The key under which the instance keeps the secret that uids are made from."""


@dataclass(frozen=True, slots=True)
class EntityChain:
    """The mentions of one thing in one article.

    Its best name, every name used, where the first mention starts, and its roles. `sport` is that
    of a team, `country` that of a body whose name every country has, if they are known.
    """

    id: str
    kind: str
    name: str
    names: tuple[str, ...]
    start: int
    sport: str | None = None
    roles: tuple[str, ...] = ()
    country: str | None = None


@dataclass(slots=True)
class _Link:
    """A chain on its way to its entity.

    `key` is the known entry of its name, `meant` whom it was linked to before; see `_meant_before`.
    """

    chain: EntityChain
    query: ChainQuery
    key: str | None
    meant: dict[int, float]
    candidates: list[Candidate]
    decision: Decision
    entity_id: int = 0


def link(
    s: Session,
    article: Article,
    chains: Iterable[EntityChain],
    *,
    revision_id: int | None = None,
    renew: bool = True,
    language: str = "en",
) -> dict[str, int]:
    """Chain id → entity id for every chain; makes entities where no known one is meant.

    What a revision was linked to before stays linked, else what the article was. `renew` replaces
    the article's aliases. The editor's corrections are applied later, by `corrections.effects`.
    """
    ordered = sorted(chains, key=lambda chain: chain.start)
    keys = knowledge.keys(s, [(fold(chain.name), chain.kind) for chain in ordered], language)
    queries = [_query(chain, key) for chain, key in zip(ordered, keys, strict=True)]
    meant = _meant_before(s, article, revision_id, ordered, queries)
    options = candidates.find(s, article, queries, meant, keys)
    decisions = _decide(s, article, queries, options)
    columns = zip(ordered, queries, keys, meant, options, decisions, strict=True)
    links = [_Link(*column) for column in columns]
    _choose_entities(s, article, links)
    _propose(s, links)
    if renew and article.visibility == "public":  # anybody reads an entity's name and country
        _rename_known_entries(s, links)
        _store_countries(s, links)
    knowledge.attach(s, [(one.entity_id, one.key) for one in links if one.key])
    if renew:
        _store_aliases(s, article, links)
    return {one.chain.id: one.entity_id for one in links}


def _query(chain: EntityChain, key: str | None) -> ChainQuery:
    built_in = key if key and known_names.is_built_in(key) else None
    return ChainQuery(
        kind=chain.kind,
        name=fold(chain.name),
        names=frozenset(map(fold, chain.names)),
        sport=chain.sport,
        roles=role_words(chain.roles),
        country=chain.country,
        key=built_in,
    )


def _meant_before(
    s: Session,
    article: Article,
    revision_id: int | None,
    chains: Sequence[EntityChain],
    queries: Sequence[ChainQuery],
) -> list[dict[int, float]]:
    """The entities that each chain was linked to before, each with a confidence.

    In this revision by where the chain starts, else in the article by its name. The confidence is 0
    where nothing but the name ever spoke for the link.
    """
    by_name: dict[str, set[int]] = {}
    supported: dict[tuple[int, str], float] = {}
    for entity_id, folded, basis, confidence in name_index.found_in(s, id_of(article)):
        by_name.setdefault(folded, set()).add(entity_id)
        if was_supported(basis, confidence):
            supported[entity_id, folded] = confidence
    by_start = _linked_at(s, revision_id) if revision_id else {}

    def confidence_in(entity_id: int, query: ChainQuery) -> float:
        return max((supported.get((entity_id, name), 0.0) for name in query.names), default=0.0)

    meant = []
    for chain, query in zip(chains, queries, strict=True):
        in_revision = by_start.get(chain.start)
        ids = by_name.get(query.name, set()) if in_revision is None else {in_revision}
        meant.append({entity_id: confidence_in(entity_id, query) for entity_id in ids})
    return meant


def _linked_at(s: Session, revision_id: int) -> dict[int, int]:
    """Start of each mention in a revision → the entity that the linker chose for it."""
    a = Annotation
    linked = case((col(a.corrected), col(a.linked_id)), else_=col(a.entity_id))
    live = or_(col(a.retired_at).is_(None), col(a.rejected))
    statement = select(col(a.start), linked).where(
        col(a.revision_id) == revision_id,
        col(a.layer) == "entity",
        live,
        by_engine(a.creator),
    )
    return {start: entity_id for start, entity_id in s.execute(statement) if entity_id is not None}


def _decide(
    s: Session,
    article: Article,
    queries: Sequence[ChainQuery],
    options: list[list[Candidate]],
) -> list[Decision]:
    """What is sure first; the rest again, with the sure ones as their neighbours.

    Puts what was compared for the rest into `options`.
    """
    rivals = {one.entity_id for some in options if len(some) > 1 for one in some}
    apart = merge_proposals.apart(s, rivals)
    decisions = [decide(query, some, apart) for query, some in zip(queries, options, strict=True)]
    neighbours = _settled_entities(queries, decisions)
    unsure = [n for n in range(len(queries)) if _is_unsure(queries[n], decisions[n], options[n])]
    _compare_articles(s, article, options, unsure, neighbours)
    generic = [n for n in unsure if queries[n].generic]
    _replace_each(options, generic, lambda some: shared_context.with_countries(s, article, some))
    for n in unsure:
        decisions[n] = decide(queries[n], options[n], apart)
    return decisions


def _settled_entities(queries: Sequence[ChainQuery], decisions: Sequence[Decision]) -> set[int]:
    settled = set()
    for query, decision in zip(queries, decisions, strict=True):
        if decision.entity_id and is_settled(query, decision):
            settled.add(decision.entity_id)
    return settled


def _is_unsure(query: ChainQuery, decision: Decision, options: Sequence[Candidate]) -> bool:
    if not options:
        return False
    is_one_of_several = decision.basis == "name" and len(options) > 1
    return not is_settled(query, decision) or is_one_of_several


def _compare_articles(
    s: Session,
    article: Article,
    options: list[list[Candidate]],
    unsure: Sequence[int],
    neighbours: set[int],
) -> None:
    """Puts what is common to both articles into the candidates, but for namesakes.

    A common context makes nobody of a namesake.
    """

    def compared(some: list[Candidate]) -> list[Candidate]:
        real = [one for one in some if one.basis != "namesake"]
        if not real:
            return some
        described = iter(shared_context.with_cooccurrence(s, article, real, neighbours))
        return [one if one.basis == "namesake" else next(described) for one in some]

    _replace_each(options, unsure, compared)


def _replace_each(
    options: list[list[Candidate]],
    chosen: Sequence[int],
    describe: Callable[[list[Candidate]], list[Candidate]],
) -> None:
    """Replaces the candidates of the chosen chains by described ones, with one call for all."""
    every = [one for n in chosen for one in options[n]]
    if every:
        described = iter(describe(every))
        for n in chosen:
            options[n] = [next(described) for _ in options[n]]


def _choose_entities(s: Session, article: Article, links: Sequence[_Link]) -> None:
    """The entity of each chain: the one decided on, one just made for its like, or a new one."""
    made: dict[tuple[str, str, str | None], int] = {}
    for one in links:
        same = (one.query.kind, one.query.name, one.query.country)
        known = one.decision.entity_id or made.get(same)
        one.entity_id = known or _make(s, article, one.chain, one.meant)
        made.setdefault(same, one.entity_id)
        if one.decision.basis == "fuller" and article.visibility == "public":
            _give_full_name(s, one.entity_id, one.chain)


def _propose(s: Session, links: Sequence[_Link]) -> None:
    """Proposes whom the new entities may be: one known before, or another of the article."""
    pairs: dict[tuple[int, int], tuple[float, str]] = {}
    for one in links:
        if one.decision.entity_id is None:
            for other, confidence, basis in one.decision.rivals:
                pairs[one.entity_id, other] = confidence, basis
    for n, m, basis in cooccurring([one.query for one in links]):
        one, other_link = links[n], links[m]
        if one.decision.entity_id is None or other_link.decision.entity_id is None:
            pairs.setdefault((one.entity_id, other_link.entity_id), (PROPOSE, basis))
    merge_proposals.propose_all(s, pairs)


def _rename_known_entries(s: Session, links: Sequence[_Link]) -> None:
    """Gives an entity the name of its known entry.

    Of one that was meant here before, is that entry in most of its articles, and whose own name is
    none of the entry's.
    """
    for one in links:
        was_meant = one.decision.entity_id in one.meant
        if one.decision.basis != "entry" or not was_meant or one.query.key is None:
            continue
        entity = s.get(Entity, one.decision.entity_id)
        if entity is None or entity.found_name is not None:
            continue
        if not knowledge.has_name(one.query.key, entity.folded):
            entity.name, entity.folded = one.chain.name, one.query.name
            entity.kind = one.chain.kind
            name_index.rekey(s, entity)


def _store_countries(s: Session, links: Sequence[_Link]) -> None:
    """Stores the country of bodies that were known without one."""
    known = {candidate.entity_id for one in links for candidate in one.candidates}
    countries: dict[int, str] = {}
    for one in links:
        if one.query.generic and one.query.country and one.entity_id in known:
            countries[one.entity_id] = one.query.country
    for some in batches(countries):
        unknown = select(col(Entity.id)).where(
            col(Entity.id).in_(some), col(Entity.country).is_(None)
        )
        rows = [{"id": row.id, "country": countries[row.id]} for row in s.execute(unknown)]
        if rows:
            s.execute(update(Entity), rows)


def _make(s: Session, article: Article, chain: EntityChain, refused: Collection[int]) -> int:
    """A new entity.

    Its uid is derived from what it was first seen as and this library's secret: the same again in
    this library only. Without the secret anybody could try names and addresses until they fit, also
    those of an article that was withdrawn. Where the entity with that uid is another's by now, and
    so `refused`, this is a second one.
    """
    folded = fold(chain.name)
    seed = [chain.kind, folded, article.identity, str(chain.start)]
    if chain.country:
        seed.append(chain.country)
    secret = instance.secret(s, ENTITY_KEY).encode()
    uid = _uid(secret, seed)
    entity = _of_uid(s, uid)
    if entity is not None and entity.id in refused:
        uid = _uid(secret, [*seed, "apart"])
        entity = _of_uid(s, uid)
    if entity is None:
        entity = Entity(
            uid=uid,
            kind=chain.kind,
            name=chain.name,
            folded=folded,
            sport=chain.sport,
            country=chain.country,
        )
        s.add(entity)
        s.flush()
    return id_of(entity)


def _of_uid(s: Session, uid: str) -> Entity | None:
    return s.scalars(select(Entity).where(col(Entity.uid) == uid)).one_or_none()


def _uid(secret: bytes, seed: Iterable[str]) -> str:
    return hmac.new(secret, "\n".join(seed).encode(), hashlib.sha256).hexdigest()[:20]


def _give_full_name(s: Session, entity_id: int, chain: EntityChain) -> None:
    """A person known by one word gets the full name by which a public article calls them."""
    entity = s.get_one(Entity, entity_id)
    if entity.found_name is None:
        entity.name, entity.folded = chain.name, fold(chain.name)
    else:
        entity.found_name, entity.found_folded = chain.name, fold(chain.name)
    s.flush()


def _store_aliases(s: Session, article: Article, links: Sequence[_Link]) -> None:
    """Replaces the names that this article uses for its entities, each with how sure and why."""
    used, article_id = _used_names(links), id_of(article)
    stored = name_index.spelled_in(s, article_id)
    kept = [row for row in stored if (row.linked_id, row.name) in used]
    names_before, names_kept = _names(stored), _names(kept)
    dropped = {row.id for row in stored}.difference(row.id for row in kept)
    for some in batches(dropped):
        s.execute(
            delete(Alias).where(col(Alias.article_id) == article_id, col(Alias.name_id).in_(some))
        )
    name_index.forget_unused(s, dropped)
    missing = used.keys() - {(row.linked_id, row.name) for row in kept}
    ids = name_index.spell(s, missing)
    in_order = sorted(missing, key=lambda key: ids[key])
    new = [_alias(article_id, ids[key], key[0], used[key]) for key in in_order]
    if new:
        s.execute(insert(Alias), new)
    names_after = names_kept | {(entity_id, fold(name)) for entity_id, name in missing}
    public = article.visibility == "public"
    name_index.change(s, names_before, names_after, was_public=public, is_public=public)


def _used_names(links: Sequence[_Link]) -> dict[tuple[int, str], Decision]:
    """Every entity and name of the article, with the decision that led to it."""
    used: dict[tuple[int, str], Decision] = {}
    for one in links:
        for name in (one.chain.name, *one.chain.names):
            used[one.entity_id, name] = one.decision
    return used


def _names(rows: Iterable[Any]) -> set[name_index.Name]:
    return {(row.entity_id, row.folded) for row in rows if row.entity_id is not None}


def _alias(article_id: int, name_id: int, entity_id: int, decision: Decision) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "name_id": name_id,
        "entity_id": entity_id,
        "confidence": decision.confidence,
        "basis": decision.basis,
    }
