"""Which known entity a chain of mentions is, how sure that is, and when it is a new one.

Candidates are passed in; nothing is looked up here.

Every constant was measured on the dev parts of cleanconll_evalonly (news of 1996) and
el_wiki_fair_v2 (Wikipedia), B-cubed over all articles; `docs/decisions/` has the table.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.linking.names.generic_names import is_generic
from app.linking.names.short_forms import ends, fronts, initials, of_person, turned
from app.linking.names.spelling import alike, core

Basis = Literal[
    "here", "entry", "name", "alias", "spelling", "last", "fuller", "longer", "namesake", "new"
]
"""Why a chain was linked.

`here`: already meant in this article; `entry`: a known entry; `name`: its name; `alias`: another
name of it; `spelling`: a spelling of its name; `last`: the last word of its name; `fuller`: the
fuller name of what was known by its last word alone; `longer`: a name that goes on from the other;
`new`: a new entity. A `namesake` only shares the last word, and is never linked.
"""

LINK = 0.7
"""From this confidence on a chain is linked."""
PROPOSE = 0.5
"""From this confidence on, and below `LINK`, the pair is proposed to the editor."""
CLEAR = 0.1
"""The lead of the best over the next from which it is linked; else both are only proposed."""

_BASE: dict[Basis, float] = {
    "here": 1.0,
    "entry": 0.97,
    "name": 0.95,
    "alias": 0.85,
    "spelling": 0.8,
    "fuller": 0.8,
    "last": 0.8,
    "longer": 0.75,
    "namesake": 0,
}
_SINGLE_NAME = 0.8
"""The confidence in a person's single name that is all that is known of the entity too."""
UNSUPPORTED = 0.65
"""The highest confidence in a link that rests only on a name that many may have: it is proposed.
"""
# Weight of shared people and bodies from which two bodies of a common name are one where no country
# contradicts it.
_CLOSE = 0.4
# Weight of shared places from which they show more than a common region: two that hardly another
# article names.
_RARE = 2.0
_NEAR = frozenset({"organization", "facility", "work", "product", "event"})
_SHARED = 0.2
"""The most that shared neighbours, entities named with both, add."""
_APART = 0.1
"""What a person's partly fitting name loses without shared neighbours or time."""
_ROLE = 0.1
"""What a role word that both have adds: a `minister` in both articles."""
_NAMESAKES = 0.15
"""What a person's full name loses against a bare last name that others are known to have."""
_SAME_CORE = 0.12
"""What a spelling gains that differs only in diacritics, hyphens, middle names, number or what
firms append."""
_NEAR_DAYS = 60  # days between two articles that may be about one affair
# Weight of shared neighbours that counts in full: two entities that few articles name.
_ENOUGH = 1.5
_PARTS_OF_NAMES: frozenset[Basis] = frozenset({"alias", "spelling", "fuller", "last", "longer"})
_SHARED_NAMES: frozenset[Basis] = frozenset({"alias", "last", "longer"})


@dataclass(frozen=True, slots=True)
class ChainQuery:
    """A chain: its kind, its best name and every name used (folded), the words of its roles.

    `sport` is that of a team. `country` is the code of the country whose body a generic name means,
    such as `congress`; `key` is the built-in entry of the name.
    """

    kind: str
    name: str
    names: frozenset[str]
    sport: str | None = None
    roles: frozenset[str] = frozenset()
    country: str | None = None
    key: str | None = None

    @property
    def generic(self) -> bool:
        """Whether many bodies have this name."""
        return self.kind in _NEAR | {"other"} and is_generic(self.name)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant: its own name, the name found, and why it is a candidate.

    `articles` is how many use that name for it. `shared` is the weight of the entities that both
    are named with (None: not looked at), `close` of those that are no places or peoples; `days` is
    how far apart the articles were written, `roles` the words of its roles there. `found_kind` is
    the kind that it was found as, where the editor gave it another; `sport` is that of a team,
    `country` that of a body with a generic name.
    """

    entity_id: int
    kind: str
    own: str
    found: str
    articles: int
    basis: Basis
    shared: float | None = None
    days: int | None = None
    found_kind: str | None = None
    sport: str | None = None
    roles: frozenset[str] = frozenset()
    close: float = 0.0
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The entity meant, or None for a new one; how sure that is and why.

    `rivals` are the others that it may be (id, confidence, basis), surest first.
    """

    entity_id: int | None
    confidence: float
    basis: Basis
    rivals: tuple[tuple[int, float, Basis], ...] = ()


def is_settled(asked: ChainQuery, d: Decision) -> bool:
    """Whether a decision needs no look at neighbours.

    It is already meant here, a known entry, or has the very name, which few share.
    """
    if asked.generic:
        return d.basis == "entry"
    return d.basis in {"here", "entry"} or (
        d.basis == "name" and (asked.kind != "person" or " " in asked.name)
    )


def role_words(roles: Iterable[str]) -> frozenset[str]:
    """The words of roles of four letters or more, case-folded."""
    return frozenset(
        word for role in roles for word in re.findall(r"[^\W\d_]{4,}", role.casefold())
    )


def fit(asked: ChainQuery, c: Candidate) -> float:
    """How well a chain and a candidate go together, 0–1, by the better of its two kinds.

    A team of one sport is not one of another, a country's congress not that of another.
    """
    if _contradict(asked.sport, c.sport):
        return 0.0
    if asked.generic and _contradict(asked.country, c.country):
        return 0.0
    return max(fits(asked, c.kind), fits(asked, c.found_kind or c.kind))


def _contradict(one: str | None, other: str | None) -> bool:
    """Whether both are known and differ."""
    return bool(one and other) and one != other


def fits(asked: ChainQuery, kind: str) -> float:
    """How well two kinds of one name go together, 0–1."""
    if asked.kind == kind:
        return 1.0
    pair = {asked.kind, kind}
    if "other" in pair:
        return 0.8
    if pair <= _NEAR or pair == {"place", "facility"}:
        return 0.8
    return 0.0


def related(asked: ChainQuery, own: str) -> bool:
    """Whether one of the names used is related to an entity's own name.

    As its last or first words, its initials, or a spelling of it.
    """
    names = asked.names | {asked.name}
    return any(
        _is_short_for(name, own, asked.kind) or _is_short_for(own, name, asked.kind)
        for name in names
    )


def _is_short_for(short: str, long: str, kind: str) -> bool:
    """Whether a name is a shorter or turned form of another, or a spelling of it."""
    if kind == "person":
        shorter = {*long.split(" "), *of_person(long)}
    else:
        shorter = {*ends(long), *fronts(long), *turned(long), *initials(long)}
    return short in shorter or alike(short, long, kind)


def cooccurring(asked: Sequence[ChainQuery]) -> Iterator[tuple[int, int, Basis]]:
    """Pairs of chains of one article, by index, that may be one.

    A person's name that is part of exactly one or two others' names.
    """
    people = [(n, query.name) for n, query in enumerate(asked) if query.kind == "person"]
    longer: dict[str, list[int]] = {}
    for n, name in people:
        if " " in name:
            for part in {*name.split(" "), *of_person(name)} - {name}:
                longer.setdefault(part, []).append(n)
    for n, name in people:
        others = longer.get(name, [])
        if len(others) <= _FEW:
            basis: Basis = "longer" if " " in name else "last"
            yield from ((n, other, basis) for other in others)


_FEW = 2  # people of a name among whom the editor may choose; more is a family or a list


def decide(
    asked: ChainQuery, candidates: Iterable[Candidate], apart: Collection[frozenset[int]] = ()
) -> Decision:
    """The surest candidate if it is sure enough and leads clearly.

    `apart` are pairs of entities that the editor keeps apart.
    """
    ranked = _ranked(asked, [c for c in candidates if fit(asked, c) > 0])
    if not ranked:
        return Decision(None, 1.0, "new")
    confidence, best = ranked[0]
    rivals = tuple(
        (c.entity_id, round(min(1.0, sure), 2), c.basis) for sure, c in ranked if sure >= PROPOSE
    )
    if confidence < LINK or _is_tied(ranked, apart):
        return Decision(None, round(1 - confidence / 2, 2), "new", rivals[:3])
    return Decision(best.entity_id, round(min(1.0, confidence), 2), best.basis, rivals[1:3])


def _ranked(asked: ChainQuery, candidates: list[Candidate]) -> list[tuple[float, Candidate]]:
    """Every entity with its surest candidate, the surest first; of equals the more used."""
    surest: dict[int, tuple[float, Candidate]] = {}
    for candidate in candidates:
        confidence = _confidence(asked, candidate, candidates)
        known = surest.get(candidate.entity_id)
        if known is None or known[0] < confidence:
            surest[candidate.entity_id] = confidence, candidate
    return sorted(surest.values(), key=lambda t: (-t[0], -t[1].articles, t[1].entity_id))


def _is_tied(ranked: Sequence[tuple[float, Candidate]], apart: Collection[frozenset[int]]) -> bool:
    """Whether the best has no clear lead over the next."""
    if len(ranked) < 2:
        return False
    (best_confidence, best), (next_confidence, other) = ranked[:2]
    return best_confidence - next_confidence < CLEAR and not _is_first(best, other, apart)


def _is_first(best: Candidate, other: Candidate, apart: Collection[frozenset[int]]) -> bool:
    """Whether the best needs no lead over the other.

    Two entities of the very same name and kind mean one thing, unless the editor keeps them apart:
    then the more used one is meant.
    """
    if best.basis in {"here", "entry"}:
        return True
    return (
        best.basis == "name"
        and not _is_single_name(best)
        and frozenset({best.entity_id, other.entity_id}) not in apart
    )


def _is_single_name(c: Candidate) -> bool:
    """Whether it is a person of whom a single word is known."""
    return c.kind == "person" and c.basis == "name" and " " not in c.own


def _confidence(asked: ChainQuery, c: Candidate, others: list[Candidate]) -> float:
    """How sure it is that the candidate is meant; `others` are all candidates."""
    if c.basis == "spelling" and not alike(asked.name, c.found, asked.kind):
        return 0.0
    confidence = _by_name(asked, c, others)
    if c.basis not in {"here", "entry"}:
        confidence += _by_context(asked, c)
    if not _is_supported(asked, c):
        confidence = min(confidence, UNSUPPORTED)
    return max(0.0, confidence)


def _by_name(asked: ChainQuery, c: Candidate, others: list[Candidate]) -> float:
    """The confidence by the name alone."""
    confidence = (_SINGLE_NAME if _is_single_name(c) else _BASE[c.basis]) * fit(asked, c)
    if c.basis == "fuller" and any(o.basis == "namesake" for o in others):
        confidence -= _NAMESAKES
    if c.basis in _SHARED_NAMES:
        confidence *= _share(c, others)
    if c.basis == "spelling":
        confidence += _SAME_CORE * _is_same_core(asked, c)
    return confidence


def _by_context(asked: ChainQuery, c: Candidate) -> float:
    """What shared neighbours, time and roles add or take."""
    if c.shared is None:
        return 0.0
    neighbours = min(1.0, c.shared / _ENOUGH)
    role = _ROLE if asked.roles & c.roles else 0.0
    is_apart = not neighbours and not _is_near(c)
    is_part_of_name = asked.kind == "person" and c.basis != "name"
    return role + _SHARED * neighbours - _APART * (is_apart and is_part_of_name)


def was_supported(basis: str, confidence: float) -> bool:
    """Whether an earlier link by a part or spelling of a name was surer than the name alone.

    Then shared neighbours supported it.
    """
    return any(basis == part and confidence > _BASE[part] for part in _PARTS_OF_NAMES)


def _is_supported(asked: ChainQuery, c: Candidate) -> bool:
    """Whether more than a name that many may have supports a link across articles."""
    if asked.generic and c.basis != "entry":
        return _is_generic_supported(asked, c)
    if c.basis in {"here", "entry"} or (c.basis == "name" and not _is_single_name(c)):
        return True
    is_spelling = c.basis == "spelling" or asked.kind == "group"
    if is_spelling and _is_same_core(asked, c):
        return True
    return _has_shared_context(asked, c)


def _is_generic_supported(asked: ChainQuery, c: Candidate) -> bool:
    """Whether a body that many have is the same: by its country, or people and bodies in both."""
    if asked.country is not None and asked.country == c.country:
        return True
    return c.close >= _CLOSE or (c.basis == "here" and c.articles <= 1)


def _has_shared_context(asked: ChainQuery, c: Candidate) -> bool:
    """Whether people, bodies or rare places are in both, or a role with some other sign."""
    shared = c.shared or 0.0
    if c.close > 0 or shared >= _RARE:
        return True
    return bool(asked.roles & c.roles) and (shared > 0 or _is_near(c))


def _is_near(c: Candidate) -> bool:
    return c.days is not None and c.days <= _NEAR_DAYS


def _is_same_core(asked: ChainQuery, c: Candidate) -> bool:
    return core(asked.name, asked.kind) == core(c.found, asked.kind)


def _share(c: Candidate, others: list[Candidate]) -> float:
    """1 for the only one with a name; else less, by its share of the articles with the name.

    Of several names of one entity the rarest counts: usually its full name.
    """
    articles: dict[int, int] = {}
    for other in others:
        if other.basis in _SHARED_NAMES and other.kind == c.kind:
            known = articles.get(other.entity_id, other.articles)
            articles[other.entity_id] = min(known, other.articles)
    if len(articles) < 2:
        return 1.0
    return 0.5 + 0.5 * articles[c.entity_id] / max(1, sum(articles.values()))
