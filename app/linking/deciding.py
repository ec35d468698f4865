"""Which known entity a chain of mentions is, how sure that is, and when it is nobody known. Pure: candidates are handed in.

Every constant was measured on the dev parts of cleanconll_evalonly (news of 1996) and el_wiki_fair_v2 (Wikipedia), B-cubed over all
articles; `docs/decisions/` has the table.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from app.linking.spelling import alike, core

Basis = Literal["here", "entry", "name", "alias", "spelling", "last", "fuller", "namesake", "new"]
"""Why a chain was linked: already meant in this article, a known entry, its name, a name it goes by, a spelling of it, the last word of its
name, the fuller name of what was known by its last word alone; or new. A namesake shares the last word only, and is none of it."""

LINK = 0.7
"""From this confidence on a chain is linked."""
PROPOSE = 0.5
"""From this on, and below `LINK`, the pair is proposed to the editor."""
CLEAR = 0.1
"""By so much the best must lead over the next, else both are proposed and neither is linked."""

_BASE: dict[Basis, float] = {
    "here": 1.0,
    "entry": 0.97,
    "name": 0.95,
    "alias": 0.85,
    "spelling": 0.8,
    "fuller": 0.8,
    "last": 0.8,
    "namesake": 0,
}
_BARE = 0.8
"""The confidence in a person's single name that is all that is known of the entity too."""
_NEAR = frozenset({"organization", "facility", "work", "product", "event"})
_SHARED = 0.2
"""The most that shared company adds."""
_APART = 0.1
"""What a person's name that fits less than whole loses when the article shares neither company nor time with the entity."""
_ROLE = 0.1
"""What a word that both are described by adds: a `minister` here and there."""
_NAMESAKES = 0.15
"""What a person's full name loses against a bare last name when others are known who have it."""
_SAME_CORE = 0.12
"""What a spelling gains that differs only in marks, hyphens, middle names, number or what firms append."""
_NEAR_DAYS = 60  # days between two articles that may be about one affair
_ENOUGH = 1.5  # weight of shared company that counts in full: two entities that few articles name


@dataclass(frozen=True, slots=True)
class Asked:
    """A chain: its kind, its best name and every name used, folded; the words of its roles; of a team its sport, if known."""

    kind: str
    name: str
    names: frozenset[str]
    sport: str | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant: its own name, the name that was found, in how many articles it goes by it, and why it is one.

    `shared` is the weight of the entities that both are named with (None: not looked at), `days` how far apart they were written,
    `roles` the words of what those articles describe it as.
    `found_kind` is the kind that it was found as, where a person gave it another, `sport` that of a team.
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


@dataclass(frozen=True, slots=True)
class Decision:
    """The entity meant, or None for a new one; how sure that is and why; who else it may be, surest first."""

    entity_id: int | None
    confidence: float
    basis: Basis
    rivals: tuple[tuple[int, float, Basis], ...] = ()


def role_words(roles: Iterable[str]) -> frozenset[str]:
    """The words of roles that tell something, case-folded: four letters or more."""
    return frozenset(word for role in roles for word in re.findall(r"[^\W\d_]{4,}", role.casefold()))


def fit(asked: Asked, c: Candidate) -> float:
    """How well the kinds of a chain and a candidate go together, 0–1: the given or the found one, whichever goes better.

    A team of one sport is none of another.
    """
    if asked.sport and c.sport and asked.sport != c.sport:
        return 0.0
    return max(fits(asked, c.kind), fits(asked, c.found_kind or c.kind))


def fits(asked: Asked, kind: str) -> float:
    """How well two kinds of one name go together, 0–1."""
    if asked.kind == kind:
        return 1.0
    pair = {asked.kind, kind}
    if "other" in pair:
        return 0.8
    if pair <= _NEAR or pair == {"place", "facility"}:
        return 0.8
    return 0.0


def decide(asked: Asked, candidates: Iterable[Candidate], apart: Collection[frozenset[int]] = ()) -> Decision:
    """The surest candidate if it is sure enough and leads clearly; `apart` are pairs that the editor told apart."""
    given = [c for c in candidates if fit(asked, c) > 0]
    scored: dict[int, tuple[float, Candidate]] = {}
    for c in given:
        sure = _confidence(asked, c, given)
        if c.entity_id not in scored or scored[c.entity_id][0] < sure:
            scored[c.entity_id] = sure, c
    ranked = sorted(scored.values(), key=lambda t: (-t[0], -t[1].articles, t[1].entity_id))
    if not ranked:
        return Decision(None, 1.0, "new")
    best, next_ = ranked[0], ranked[1] if len(ranked) > 1 else None
    tied = next_ is not None and best[0] - next_[0] < CLEAR and not _settled(best[1], next_[1], apart)
    rivals = tuple((c.entity_id, round(min(1.0, sure), 2), c.basis) for sure, c in ranked if sure >= PROPOSE)
    if best[0] < LINK or tied:
        return Decision(None, round(1 - best[0] / 2, 2), "new", rivals[:3])
    return Decision(best[1].entity_id, round(min(1.0, best[0]), 2), best[1].basis, rivals[1:3])


def _settled(best: Candidate, other: Candidate, apart: Collection[frozenset[int]]) -> bool:
    """Two of the very same name and kind were one library's doing, unless a person told them apart; the more used one is meant."""
    if best.basis in {"here", "entry"}:
        return True
    return best.basis == "name" and not _bare(best) and frozenset({best.entity_id, other.entity_id}) not in apart


def _bare(c: Candidate) -> bool:
    """Whether it is a person of whom a single word is known."""
    return c.kind == "person" and c.basis == "name" and " " not in c.own


def _confidence(asked: Asked, c: Candidate, all_: list[Candidate]) -> float:
    sure = (_BARE if _bare(c) else _BASE[c.basis]) * fit(asked, c)
    if c.basis == "fuller" and any(o.basis == "namesake" for o in all_):
        sure -= _NAMESAKES
    if c.basis in {"alias", "last"}:
        sure *= _share(c, all_)
    if c.basis == "spelling":
        if not alike(asked.name, c.found, asked.kind):
            return 0.0
        sure += _SAME_CORE * (core(asked.name, asked.kind) == core(c.found, asked.kind))
    if c.shared is None or c.basis in {"here", "entry"}:
        return max(0.0, sure)
    company = min(1.0, c.shared / _ENOUGH)
    if asked.roles and c.roles:
        sure += _ROLE if asked.roles & c.roles else 0.0
    near = c.days is not None and c.days <= _NEAR_DAYS
    alone = not company and not near and asked.kind == "person" and c.basis != "name"
    return max(0.0, sure + _SHARED * company - _APART * alone)


def _share(c: Candidate, all_: list[Candidate]) -> float:
    """1 for the only one who goes by a name; else less, the less of the articles that use the name are about it."""
    same = {o.entity_id: o.articles for o in all_ if o.basis in {"alias", "last"} and o.kind == c.kind}
    if len(same) < 2:
        return 1.0
    return 0.5 + 0.5 * same[c.entity_id] / max(1, sum(same.values()))
