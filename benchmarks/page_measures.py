"""The measures of reading pages: what people know of a page beside what was read on it.

Pure; reads no file and runs no reader. Rows are those of `pages/gold.jsonl`; whatever a row does
not know is not measured on its page: `title`, `authors` or `byline`, `date`, `first` (the body's
first words), `language`, `direction`, `with` and `without` (passages that belong to the article,
and some that do not), `body`.
"""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.page_readers import Reading

Row = dict[str, Any]

SHINGLE = 4
"""Words in a row that are compared at once."""
FIELDS = ("title", "date", "authors", "first", "language", "direction")
SHORTEST_PART = 12
"""A title of more characters may lack the end of the other one, or have more than it."""
LONGEST_REST = 1.6
"""How many times as long the other one may be, not quite."""
FIRST_CHARACTERS, FIRST_WITHIN = 60, 700
"""How much of a body's first words is looked for, and in how many characters of the text."""
_AND = re.compile(r",| and | & | und | et |;|\|")
_BY = re.compile(r"\s*(?:by|von|par|di|por)\s+", re.IGNORECASE)


class Judged(NamedTuple):
    """Whether an answer is right, and whether it contradicts what is known; silence is neither."""

    right: bool
    wrong: bool


@dataclass
class Share:
    """Of the pages on which a field is known, those where it is right and where it is wrong."""

    known: int = 0
    right: int = 0
    wrong: int = 0

    def count(self, judged: Judged) -> None:
        """Adds one page."""
        self.known += 1
        self.right += judged.right
        self.wrong += judged.wrong


@dataclass
class Passages:
    """Passages that belong to articles and passages that do not, and how many the texts have."""

    wanted: int = 0
    wanted_there: int = 0
    unwanted: int = 0
    unwanted_there: int = 0

    def count(self, row: Row, text: str) -> None:
        """Adds those of one page; white space is compared as one space."""
        line = " ".join(text.split())
        wanted, unwanted = row.get("with") or [], row.get("without") or []
        self.wanted += len(wanted)
        self.unwanted += len(unwanted)
        self.wanted_there += sum(" ".join(words.split()) in line for words in wanted)
        self.unwanted_there += sum(" ".join(words.split()) in line for words in unwanted)

    @property
    def recall(self) -> float:
        """The share of the wanted ones that are there."""
        return self.wanted_there / max(1, self.wanted)

    @property
    def precision(self) -> float:
        """Of those that are there, the share of wanted ones."""
        return self.wanted_there / max(1, self.wanted_there + self.unwanted_there)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.wanted_there / max(1, self.wanted + self.wanted_there + self.unwanted_there)


class Body(NamedTuple):
    """How well one page's text fits its body."""

    f1: float
    id: str
    url: str


class Miss(NamedTuple):
    """One field that was not read as people know it: what they know, and the answer."""

    field: str
    id: str
    url: str
    known: str
    answer: str


@dataclass
class Scores:
    """What is measured on a set of pages."""

    pages: int = 0
    empty: int = 0
    refused: int = 0
    fields: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in FIELDS})
    passages: Passages = field(default_factory=Passages)
    bodies: list[Body] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    def count(self, row: Row, reading: Reading) -> None:
        """Adds one page."""
        self.pages += 1
        self.empty += not reading.text.strip()
        self.refused += reading.refusal is not None
        self.passages.count(row, reading.text)
        if row.get("body"):
            self.bodies.append(Body(body_f1(row["body"], reading.text), row["id"], row["url"]))
        for name in FIELDS:
            self._count_field(name, row, reading)

    def _count_field(self, name: str, row: Row, reading: Reading) -> None:
        known = known_value(name, row)
        if not known:
            return
        judged = judge(name, known, reading)
        self.fields[name].count(judged)
        if not judged.right:
            answer = reading.text[:FIRST_CHARACTERS] if name == "first" else getattr(reading, name)
            self.misses.append(Miss(name, row["id"], row["url"], str(known), str(answer)))

    @property
    def body(self) -> float | None:
        """The mean F1 over the pages whose body is known; None where none is."""
        return statistics.fmean(body.f1 for body in self.bodies) if self.bodies else None


def known_value(name: str, row: Row) -> Any:
    """What a row knows of a field; empty or None for nothing."""
    if name == "authors" and not row.get("authors"):
        return [row["byline"]] if row.get("byline") else None
    return row.get(name)


def judge(name: str, known: Any, reading: Reading) -> Judged:
    """One field of a reading beside what is known of it."""
    if name == "title":
        right, answered = is_same_title(reading.title, known), bool(reading.title)
    elif name == "date":
        right, answered = (reading.date or "")[:10] == known, bool(reading.date)
    elif name == "authors":
        right, answered = are_same_authors(reading.authors, known), bool(reading.authors)
    elif name == "first":
        begins = folded(known)[:FIRST_CHARACTERS]
        right, answered = begins in folded(reading.text[:FIRST_WITHIN]), bool(reading.text)
    elif name == "language":
        right, answered = (reading.language or "")[:2] == known[:2], bool(reading.language)
    else:
        right, answered = reading.direction == known, bool(reading.direction)
    return Judged(right, answered and not right)


def folded(words: str | None) -> str:
    """The words in one spelling: NFKC, no case, single spaces, nothing but letters and digits."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", words or "").casefold()))


def is_same_title(answer: str | None, known: str) -> bool:
    """Whether a title is the known one, or one of them is the beginning of the other."""
    one, other = folded(answer), folded(known)
    return bool(one) and (one == other or _begins(one, other) or _begins(other, one))


def _begins(whole: str, part: str) -> bool:
    """Whether the whole begins with the part, which is not much shorter."""
    is_long = len(part) > SHORTEST_PART
    return is_long and whole.startswith(part) and len(whole) < LONGEST_REST * len(part)


def are_same_authors(answer: Iterable[str], known: Iterable[str]) -> bool:
    """Whether two lists of people agree on one, and on more than they differ in."""
    one, other = _names(answer), _names(known)
    most_that_differ = max(0, min(len(one), len(other)) - 1)
    return bool(one & other) and len(one ^ other) <= most_that_differ


def _names(lines: Iterable[str]) -> set[str]:
    """Single names in one spelling, of lines that may have several."""
    parts = [part for line in lines for part in _AND.split(line or "") if folded(part)]
    return {folded(_without_by(part)) for part in parts}


def _without_by(words: str) -> str:
    match = _BY.match(words)
    return words[match.end() :] if match else words


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of four words in a row; of a shorter text all its words at once."""
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    starts = range(max(1, len(words) - SHINGLE + 1))
    return Counter(tuple(words[at : at + SHINGLE]) for at in starts)


def body_f1(known: str, text: str) -> float:
    """F1 of the four-word shingles of a body, whatever their case."""
    one, other = shingles(known.casefold()), shingles(text.casefold())
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def worst(bodies: Collection[Body], most: int) -> Sequence[Body]:
    """The bodies that fit worst."""
    return sorted(bodies)[:most]
