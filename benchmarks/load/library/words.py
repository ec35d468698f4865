"""Invented words and names by number, and numbers that follow a Zipf law.

Two names never share their consonants, so that linking takes no two for spellings of one.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

_CONSONANTS = "bdfhklmnprstv"
_VOWELS = "aeiou"
_ORGANIZATIONS = "Group Institute Foundation Trust Shipping Motors Steel Chemicals".split()
_PLACES = ("ford", "holm", "bridge", "mere")
_COMMON = (
    "report meeting plan budget bridge water school tax vote road rent price wage court bill law "
    "debt loan farm mill coast storm winter summer harvest engine tower market harbour station "
    "paper letter office project figure sum share tender permit delay repair inquiry survey ruling "
    "strike queue fuel grain timber power cable ferry tunnel canal bus train ward clinic library"
).split()
"""English words, the most frequent ones of every text."""
_SMALL = ("the", "of", "and", "in", "for", "with", "a", "to", "by", "on", "after", "from", "as")
WORDS = 30_000
_TAPE = 1_000_000
"""Words: in a library of 100,000 articles each place of the tape is used about sixty times."""
_SHIFT_OF_WORDS = 2.0
_SHIFT_OF_ENTITIES = 10.0
"""The constants of Mandelbrot's form of the law, 1 / (rank + shift). With 10 the most named of
200,000 entities is in about half of the articles, with 0 it would be in each."""


class EntityName(NamedTuple):
    """What an entity is called: its kind, whole name, and the shorter one of a person."""

    kind: str
    name: str
    short: str


def zipf(rng: Random, number: int, shift: float) -> int:
    """A rank from 0, below `number`, the first ones most often."""
    return int(shift * ((number + shift) / shift) ** rng.random() - shift)


def entity_rank(rng: Random, entities: int) -> int:
    """The rank of an entity that is named."""
    return zipf(rng, entities, _SHIFT_OF_ENTITIES)


def phrase(rng: Random, characters: int) -> str:
    """Words from anywhere in the tape, of about so many characters, at least two."""
    tape, starts = _tape()
    first = int(rng.random() * (len(starts) - characters - 4))
    last = first + max(2, characters // 6)
    return tape[starts[first] : starts[last] - 1]


@cache
def _tape() -> tuple[str, Sequence[int]]:
    """A long text without names, and where its words begin: every other word is a small one.

    Phrases are cut from it, which is faster than drawing each word.
    """
    rng = Random(1)
    known = vocabulary()
    drawn: list[str] = []
    for _ in range(_TAPE // 2):
        drawn += [known[zipf(rng, WORDS, _SHIFT_OF_WORDS)], _SMALL[int(rng.random() * len(_SMALL))]]
    starts = array("L", accumulate((len(word) + 1 for word in drawn), initial=0))
    return " ".join(drawn) + " ", starts


@cache
def vocabulary() -> list[str]:
    """Every word, the most frequent first."""
    invented = [_syllables(n, 3) + "s" * (n % 2) for n in range(WORDS)]
    return (_COMMON + invented)[:WORDS]


@cache
def entity(rank: int) -> EntityName:
    """The entity of this rank: of ten, five are people, three organizations, two places."""
    tens, place_in_ten = divmod(rank, 10)
    if place_in_ten < 5:
        return _person(tens * 5 + place_in_ten)
    if place_in_ten < 8:
        number = tens * 3 + place_in_ten - 5
        name = f"{_syllables(number, 4).title()} {_ORGANIZATIONS[number % len(_ORGANIZATIONS)]}"
        return EntityName("organization", name, name)
    number = tens * 2 + place_in_ten - 8
    name = _syllables(number, 4).title() + _PLACES[number % len(_PLACES)]
    return EntityName("place", name, name)


def is_person(rank: int) -> bool:
    """Whether the entity of this rank is a person."""
    return rank % 10 < 5


def _person(number: int) -> EntityName:
    """A person; the 22,464 last names are used again with other first names."""
    last_names = 13 * 12**3
    last = _syllables(number % last_names, 4).title()
    first = _syllables((37 * number + number // last_names) % (13 * 12), 2).title() + "n"
    return EntityName("person", f"{first} {last}", last)


def _syllables(number: int, least: int) -> str:
    """Another word for each number, of at least so many syllables; no consonant follows itself."""
    count = least
    while number >= 13 * 12 ** (count - 1):
        number -= 13 * 12 ** (count - 1)
        count += 1
    number, before = divmod(number, 13)
    parts = [_CONSONANTS[before] + _VOWELS[before % 5]]
    for _ in range(count - 1):
        number, step = divmod(number, 12)
        before = (before + 1 + step) % 13
        parts.append(_CONSONANTS[before] + _VOWELS[(before + step) % 5])
    return "".join(parts)
