"""Invented articles, for measuring what linking costs; `story_library` stores them."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.engines.places import known_names
from app.importers.base import DeclaredDate, Draft
from app.layers.base import Finding
from app.layers.creators import PersonCreator
from app.linking.names.folding import fold
from app.text.spans import one_paragraph_a_gap

SEED = 20310401
NEW, ROUNDS, SMALL, WARM = 30, 15, 5, 3
"""Articles that are stored in both libraries; how often pages are asked for, and small corrections
made; runs before those that count."""
DAYS = 3_000  # over which a library's articles are spread
HEADS, TAIL = 100, 10
"""The most named entities, whose share does not depend on the library's size, and how many of the
others an article names."""
_KINDS = (
    "person",
    "place",
    "person",
    "organization",
    "person",
    "place",
    "person",
    "organization",
    "person",
    "place",
)
EDITOR, HUB = PersonCreator(1), 1  # who corrects; the most named entity


class Named(NamedTuple):
    """An entity of the world: `id` is its row, in order of use.

    `short` another name it goes by, `key` the entry that it is, if any.
    """

    id: int
    kind: str
    name: str
    short: str
    key: str = ""


@dataclass
class Story:
    """An article with what the layers would find in it; `whom` is the entity of each chain."""

    number: int
    day: str
    text: str = ""
    findings: list[Finding] = field(default_factory=list)
    whom: dict[str, Named] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        """As an importer would hand it in."""
        url, declared = f"https://press.example/{self.number}", DeclaredDate(self.day, "header")
        return Draft(
            self.text,
            one_paragraph_a_gap(self.text),
            f"Story {self.number}",
            (),
            "Press",
            url,
            "en",
            declared,
        )

    def say(self, words: str) -> int:
        """Adds words; where they begin."""
        self.text += words
        return len(self.text) - len(words)

    def find(self, layer: str, kind: str, start: int, body: dict[str, Any]) -> None:
        """A finding from `start` to where the text ends now."""
        self.findings.append(
            Finding(layer, start, len(self.text), kind, {"kind": kind} | body, 0.9, "made@1")
        )

    def name(self, chain: str, words: str, role: str | None = None) -> None:
        """A mention, after the words that describe it."""
        at = self.say(f"{role} ") if role else 0
        described = {"start": at, "end": at + len(role), "exact": role} if role else None
        e = self.whom[chain]
        self.find(
            "entity", e.kind, self.say(words), {"name": e.name, "chain": chain, "role": described}
        )


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(
        rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(syllables)
    ).capitalize()


def world(size: int) -> list[Named]:
    """Whom a library of so many articles may know, the same ones first in each.

    Of five persons three have the last name of another.
    """
    rng = random.Random(SEED)
    places = iter(_places())
    lasts, taken, people = [_word(rng, 2)], set[str](), list[Named]()
    while len(people) < max(size, 3 * HEADS):
        kind, key = _KINDS[len(people) % len(_KINDS)], ""
        if kind == "person":
            name, short = _person(rng, lasts, may_be_bare=len(people) > HEADS)
        elif kind == "place":
            name, short, key = next(places, (_word(rng, 3), "", ""))
        else:
            name = f"{_word(rng, 3)} {rng.choice(('Group', 'Council', 'Institute', 'Works'))}"
            short = name.split()[0]
        if fold(name) not in taken:
            taken.add(fold(name))
            people.append(Named(len(people) + 1, kind, name, short or name, key))
    return people


def _places() -> list[tuple[str, str, str]]:
    """Territories and cities: the name, another one, and the key of the built-in entry."""
    entries: dict[str, list[str]] = {}
    for name, of in known_names.names("en").items():
        if of.startswith(("cldr:territory", "cldr:city")) and name.isascii():
            entries.setdefault(of, []).append(name.title())
    places = ((known_names.find(of), names[-1], of) for of, names in entries.items())
    return [(place.name, other, of) for place, other, of in places if place]


def _person(rng: random.Random, lasts: list[str], *, may_be_bare: bool) -> tuple[str, str]:
    """A person's name and last name, which is put behind `lasts`; a bare name has no first one."""
    last_name = _word(rng, rng.choice((2, 3))) if rng.random() < 0.4 else rng.choice(lasts)
    lasts.append(last_name)
    bare = may_be_bare and rng.random() < 0.02
    return last_name if bare else f"{_word(rng, 2)} {last_name}", last_name


def chosen(rng: random.Random, people: Sequence[Named]) -> list[Named]:
    """Who comes up in one article.

    The first in every fifth, the others the less the later they come.
    """
    heads = [n for n in range(HEADS) if rng.random() < 0.2 * (n + 1) ** -0.6]
    tail = [HEADS + int((len(people) - HEADS) * rng.random() ** 1.5) for _ in range(TAIL)]
    return [people[n] for n in dict.fromkeys(heads + tail)]


def story(rng: random.Random, number: int, day: str, whom: Iterable[Named]) -> Story:
    """An article in which these come up, one paragraph each."""
    article = Story(number, day)
    for n, e in enumerate(whom):
        chain = f"e{n}"
        article.whom[chain] = e
        article.say("\n\n" if n else "")
        article.name(
            chain, e.name, "minister" if e.kind == "person" and rng.random() < 0.15 else None
        )
        article.say(" was named for the ")
        at = article.say(rng.choice(("first", "second", "third")))
        if n == 0:
            article.find("date", "date", at, {"value": day, "relative": False, "anchor": None})
        article.say(f" time in report {number}.")
        if n % 3 == 0:
            at = article.say(f" The figures were wrong by {rng.randrange(100)} percent.") + 1
            article.find(
                "claim",
                "claim",
                at,
                {
                    "check_worthiness": 0.6,
                    "claimant": None,
                    "claimant_chain": None,
                    "why": ["quantity"],
                },
            )
        if n % 4 == 0:
            said = {
                "type": "direct",
                "act": "speech",
                "attribution": f"q{n}",
                "speaker": e.name,
                "chain": chain,
            }
            article.find(
                "quotation",
                "direct",
                article.say(f" “Nobody counted {rng.randrange(100)} of them.”") + 1,
                said,
            )
        for _ in range(rng.randrange(1, 3) if e.kind == "person" else rng.randrange(2)):
            article.say(" ")
            article.name(chain, e.short)
            article.say(" said no more.")
    return article


def stories(people: Sequence[Named], count: int) -> Iterator[Story]:
    """A library's articles, oldest first."""
    rng, first = random.Random(SEED + 1), date(2023, 1, 1)
    for n in range(1, count + 1):
        yield story(
            rng, n, (first + timedelta(days=n * DAYS // count)).isoformat(), chosen(rng, people)
        )


def new_stories(people: Sequence[Named]) -> list[Story]:
    """What comes in later: also somebody unknown with a shared last name.

    And a shared last name alone.
    """
    rng, stories = random.Random(SEED + 2), []
    persons = [e for e in people if e.kind == "person" and " " in e.name]
    for n in range(NEW + WARM):
        unknown, bare = rng.choice(persons).short, rng.choice(persons).short
        strangers = [
            Named(0, "person", f"{_word(rng, 2)} {unknown}", unknown),
            Named(0, "person", bare, bare),
        ]
        stories.append(story(rng, 10**7 + n, "2031-04-01", chosen(rng, people) + strangers))
    return stories
