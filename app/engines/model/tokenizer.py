"""Words, word pieces and letter shapes of a text: the model's input.

WordPiece as BERT's lower-case vocabulary was made for (Wu et al. 2016): greedy, longest first.
Hyphens and apostrophes part words, so that a name in `Russian-occupied` and `Russia's` ends where a
word does. Offsets are code points of the text; words are folded in a copy.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Combining marks, soft hyphens and zero-width characters, which belong inside a word.
_JOINED = r"\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINED}]+[^\W_]*)*|\S")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_NARROWEST, _WIDEST = 40, 100  # characters of the longest line of wrapped text
_LONGEST_WORD = 100  # characters; BERT's own limit, beyond it a word is unknown
CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"

# Rows of the letter-shape embedding.
(
    EDGE,
    LOWER,
    TITLE,
    UPPER,
    LETTER,
    MIXED,
    DIGITS,
    NUMBERED,
    UNCASED,
    OPENING,
    CLOSING,
    TIGHT,
    LOOSE,
    BREAK,
    GLUED,
    SYMBOL,
) = range(16)
SHAPES = 16


class TokenizedWord(NamedTuple):
    """A run of letters and digits, or one other character; `part` numbers its paragraph."""

    start: int
    end: int
    part: int


class Encoded(NamedTuple):
    """A text as the model reads it.

    `ids` and `shapes`: one a piece; `first`: the piece index of each word's first piece.
    """

    words: tuple[TokenizedWord, ...]
    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    first: NDArray[np.int64]


def words(text: str, parts: Iterable[tuple[int, int]]) -> tuple[TokenizedWord, ...]:
    """The words of the parts (half-open offsets, ascending).

    A line break inside a part begins a new one, unless it is wrapped text.
    """
    tokens: list[TokenizedWord] = []
    part, last_end = 0, None
    for start, end in parts:
        wrapped = is_wrapped(text[start:end])
        for match in _WORD.finditer(text, start, end):
            if last_end is not None:
                is_first = last_end <= start
                breaks_line = not wrapped and "\n" in text[last_end : match.start()]
                part += is_first or breaks_line
            tokens.append(TokenizedWord(match.start(), match.end(), part))
            last_end = match.end()
    return tuple(tokens)


def is_wrapped(part: str) -> bool:
    """Whether lines end only for want of room, as in mail and dispatches.

    The next line's first word never fits, and some line begins with a lower-case letter. Of the
    labelled corpora's paragraphs 19 are wrapped, all among 9,217 of worldwide's training part; of
    15,817 of edited articles 405 are. A list, a poem or a headline over its text is not.
    """
    lines = part.split("\n")
    room = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST <= room <= _WIDEST:
        return False
    if not any(line[:1].islower() for line in lines[1:]):
        return False
    first_words = (after.partition(" ")[0] for after in lines[1:])
    return all(
        len(line) + 1 + len(word) > room for line, word in zip(lines[:-1], first_words, strict=True)
    )


def shape(text: str, word: TokenizedWord) -> int:
    """The word's letter shape, or for a mark whether it opens, closes, joins or stands alone."""
    written = text[word.start : word.end]
    touches_before = word.start > 0 and not text[word.start - 1].isspace()
    if not written[0].isalnum():
        touches_after = word.end < len(text) and not text[word.end].isspace()
        return _shape_of_mark(written, touches_before, touches_after)
    if written.isdigit():
        return DIGITS
    if any(c.isdigit() for c in written):
        return NUMBERED
    if written.islower():
        return GLUED if touches_before else LOWER
    return _shape_of_capitals(written)


def _shape_of_capitals(written: str) -> int:
    """The shape of a word of letters that is not in lower case."""
    if written.isupper():
        return LETTER if len(written) == 1 else UPPER
    if written.lower() == written == written.upper():
        return UNCASED
    return TITLE if written[0].isupper() and written[1:].islower() else MIXED


def _shape_of_mark(written: str, touches_before: bool, touches_after: bool) -> int:
    if unicodedata.category(written)[0] not in "PS":
        return SYMBOL
    if touches_before:
        return TIGHT if touches_after else CLOSING
    return OPENING if touches_after else LOOSE


def folded(word: str) -> str:
    """The word as the vocabulary spells it: lower case, no accents, no invisible characters."""
    plain = unicodedata.normalize("NFD", _INVISIBLE.sub("", word).lower())
    return "".join(c for c in plain if unicodedata.category(c) != "Mn")


class Vocabulary:
    """The word pieces by number, and how words are cut into them."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._number = {piece: n for n, piece in enumerate(pieces)}
        self.cls, self.sep, self._unknown = (self._number[p] for p in (CLS, SEP, UNKNOWN))
        self._longest = max(map(len, self._number))
        self._remembered = lru_cache(maxsize=50_000)(self._cut)

    @classmethod
    def read(cls, path: Path) -> "Vocabulary":
        """The vocabulary of a file with one piece a line."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def cut(self, word: str) -> tuple[int, ...]:
        """The numbers of the word's pieces, at least one.

        One unknown piece for what the vocabulary cannot spell.
        """
        if len(word) > _LONGEST_WORD:
            return self._cut(word)  # remembered, such words would fill the memory
        return self._remembered(word)

    def _cut(self, word: str) -> tuple[int, ...]:
        left = folded(word)
        if not left or len(left) > _LONGEST_WORD:
            return (self._unknown,)
        pieces: list[int] = []
        prefix = ""
        while left:
            size = self._longest_piece(prefix, left)
            if not size:
                return (self._unknown,)
            pieces.append(self._number[prefix + left[:size]])
            left, prefix = left[size:], "##"
        return tuple(pieces)

    def _longest_piece(self, prefix: str, left: str) -> int:
        """How many letters of `left` the longest piece has that it begins with; 0 without one."""
        for size in range(min(len(left), self._longest), 0, -1):
            if prefix + left[:size] in self._number:
                return size
        return 0

    def encode(self, text: str, parts: Iterable[tuple[int, int]]) -> Encoded:
        """The text's parts as pieces, with a separating piece of its own shape between them."""
        tokens = words(text, parts)
        ids: list[int] = []
        shapes: list[int] = []
        first: list[int] = []
        for before, word in zip((None, *tokens), tokens, strict=False):
            if before is not None and before.part != word.part:
                ids.append(self.sep)
                shapes.append(BREAK)
            pieces = self.cut(text[word.start : word.end])
            first.append(len(ids))
            ids += pieces
            shapes += [shape(text, word)] * len(pieces)
        return Encoded(
            tokens, np.array(ids, np.int64), np.array(shapes, np.int64), np.array(first, np.int64)
        )
