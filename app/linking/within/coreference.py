"""Which mentions of one article mean one thing, and the fullest name of it.

Pure: kinds and known aliases are handed in; reads no text.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.linking.names import short_forms
from app.linking.names.generic_names import is_generic
from app.linking.names.spelling import one_letter_apart
from app.linking.within.surnames import NO_HINT, Hint, bearer, may_be_one

_WITH_ACRONYMS = {"organization", "facility", "event", "work", "other"}
_SPELT_OUT = {"place", "person"}  # an acronym of theirs is made of their own letters
_NAMED_BY_OWNER = {"organization", "facility", "other"}
_LONGEST_NAME = 4  # words of a person's name; longer ones are lines of a score or a list


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as written.

    `evidence` are kinds with weights; `owner` whose it is said to be (`Russia` in `Russia's
    Security Council`); `expands` the acronym written in brackets behind it; `hint` what stands
    beside it and may tell people of one last name apart; `known` that a gazetteer has a place of
    this name, `placed` that it stands behind a preposition of place, `inside` behind one that
    people rarely do (`in Orle`).
    """

    start: int
    end: int
    name: str
    evidence: tuple[tuple[str, float], ...] = ()
    owner: str | None = None
    expands: str | None = None
    hint: Hint = NO_HINT
    known: bool = False
    placed: bool = False
    inside: bool = False


@dataclass(slots=True)
class Chain:
    """The mentions of one entity: indices into the mentions given, in order."""

    kind: str
    name: str
    weight: float
    members: list[int] = field(default_factory=list)


_SPACED_LETTERS = re.compile(r"(?:[^\W\d_]\. ){1,4}[^\W\d_]\.\Z|(?:u\. [snk]|e\. u)\.(?= )")
"""`U. S.` whole, or before more words: letters of one acronym. Initials before a last name (`J. K.
Marlow`) stay apart."""


def fold(name: str) -> str:
    """The form under which two spellings are one name: case, article, stops, kinds of marks and spaces inside an acronym folded."""
    plain = name.casefold().replace("’", "'").replace("\u2011", "-").replace("\u00a0", " ")
    plain = re.sub(r"\s+", " ", plain).removeprefix("the ").strip()
    spaced = _SPACED_LETTERS.match(plain)
    if spaced:
        plain = spaced.group().replace(" ", "") + plain[spaced.end() :]
    return plain.replace(".", "").strip()


def chains(mentions: Sequence[Mention], aliases: Mapping[str, str] | None = None) -> list[Chain]:
    """The chains in order of first mention. Mentions come in text order."""
    groups = _same_name(mentions)
    kinds = {key: _kind(mentions, members) for key, members in groups.items()}
    joined = _Joins(groups)
    _join_owned(joined, groups, kinds)
    _join_aliases(joined, groups, kinds, aliases or {})
    _join_acronyms(joined, groups, kinds, mentions)
    _join_initials(joined, groups, kinds)
    _join_spellings(joined, groups, kinds)
    _join_plurals(joined, groups, kinds)
    _join_persons(joined, groups, kinds)
    _join_turned(joined, groups, kinds, mentions)
    _join_directions(joined, groups, kinds, aliases or {})
    _join_shortened(joined, groups, kinds, mentions)
    _join_firms(joined, groups, kinds)
    return _surnames(mentions, groups, kinds, joined)


Key = tuple[str, str]
Kind = tuple[str, float]


def _same_name(mentions: Sequence[Mention]) -> dict[Key, list[int]]:
    """Mentions of the same folded name and, for what several may have, the same owner."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for k, m in enumerate(mentions):
        groups[fold(m.name), fold(m.owner or "")].append(k)
    return dict(groups)


def _kind(mentions: Sequence[Mention], members: Iterable[int]) -> tuple[str, float]:
    """The kind with the most evidence over all mentions, and how much more than the next."""
    total: dict[str, float] = defaultdict(float)
    for k in members:
        for kind, weight in mentions[k].evidence:
            total[kind] += weight
    ranked = sorted(total.items(), key=lambda t: -t[1])
    if not ranked or ranked[0][1] <= 0:
        return "other", 0.0
    if ranked[0][0] == "person" and _is_inside(mentions, members):
        return "place", 0.0
    return ranked[0][0], ranked[0][1] - (max(0.0, ranked[1][1]) if len(ranked) > 1 else 0.0)


def _is_inside(mentions: Sequence[Mention], members: Iterable[int]) -> bool:
    """Whether a name that is read as a person's stands as only places do, twice and most of the time."""
    inside = [mentions[k].inside for k in members]
    return sum(inside) > 1 and 2 * sum(inside) >= len(inside)


def _join_owned(
    joined: "_Joins", groups: Mapping[Key, list[int]], kinds: Mapping[Key, Kind]
) -> None:
    """`the party's Ruth Calder` is `Ruth Calder`: an owner parts only bodies of a name that many have, and no person owns such a name."""
    persons = {
        part
        for key in groups
        if kinds[key][0] == "person"
        for part in (key[0], key[0].rsplit(" ", 1)[-1])
    }
    for key in groups:
        parted = kinds[key][0] in _NAMED_BY_OWNER and is_generic(key[0]) and key[1] not in persons
        if key[1] and (key[0], "") in groups and not parted:
            joined.join((key[0], ""), key)


class _Joins:
    """A union of keys; the first key of a class represents it."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._root = {k: k for k in keys}

    def root(self, key: Key) -> Key:
        while self._root[key] != key:
            self._root[key] = self._root[self._root[key]]
            key = self._root[key]
        return key

    def join(self, a: Key, b: Key) -> None:
        self._root[self.root(b)] = self.root(a)


def _join_aliases(
    joined: _Joins,
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    aliases: Mapping[str, str],
) -> None:
    """`US` and `United States`, `Kiev` and `Kyiv`: what the caller's list knows as one, unless a person."""
    seen: dict[str, Key] = {}
    for key in groups:
        short = short_forms.official(key[0])
        known = aliases.get(key[0]) or aliases.get(short or "")
        if known and kinds[key][0] != "person":
            joined.join(seen.setdefault(known, key), key)


def _join_acronyms(
    joined: _Joins,
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    mentions: Sequence[Mention],
) -> None:
    """`Harbour Pilots' Association (HPA)` and every `HPA`; but an agency in brackets behind a dateline's place is not that place."""
    for key, members in groups.items():
        for k in members:
            short = mentions[k].expands
            if (
                short
                and (fold(short), "") in groups
                and (kinds[key][0] not in _SPELT_OUT or short[0] == mentions[k].name[0])
            ):
                joined.join(key, (fold(short), ""))


def _join_initials(
    joined: _Joins, groups: Mapping[Key, list[int]], kinds: Mapping[Key, Kind]
) -> None:
    """`KDP` and the only `Kurdistan Democratic Party` of the article: three letters or more, small words counted or not.

    A place's acronym (`DRC`) is a place too.
    """
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in groups:
        if kinds[key][0] in _WITH_ACRONYMS or kinds[key][0] == "place":
            for short in short_forms.initials(key[0]):
                fuller[short].add(joined.root(key))
    for key in groups:
        whole = fuller.get(key[0], set())
        if key[1] == "" and len(key[0]) > 2 and len(whole) == 1:
            (other,) = whole
            if (kinds[key][0] == "place") == (kinds[other][0] == "place") and kinds[key][
                0
            ] in _WITH_ACRONYMS | {"place"}:
                joined.join(other, key)


def _join_plurals(
    joined: _Joins, groups: Mapping[Key, list[int]], kinds: Mapping[Key, Kind]
) -> None:
    """`Iraqi` and `Iraqis`."""
    for key in groups:
        many = (key[0] + "s", key[1])
        if kinds[key][0] == "group" and many in groups and kinds[many][0] == "group":
            joined.join(key, many)


def _join_persons(
    joined: _Joins, groups: Mapping[Key, list[int]], kinds: Mapping[Key, Kind]
) -> None:
    """`Suu Kyi` and the only `Aung San Suu Kyi`; `Joshua Norton` and the only `Joshua Abraham Norton`."""
    fuller: dict[str, set[Key]] = defaultdict(set)
    named = [key for key in groups if kinds[key][0] == "person" and " " in key[0]]
    for key in named:
        for short in short_forms.of_person(key[0]):
            fuller[short].add(key)
    for key in named:
        if len(whole := fuller.get(key[0], set())) == 1:
            joined.join(next(iter(whole)), key)


def _join_turned(
    joined: _Joins,
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    mentions: Sequence[Mention],
) -> None:
    """`Arab League` and `League of Arab States`, `River Lircay`, `Lircay River` and `Lircay`: the same words the other way round.

    `Delaware` is no river: a place that a gazetteer knows is that place.
    """
    for key in groups:
        kind = kinds[key][0]
        forms = (
            short_forms.turned(key[0])
            if kind in _NAMED_BY_OWNER
            else short_forms.waters(key[0])
            if kind == "place"
            else ()
        )
        for form in forms:
            other = (form, key[1])
            if other not in groups or other == key or _sort(kinds[other][0]) != _sort(kind):
                continue
            if " " in form or not mentions[groups[other][0]].known:
                joined.join(key, other)


def _sort(kind: str) -> str:
    """Bodies are one sort, whatever they are taken for."""
    return "body" if kind in _NAMED_BY_OWNER else kind


def _join_directions(
    joined: _Joins,
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    aliases: Mapping[str, str],
) -> None:
    """`Korea` in an article that speaks of the South alone: only where the short name is no territory and one direction is named."""
    longer: dict[str, set[Key]] = defaultdict(set)
    for key in groups:
        direction, _, rest = key[0].partition(" ")
        if direction in _DIRECTIONS and rest:
            longer[_land(rest)].add(key)
    for rest, keys in longer.items():
        short = (rest, "")
        lands = {key for key in keys if key[0] in aliases and kinds[key][0] == "place"}
        one_way = len({key[0].partition(" ")[0] for key in keys}) == 1
        if (
            short in groups
            and rest not in aliases
            and len(lands) == 1
            and one_way
            and kinds[short][0] == "place"
        ):
            joined.join(next(iter(lands)), short)


_DIRECTIONS = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western"]
)


def _land(name: str) -> str:
    """`korea` for `korean` and `koreans`: a people of the other half speaks of the other half too."""
    return re.sub(r"ns?$", "", name) if re.search(r"[ae]ns?$", name) else name


def _join_spellings(
    joined: _Joins, groups: Mapping[Key, list[int]], kinds: Mapping[Key, Kind]
) -> None:
    """`Lugansk` and `Luhansk`: places or persons of at least six letters, one letter apart, same first letter and length."""
    buckets: dict[tuple[str, str, int], list[Key]] = defaultdict(list)
    for key in groups:
        if kinds[key][0] in {"place", "person"} and len(key[0]) >= 6:
            buckets[kinds[key][0], key[0][:2], key[0].count(" ")].append(key)
    for near in buckets.values():
        for n, a in enumerate(near[:_MOST_COMPARED]):
            for b in near[n + 1 : _MOST_COMPARED]:
                if one_letter_apart(a[0], b[0]):
                    joined.join(a, b)


# names with the same two first letters that are compared pairwise, so that hostile text stays
# linear
_MOST_COMPARED = 60


def _join_shortened(
    joined: _Joins,
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    mentions: Sequence[Mention],
) -> None:
    """`the Board` after one `Harbour Board`: the last words alone join the only fuller organization or facility that ends in them.

    Not the place in the name of a newspaper or a university: `Kabul` is no university.
    """
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in groups:
        if kinds[key][0] in _NAMED_BY_OWNER:
            for short in short_forms.ends(key[0]):
                fuller[short].add(joined.root(key))
    for key, members in groups.items():
        whole = fuller.get(key[0], set())
        if (
            key[1] == ""
            and len(whole) == 1
            and joined.root(key) not in whole
            and kinds[key][0] in _NAMED_BY_OWNER
        ):
            (other,) = whole
            if mentions[groups[other][0]].start < mentions[members[0]].start:
                joined.join(other, key)


def _join_firms(joined: _Joins, groups: Mapping[Key, list[int]], kinds: Mapping[Key, Kind]) -> None:
    """`GateHouse` and the only `GateHouse Media`: a firm without what firms append."""
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in groups:
        if kinds[key][0] in _NAMED_BY_OWNER:
            for short in short_forms.fronts(key[0]):
                fuller[short].add(joined.root(key))
    for key in groups:
        whole = fuller.get(key[0], set()) - {joined.root(key)}
        if len(whole) == 1 and kinds[key][0] in _NAMED_BY_OWNER | {"product"}:
            joined.join(next(iter(whole)), key)


def _surnames(
    mentions: Sequence[Mention],
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    joined: _Joins,
) -> list[Chain]:
    """Gives every bare surname to the person of that name; builds the chains.

    Of several named before, to whom its title, office or pronoun means, else to whom it meant while
    nobody else of that name was named, and to nobody where nothing decides; with one before it to
    that one, with none to the first named later.
    """
    full: dict[str, list[tuple[int, Key]]] = defaultdict(list)
    for key, members in groups.items():
        if kinds[key][0] == "person" and " " in key[0]:
            full[key[0].rsplit(" ", 1)[1]] += [(k, joined.root(key)) for k in members]
    given = _given(groups, kinds, joined, mentions)
    for word, named in [*given.items(), *_inner(groups, kinds, joined, full).items()]:
        full[word] += named
    target: dict[int, Key] = {}
    for key, members in groups.items():
        may_be = " " not in key[0] and (key[0] in given or _may_be_person(kinds[key], len(members)))
        named = sorted(full.get(key[0], ())) if may_be else []
        alone: Key | None = None
        for k in members:
            who = _bearer(mentions, named, k)
            alone = who if who and _are_one(named, k) else alone
            plain = alone if mentions[k].hint.gender is None else None
            target[k] = who or plain or joined.root(key)
    return _built(mentions, target, kinds)


def _are_one(named: Sequence[tuple[int, Key]], k: int) -> bool:
    """Whether those named in full before mention `k` are one person."""
    return len({key for n, key in named if n < k}) == 1


def _bearer(mentions: Sequence[Mention], named: Sequence[tuple[int, Key]], k: int) -> Key | None:
    """Which of the people named in full (in order) mention `k` of their last name alone means."""
    if not named:
        return None
    last = bisect_left(named, k, key=lambda n: n[0])
    hints: dict[Key, list[Hint]] = defaultdict(list)
    for n, key in named[:last] or named[:1]:
        hints[key].append(mentions[n].hint)
    if len(hints) == 1:
        return next(iter(hints))
    who = bearer(hints, mentions[k].hint)
    return named[last - 1][1] if who is None and may_be_one([key[0] for key in hints]) else who


def _given(
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    joined: _Joins,
    mentions: Sequence[Mention],
) -> dict[str, list[tuple[int, Key]]]:
    """First names that the article also uses alone for a person, with the mentions in full of the only one who has it."""
    named: dict[str, list[tuple[int, Key]]] = defaultdict(list)
    for key, members in groups.items():
        if kinds[key][0] == "person" and " " in key[0]:
            named[key[0].split(" ", 1)[0]] += [(k, joined.root(key)) for k in members]
    alone = {
        first
        for first in named
        if (first, "") in groups
        and _may_be_first(mentions, groups[first, ""], kinds[first, ""], named[first])
    }
    return {first: named[first] for first in alone if len({root for _, root in named[first]}) == 1}


def _may_be_first(
    mentions: Sequence[Mention], bare: Sequence[int], kind: Kind, named: Sequence[tuple[int, Key]]
) -> bool:
    """Whether a single name is the person's: one that is read as a place must stand behind the full name and never where places do."""
    if kind[0] != "place":
        return kind[0] == "person"
    first = min(k for k, _ in named)
    return first < bare[0] and not any(mentions[k].placed for k in bare)


def _inner(
    groups: Mapping[Key, list[int]],
    kinds: Mapping[Key, Kind],
    joined: _Joins,
    full: Mapping[str, list[tuple[int, Key]]],
) -> dict[str, list[tuple[int, Key]]]:
    """Family names that stand inside a full name and are used alone: `Freire` of `Ramón Freire Serrano`, `Li` of `Austin Li Jiaqi`.

    It means the only person so called who was named before it, else the only one of the article.
    """
    named: dict[str, list[tuple[int, Key]]] = defaultdict(list)
    for key, members in groups.items():
        parts = key[0].split(" ")
        if kinds[key][0] == "person" and 1 < len(parts) <= _LONGEST_NAME:
            for part in parts[:-1]:
                named[part] += [(k, joined.root(key)) for k in members]
    found: dict[str, list[tuple[int, Key]]] = {}
    for word, places in named.items():
        bare = groups.get((word, ""))
        inside = [root for _, root in places if word in root[0].split(" ")[1:-1]]
        if not bare or kinds[word, ""][0] != "person" or word in full or not inside:
            continue
        before = {root for k, root in places if k < bare[0]}
        meant = before or {root for _, root in places}
        if len(meant) == 1:
            found[word] = [place for place in places if place[1] in meant]
    return found


def _may_be_person(kind: Kind, mentions: int) -> bool:
    """Whether what speaks for a place or a body is little, in all or in each mention: a gazetteer knows many a last name for a place.

    Read off the dev parts of cleanconll_evalonly and el_wiki_fair_v2: a director `Jordan` has 1.25 a mention, places 1.9 and more.
    """
    return kind[0] in {"person", "other"} or kind[1] < 2.6 or kind[1] < 1.3 * mentions


def _built(
    mentions: Sequence[Mention], target: Mapping[int, Key], kinds: Mapping[Key, Kind]
) -> list[Chain]:
    """Chains in order of first mention, each with its kind by all its evidence and its fullest name; a full name of a person decides."""
    members: dict[Key, list[int]] = defaultdict(list)
    for k in range(len(mentions)):
        members[target[k]].append(k)
    made = []
    for key, ks in members.items():
        kind, weight = (
            kinds[key] if kinds[key][0] == "person" and " " in key[0] else _kind(mentions, ks)
        )
        made.append(
            Chain(kind, short_forms.fullest((mentions[k].name for k in ks), kind), weight, ks)
        )
    return made
