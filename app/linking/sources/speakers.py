"""Which of an article's people a source stands for: `she`, `the minister`, `Holt`, `Kremlin spokesman Dmitry Peskov`.

Pure: mentions, roles and earlier turns are handed in; reads the words of sources, never the store. Pronouns are resolved in `pronouns`,
offices in `offices`, joint speakers told apart in `coordination`.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from app.linking.names.noun_phrases import (
    BODIES,
    DETERMINERS,
    HE,
    INDEFINITE,
    NOBODY,
    OBJECTS,
    OWNED,
    RELATIVE,
    SHE,
    THEY,
    WORD,
    WRITINGS,
    head,
    is_one_person,
    is_plural,
)
from app.linking.sources.coordination import parts
from app.linking.sources.genders import genders
from app.linking.sources.mentions import NamedMention, Speaker, SpeechLine
from app.linking.sources.offices import Offices, Role, is_held
from app.linking.sources.pronouns import Pronouns, Turn
from app.text.spans import Span

SURE_SPEAKER = 0.8
"""From which `speaker_confidence` a name may stand beside words without a "perhaps".

Read on twelve articles of worldwide's dev part: of the 43 names that are told from it on none
was wrong."""

_APPOSED = re.compile(
    r",\s(?:[A-ZÀ-Þ][^\W\d_]*\.?\s){0,2}$"
)  # between a description and the name behind it: a comma and titles
_AS = re.compile(r"([^,.;:()\n“”\"«»„—]{0,60}?)\sas (?:the )?([^\W\d_]+(?: [^\W\d_]+){0,2})")
_BETWEEN = re.compile(r"\s?(?:,\s\d{1,3})?(?:\([^)]{1,30}\))?,?\s")
_TITLE_BETWEEN = re.compile(r",\s(?P<title>[^,.;:()\n“”\"]{3,60}?),?\s")
_LEAVES = re.compile(
    r"\b(?:resign|quit|retire|replace|remove|sack|oust|dismiss|succeed|depart|left)"
)
_TOLD_OF = re.compile(r",\s(?:who|which|whose|where|in|by|at|for|from|of|with|as|\w+(?:ed|ing))\b")
_ENDED = re.compile(r"\s*(?:[,.;:)!?—–]|$)")
_DESCRIBES = re.compile(r"[^,.;:()\n“”\"«»„—]{3,70}$")
# mentions in the last two paragraphs among whom `the minister` must be the only one without a role
_FEW = 12
_LONGEST = 200  # characters of a source in which last names are looked for that nobody marked
_MANY = 40  # turns that are looked back on; keeps hostile text linear
# How likely a source resolved in each way stands for whom it was given to. Read on half of
# PolNeAR's dev articles and 70 of worldwide's:
# of 60 names that stand in their source otherwise than in full all are right, of 16 relatives 15,
# of 11 offices 10, of 8 guesses 7.
_NAMED, _APPOSITION, _RELATIVE, _OFFICE, _GUESSED, _COLLECTIVE, _AGAIN, _SHARED = (
    0.98,
    0.95,
    0.9,
    0.85,
    0.55,
    0.8,
    0.9,
    0.8,
)


class Cast:
    """The people and bodies of one article, in the order of their mentions.

    `roles` are words for offices and trades.
    """

    def __init__(
        self,
        text: str,
        mentions: Iterable[NamedMention],
        sentences: Sequence[Span] = (),
        marked: Sequence[Span] = (),
        roles: frozenset[str] = frozenset(),
    ) -> None:
        self.text = text
        self.mentions = _by_surname(text, sorted(mentions, key=lambda m: (m.start, -m.end)))
        self._starts = [m.start for m in self.mentions]
        starts = [s.start for s in sentences]
        people = [m for m in self.mentions if m.kind == "person"]
        bodies = [m for m in self.mentions if m.kind in ("organization", "facility")]
        self._told = SpeechLine([m for m in people if not _inside(m, marked)])
        self._who = {m.key: Speaker(m.name, m.chain) for m in people}
        self._offices = Offices(
            _roles(text, people), [(m.start, m.key) for m in self._told.mentions]
        )
        self._bodies = _by_last_word(
            [m for m in self.mentions if m.kind in ("organization", "facility", "group")]
        )
        known = genders(text, people, self._told, starts)
        self._pronouns = Pronouns(text, starts, self._told, SpeechLine(bodies), known, roles)
        self._roles = roles
        self._shared = _shared_surnames(people)
        full = {m.name.split()[-1]: m for m in people if " " in m.name}
        self._by_last_name = {
            last: m for last, m in full.items() if last.casefold() not in self._shared
        }

    def speakers(self, source: Span, turns: Sequence[Turn] = ()) -> tuple[Speaker, ...]:
        """Who the noun phrase at `source` is, several where they speak jointly; `turns` are the earlier ones. Empty: nobody can tell."""
        found = parts(self.text, source, self._within(source))
        if len(found) > 1:
            joint = [self.speaker(part, turns) for part in found]
            return tuple(dict.fromkeys(s for s in joint if s))
        if source.of(self.text).casefold() == "they":
            return self._pronouns.they(source.start, turns)
        one = self.speaker(source, turns)
        return (one,) if one else ()

    def speaker(self, source: Span, turns: Sequence[Turn] = ()) -> Speaker | None:
        """Who the noun phrase at `source` is, if it is one. None: nobody can tell."""
        words: Sequence[str] = [w.casefold() for w in WORD.findall(source.of(self.text))]
        if not words:
            return None
        if len(words) == 1 and words[0] in RELATIVE | HE | SHE | THEY | NOBODY:
            return self._stood_for(source.start, words[0], turns)
        named = self._named(source) or self._apposed(source, words)
        if named:
            return self._told_apart(source, named)
        source, words = self._without_clause(source, words)
        if words[-1] in OBJECTS:
            return self._described(source, words)
        if head(words) in WRITINGS or (
            head(words) in ("rest", "end", "part") and words[-1] in WRITINGS
        ):
            return self._publisher(source)
        return (
            self._collective(source, words)
            or self._in_office(source, words)
            or self._described(source, words, turns)
        )

    def _stood_for(self, at: int, word: str, turns: Sequence[Turn]) -> Speaker | None:
        """Whom a single pronoun stands for."""
        if word in RELATIVE:
            return self._antecedent(at)
        if word in HE | SHE:
            return self._pronouns.person(at, "m" if word in HE else "f", turns)
        if word == "it":
            return self._pronouns.it(at)
        several = self._pronouns.they(at, turns) if word in THEY else ()
        return several[0] if several else None

    def _within(self, source: Span) -> Sequence[NamedMention]:
        """The names inside the source, in order; a known person's last name is one though nobody marked it there."""
        low, high = bisect_left(self._starts, source.start), bisect_left(self._starts, source.end)
        found = [m for m in self.mentions[low:high] if m.end <= source.end]
        for word in WORD.finditer(
            self.text, source.start, min(source.end, source.start + _LONGEST)
        ):
            known = self._by_last_name.get(word[0].title() if word[0].isupper() else word[0])
            if known and not any(m.start < word.end() and word.start() < m.end for m in found):
                found.append(
                    NamedMention(word.start(), word.end(), "person", known.name, known.chain)
                )
        return sorted(found, key=lambda m: m.start)

    def _told_apart(self, source: Span, named: Speaker) -> Speaker | None:
        """The speaker, less sure by a last name that others bear too; None where nothing decides which of them is meant by it."""
        surname = named.name.casefold().split()[-1]
        if surname not in self._shared:
            return named
        written = source.of(self.text)
        if " " not in named.name.strip() and named.name in written:
            return None
        is_bare = len(WORD.findall(written)) == 1
        return Speaker(named.name, named.chain, _SHARED) if is_bare else named

    def _without_clause(self, source: Span, words: Sequence[str]) -> tuple[Span, Sequence[str]]:
        """The phrase and its words without what is told of it behind a comma: `the study, published in May`, `a firm, which …`."""
        told = _TOLD_OF.search(self.text, source.start, source.end)
        if not told or not (kept := WORD.findall(self.text, source.start, told.start())):
            return source, words
        return Span(source.start, told.start()), [w.casefold() for w in kept]

    def _antecedent(self, at: int) -> Speaker | None:
        """Whom `who` or `which` stands for: the name right before it, a comma, an age, brackets or a title between them."""
        low = bisect_left(self._starts, at)
        for m in reversed(self.mentions[max(0, low - 3) : low]):
            if m.kind in ("place", "other"):
                continue
            if _BETWEEN.fullmatch(self.text, m.end, at):
                is_last_of_several = self.text[max(0, m.start - 5) : m.start] == " and "
                return Speaker(m.name, m.chain, _GUESSED if is_last_of_several else _RELATIVE)
            titled = _TITLE_BETWEEN.fullmatch(self.text, m.end, at) if m.kind == "person" else None
            if titled and set(WORD.findall(titled["title"].casefold())) & self._roles:
                return Speaker(m.name, m.chain, _RELATIVE)
        return None

    def _publisher(self, source: Span) -> Speaker | None:
        """Who `the findings of the Audit Board` are by, if a body is named; a text alone is nobody."""
        bodies = [
            m for m in self._within(source) if m.kind == "organization" and m.end == source.end
        ]
        return Speaker(bodies[0].name, bodies[0].chain, _COLLECTIVE) if bodies else None

    def _apposed(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """Who is named right behind a description: `its chair, Ana Holt, said`."""
        low = bisect_left(self._starts, source.end)
        for m in self.mentions[low : low + 2]:
            fits = m.kind == "person" and not is_plural(head(words))
            if (
                fits
                and _APPOSED.fullmatch(self.text[source.end : m.start])
                and _ENDED.match(self.text, m.end)
            ):
                return Speaker(m.name, m.chain, _APPOSITION)
        return None

    def _named(self, source: Span) -> Speaker | None:
        """The mention that is the phrase's head: a person at its end, or a name that is the whole of it."""
        inside = self._within(source)
        if _are_several(self.text, inside):
            return None
        for m in sorted(inside, key=lambda m: m.kind != "person"):
            lead = [w.casefold() for w in WORD.findall(self.text[source.start : m.start])]
            is_whole = all(w in ("the", "a", "an") for w in lead)
            if self._ends(m, source) and (
                is_whole or (m.kind == "person" and not _is_complement(lead))
            ):
                return Speaker(m.name, m.chain, _NAMED)
        return None

    def _ends(self, mention: NamedMention, source: Span) -> bool:
        """Whether nothing but a description follows the name in the source."""
        after = self.text[mention.end : source.end].strip()
        if mention.kind == "person" and after.startswith(("of ", "from ", "at ", "for ", "who ")):
            return True
        return after[:1] in ("", ",", "(") or after in ("'s", "’s", "'", "’")

    def _in_office(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The person whose described role `the foreign minister` fits best, else one whom the text has just told of without any role."""
        if words[0] in OWNED and len(words) == 2 and not is_plural(words[1]):
            key = self._offices.only(words[1])
            return self._holding(key, _OFFICE)
        if words[0] not in ("the", "this", "that"):
            return None
        noun, of_whom = head(words), self._proper(source)
        key, others = self._offices.holder(words[1:], noun, source.start, of_whom)
        if key or of_whom or not is_held(noun):
            return self._holding(key, _GUESSED if others else _OFFICE)
        near = [
            m
            for m in self._told.before(source.start, _FEW)
            if self.text.count("\n\n", m.start, source.start) < 2
        ]
        free = {m.key for m in near if not self._offices.is_described(m.key)}
        return self._holding(free.pop(), _GUESSED) if len(free) == 1 else None

    def _holding(self, key: str | None, sure: float) -> Speaker | None:
        who = self._who[key] if key else None
        return Speaker(who.name, who.chain, sure) if who else None

    def _proper(self, source: Span) -> frozenset[str]:
        """The words of a description that are somebody's or some body's name: `the chairman of the Conservative Party`."""
        found = [
            w for w in WORD.findall(source.of(self.text))[1:] if w[0].isupper() and not w.isdigit()
        ]
        return frozenset(w.casefold() for w in found) - self._roles

    def _collective(self, source: Span, words: Sequence[str]) -> Speaker | None:
        """The latest body whose name ends in the head noun of `the council`; without one, the noun itself."""
        noun = head(words)
        if words[0] != "the" or len(words) != 2 or noun not in BODIES:
            return None
        bodies = self._bodies.get(noun)
        known = bodies.before(source.start, 1) if bodies else ()
        return Speaker(known[0].name, known[0].chain, _COLLECTIVE) if known else Speaker(noun)

    def _described(
        self, source: Span, words: Sequence[str], turns: Sequence[Turn] = ()
    ) -> Speaker | None:
        """The description as written, without `the`; for a bare `the official` the last who spoke and was described so, or none."""
        found = list(WORD.finditer(self.text, source.start, source.end))
        bare = 1 if words[0] in DETERMINERS and len(found) > 1 else 0
        rest = found[bare:]
        plural = words[-1].endswith("s") or words[-1] in ("police", "people")
        if len(rest) < 2 and not rest[0][0][0].isupper() and not plural:
            return self._described_before(words, turns)
        if (words[-1] in OBJECTS and "who" not in words) or (
            not bare and rest[0][0].islower() and words[0].endswith("ing")
        ):
            return None
        begin = source.start if words[0] in INDEFINITE else rest[0].start()
        return Speaker(" ".join(self.text[begin : rest[-1].end()].split()), None)

    def _described_before(self, words: Sequence[str], turns: Sequence[Turn]) -> Speaker | None:
        """Who spoke before as `an official of the port` and is `the official` now."""
        if words[0] != "the" or not is_one_person(words, self._roles):
            return None
        for _, who in reversed(turns[-_MANY:]):
            described = [
                s
                for s in who
                if not s.chain and head(WORD.findall(s.name.casefold()) or [""]) == words[-1]
            ]
            if described:
                return Speaker(described[-1].name, None, _AGAIN)
        return None


def _are_several(text: str, mentions: Sequence[NamedMention]) -> bool:
    """Whether `Holt and Reed` are two people."""
    people = [m for m in mentions if m.kind == "person"]
    return any(
        a.key != b.key and " and " in text[a.end : b.start] and " of " not in text[a.end : b.start]
        for a, b in pairwise(people)
    )


def _shared_surnames(people: Sequence[NamedMention]) -> frozenset[str]:
    """Last names that several people of the article bear, in small letters."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for m in people:
        if len(m.name.split()) > 1:
            bearers[m.name.casefold().split()[-1]].add(m.key)
    return frozenset(name for name, keys in bearers.items() if len(keys) > 1)


def _inside(mention: NamedMention, marked: Sequence[Span]) -> bool:
    n = bisect_right(marked, Span(mention.start, 1 << 62)) - 1
    return n >= 0 and mention.end <= marked[n].end


def _by_surname(text: str, mentions: Sequence[NamedMention]) -> list[NamedMention]:
    """Mentions, with a bare `Hale` given to Conrad Hale where it was joined to `Hale Dredging`, whose last word it is not."""
    owners: dict[str, NamedMention] = {}
    for m in mentions:
        if m.kind == "person" and len(m.name.split()) > 1:
            owners.setdefault(m.name.casefold().split()[-1], m)
    return [_owned(m, text[m.start : m.end].casefold(), owners) for m in mentions]


def _owned(m: NamedMention, written: str, owners: Mapping[str, NamedMention]) -> NamedMention:
    words = m.name.casefold().split()
    owner = owners.get(written)
    if owner is None or len(words) < 2 or words[-1] == written or words[0] != written:
        return m
    return NamedMention(m.start, m.end, "person", owner.name, owner.chain, None)


def _roles(text: str, people: Sequence[NamedMention]) -> Iterator[tuple[str, Role]]:
    """The roles of each person: those found with the names, and `the finance minister` before a comma and the name."""
    for m in people:
        if m.role:
            yield m.key, Role.of(WORD.findall(m.role.casefold()))
        behind = _AS.match(text, m.end, m.end + 120)
        if behind and (
            held := Role.held_as(
                WORD.findall(behind[2].casefold()), bool(_LEAVES.search(behind[1]))
            )
        ):
            yield m.key, held
        before = _APPOSED.search(text, max(0, m.start - 30), m.start)
        if before and _ENDED.match(text, m.end):
            described = _DESCRIBES.search(text, max(0, before.start() - 70), before.start())
            words = WORD.findall(described[0].casefold()) if described else []
            yield from ((m.key, Role.of(words[n:])) for n in _phrase(words))


def _phrase(words: Sequence[str]) -> Sequence[int]:
    """Where the last independent noun phrase of `told the chairman of the board` begins."""
    loose = ("of", "for", "in", "at", "to", "from")
    begins = [
        n
        for n, w in enumerate(words)
        if (w in DETERMINERS or w.endswith(("'s", "’s"))) and (not n or words[n - 1] not in loose)
    ]
    return begins[-1:] if begins and len(words) - begins[-1] < 8 else ()


def _by_last_word(bodies: Sequence[NamedMention]) -> dict[str, SpeechLine]:
    out: dict[str, list[NamedMention]] = defaultdict(list)
    for m in bodies:
        out[m.name.casefold().split()[-1] if m.name.split() else ""].append(m)
    return {word: SpeechLine(mentions) for word, mentions in out.items()}


def _is_complement(lead: Sequence[str]) -> bool:
    """Whether what stands before a name makes it somebody else's: `a spokesman for`, `the lawyer of`."""
    return bool(lead) and (
        lead[-1] in ("for", "of", "to", "with", "by", "at", "from", "and", "or") or "for" in lead
    )
