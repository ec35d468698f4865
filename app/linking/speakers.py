"""Which of an article's people a source stands for: `she`, `the minister`, `Holt`, `Kremlin spokesman Dmitry Peskov`.

Pure: mentions, roles and earlier turns are handed in; reads the words of sources and pronouns, never the store.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.linking.first_names import FEMALE, MALE
from app.text.spans import Span


@dataclass(frozen=True, slots=True)
class Named:
    """One mention of an entity: where, what kind, the fullest name, its chain and the words of its described role."""

    start: int
    end: int
    kind: str
    name: str
    chain: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an entity's name with its chain, or a description as written with none."""

    name: str
    chain: str | None = None


_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_THEY = frozenset("they them it".split())
_NOBODY = frozenset(
    """
    i we you who which that this these those one someone somebody anyone anybody everyone everybody nobody some many most others both
    all me us what another whoever
    """.split()
)
_DETERMINERS = frozenset("the a an his her its their my our your this that these those one some several many both another".split())
_MEN = frozenset(
    """
    mr sir lord king prince duke baron father brother son husband uncle grandfather boy man emperor monsieur herr señor pope bishop
    imam spokesman chairman congressman businessman policeman fisherman councilman salesman actor congressman statesman
    """.split()
)
_WOMEN = frozenset(
    """
    mrs ms miss lady queen princess duchess baroness dame mother sister daughter wife aunt grandmother girl woman empress madame frau
    señora spokeswoman chairwoman congresswoman businesswoman policewoman actress councilwoman stateswoman nun madam
    """.split()
)
_BODIES = frozenset(
    """
    council ministry government company party court army navy police board union agency bank commission committee parliament senate
    cabinet authority university department office embassy administration team club association hospital museum church firm group
    newspaper paper campaign opposition prosecution defence defense report inquiry coalition alliance
    """.split()
)
_SAME_OFFICE = {
    "leader": frozenset("president premier chancellor minister leader chairman chairwoman chair secretary-general king queen".split()),
    "premier": frozenset(["minister", "premier"]),
    "spokesman": frozenset("spokesman spokesperson".split()),
    "spokeswoman": frozenset("spokeswoman spokesperson".split()),
    "spokesperson": frozenset("spokesman spokeswoman spokesperson".split()),
    "lawmaker": frozenset("senator congressman congresswoman representative lawmaker mp deputy".split()),
    "politician": frozenset("senator mp minister deputy leader mayor".split()),
    "boss": frozenset("director chief boss president chairman ceo executive head".split()),
    "chief": frozenset("director chief head executive".split()),
    "skipper": frozenset(["skipper", "captain"]),
    "captain": frozenset(["skipper", "captain"]),
}
_FAR = 2_500  # characters over which a pronoun still reaches back; longest seen right on 40 training articles of PolNeAR
_MANY = 40  # and over how many turns or mentions; keeps hostile text linear


class _Line:
    """Mentions in order, to be looked back on from a place."""

    def __init__(self, mentions: Sequence[Named]) -> None:
        self.mentions = mentions
        self._starts = [m.start for m in mentions]

    def before(self, at: int, most: int) -> Sequence[Named]:
        """The last `most` mentions that begin before `at`."""
        high = bisect_left(self._starts, at)
        return self.mentions[max(0, high - most) : high]


class Cast:
    """The people and bodies of one article, in the order of their mentions."""

    def __init__(self, text: str, mentions: Iterable[Named], sentences: Sequence[Span] = (), marked: Sequence[Span] = ()) -> None:
        self.text = text
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self.mentions]
        self._sentences = [s.start for s in sentences]
        people = [m for m in self.mentions if m.kind == "person"]
        self._told = _Line([m for m in people if not _inside(m, marked)])
        self._subjects = _Line(_first_of_each(self._told.mentions, self._sentences))
        self._roles = _roles(people)
        self._offices = _offices(self._roles, self._told.mentions)
        self._held = {word: m for m in reversed(people) for word in self._roles[m.chain or m.name]}
        self._bodies = _by_last_word([m for m in self.mentions if m.kind in ("organization", "facility", "group")])
        self._genders = self._weigh(people)

    def speaker(self, source: Span, turns: Sequence[tuple[int, Speaker]] = ()) -> Speaker | None:
        """Who the noun phrase at `source` is; `turns` are the earlier speakers with the places where they spoke. None: nobody can tell."""
        words = [w.casefold() for w in _WORDS.findall(source.of(self.text))]
        if not words or (len(words) == 1 and words[0] in _NOBODY):
            return None
        if len(words) == 1 and words[0] in _HE | _SHE:
            return self._pronoun(source.start, "m" if words[0] in _HE else "f", turns)
        if len(words) == 1 and words[0] in _THEY:
            return next((s for at, s in reversed(turns[-_MANY:]) if source.start - at < _FAR and not self._is_person(s)), None)
        return self._named(source) or self._collective(source, words) or self._in_office(source, words) or self._described(source, words)

    def _named(self, source: Span) -> Speaker | None:
        """The mention that is the phrase's head: a person at its end, or a name that is the whole of it."""
        low, high = bisect_left(self._starts, source.start), bisect_left(self._starts, source.end)
        inside = [m for m in self.mentions[low:high] if m.end <= source.end]
        for m in sorted(inside, key=lambda m: m.kind != "person"):
            before, after = self.text[source.start : m.start], self.text[m.end : source.end].strip()
            lead = [w.casefold() for w in _WORDS.findall(before)]
            whole = all(w in ("the", "a", "an") for w in lead)
            if after[:1] in ("", ",", "(") and (whole or (m.kind == "person" and not _is_complement(lead))):
                return Speaker(m.name, m.chain)
        return None

    def _in_office(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The latest person whose described role has the head noun of `the foreign minister`."""
        if words[0] not in ("the", "this", "that"):
            return None
        head = _head(words)
        offices = _SAME_OFFICE.get(head, frozenset([head])) | {head}
        rest = set(words[1:]) - {head}
        best: tuple[int, int, Named] | None = None
        for office in offices:
            for m in self._offices[office].before(source.start, 12) if office in self._offices else ():
                fit = (len(rest & self._roles[m.chain or m.name]), m.start, m)
                best = fit if best is None or fit[:2] > best[:2] else best
        later = best or next(((0, 0, self._held[o]) for o in sorted(offices) if o in self._held), None)
        return Speaker(later[2].name, later[2].chain) if later else None

    def _collective(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The latest body whose name ends in the head noun of `the council`; without one, the noun itself."""
        head = _head(words)
        if words[0] != "the" or len(words) != 2 or head not in _BODIES:
            return None
        bodies = self._bodies.get(head)
        known = bodies.before(source.start, 1) if bodies else ()
        return Speaker(known[0].name, known[0].chain) if known else Speaker(head)

    def _described(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The description as written, without its article; none for a bare `the minister`, which means somebody who was not found."""
        found = list(_WORDS.finditer(self.text, source.start, source.end))
        n = 1 if words[0] in _DETERMINERS and len(found) > 1 else 0
        rest = found[n:]
        plural = words[-1].endswith("s") or words[-1] in ("police", "people")
        if len(rest) < 2 and not rest[0][0][0].isupper() and not plural:
            return None
        return Speaker(" ".join(self.text[rest[0].start() : source.end].split()), None)

    def _pronoun(self, at: int, gender: str, turns: Sequence[tuple[int, Speaker]]) -> Speaker | None:
        """The latest speaker or subject that the pronoun fits, else the latest person that it fits."""
        said = [(p, s) for p, s in turns[-_MANY:] if at - _FAR < p < at and self._is_person(s)]
        told = [(m.start, Speaker(m.name, m.chain)) for m in self._subjects.before(at, _MANY) if at - m.start < _FAR]
        for _, s in sorted(said + told, key=lambda e: -e[0]):
            if self._fits(s, gender):
                return s
        others = (Speaker(m.name, m.chain) for m in reversed(self._told.before(at, _MANY)) if at - m.start < _FAR)
        return next((s for s in others if self._fits(s, gender)), None)

    def _fits(self, speaker: Speaker, gender: str) -> bool:
        return self._genders.get(speaker.chain or speaker.name, gender) == gender

    def _is_person(self, speaker: Speaker) -> bool:
        return (speaker.chain or speaker.name) in self._people

    def _weigh(self, people: Sequence[Named]) -> dict[str, str]:
        """The gender of each person where titles, roles, first names or the pronouns of the same sentence tell it."""
        self._people = {m.chain or m.name for m in people}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for m in people:
            titles = {w.casefold().rstrip(".") for w in _WORDS.findall(self.text[max(0, m.start - 12) : m.start])[-1:]}
            words = titles | set(_WORDS.findall((m.role or "").casefold())) | {w.casefold().rstrip(".") for w in m.name.split()[:1]}
            votes[m.chain or m.name].update({"m": 5 * bool(words & (_MEN | MALE)), "f": 5 * bool(words & (_WOMEN | FEMALE))})
        self._count_pronouns(votes)
        return {key: "m" if c["m"] > c["f"] else "f" for key, c in votes.items() if c["m"] != c["f"]}

    def _count_pronouns(self, votes: dict[str, Counter[str]]) -> None:
        """One vote for each pronoun that follows the only person of its sentence."""
        for pronoun in _PRONOUN.finditer(self.text):
            n = bisect_right(self._sentences, pronoun.start()) - 1
            if n < 0:
                continue
            before = [m for m in self._told.before(pronoun.start(), 4) if m.start >= self._sentences[n]]
            who = {m.chain or m.name for m in before}
            if len(who) == 1 and len(before) < 4:
                votes[who.pop()]["m" if pronoun[0].casefold() in _HE else "f"] += 1


def _inside(mention: Named, marked: Sequence[Span]) -> bool:
    n = bisect_right(marked, Span(mention.start, 1 << 62)) - 1
    return n >= 0 and mention.end <= marked[n].end


def _first_of_each(mentions: Sequence[Named], sentences: Sequence[int]) -> list[Named]:
    """The first person of each sentence: most often its subject."""
    seen: dict[int, Named] = {}
    for m in mentions:
        seen.setdefault(bisect_right(sentences, m.start), m)
    return list(seen.values())


def _roles(people: Sequence[Named]) -> dict[str, frozenset[str]]:
    """The words of each person's roles."""
    out: dict[str, set[str]] = defaultdict(set)
    for m in people:
        out[m.chain or m.name].update(_WORDS.findall((m.role or "").casefold()))
    return {key: frozenset(words) for key, words in out.items()}


def _offices(roles: Mapping[str, frozenset[str]], told: Sequence[Named]) -> dict[str, "_Line"]:
    """For each word of a role the mentions of those who have it, in order."""
    out: dict[str, list[Named]] = defaultdict(list)
    for m in told:
        for word in roles[m.chain or m.name]:
            out[word].append(m)
    return {word: _Line(mentions) for word, mentions in out.items()}


def _by_last_word(bodies: Sequence[Named]) -> dict[str, "_Line"]:
    out: dict[str, list[Named]] = defaultdict(list)
    for m in bodies:
        out[m.name.casefold().split()[-1] if m.name.split() else ""].append(m)
    return {word: _Line(mentions) for word, mentions in out.items()}


def _head(words: Sequence[str]) -> str:
    """The head noun: the last word before a preposition."""
    stop = next((n for n, w in enumerate(words) if n and w in ("of", "for", "in", "at", "from", "who", "with", "on")), len(words))
    return words[stop - 1]


def _is_complement(lead: Sequence[str]) -> bool:
    """Whether what stands before a name makes it somebody else's: `a spokesman for`, `the lawyer of`."""
    return bool(lead) and (lead[-1] in ("for", "of", "to", "with", "by", "at", "from", "and", "or") or "for" in lead)
