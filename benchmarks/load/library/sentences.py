"""The sentences of a made article: invented words around names, dates and what people say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from benchmarks.load.library import words

SHORTEST, LONGEST = 4_050, 4_850
"""Characters of a text, about."""
FIRST_DAY, DAYS = date(2016, 1, 1), 3_500
_ROLES = ("minister", "captain", "engineer", "chairman", "economist")
_DENSE, _LOOSE = 50, 100
"""Characters of a sentence beside its names: with few annotations it has more words."""
_CUES = ("said", "told reporters", "warned", "added")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many annotations a revision has, and how many entities there are to name."""

    annotations: int
    entities: int
    seed: int = 1

    @property
    def quotations(self) -> int:
        """About one annotation in seven."""
        return max(2, round(self.annotations * 0.14))

    @property
    def dates(self) -> int:
        """One annotation in ten."""
        return max(1, round(self.annotations * 0.1))

    @property
    def claims(self) -> int:
        """About one annotation in sixteen."""
        return max(1, round(self.annotations * 0.06))

    @property
    def mentions(self) -> int:
        """All other annotations."""
        return self.annotations - self.quotations - self.dates - self.claims

    @property
    def named(self) -> int:
        """Entities that an article names: 60 with 120 annotations."""
        return max(2, self.mentions * 60 // 84)


class Mention(NamedTuple):
    """A name in a sentence, with the place of the role before it."""

    start: int
    end: int
    rank: int
    role: tuple[int, int] | None
    confidence: float


class Quote(NamedTuple):
    """What somebody says in a sentence, with the places of speech verb and speaker."""

    start: int
    end: int
    kind: str
    cue: tuple[int, int]
    source: tuple[int, int]
    rank: int
    confidence: float


@dataclass(slots=True)
class Sentence:
    """A sentence; every position is one in its own text."""

    text: str = ""
    mentions: tuple[Mention, ...] = ()
    quote: Quote | None = None
    date: tuple[int, int, str] | None = None
    claim: float | None = None


def sentences(rng: Random, shape: Shape) -> list[Sentence]:
    """The sentences of an article in reading order."""
    quoted, others = _mentioned(rng, shape)
    plans = ["direct", "indirect"] * (shape.quotations // 2 + 1)
    plans = plans[: shape.quotations] + ["date"] * shape.dates
    left = shape.mentions - 2 * shape.quotations
    plans += ["names"] * max(0, -(-left // 3))
    rng.shuffle(plans)
    target = rng.randint(SHORTEST, LONGEST)
    characters = _DENSE if shape.annotations > 60 else _LOOSE
    length, known, made = 0, Counter[int](), []
    for plan in plans:
        chosen = _chosen(plan, quoted, others)
        made.append(_sentence(rng, plan, chosen, known, characters))
        length += len(made[-1].text) + 1
    while length < target:
        plain = _sentence(rng, "plain", (), known, characters)
        made.insert(rng.randrange(len(made) + 1), plain)
        length += len(plain.text) + 1
    quiet = [one for one in made if one.quote is None]
    for one in rng.sample(quiet, shape.claims):
        one.claim = _confidence(rng, 0.5)
    return made


def _mentioned(rng: Random, shape: Shape) -> tuple[list[tuple[int, int]], list[int]]:
    """The ranks of all mentions, each entity at least once.

    A speaker and whom they speak about for each quotation, and all others.
    """
    least = min(shape.named, shape.quotations)
    ranks: dict[int, None] = {}
    while len(ranks) < shape.named:
        rank = words.entity_rank(rng, shape.entities)
        if len(ranks) < least and not words.is_person(rank):
            rank -= 5
        ranks[rank] = None
    people = [rank for rank in ranks if words.is_person(rank)]
    mentions = [*ranks, *rng.choices(people, k=shape.mentions - shape.named)]
    speakers = [rank for rank in mentions if words.is_person(rank)][: shape.quotations]
    for rank in speakers:
        mentions.remove(rank)
    rng.shuffle(mentions)
    return list(zip(speakers, mentions, strict=False)), mentions[len(speakers) :]


def _chosen(plan: str, quoted: list[tuple[int, int]], others: list[int]) -> tuple[int, ...]:
    """The ranks that a sentence names, taken from the lists; a quotation's speaker first."""
    if plan in ("direct", "indirect"):
        return quoted.pop()
    count = 3 if plan == "names" else 0
    return tuple(others.pop() for _ in range(min(count, len(others))))


def _sentence(
    rng: Random,
    plan: str,
    ranks: Sequence[int],
    known: Counter[int],
    characters: int,
) -> Sentence:
    """One sentence of about so many characters, by its plan."""
    line = _Line(rng, known, characters)
    if plan == "direct":
        line.direct(ranks)
    elif plan == "indirect":
        line.indirect(ranks)
    else:
        line.plain(ranks, dated=plan == "date")
    return line.sentence


class _Line:
    """A sentence in the making."""

    def __init__(self, rng: Random, known: Counter[int], characters: int) -> None:
        self.sentence = Sentence()
        self._rng, self._known, self._characters = rng, known, characters

    def direct(self, ranks: Sequence[int]) -> None:
        """As in `“The plan for Mara Quist …,” said minister Ida Fenwick.`."""
        start = self._add("“")
        self._words(self._characters // 2, "The ")
        self._name(ranks[1])
        self._words(self._characters // 3)
        end = self._add(",”") + 1
        cue = self._rng.choice(_CUES)
        self._add(" ")
        cue_start = self._add(cue)
        self._add(" ")
        source = self._name(ranks[0], with_role=True)
        self._add(".")
        self._quote(start + 1, end, "direct", (cue_start, cue_start + len(cue)), source, ranks[0])

    def indirect(self, ranks: Sequence[int]) -> None:
        """As in `The minister Ida Fenwick said that the plan of Mara Quist ….`."""
        self._add("The ")
        source = self._name(ranks[0], with_role=True)
        cue = self._add(" said ") + 1
        start = self._add("that ")
        self._words(self._characters // 2, "the ")
        self._name(ranks[1])
        end = self._words(self._characters // 3)
        self._add(".")
        self._quote(start, end, "indirect", (cue, cue + 4), source, ranks[0])

    def plain(self, ranks: Sequence[int], *, dated: bool) -> None:
        """Words around names, and a date before them."""
        if dated:
            self._date()
        share = self._characters // (len(ranks) + 1)
        self._words(share, "" if dated else "The ")
        for rank in ranks:
            self._name(rank)
            self._words(share)
        self._add(".")

    def _date(self) -> None:
        day = FIRST_DAY + timedelta(days=self._rng.randrange(DAYS))
        self._add("On ")
        words_ = f"{day.day} {day:%B %Y}"
        start = self._add(words_)
        self.sentence.date = (start, start + len(words_), day.isoformat())
        self._add(" the ")

    def _add(self, words_: str) -> int:
        """Adds words; returns where they begin."""
        start = len(self.sentence.text)
        self.sentence.text += words_
        return start

    def _words(self, characters: int, first: str = " ") -> int:
        """Adds words of about so many characters; returns where they end."""
        self.sentence.text += first + words.phrase(self._rng, characters)
        return len(self.sentence.text)

    def _name(self, rank: int, *, with_role: bool = False) -> tuple[int, int]:
        """Adds a name, from the second mention on the short one; its place with the role."""
        entity = words.entity(rank)
        text = self.sentence.text
        self._add("" if not text or text[-1] in " “" else " ")
        first, role = len(self.sentence.text), None
        if with_role and not self._known[rank]:
            role_words = _ROLES[rank % len(_ROLES)]
            role = (first, first + len(role_words))
            self._add(f"{role_words} ")
        name = entity.short if self._known[rank] else entity.name
        start = self._add(name)
        self._known[rank] += 1
        confidence = _confidence(self._rng, 0.45)
        mention = Mention(start, start + len(name), rank, role, confidence)
        self.sentence.mentions = (*self.sentence.mentions, mention)
        return first, start + len(name)

    def _quote(
        self,
        start: int,
        end: int,
        kind: str,
        cue: tuple[int, int],
        source: tuple[int, int],
        by: int,
    ) -> None:
        confidence = _confidence(self._rng, 0.6)
        self.sentence.quote = Quote(start, end, kind, cue, source, by, confidence)


def _confidence(rng: Random, least: float) -> float:
    return round(rng.uniform(least, 0.98), 2)


def revised(rng: Random, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with a new one, and with other words in one that names nothing, if any does."""
    revised = list(sentences)
    plain = [n for n, one in enumerate(revised) if not one.mentions and not one.date]
    if plain:
        changed = rng.choice(plain)
        again = _sentence(rng, "plain", (), Counter(), 100)
        revised[changed] = replace(again, claim=revised[changed].claim)
    new = _sentence(rng, "plain", (), Counter(), 100)
    revised.insert(rng.randrange(len(revised)), new)
    return revised
