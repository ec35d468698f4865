"""The words of a text as full-text search finds them: folded, without accents on Latin letters, with their places. Pure.

They follow SQLite's tokenizer `unicode61 remove_diacritics 2`: a word is a run of letters, digits and the marks on them; upper and lower
case are one, and so are a Latin letter and the same with accents (Bogotá, Bogota); in other scripts a letter with a mark is another letter.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_MARK = re.compile(rf"[{_MARKS}]")


class SearchWord(NamedTuple):
    """A folded word and where it stands."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[SearchWord]:
    """The words of `text` in order."""
    for found in _WORD.finditer(text):
        folded = fold(found[0])
        if folded:
            yield SearchWord(folded, found.start(), found.end())


def fold(word: str) -> str:
    """A word as it is looked for."""
    if word.isascii():
        return word.lower()
    return "".join(map(_fold, word))


@lru_cache(maxsize=4_096)
def _fold(letter: str) -> str:
    """One letter without case, and without marks where it is Latin; nothing for a mark that stands by itself."""
    if _MARK.fullmatch(letter):
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    plain = base if base.isascii() and base.isalpha() else letter
    folded = plain.casefold()
    return folded if len(folded) == 1 else plain.lower()


_TERM = re.compile(
    r'((?<!\S)-)?"([^"]+)"|([^\s"]+)'
)  # a quotation mark is never part of a term: no term can end its own quotation


class Query(NamedTuple):
    """What a search asks for: words and phrases that must stand in the text, and those that must not, in the order of the query."""

    wanted: list[str]
    unwanted: list[str]


def query(asked: str) -> Query:
    """The words and quoted phrases of a query; one with a hyphen right before it (`-word`) is unwanted. Punctuation alone is no term."""
    found = Query([], [])
    for match in _TERM.finditer(asked):
        hyphen, phrase, word = match.groups()
        term = phrase or word
        if word and _excludes(asked, match.start(), word):
            hyphen, term = "-", word[1:]
        if any(c.isalnum() for c in term):
            (found.unwanted if hyphen else found.wanted).append(term)
    return found


def stretches(asked: str) -> Query:
    """The same of stretches between white space, in lower case, for lists that look for letters and not for words."""
    found = Query([], [])
    for part in asked.lower().split():
        unwanted = _excludes(part, 0, part)
        (found.unwanted if unwanted else found.wanted).append(part[1:] if unwanted else part)
    return found


def _excludes(asked: str, start: int, word: str) -> bool:
    """Whether the hyphen stands before a word and behind none: `-word`, and not `well-known` or `--`."""
    alone = start == 0 or asked[start - 1].isspace()
    return alone and word.startswith("-") and word[1:2].isalnum()


def excerpt(
    text: str, terms: Sequence[Sequence[str]], before: int = 8, most: int = 40
) -> list[tuple[str, bool]]:
    """About `most` words of `text` around the first place of any term (folded words in order): (stretch, whether a term), in order.

    Without such a place its beginning. The numbers are design choices: about three lines of the page's column.
    """
    first = {
        term[0]: [other for other in terms if other and other[0] == term[0]]
        for term in terms
        if term
    }
    held: list[SearchWord] = []
    at = None
    for word in words(text):
        held.append(word)
        if at is None and word.folded in first:
            at = len(held) - 1
        if at is not None and len(held) >= at + most:
            break
    places = _places(held, first)
    begin = max(0, (places[0][0] if places else 0) - before)
    shown = held[begin : begin + most]
    if not shown:
        return []
    inside = [
        (held[a].start, held[b - 1].end)
        for a, b in places
        if begin <= a and b <= begin + len(shown)
    ]
    return _parts(text, shown[0].start if begin else 0, shown[-1].end, inside)


def _places(
    held: Sequence[SearchWord], first: Mapping[str, Sequence[Sequence[str]]]
) -> list[tuple[int, int]]:
    """Where terms stand among the words, the longest at each place, none over another."""
    found: list[tuple[int, int]] = []
    for n, word in enumerate(held):
        if found and n < found[-1][1]:
            continue
        fitting = [
            len(t)
            for t in first.get(word.folded, ())
            if [w.folded for w in held[n : n + len(t)]] == list(t)
        ]
        if fitting:
            found.append((n, n + max(fitting)))
    return found


def _parts(
    text: str, start: int, end: int, inside: Sequence[tuple[int, int]]
) -> list[tuple[str, bool]]:
    parts, at = [("…", False)] if start else [], start
    for a, b in inside:
        parts += [(text[at:a], False), (text[a:b], True)]
        at = b
    parts += [(text[at:end], False), ("…" if end < len(text.rstrip()) else "", False)]
    return [part for part in parts if part[0]]
