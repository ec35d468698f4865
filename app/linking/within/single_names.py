"""Whom a single word means that is the last, first or family name of somebody named in full.

Pure: works on groups of mentions.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from app.linking.within.mention_groups import Key, Kind, MentionGroups
from app.linking.within.surnames import Hint, bearer, may_be_one

Places = list[tuple[int, Key]]
"""Mentions in full, by index, each with the root of its group."""

_LONGEST_NAME = 4  # words of a person's name; longer ones are lines of a score or a list
_LITTLE_EVIDENCE = 2.6
_LITTLE_EVIDENCE_PER_MENTION = 1.3
"""Evidence up to which a name read as a place or body may be a last name.

Read off the dev parts of cleanconll_evalonly and el_wiki_fair_v2: a director `Jordan` has 1.25 per
mention, places 1.9 and more.
"""


def resolve(groups: MentionGroups) -> dict[int, Key]:
    """The group that each mention belongs to, with single names resolved to people.

    Of several people named before, a single name means the one whom its title, office or pronoun
    fits; else the one it meant while nobody else of that name was named; else nobody. With one
    person named before it means that one; with none, the first named later.
    """
    last_names = _by_last_name(groups)
    first_names = _by_first_name(groups)
    inner_names = _by_inner_name(groups, last_names)
    for word, places in (*first_names.items(), *inner_names.items()):
        last_names[word] += places
    resolved: dict[int, Key] = {}
    for key, members in groups.members.items():
        people: Places = []
        if " " not in key[0]:
            is_candidate = key[0] in first_names or _may_be_person(groups.kinds[key], len(members))
            people = sorted(last_names.get(key[0], ())) if is_candidate else []
        resolved |= _resolve_group(groups, key, people)
    return resolved


def _resolve_group(groups: MentionGroups, key: Key, people: Places) -> dict[int, Key]:
    """Whom each mention of one group means, of the people who have its name."""
    resolved: dict[int, Key] = {}
    unambiguous: Key | None = None
    for index in groups.members[key]:
        person = _bearer(groups, people, index)
        if person is not None and _is_one_person(people, index):
            unambiguous = person
        has_gender = groups.mentions[index].hint.gender is not None
        fallback = None if has_gender else unambiguous
        resolved[index] = person or fallback or groups.root(key)
    return resolved


def _is_one_person(people: Places, index: int) -> bool:
    """Whether those named in full before a mention are one person."""
    return len({key for place, key in people if place < index}) == 1


def _bearer(groups: MentionGroups, people: Places, index: int) -> Key | None:
    """Which of the people named in full (in order) a mention of their last name alone means."""
    if not people:
        return None
    before = bisect_left(people, index, key=lambda place: place[0])
    hints: dict[Key, list[Hint]] = defaultdict(list)
    for place, key in people[:before] or people[:1]:
        hints[key].append(groups.mentions[place].hint)
    if len(hints) == 1:
        return next(iter(hints))
    person = bearer(hints, groups.mentions[index].hint)
    if person is None and may_be_one([key[0] for key in hints]):
        return people[before - 1][1]
    return person


def _by_last_name(groups: MentionGroups) -> dict[str, Places]:
    """The mentions of people in full, by their last name."""
    named: dict[str, Places] = defaultdict(list)
    for key in groups.full_names():
        named[key[0].rsplit(" ", 1)[1]] += groups.rooted(key)
    return named


def _by_first_name(groups: MentionGroups) -> dict[str, Places]:
    """First names that the article also uses alone, where one person of the article has it."""
    named: dict[str, Places] = defaultdict(list)
    for key in groups.full_names():
        named[key[0].split(" ", 1)[0]] += groups.rooted(key)
    return {
        first: places
        for first, places in named.items()
        if (first, "") in groups
        and _may_be_first_name(groups, (first, ""), places)
        and _is_of_one(places)
    }


def _is_of_one(places: Places) -> bool:
    return len({root for _, root in places}) == 1


def _may_be_first_name(groups: MentionGroups, alone: Key, places: Places) -> bool:
    """Whether a single name may be the person's first name.

    One that is read as a place must follow the full name, and never stand where places do.
    """
    if groups.kind(alone) != "place":
        return groups.kind(alone) == "person"
    first = min(index for index, _ in places)
    bare = groups.members[alone]
    return first < bare[0] and not any(groups.mentions[index].placed for index in bare)


def _by_inner_name(groups: MentionGroups, last_names: Mapping[str, Places]) -> dict[str, Places]:
    """Family names inside a full name that are used alone.

    `Freire` of `Ramón Freire Serrano`, `Li` of `Austin Li Jiaqi`. Such a name means the only person
    so called who was named before it, else the only one of the article.
    """
    named: dict[str, Places] = defaultdict(list)
    for key in groups.full_names():
        parts = key[0].split(" ")
        if len(parts) <= _LONGEST_NAME:
            for part in parts[:-1]:
                named[part] += groups.rooted(key)
    meant: dict[str, Places] = {}
    for word, places in named.items():
        alone = (word, "")
        if alone not in groups or groups.kind(alone) != "person" or word in last_names:
            continue
        if _is_inner(word, places):
            people = _of_the_only_one(places, groups.members[alone][0])
            if people:
                meant[word] = people
    return meant


def _is_inner(word: str, places: Places) -> bool:
    """Whether a word is in the middle of the full name of anybody."""
    return any(word in root[0].split(" ")[1:-1] for _, root in places)


def _of_the_only_one(places: Places, first_use: int) -> Places:
    """The mentions of the only person named before the first use, else of the only one at all."""
    before = {root for index, root in places if index < first_use}
    people = before or {root for _, root in places}
    if len(people) != 1:
        return []
    return [place for place in places if place[1] in people]


def _may_be_person(kind: Kind, mentions: int) -> bool:
    """Whether the evidence for a place or a body is weak, in total or in each mention."""
    name, weight = kind
    is_undecided = name in {"person", "other"}
    return is_undecided or weight < max(_LITTLE_EVIDENCE, _LITTLE_EVIDENCE_PER_MENTION * mentions)
