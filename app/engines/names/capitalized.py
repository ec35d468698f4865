"""The words of a text, and the records for names among them.

`candidates` finds names by their capitals, `kind_evidence` weighs their kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.engines import word_lists
from app.text.spans import Span

# Initials with stops ("U.S.", "P.J."), else a word with its inner apostrophes; a possessive 's
# is a word of its own, so that a name ends before it.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:[^\W_]|[\u0300-\u036f])+(?:['’](?!s\b)(?:[^\W_]|[\u0300-\u036f])+)*"
)
# Punctuation after which a word may have its capital only because a clause or a quotation opens.
_REOPENS = re.compile(r"""[\n:;"“”„«»‘•–—(\[!?…]|\.\ \Z|\ '\Z""", re.X)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    `gap` is the text between the word before and this one. `opens` says that a sentence, a
    quotation or a clause begins with it.
    """

    start: int
    end: int
    text: str
    gap: str
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, inner ones (`iPad`) included."""
        has_inner_capital = len(self.text) > 2 and self.text[0].isalpha() and self.text[1].isupper()
        return self.text[0].isupper() or has_inner_capital

    @property
    def lower(self) -> str:
        """Its lower-case form, without a final stop."""
        return self.text.lower().rstrip(".")


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate: words `first` to `last` (exclusive) of the text.

    `titled` says that a person's title precedes it, `quoted` that it is the title of a work in
    quotation marks.
    """

    first: int
    last: int
    titled: bool = False
    quoted: bool = False


class Sighting(NamedTuple):
    """A name in its place: its words, its characters, and the weighted reasons for its kind."""

    name: Name
    span: Span
    reasons: tuple[tuple[str, float], ...]


def words(text: str, sentences: Sequence[Span]) -> list[Word]:
    """The words of every sentence, in order."""
    tokens: list[Word] = []
    for sentence in sentences:
        previous_end: int | None = None
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            if previous_end is None:  # the first word of the sentence
                gap, opens = "\n", True
            else:
                gap = text[previous_end : match.start()]
                opens = _reopens(gap)
            tokens.append(Word(match.start(), match.end(), match.group(), gap, opens))
            previous_end = match.end()
    return tokens


def _reopens(gap: str) -> bool:
    """Whether the punctuation in this gap may be the reason for the capital after it."""
    return gap != " " and bool(_REOPENS.search(gap))


def is_capital(words: Sequence[Word], k: int, gaps: frozenset[str]) -> bool:
    """Whether word `k` has a capital, follows one of the gaps and is no month or weekday."""
    if k >= len(words):
        return False
    word = words[k]
    return word.capital and word.gap in gaps and word.text not in word_lists.CALENDAR


def ends_in_head(words: Sequence[Word], k: int) -> bool:
    """Whether up to five capitalised words from `k` on end in a head: `Pilots' Association`."""
    end = k + 1
    while end < len(words) and end - k < 5 and words[end].capital and words[end].gap == " ":
        end += 1
    return words[end - 1].lower in word_lists.HEADS
