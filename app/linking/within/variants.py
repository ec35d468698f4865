"""Which names of one article are variants of one name: acronyms, plurals, shorter forms, spellings.

Each rule joins groups of mentions. Pure: known aliases are passed in; no text is read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.linking.names import short_forms
from app.linking.names.folding import fold
from app.linking.names.generic_names import is_generic
from app.linking.names.spelling import one_letter_apart
from app.linking.within.mention_groups import Key, MentionGroups

_WITH_ACRONYMS = {"organization", "facility", "event", "work", "other"}
_SPELT_OUT = {"place", "person"}  # an acronym of theirs is made of their own letters
_BODIES = {"organization", "facility", "other"}
_DIRECTIONS = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western"]
)
_SHORTEST_ACRONYM = 3
_SHORTEST_MISSPELT = 6
_MOST_COMPARED = 60
"""Names with the same first two letters that are compared pairwise: hostile text stays linear."""


def join_variants(groups: MentionGroups, aliases: Mapping[str, str]) -> None:
    """Joins the groups that are variants of one name; `aliases` maps folded names to known keys.

    The order matters: later rules see what earlier ones joined.
    """
    _join_owned(groups)
    _join_aliases(groups, aliases)
    _join_bracketed_acronyms(groups)
    _join_acronyms(groups)
    _join_spellings(groups)
    _join_plurals(groups)
    _join_shorter_persons(groups)
    _join_reordered(groups)
    _join_directions(groups, aliases)
    _join_last_words(groups)
    _join_firms(groups)


def _join_owned(groups: MentionGroups) -> None:
    """`the party's Ruth Calder` is `Ruth Calder`.

    An owner distinguishes only bodies with a generic name (`Russia's Security Council`), and only
    where the owner is not a person.
    """
    persons = {
        part for name, _ in groups.of_kinds({"person"}) for part in (name, name.rsplit(" ", 1)[-1])
    }
    for key in groups:
        name, owner = key
        if not owner or (name, "") not in groups:
            continue
        is_distinct = groups.kind(key) in _BODIES and is_generic(name) and owner not in persons
        if not is_distinct:
            groups.join((name, ""), key)


def _join_aliases(groups: MentionGroups, aliases: Mapping[str, str]) -> None:
    """`US` and `United States`, `Kiev` and `Kyiv`: what the caller's list knows as one."""
    seen: dict[str, Key] = {}
    for key in groups:
        official = short_forms.official(key[0])
        known = aliases.get(key[0]) or aliases.get(official or "")
        if known and groups.kind(key) != "person":
            groups.join(seen.setdefault(known, key), key)


def _join_bracketed_acronyms(groups: MentionGroups) -> None:
    """`Harbour Pilots' Association (HPA)` and every `HPA`.

    An agency in brackets after the place of a dateline is not that place.
    """
    for key, members in groups.members.items():
        for index in members:
            name, acronym = groups.mentions[index].name, groups.mentions[index].expands
            if not acronym or (fold(acronym), "") not in groups:
                continue
            if groups.kind(key) not in _SPELT_OUT or acronym[0] == name[0]:
                groups.join(key, (fold(acronym), ""))


def _join_acronyms(groups: MentionGroups) -> None:
    """`KDP` and the only `Kurdistan Democratic Party` of the article.

    Three letters or more; small words may count or not. A place's acronym (`DRC`) is a place too.
    """
    with_acronyms = _WITH_ACRONYMS | {"place"}
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in groups.of_kinds(with_acronyms):
        for acronym in short_forms.initials(key[0]):
            fuller[acronym].add(groups.root(key))
    for key in groups.of_kinds(with_acronyms):
        acronym, owner = key
        spelt_out = fuller.get(acronym, set())
        if owner or len(acronym) < _SHORTEST_ACRONYM or len(spelt_out) != 1:
            continue
        (full,) = spelt_out
        if (groups.kind(key) == "place") == (groups.kind(full) == "place"):
            groups.join(full, key)


def _join_spellings(groups: MentionGroups) -> None:
    """`Lugansk` and `Luhansk`: places or persons one letter apart.

    At least six letters, of the same length, with the same first letters.
    """
    buckets: dict[tuple[str, str, int], list[Key]] = defaultdict(list)
    for key in groups.of_kinds({"place", "person"}):
        name = key[0]
        if len(name) >= _SHORTEST_MISSPELT:
            buckets[groups.kind(key), name[:2], name.count(" ")].append(key)
    for bucket in buckets.values():
        compared = bucket[:_MOST_COMPARED]
        for number, key in enumerate(compared):
            for other in compared[number + 1 :]:
                if one_letter_apart(key[0], other[0]):
                    groups.join(key, other)


def _join_plurals(groups: MentionGroups) -> None:
    """`Iraqi` and `Iraqis`."""
    for key in groups.of_kinds({"group"}):
        plural = (key[0] + "s", key[1])
        if plural in groups and groups.kind(plural) == "group":
            groups.join(key, plural)


def _join_shorter_persons(groups: MentionGroups) -> None:
    """`Suu Kyi` and the only `Aung San Suu Kyi` of the article."""
    named = groups.full_names()
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in named:
        for short in short_forms.of_person(key[0]):
            fuller[short].add(key)
    for key in named:
        full_names = fuller.get(key[0], set())
        if len(full_names) == 1:
            groups.join(next(iter(full_names)), key)


def _join_reordered(groups: MentionGroups) -> None:
    """`Arab League` and `League of Arab States`; `River Lircay`, `Lircay River` and `Lircay`.

    `Delaware` is not a river: a place that a gazetteer knows is that place.
    """
    for key in groups:
        for name in _reordered(key[0], groups.kind(key)):
            other = (name, key[1])
            if other not in groups or other == key or not _are_alike(groups, key, other):
                continue
            if " " in name or not groups.first(other).known:
                groups.join(key, other)


def _reordered(name: str, kind: str) -> Iterable[str]:
    """The same words in another order, as bodies and waters have them."""
    if kind in _BODIES:
        return short_forms.turned(name)
    return short_forms.waters(name) if kind == "place" else ()


def _are_alike(groups: MentionGroups, key: Key, other: Key) -> bool:
    """Whether two groups have one kind; all kinds of bodies count as one."""
    kind, other_kind = groups.kind(key), groups.kind(other)
    return kind == other_kind or (kind in _BODIES and other_kind in _BODIES)


def _join_directions(groups: MentionGroups, aliases: Mapping[str, str]) -> None:
    """`Korea` in an article that speaks of `South Korea` alone.

    Only where the short name is not itself a territory and one direction is named.
    """
    longer: dict[str, set[Key]] = defaultdict(set)
    for key in groups:
        direction, _, rest = key[0].partition(" ")
        if direction in _DIRECTIONS and rest:
            longer[_land(rest)].add(key)
    for name, keys in longer.items():
        short = (name, "")
        is_open = name not in aliases and short in groups and groups.kind(short) == "place"
        territory = _only_territory(groups, keys, aliases)
        if is_open and territory is not None:
            groups.join(territory, short)


def _only_territory(
    groups: MentionGroups, keys: set[Key], aliases: Mapping[str, str]
) -> Key | None:
    """The only known territory among names that have a direction; None where two are named."""
    directions = {key[0].partition(" ")[0] for key in keys}
    territories = {key for key in keys if key[0] in aliases and groups.kind(key) == "place"}
    if len(directions) != 1 or len(territories) != 1:
        return None
    return next(iter(territories))


def _land(name: str) -> str:
    """`korea` for `korean` and `koreans`: a people of the other half names the other half too."""
    return re.sub(r"ns?$", "", name) if re.search(r"[ae]ns?$", name) else name


def _join_last_words(groups: MentionGroups) -> None:
    """`the Board` after one `Harbour Board`: its last words alone, where one body ends in them.

    Not the place in the name of a newspaper or a university: `Kabul` is not a university.
    """
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in groups.of_kinds(_BODIES):
        for short in short_forms.ends(key[0]):
            fuller[short].add(groups.root(key))
    for key in groups.of_kinds(_BODIES):
        full_names = fuller.get(key[0], set())
        if key[1] or len(full_names) != 1 or groups.root(key) in full_names:
            continue
        (full,) = full_names
        if groups.first(full).start < groups.first(key).start:
            groups.join(full, key)


def _join_firms(groups: MentionGroups) -> None:
    """`GateHouse` and the only `GateHouse Media`: a firm without its last, descriptive words."""
    fuller: dict[str, set[Key]] = defaultdict(set)
    for key in groups.of_kinds(_BODIES):
        for short in short_forms.fronts(key[0]):
            fuller[short].add(groups.root(key))
    for key in groups.of_kinds(_BODIES | {"product"}):
        full_names = fuller.get(key[0], set()) - {groups.root(key)}
        if len(full_names) == 1:
            groups.join(next(iter(full_names)), key)
