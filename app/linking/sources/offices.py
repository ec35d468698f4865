"""Which words of a description name an office, and which person of the article holds it.

It works on words, not on the text. `then minister` and `the former mayor` hold nothing any more:
anyone else fits better.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.linking.names.noun_phrases import headed

_PAST = frozenset(
    "then former formerly ex late outgoing previous deposed ousted once old predecessor".split()
)
_LOOSE = frozenset(
    (
        "the a an his her its their new present current of for and in at on to then now last who"
    ).split()
)
# Words of names that say nothing of whose office it is.
_GENERIC = frozenset(
    (
        "party ministry council company government national republic united states city county "
        "district"
    ).split()
)
# What another description may call the same office.
_SAME = {
    "leader": frozenset(
        (
            "president premier chancellor minister leader chairman chairwoman chair "
            "secretary-general king queen"
        ).split()
    ),
    "premier": frozenset(["minister", "premier"]),
    "spokesman": frozenset("spokesman spokesperson".split()),
    "spokeswoman": frozenset("spokeswoman spokesperson".split()),
    "spokesperson": frozenset("spokesman spokeswoman spokesperson".split()),
    "lawmaker": frozenset(
        "senator congressman congresswoman representative lawmaker mp deputy".split()
    ),
    "politician": frozenset("senator mp minister deputy leader mayor".split()),
    "boss": frozenset("director chief boss president chairman ceo executive head".split()),
    "chief": frozenset("director chief head executive".split()),
    "skipper": frozenset(["skipper", "captain"]),
    "captain": frozenset(["skipper", "captain", "master"]),
    "master": frozenset(["master", "captain", "skipper"]),
    "chair": frozenset("chair chairman chairwoman chairperson".split()),
    "chairman": frozenset(["chair", "chairman"]),
    "chairwoman": frozenset(["chair", "chairwoman"]),
}
# Offices whose holder a text may well call by them without ever having said that he holds them.
_HELD = frozenset(
    """
    minister judge president mayor senator chancellor premier captain coach manager director
    governor ambassador chairman chairwoman chair prosecutor bishop general colonel professor
    scientist author actor actress singer politician lawmaker leader
    """.split()
)
_MOST_ROLES = 12  # different roles that one person is given; more is a list, not a description
_MOST_WEIGHED = 40  # mentions of holders for one description; keeps hostile text linear


@dataclass(frozen=True, slots=True)
class Role:
    """One described role: its words, the nouns that head it, and whether it is over.

    `board chair and pilot of the port` has two heads.
    """

    words: frozenset[str]
    heads: frozenset[str]
    past: bool

    @classmethod
    def of(cls, words: Sequence[str]) -> "Role":
        """The role that a description in small letters gives."""
        noun_phrase = headed(words)
        following = [*noun_phrase[1:], "and"]
        nouns = {word for word, after in zip(noun_phrase, following, strict=True) if after == "and"}
        return cls(
            words=frozenset(words) - _PAST - _LOOSE,
            heads=frozenset(nouns) - _PAST - _LOOSE,
            past=bool(_PAST & set(words[:3])),
        )

    @classmethod
    def held_as(cls, words: Sequence[str], leaving: bool) -> "Role | None":
        """The role of `… as transport minister`, if what follows `as` begins with an office."""
        end = next((n for n, w in enumerate(words[:3]) if w in _HELD), None)
        if end is None:
            return None
        office = frozenset(words[: end + 1]) - _LOOSE
        return cls(office, office, leaving)


@dataclass(frozen=True, slots=True)
class _Description:
    """What `the foreign minister` asks for: the names of the office, and its other words.

    `of_whom` are the words of a name in it (`the chairman of the Conservative Party`).
    """

    offices: frozenset[str]
    modifiers: frozenset[str]
    of_whom: frozenset[str]


class _Fit(NamedTuple):
    """How many words of a description a person's role has, -1 for another office, if it is over."""

    shared: int
    is_over: bool


class Offices:
    """The roles of an article's people, who are known by a key.

    `mentions` are positions with the key of the person who is mentioned there.
    """

    def __init__(
        self, roles: Iterable[tuple[str, Role]], mentions: Iterable[tuple[int, str]]
    ) -> None:
        self._roles: dict[str, dict[Role, None]] = defaultdict(dict)
        for key, role in roles:
            if len(self._roles[key]) < _MOST_ROLES:
                self._roles[key][role] = None
        # By the noun of an office: where its holders are mentioned, and who they are.
        self._mentions: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._holders: dict[str, set[str]] = defaultdict(set)
        for position, key in mentions:
            for noun in {noun for role in self._roles.get(key, ()) for noun in role.heads}:
                self._mentions[noun].append((position, key))
                self._holders[noun].add(key)

    def holder(
        self, words: Sequence[str], head: str, at: int, of_whom: frozenset[str] = frozenset()
    ) -> tuple[str | None, bool]:
        """The key of `the foreign minister` at `at`, and whether others are called so too.

        The best in words, of these one who still holds it, of these the latest; if nobody named
        before fits, the first named later. `of_whom` are the words of a name in the description:
        a person whose role has none of them, though it has others, holds another office.
        """
        offices = _SAME.get(head, frozenset([head])) | {head}
        modifiers = frozenset(words) - _LOOSE - {head}
        description = _Description(offices, modifiers, of_whom)
        is_past = bool(_PAST & set(words[:2]))
        ranked = []
        called = set()
        for office in sorted(offices):
            for position, key in self._before(office, at):
                fit = self._fit(key, description)
                if fit.shared >= 0:
                    called.add(key)
                has_tense = fit.is_over == is_past
                ranked.append((fit.shared, has_tense, office == head, position, key))
        if not ranked:
            return self._first_later(description), False
        shared, has_tense, _, _, key = max(ranked)
        return (key if shared >= 0 and has_tense else None), len(called) > 1

    def only(self, head: str) -> str | None:
        """The key of the one person whose role has this word."""
        keys = self._holders.get(head, set())
        return next(iter(keys)) if len(keys) == 1 else None

    def is_described(self, key: str) -> bool:
        """Whether the text says what this person is now."""
        return any(not role.past for role in self._roles.get(key, ()))

    def _first_later(self, description: _Description) -> str | None:
        """The first person named later whom the description fits."""
        first = sorted(
            self._mentions[office][0]
            for office in description.offices
            if self._mentions.get(office)
        )
        fitting = (key for _, key in first if self._fit(key, description).shared >= 0)
        return next(fitting, None)

    def _before(self, office: str, at: int) -> Sequence[tuple[int, str]]:
        """The last mentions before a position of people whose role has the word."""
        mentions = self._mentions.get(office, [])
        high = bisect_left(mentions, (at, ""))
        return mentions[max(0, high - _MOST_WEIGHED) : high]

    def _fit(self, key: str, description: _Description) -> _Fit:
        """How well a person's best role fits a description."""
        roles = [r for r in self._roles.get(key, ()) if r.heads & description.offices]
        if not roles:
            return _Fit(0, False)
        shared, is_current = max(
            (_shared(description.modifiers, r.words), not r.past) for r in roles
        )
        if shared == 0 and _is_plain(roles, description):
            return _Fit(0, not is_current)
        if not _is_of_whom(roles, description.of_whom):
            return _Fit(-1, not is_current)
        is_other_office = shared == 0 and bool(description.modifiers)
        return _Fit(-1 if is_other_office else shared, not is_current)


def _is_plain(roles: Sequence[Role], description: _Description) -> bool:
    """Whether the person is called by the office alone, where the description says more."""
    is_bare = any(not role.words - description.offices for role in roles)
    return bool(description.modifiers) and is_bare


def _is_of_whom(roles: Sequence[Role], of_whom: frozenset[str]) -> bool:
    """Whether a role has a word of the name in the description, if there is one."""
    telling = of_whom - _GENERIC or of_whom
    return not of_whom or any(_shared(telling, role.words) for role in roles)


def _shared(modifiers: Collection[str], words: frozenset[str]) -> int:
    """How many modifiers a role has too; `Ukrainian` and `Ukraine's` count as the same."""
    beginnings = {word[:4] for word in words}
    return sum(word[:4] in beginnings for word in modifiers)


def is_held(head: str) -> bool:
    """Whether a bare `the HEAD` means a known person who holds an office."""
    return head in _HELD
