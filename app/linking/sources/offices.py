"""Which words of a description name an office, and which person of the article holds it.

Knows roles as words, no store and no text layout.

`then minister` and `the former mayor` hold nothing any more: anyone else fits better.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.linking.names.noun_phrases import headed

_PAST = frozenset(
    "then former formerly ex late outgoing previous deposed ousted once old predecessor".split()
)
_LOOSE = frozenset(
    "the a an his her its their new present current of for and in at on to then now last who".split()
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
    minister judge president mayor senator chancellor premier captain coach manager director governor ambassador chairman chairwoman chair
    prosecutor bishop general colonel professor scientist author actor actress singer politician lawmaker leader
    """.split()
)
_ROLES = 12  # different roles that one person is given; more is a list, not a description
_MOST = 40  # mentions of holders that are weighed for one description; keeps hostile text linear


@dataclass(frozen=True, slots=True)
class Role:
    """One described role: its words, the nouns that head it (of `board chair and pilot of the port` two), and whether it is over."""

    words: frozenset[str]
    heads: frozenset[str]
    past: bool

    @classmethod
    def of(cls, words: Sequence[str]) -> "Role":
        """The role that a description in small letters gives."""
        noun_phrase = headed(words)
        nouns = {
            word
            for word, after in zip(noun_phrase, [*noun_phrase[1:], "and"], strict=True)
            if after == "and"
        }
        return cls(
            frozenset(words) - _PAST - _LOOSE,
            frozenset(nouns) - _PAST - _LOOSE,
            bool(_PAST & set(words[:3])),
        )

    @classmethod
    def held_as(cls, words: Sequence[str], leaving: bool) -> "Role | None":
        """The role of `… as transport minister`, if what follows `as` begins with an office."""
        end = next((n for n, w in enumerate(words[:3]) if w in _HELD), None)
        if end is None:
            return None
        office = frozenset(words[: end + 1]) - _LOOSE
        return cls(office, office, leaving)


class Offices:
    """Who is described as what. People are known by a key; the places are where they are mentioned."""

    def __init__(
        self, roles: Iterable[tuple[str, Role]], mentions: Iterable[tuple[int, str]]
    ) -> None:
        self._roles: dict[str, dict[Role, None]] = defaultdict(dict)
        for key, role in roles:
            if len(self._roles[key]) < _ROLES:
                self._roles[key][role] = None
        self._lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._keys: dict[str, set[str]] = defaultdict(set)
        for place in mentions:
            for word in {w for role in self._roles.get(place[1], ()) for w in role.heads}:
                self._lines[word].append(place)
                self._keys[word].add(place[1])

    def holder(
        self, words: Sequence[str], head: str, at: int, of_whom: frozenset[str] = frozenset()
    ) -> tuple[str | None, bool]:
        """Who `the foreign minister` before `at` is, and whether others are called so too: best in words, not past, latest; else later.

        `of_whom` are the words of a name in the description (`the chairman of the Conservative Party`): whose role has none of them, and
        is not told without any such words either, holds another office.
        """
        offices = sorted(_SAME.get(head, frozenset([head])) | {head})
        rest = set(words) - _LOOSE - {head}
        past = bool(_PAST & set(words[:2]))
        best: tuple[int, bool, bool, int, str] | None = None
        called = set()
        for office in offices:
            for place, key in self._before(office, at):
                fit, over = self._fit(key, offices, rest, of_whom)
                called |= {key} if fit >= 0 else set()
                ranked = (fit, over == past, office == head, place, key)
                best = ranked if best is None or ranked > best else best
        if best is None:
            return self._later(offices, rest, of_whom), False
        return (best[4] if best[0] >= 0 and best[1] else None), len(called) > 1

    def _later(self, offices: Sequence[str], rest: set[str], of_whom: frozenset[str]) -> str | None:
        """The first named later to whom the office fits."""
        first = sorted(line[0] for o in offices if (line := self._lines.get(o)))
        return next(
            (key for _, key in first if self._fit(key, offices, rest, of_whom)[0] >= 0), None
        )

    def only(self, head: str) -> str | None:
        """The one person whose role has this word."""
        keys = self._keys.get(head, set())
        return next(iter(keys)) if len(keys) == 1 else None

    def is_described(self, key: str) -> bool:
        """Whether the text says what this person is now."""
        return any(not r.past for r in self._roles.get(key, ()))

    def _before(self, office: str, at: int) -> Sequence[tuple[int, str]]:
        line = self._lines.get(office, [])
        high = bisect_left(line, (at, ""))
        return line[max(0, high - _MOST) : high]

    def _fit(
        self, key: str, offices: Sequence[str], rest: set[str], of_whom: frozenset[str]
    ) -> tuple[int, bool]:
        fitting = [r for r in self._roles[key] if r.heads & set(offices)]
        if not fitting:
            return 0, False
        fit, now = max((_shared(rest, r.words), not r.past) for r in fitting)
        plain = rest and not fit and any(not r.words - set(offices) for r in fitting)
        if (
            of_whom
            and not plain
            and not any(_shared(of_whom - _GENERIC or of_whom, r.words) for r in fitting)
        ):
            return -1, not now
        return (fit or (0 if plain or not rest else -1)), not now


def _shared(rest: Collection[str], words: frozenset[str]) -> int:
    """How many modifiers a role has too; `Ukrainian` and `Ukraine's` count as the same."""
    begins = {w[:4] for w in words}
    return sum(w[:4] in begins for w in rest)


def is_held(head: str) -> bool:
    """Whether a bare `the HEAD` means a known person who holds an office."""
    return head in _HELD
