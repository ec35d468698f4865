"""How well an article fits a query, from that article's own words alone. Pure.

SQLite's bm25 and its like weigh a word by how many articles have it, private ones included: the
order of public hits would say what closed articles are about. It is also the same order on both
databases, which have no such function in common.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from app.text.search_words import fold

CHARACTERS = 5_000
"""Of a text the beginning counts: a longer one has said there what it is about. Not tuned."""
_TITLE, _SPEAKERS, _TEXT = 5.0, 2.0, 1.0
"""Chosen, not tuned: a word in the title says more of an article than one in its text."""
_SATURATION, _BY_LENGTH, _USUAL_LENGTH = 1.2, 0.75, 3_000
"""BM25's k and b (Robertson and Zaragoza 2009, section 3.5), and the characters of a usual text in
place of the mean of a library."""
_MARKS = "[\u0300-\u036f]{0,4}+"
_LETTERS_WITH_MARKS = [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]


class MatchingArticle(NamedTuple):
    """An article that matches, with what is ranked of it; `text` is its beginning."""

    article_id: int
    title: str
    speakers: str
    text: str


def best_first(candidates: Sequence[MatchingArticle], terms: Sequence[Sequence[str]]) -> list[int]:
    """The ids of articles, those that fit best first, of equals the one added last.

    A term is its folded words in order.
    """
    wanted = [tuple(term) for term in terms if term]
    scores = {one.article_id: _score(one, wanted) for one in candidates}
    return sorted(scores, key=lambda id_: (-scores[id_], -id_))


def _score(one: MatchingArticle, terms: Sequence[tuple[str, ...]]) -> float:
    title, speakers, text = one.title.lower(), one.speakers.lower(), one.text.lower()
    length = 1 - _BY_LENGTH + _BY_LENGTH * len(text) / _USUAL_LENGTH
    score = 0.0
    for term in terms:
        weight = (
            _TITLE * _count(term, title)
            + _SPEAKERS * _count(term, speakers)
            + _TEXT * _count(term, text)
        )
        score += weight / (weight + _SATURATION * length)
    return score


def _count(term: tuple[str, ...], lowered: str) -> int:
    """How often a term is in a text in lower case; with accents only where it is not without."""
    plain, accented = _patterns(term)
    count = _whole_words(plain, lowered)
    if count or lowered.isascii():
        return count
    return _whole_words(accented, lowered)


def _whole_words(pattern: re.Pattern[str], lowered: str) -> int:
    # A pattern that begins with its first letter is ten times as fast as one with a look-behind.
    starts = (match.start() for match in pattern.finditer(lowered))
    return sum(start == 0 or not lowered[start - 1].isalnum() for start in starts)


@lru_cache(maxsize=256)
def _patterns(term: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The term as it is folded, and with marks on its Latin letters."""
    end, between = r"(?![^\W_])", r"[\W_]{1,40}+"
    plain = between.join(map(re.escape, term))
    accented = between.join("".join(map(_with_marks, word)) for word in term)
    return re.compile(plain + end), re.compile(accented + end)


def _with_marks(letter: str) -> str:
    return f"[{re.escape(letter)}{_marked_letters().get(letter, '')}]{_MARKS}"


@lru_cache(maxsize=1)
def _marked_letters() -> dict[str, str]:
    """Each folded Latin letter with the small letters that are folded to it."""
    marked: dict[str, str] = {}
    for code in _LETTERS_WITH_MARKS:
        letter = chr(code)
        folded = fold(letter)
        if letter.islower() and folded != letter:
            marked[folded] = marked.get(folded, "") + letter
    return marked
