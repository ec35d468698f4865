"""Tokenizes text as full-text search does: folded words with their places. Pure.

Follows SQLite's tokenizer `unicode61 remove_diacritics 2`: a word is a run of letters, digits and
the marks on them. Upper and lower case are the same, and so is a Latin letter with and without
accents (Bogotá, Bogota); in other scripts a letter with a mark is another letter.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_MARK = re.compile(rf"[{_MARKS}]")


class SearchWord(NamedTuple):
    """A folded word and its place."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[SearchWord]:
    """The words of `text` in order."""
    for match in _WORD.finditer(text):
        folded = fold(match[0])
        if folded:
            yield SearchWord(folded, match.start(), match.end())


def fold(word: str) -> str:
    """A word as it is searched for."""
    if word.isascii():
        return word.lower()
    return "".join(map(_fold, word))


@lru_cache(maxsize=4_096)
def _fold(letter: str) -> str:
    """One letter without case, and without marks where it is Latin; empty for a single mark."""
    if _MARK.fullmatch(letter):
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    plain = base if base.isascii() and base.isalpha() else letter
    folded = plain.casefold()
    return folded if len(folded) == 1 else plain.lower()


# A quotation mark is never part of a term: no term can end its own quotation.
_TERM = re.compile(r'((?<!\S)-)?"([^"]+)"|([^\s"]+)')


class Query(NamedTuple):
    """The words and phrases that a text must have, and those that it must not, in order."""

    wanted: list[str]
    unwanted: list[str]


def query(asked: str) -> Query:
    """The words and quoted phrases of a query; one directly after a hyphen (`-word`) is unwanted.

    Punctuation alone is not a term.
    """
    terms = Query([], [])
    for match in _TERM.finditer(asked):
        hyphen, phrase, word = match.groups()
        term = phrase or word
        if word and _excludes(asked, match.start(), word):
            hyphen, term = "-", word[1:]
        if any(c.isalnum() for c in term):
            (terms.unwanted if hyphen else terms.wanted).append(term)
    return terms


def stretches(asked: str) -> Query:
    """As `query`, with the stretches between white space in lower case as terms.

    For lists that search for letters and not for words.
    """
    terms = Query([], [])
    for part in asked.lower().split():
        unwanted = _excludes(part, 0, part)
        if unwanted:
            terms.unwanted.append(part[1:])
        else:
            terms.wanted.append(part)
    return terms


def _excludes(asked: str, start: int, word: str) -> bool:
    """Whether a hyphen is before a word and after none: `-word`, and not `well-known` or `--`."""
    alone = start == 0 or asked[start - 1].isspace()
    return alone and word.startswith("-") and word[1:2].isalnum()


def excerpt(
    text: str, terms: Sequence[Sequence[str]], before: int = 8, most: int = 40
) -> list[tuple[str, bool]]:
    """About `most` words of `text` around the first place of any term.

    The result is in parts `(stretch, whether it is a term)`. A term is its folded words in order.
    Without a place of one: the beginning of the text. The numbers are design choices: about three
    lines of the page's column.
    """
    by_first_word: dict[str, list[Sequence[str]]] = {}
    for term in filter(None, terms):
        by_first_word.setdefault(term[0], []).append(term)
    read = _words_around_first(text, by_first_word, most)
    places = _places(read, by_first_word)
    begin = max(0, places[0][0] - before) if places else 0
    shown = read[begin : begin + most]
    if not shown:
        return []
    spans = [
        (read[first].start, read[stop - 1].end)
        for first, stop in places
        if begin <= first and stop <= begin + len(shown)
    ]
    return _parts(text, shown[0].start if begin else 0, shown[-1].end, spans)


def _words_around_first(text: str, first_words: Container[str], most: int) -> list[SearchWord]:
    """The words of a text up to `most` words after the first one that begins a term."""
    read: list[SearchWord] = []
    end: int | None = None
    for word in words(text):
        read.append(word)
        if end is None and word.folded in first_words:
            end = len(read) - 1 + most
        if end is not None and len(read) >= end:
            break
    return read


def _places(
    read: Sequence[SearchWord], by_first_word: Mapping[str, Sequence[Sequence[str]]]
) -> list[tuple[int, int]]:
    """Where terms are among the words: the longest at each place, none over another."""
    places: list[tuple[int, int]] = []
    for n, word in enumerate(read):
        if places and n < places[-1][1]:
            continue
        lengths = [
            len(term)
            for term in by_first_word.get(word.folded, ())
            if [w.folded for w in read[n : n + len(term)]] == list(term)
        ]
        if lengths:
            places.append((n, n + max(lengths)))
    return places


def _parts(
    text: str, start: int, end: int, inside: Sequence[tuple[int, int]]
) -> list[tuple[str, bool]]:
    """The text in parts, those of the terms `inside` marked, with an ellipsis where it is cut."""
    parts = [("…", False)] if start else []
    at = start
    for first, last in inside:
        parts += [(text[at:first], False), (text[first:last], True)]
        at = last
    parts.append((text[at:end], False))
    if end < len(text.rstrip()):
        parts.append(("…", False))
    return [part for part in parts if part[0]]
