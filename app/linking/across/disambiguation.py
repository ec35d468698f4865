"""Which known entity a chain of mentions is, how sure that is, and when it is nobody known.

Pure: candidates are handed in.

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
"""Why a chain was linked: already meant in this article, a known entry, its name, a name it goes
by, a spelling of it, the last word of its name, the fuller name of what was known by its last
word alone, a name that goes on from the other; or new. A namesake shares the last word only, and
is none of it."""

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
    "longer": 0.75,
    "namesake": 0,
}
_BARE = 0.8
"""The confidence in a person's single name that is all that is known of the entity too."""
UNSUPPORTED = 0.65
"""The most that a join across articles is worth for which nothing but a name that many may bear
speaks: it is proposed, not made."""
# weight of shared people and bodies from which two bodies of a common name are one where no country
# says otherwise
_CLOSE = 0.4
# weight of shared places from which they speak for more than a region: two that hardly another
# article names
_RARE = 2.0
_NEAR = frozenset({"organization", "facility", "work", "product", "event"})
_SHARED = 0.2
"""The most that shared company adds."""
_APART = 0.1
"""What a person's name that fits less than whole loses when the article shares neither company nor
time with the entity."""
_ROLE = 0.1
"""What a word that both are described by adds: a `minister` here and there."""
_NAMESAKES = 0.15
"""What a person's full name loses against a bare last name when others are known who have it."""
_SAME_CORE = 0.12
"""What a spelling gains that differs only in marks, hyphens, middle names, number or what firms
append."""
_NEAR_DAYS = 60  # days between two articles that may be about one affair
_ENOUGH = 1.5  # weight of shared company that counts in full: two entities that few articles name


@dataclass(frozen=True, slots=True)
class ChainQuery:
    """A chain: its kind, its best name and every name used, folded; the words of its roles.

    Of a team its sport, if known.

    `country` is the code of the country whose body a name means that every country's has, `key` the
    built-in entry of its name.
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
    """An entity that may be meant.

    Its own name, the name that was found, in how many articles it goes by it, and why it is one.

    `shared` is the weight of the entities that both are named with (None: not looked at), `close`
    of those that are no places or peoples, `days` how far apart they were written, `roles` the
    words of what those articles describe it as. `found_kind` is the kind that it was found as,
    where a person gave it another, `sport` that of a team, `country` that of a body whose name many
    have.
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

    Who else it may be, surest first.
    """

    entity_id: int | None
    confidence: float
    basis: Basis
    rivals: tuple[tuple[int, float, Basis], ...] = ()


def is_settled(asked: ChainQuery, d: Decision) -> bool:
    """Whether a decision needs no look at company.

    What is meant here already or known, or a name of its own.
    """
    if asked.generic:
        return d.basis == "entry"
    return d.basis in {"here", "entry"} or (
        d.basis == "name" and (asked.kind != "person" or " " in asked.name)
    )


def role_words(roles: Iterable[str]) -> frozenset[str]:
    """The words of roles that tell something, case-folded: four letters or more."""
    return frozenset(
        word for role in roles for word in re.findall(r"[^\W\d_]{4,}", role.casefold())
    )


def fit(asked: ChainQuery, c: Candidate) -> float:
    """How well the kinds of a chain and a candidate go together, 0–1.

    The given or the found one, whichever goes better.

    A team of one sport is none of another, a country's congress not that of another.
    """
    told = ((asked.sport, c.sport), (asked.country, c.country if asked.generic else None))
    if any(one and other and one != other for one, other in told):
        return 0.0
    return max(fits(asked, c.kind), fits(asked, c.found_kind or c.kind))


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
    """Whether one of the names used says anything of an entity's own name.

    Its last or first words, its initials, a spelling of it.
    """
    return any(
        _is_of(name, own, asked.kind) or _is_of(own, name, asked.kind)
        for name in asked.names | {asked.name}
    )


def _is_of(short: str, long: str, kind: str) -> bool:
    if kind == "person":
        return short in long.split(" ") or short in set(of_person(long)) or alike(short, long, kind)
    return short in {*ends(long), *fronts(long), *turned(long)} | initials(long) or alike(
        short, long, kind
    )


def cooccurring(asked: Sequence[ChainQuery]) -> Iterator[tuple[int, int, Basis]]:
    """Pairs of chains of one article, by number, that may be one.

    A person's name that is part of exactly one or two others' names.
    """
    parts: dict[str, list[int]] = {}
    for n, a in enumerate(asked):
        if a.kind == "person" and " " in a.name:
            for part in {*a.name.split(" "), *of_person(a.name)} - {a.name}:
                parts.setdefault(part, []).append(n)
    for n, a in enumerate(asked):
        longer = parts.get(a.name, []) if a.kind == "person" else []
        if len(longer) <= _FEW:
            yield from ((n, other, "longer" if " " in a.name else "last") for other in longer)


_FEW = 2  # bearers of a name among whom the editor may choose; more is a family or a list


def decide(
    asked: ChainQuery, candidates: Iterable[Candidate], apart: Collection[frozenset[int]] = ()
) -> Decision:
    """The surest candidate if it is sure enough and leads clearly.

    `apart` are pairs that the editor told apart.
    """
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
    tied = (
        next_ is not None and best[0] - next_[0] < CLEAR and not _settled(best[1], next_[1], apart)
    )
    rivals = tuple(
        (c.entity_id, round(min(1.0, sure), 2), c.basis) for sure, c in ranked if sure >= PROPOSE
    )
    if best[0] < LINK or tied:
        return Decision(None, round(1 - best[0] / 2, 2), "new", rivals[:3])
    return Decision(best[1].entity_id, round(min(1.0, best[0]), 2), best[1].basis, rivals[1:3])


def _settled(best: Candidate, other: Candidate, apart: Collection[frozenset[int]]) -> bool:
    """Two of the very same name and kind were one library's doing.

    Unless a person told them apart; the more used one is meant.
    """
    if best.basis in {"here", "entry"}:
        return True
    return (
        best.basis == "name"
        and not _bare(best)
        and frozenset({best.entity_id, other.entity_id}) not in apart
    )


def _bare(c: Candidate) -> bool:
    """Whether it is a person of whom a single word is known."""
    return c.kind == "person" and c.basis == "name" and " " not in c.own


def _confidence(asked: ChainQuery, c: Candidate, all_: list[Candidate]) -> float:
    sure = (_BARE if _bare(c) else _BASE[c.basis]) * fit(asked, c)
    if c.basis == "fuller" and any(o.basis == "namesake" for o in all_):
        sure -= _NAMESAKES
    if c.basis in {"alias", "last", "longer"}:
        sure *= _share(c, all_)
    if c.basis == "spelling":
        if not alike(asked.name, c.found, asked.kind):
            return 0.0
        sure += _SAME_CORE * _is_same_core(asked, c)
    if c.basis not in {"here", "entry"}:
        sure += _company(asked, c)
    return max(0.0, sure if _is_supported(asked, c) else min(sure, UNSUPPORTED))


def _company(asked: ChainQuery, c: Candidate) -> float:
    """What shared company, time and roles add or take."""
    if c.shared is None:
        return 0.0
    company = min(1.0, c.shared / _ENOUGH)
    role = _ROLE if asked.roles & c.roles else 0.0
    alone = not company and not _is_near(c) and asked.kind == "person" and c.basis != "name"
    return role + _SHARED * company - _APART * alone


def was_supported(basis: str, confidence: float) -> bool:
    """Whether an earlier link by part of a name, or a spelling, had co-occurrence for it."""
    bases = {
        "alias": _BASE["alias"],
        "spelling": _BASE["spelling"],
        "fuller": _BASE["fuller"],
        "last": _BASE["last"],
        "longer": _BASE["longer"],
    }
    return basis in bases and confidence > bases[basis]


def _is_supported(asked: ChainQuery, c: Candidate) -> bool:
    """Whether more than a name that many may bear speaks for a join across articles.

    The country, or people and bodies in both.
    """
    if asked.generic and c.basis != "entry":
        same = asked.country is not None and asked.country == c.country
        return same or c.close >= _CLOSE or (c.basis == "here" and c.articles <= 1)
    if c.basis in {"here", "entry"} or (c.basis == "name" and not _bare(c)):
        return True
    if (c.basis == "spelling" or asked.kind == "group") and _is_same_core(asked, c):
        return True
    shared = c.shared or 0.0
    return c.close > 0 or shared >= _RARE or bool(asked.roles & c.roles and (shared or _is_near(c)))


def _is_near(c: Candidate) -> bool:
    return c.days is not None and c.days <= _NEAR_DAYS


def _is_same_core(asked: ChainQuery, c: Candidate) -> bool:
    return core(asked.name, asked.kind) == core(c.found, asked.kind)


def _share(c: Candidate, all_: list[Candidate]) -> float:
    """1 for the only one who goes by a name.

    Else less, the less of the articles that use the name are about it.
    """
    same = {
        o.entity_id: o.articles
        for o in all_
        if o.basis in {"alias", "last", "longer"} and o.kind == c.kind
    }
    if len(same) < 2:
        return 1.0
    return 0.5 + 0.5 * same[c.entity_id] / max(1, sum(same.values()))
