"""Which of an article's people a source stands for: `she`, `the minister`, `Holt`, `Kremlin spokesman Dmitry Peskov`.

Pure: mentions, roles and earlier turns are handed in; reads the words of sources and pronouns, never the store.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.linking.first_names import FEMALE, MALE
from app.linking.offices import Offices, Role, headed, is_held
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
    all me us what another whoever neither nobody none two three four five six seven eight nine ten
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
# What speaks for nobody: a text. Whoever wrote it is named elsewhere, or nobody.
_WRITINGS = frozenset(
    """
    letter note log sheet card stamp line paragraph sentence report review document paper leaflet sign poster memo email e-mail message text
    song verse book diary minutes statement complaint filing indictment lawsuit recording page form caption headline return recorder
    findings study survey poll finding chapter article act law rule rules
    """.split()
)
_OBJECTS = frozenset("me us him them it".split())
_OWNED = frozenset("its his her their our".split())
_INDEFINITE = frozenset("a an one two three four five several many some".split())
_ASKED = re.compile(r"\W*(?:Asked|Pressed|Challenged|Questioned|Told)\b")
_APPOSED = re.compile(r",\s(?:[A-ZÀ-Þ][^\W\d_]*\.?\s){0,2}$")  # between a description and the name behind it: a comma and titles
_AS = re.compile(r"([^,.;:()\n“”\"«»„—]{0,60}?)\sas (?:the )?([^\W\d_]+(?: [^\W\d_]+){0,2})")
_RELATIVE = frozenset(["who", "which", "that"])
_BETWEEN = re.compile(r"\s?(?:,\s\d{1,3})?(?:\([^)]{1,30}\))?,?\s")
_LEAVES = re.compile(r"\b(?:resign|quit|retire|replace|remove|sack|oust|dismiss|succeed|depart|left)")
_TOLD_OF = re.compile(r",\s(?:who|which|whose|where|in|by|at|for|from|of|with|as|\w+(?:ed|ing))\b")
_ENDED = re.compile(r"\s*(?:[,.;:)!?—–]|$)")
_DESCRIBES = re.compile(r"[^,.;:()\n“”\"«»„—]{3,70}$")
_FAR = 2_500  # characters over which a pronoun still reaches back; longest seen right on 40 training articles of PolNeAR
_NEAR = 500  # characters: someone of unknown gender yields to a fitting person so near before; read off own test articles
_FEW = 12  # mentions in the last two paragraphs among whom `the minister` must be the only one without a role
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
        self.mentions = _by_surname(text, sorted(mentions, key=lambda m: (m.start, -m.end)))
        self._starts = [m.start for m in self.mentions]
        self._sentences = [s.start for s in sentences]
        people = [m for m in self.mentions if m.kind == "person"]
        self._told = _Line([m for m in people if not _inside(m, marked)])
        self._subjects = _Line(_first_of_each(self._told.mentions, self._sentences))
        self._who = {m.chain or m.name: Speaker(m.name, m.chain) for m in people}
        self._offices = Offices(_roles(text, people), [(m.start, m.chain or m.name) for m in self._told.mentions])
        self._bodies = _by_last_word([m for m in self.mentions if m.kind in ("organization", "facility", "group")])
        self._genders = self._weigh(people)

    def speaker(self, source: Span, turns: Sequence[tuple[int, Speaker]] = ()) -> Speaker | None:
        """Who the noun phrase at `source` is; `turns` are the earlier speakers with the places where they spoke. None: nobody can tell."""
        words: Sequence[str] = [w.casefold() for w in _WORDS.findall(source.of(self.text))]
        if len(words) == 1 and words[0] in _RELATIVE:
            return self._antecedent(source.start)
        if not words or (len(words) == 1 and words[0] in _NOBODY):
            return None
        if len(words) == 1 and words[0] in _HE | _SHE:
            return self._pronoun(source.start, "m" if words[0] in _HE else "f", turns)
        if len(words) == 1 and words[0] in _THEY:
            return self._body(source.start, words[0], turns)
        named = self._named(source) or self._apposed(source, words)
        if named:
            return named
        source, words = self._without_clause(source, words)
        if words[-1] in _OBJECTS:
            return self._described(source, words)
        if _head(words) in _WRITINGS or (_head(words) in ("rest", "end", "part") and words[-1] in _WRITINGS):
            return self._publisher(source)
        return self._collective(source, words) or self._in_office(source, words) or self._described(source, words)

    def _without_clause(self, source: Span, words: Sequence[str]) -> tuple[Span, Sequence[str]]:
        """The phrase and its words without what is told of it behind a comma: `the study, published in May`, `a firm, which …`."""
        told = _TOLD_OF.search(self.text, source.start, source.end)
        if not told or not (kept := _WORDS.findall(self.text, source.start, told.start())):
            return source, words
        return Span(source.start, told.start()), [w.casefold() for w in kept]

    def _body(self, at: int, word: str, turns: Sequence[tuple[int, Speaker]]) -> Speaker | None:
        """`it`, `they`: the last speaker that is a body (or, for `they`, several people), no further back than one paragraph."""
        for place, s in reversed(turns[-_MANY:]):
            if self.text.count("\n\n", place, at) > 1:
                return None
            if not self._is_person(s) and (s.chain or (word != "it" and s.name.endswith("s"))):
                return s
        return None

    def _antecedent(self, at: int) -> Speaker | None:
        """Whom `who` or `which` stands for: the name right before it, a comma, an age or brackets between them."""
        low = bisect_left(self._starts, at)
        for m in reversed(self.mentions[max(0, low - 2) : low]):
            if m.kind not in ("place", "other") and _BETWEEN.fullmatch(self.text, m.end, at):
                return Speaker(m.name, m.chain)
        return None

    def _publisher(self, source: Span) -> Speaker | None:
        """Who `the findings of the Audit Board` are by, if a body is named; a text alone is nobody."""
        low, high = bisect_left(self._starts, source.start), bisect_left(self._starts, source.end)
        bodies = [m for m in self.mentions[low:high] if m.kind == "organization" and m.end == source.end]
        return Speaker(bodies[0].name, bodies[0].chain) if bodies else None

    def _apposed(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """Who is named right behind a description: `its chair, Ana Holt, said`."""
        low = bisect_left(self._starts, source.end)
        for m in self.mentions[low : low + 2]:
            plural = _head(words).endswith("s") and not _head(words).endswith("ss")
            if m.kind == "person" and not plural and _APPOSED.fullmatch(self.text[source.end : m.start]) and _ENDED.match(self.text, m.end):
                return Speaker(m.name, m.chain)
        return None

    def _named(self, source: Span) -> Speaker | None:
        """The mention that is the phrase's head: a person at its end, or a name that is the whole of it."""
        low, high = bisect_left(self._starts, source.start), bisect_left(self._starts, source.end)
        inside = [m for m in self.mentions[low:high] if m.end <= source.end]
        if _are_several(self.text, inside):
            return None
        for m in sorted(inside, key=lambda m: m.kind != "person"):
            before, after = self.text[source.start : m.start], self.text[m.end : source.end].strip()
            lead = [w.casefold() for w in _WORDS.findall(before)]
            whole = all(w in ("the", "a", "an") for w in lead)
            attached = m.kind == "person" and after.startswith(("of ", "from ", "at ", "for "))
            ends = attached or after[:1] in ("", ",", "(") or after in ("'s", "’s", "'", "’")
            if ends and (whole or (m.kind == "person" and not _is_complement(lead))):
                return Speaker(m.name, m.chain)
        return None

    def _in_office(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The person whose described role `the foreign minister` fits best, else one whom the text has just told of without any role."""
        if words[0] in _OWNED and len(words) == 2:
            key = self._offices.only(words[1])
            return self._who[key] if key else None
        head = _head(words)
        if words[0] not in ("the", "this", "that"):
            return None
        key = self._offices.holder(words[1:], head, source.start)
        if key or not is_held(head):
            return self._who[key] if key else None
        near = [m for m in self._told.before(source.start, _FEW) if self.text.count("\n\n", m.start, source.start) < 2]
        free = {k for m in near if not self._offices.is_described(k := m.chain or m.name)}
        return self._who[free.pop()] if len(free) == 1 else None

    def _collective(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The latest body whose name ends in the head noun of `the council`; without one, the noun itself."""
        head = _head(words)
        if words[0] != "the" or len(words) != 2 or head not in _BODIES:
            return None
        bodies = self._bodies.get(head)
        known = bodies.before(source.start, 1) if bodies else ()
        return Speaker(known[0].name, known[0].chain) if known else Speaker(head)

    def _described(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The description as written, without `the`; none for a bare `the minister`, which means somebody who was not found."""
        found = list(_WORDS.finditer(self.text, source.start, source.end))
        bare = 1 if words[0] in _DETERMINERS and len(found) > 1 else 0
        rest = found[bare:]
        plural = words[-1].endswith("s") or words[-1] in ("police", "people")
        if len(rest) < 2 and not rest[0][0][0].isupper() and not plural:
            return None
        if (words[-1] in _OBJECTS and "who" not in words) or (not bare and rest[0][0].islower() and words[0].endswith("ing")):
            return None
        begin = source.start if words[0] in _INDEFINITE else rest[0].start()
        return Speaker(" ".join(self.text[begin : rest[-1].end()].split()), None)

    def _pronoun(self, at: int, gender: str, turns: Sequence[tuple[int, Speaker]]) -> Speaker | None:
        """The latest speaker or subject that the pronoun fits, else the latest person that it fits; of `Ann's uncle` the uncle."""
        begin = self._asked(at)
        said = [(p, s) for p, s in turns[-_MANY:] if at - _FAR < p < begin and self._is_person(s)]
        told = [(m.start, Speaker(m.name, m.chain)) for m in self._subjects.before(begin, _MANY) if at - m.start < _FAR]
        others = [(m.start, Speaker(m.name, m.chain)) for m in self._told.before(begin, _MANY) if at - m.start < _FAR]
        return self._latest(sorted(told + said, key=lambda e: e[0]), gender) or self._latest(others, gender)

    def _asked(self, at: int) -> int:
        """Where to look back from: before the sentence for `Asked about Holt, he said`, for there he is somebody else."""
        n = bisect_right(self._sentences, at) - 1
        return self._sentences[n] if n >= 0 and _ASKED.match(self.text, self._sentences[n]) else at

    def _latest(self, candidates: Sequence[tuple[int, Speaker]], gender: str) -> Speaker | None:
        """The last that the pronoun fits; one whose gender is unknown only if none that is known to fit stands near before."""
        unsure: tuple[int, Speaker] | None = None
        for place, s in reversed(candidates):
            known = self._genders.get(s.chain or s.name) or _gender(s)
            if unsure and (unsure[0] - place > _NEAR or "\n\n" in self.text[place : unsure[0]]):
                break
            if known == gender:
                return s
            unsure = unsure or ((place, s) if known is None else None)
        return unsure[1] if unsure else None

    def _is_person(self, speaker: Speaker) -> bool:
        """Whether it is one person, by name or as `a spokesman for the board`."""
        return (speaker.chain or speaker.name) in self._people or _gender(speaker) is not None

    def _weigh(self, people: Sequence[Named]) -> dict[str, str]:
        """The gender of each person where titles, roles, first names or the pronouns of the same sentence tell it."""
        self._people = {m.chain or m.name for m in people}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for m in people:
            titles = {w.casefold().rstrip(".") for w in _WORDS.findall(self.text[max(0, m.start - 12) : m.start])[-1:]}
            words = titles | set(headed(_WORDS.findall((m.role or "").casefold()))) | {w.casefold().rstrip(".") for w in m.name.split()[:1]}
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


def _are_several(text: str, mentions: Sequence[Named]) -> bool:
    """Whether `Holt and Reed` are two people."""
    people = [m for m in mentions if m.kind == "person"]
    return any(
        (a.chain or a.name) != (b.chain or b.name) and " and " in text[a.end : b.start] and " of " not in text[a.end : b.start]
        for a, b in pairwise(people)
    )


def _inside(mention: Named, marked: Sequence[Span]) -> bool:
    n = bisect_right(marked, Span(mention.start, 1 << 62)) - 1
    return n >= 0 and mention.end <= marked[n].end


def _first_of_each(mentions: Sequence[Named], sentences: Sequence[int]) -> list[Named]:
    """The first person of each sentence: most often its subject."""
    seen: dict[int, Named] = {}
    for m in mentions:
        seen.setdefault(bisect_right(sentences, m.start), m)
    return list(seen.values())


def _by_surname(text: str, mentions: Sequence[Named]) -> list[Named]:
    """Mentions, with a bare `Hale` given to Conrad Hale where it was joined to `Hale Dredging`, whose last word it is not."""
    owners: dict[str, Named] = {}
    for m in mentions:
        if m.kind == "person" and len(m.name.split()) > 1:
            owners.setdefault(m.name.casefold().split()[-1], m)
    return [_owned(m, text[m.start : m.end].casefold(), owners) for m in mentions]


def _owned(m: Named, written: str, owners: Mapping[str, Named]) -> Named:
    words = m.name.casefold().split()
    owner = owners.get(written)
    if owner is None or len(words) < 2 or words[-1] == written or words[0] != written:
        return m
    return Named(m.start, m.end, "person", owner.name, owner.chain, None)


def _roles(text: str, people: Sequence[Named]) -> Iterator[tuple[str, Role]]:
    """The roles of each person: those found with the names, and `the finance minister` before a comma and the name."""
    for m in people:
        key = m.chain or m.name
        if m.role:
            yield key, Role.of(_WORDS.findall(m.role.casefold()))
        behind = _AS.match(text, m.end, m.end + 120)
        if behind and (held := Role.held_as(_WORDS.findall(behind[2].casefold()), bool(_LEAVES.search(behind[1])))):
            yield key, held
        before = _APPOSED.search(text, max(0, m.start - 30), m.start)
        if before and _ENDED.match(text, m.end):
            described = _DESCRIBES.search(text, max(0, before.start() - 70), before.start())
            words = _WORDS.findall(described[0].casefold()) if described else []
            yield from ((key, Role.of(words[n:])) for n in _phrase(words))


def _phrase(words: Sequence[str]) -> Sequence[int]:
    """Where the last independent noun phrase of `told the chairman of the board` begins."""
    loose = ("of", "for", "in", "at", "to", "from")
    begins = [n for n, w in enumerate(words) if (w in _DETERMINERS or w.endswith(("'s", "’s"))) and (not n or words[n - 1] not in loose)]
    return begins[-1:] if begins and len(words) - begins[-1] < 8 else ()


def _by_last_word(bodies: Sequence[Named]) -> dict[str, "_Line"]:
    out: dict[str, list[Named]] = defaultdict(list)
    for m in bodies:
        out[m.name.casefold().split()[-1] if m.name.split() else ""].append(m)
    return {word: _Line(mentions) for word, mentions in out.items()}


def _head(words: Sequence[str]) -> str:
    """The head noun: the last word before a preposition."""
    return headed(words)[-1]


def _gender(speaker: Speaker) -> str | None:
    """That of somebody described and not named, where the head noun tells it."""
    if speaker.chain:
        return None
    head = _head(_WORDS.findall(speaker.name.casefold()) or [""])
    return "m" if head in _MEN else "f" if head in _WOMEN else None


def _is_complement(lead: Sequence[str]) -> bool:
    """Whether what stands before a name makes it somebody else's: `a spokesman for`, `the lawyer of`."""
    return bool(lead) and (lead[-1] in ("for", "of", "to", "with", "by", "at", "from", "and", "or") or "for" in lead)
