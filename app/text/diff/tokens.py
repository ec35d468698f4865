"""Texts as tokens: words and single marks with their offsets, and the units they form.

Does not depend on alignment, passages or verdicts.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, pairwise

from app.text.sentences import sentences
from app.text.spans import Span

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Scripts without spaces between words: every character is a token.
_ONE_BY_ONE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER, _JOINED = rf"[^\W{_ONE_BY_ONE}]", f"[\u0300-\u036f{_INVISIBLE}]"
_TOKEN = re.compile(rf"({_LETTER}+(?:{_JOINED}+{_LETTER}*)*|\.{{3}}|--+|\S)")
_RARE = re.compile(f"[\u0300-\u036f{_INVISIBLE}{_ONE_BY_ONE}]")
# The same as _TOKEN where the text holds no rare character, in half the time.
_PLAIN_TOKEN = re.compile(r"(\w+|\.{3}|--+|\S)")
_PARAGRAPH = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys(_INVISIBLE),
    }
)
_ALIKE = {"...": "…", "`": "'"}
_LONG = 40  # characters; the fold of anything longer, which is hardly a word, is not cached
SEPARATOR = "\x00"
PARAGRAPHS, SENTENCES, LINES = range(3)
"""What `Tokens.parts` splits at: the last one splits at sentences and at line ends."""


class Tokens:
    """A text as words and single marks, without white space.

    `folds` are the tokens normalized: equal where only the typography differs. `starts` and `ends`
    are their offsets in `text`.
    """

    def __init__(self, text: str, like: "Tokens | None" = None) -> None:
        """Tokenizes `text`; ends that `like` has too are copied from there, which is faster."""
        self.text = text
        self.folds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._parts: dict[tuple[range, int], list[range]] = {}
        head, tail = _equal_ends(like.text, text) if like else (0, 0)
        if like and head:
            self._copy(like, range(bisect_left(like.starts, head)), 0)
        self._tokenize(text[head : len(text) - tail], head)
        if like and tail:
            first = bisect_left(like.starts, len(like.text) - tail)
            self._copy(like, range(first, len(like)), len(text) - len(like.text))

    def _tokenize(self, text: str, shift: int) -> None:
        """Appends the tokens of `text`, which begins at the offset `shift`.

        No step of Python for each word: the expression splits the text into white space and tokens
        in turn, and the running sum of their lengths gives the offsets.
        """
        has_rare = _RARE.search(text)
        pieces = (_TOKEN if has_rare else _PLAIN_TOKEN).split(text)
        borders = list(accumulate(map(len, pieces), initial=shift))
        folds = [
            _fold(word) if len(word) < _LONG else _fold.__wrapped__(word) for word in pieces[1::2]
        ]
        starts, ends = borders[1::2], borders[2::2]
        if has_rare:  # an invisible character by itself folds to nothing and is not a token
            visible = [n for n, fold in enumerate(folds) if fold]
            folds = [folds[n] for n in visible]
            starts = [starts[n] for n in visible]
            ends = [ends[n] for n in visible]
        self.folds += folds
        self.starts += starts[: len(folds)]
        self.ends += ends[: len(folds)]

    def _copy(self, like: "Tokens", numbers: range, shift: int) -> None:
        """Appends tokens of another text, `shift` characters further on."""
        self.folds += like.folds[numbers.start : numbers.stop]
        self.starts += [at + shift for at in like.starts[numbers.start : numbers.stop]]
        self.ends += [at + shift for at in like.ends[numbers.start : numbers.stop]]

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.folds)

    def span(self, numbers: range) -> Span:
        """The span from the first of these tokens to the last; there must be at least one."""
        return Span(self.starts[numbers[0]], self.ends[numbers[-1]])

    def weight(self, numbers: range) -> int:
        """How many characters these tokens have, white space apart."""
        return sum(map(len, self.folds[numbers.start : numbers.stop]))

    def chunk(self, start: int, stop: int) -> str:
        """The text of these tokens with the white space after them.

        Chunks that follow each other give the whole text: the first token's chunk begins at 0.
        """
        if start >= stop:
            return ""
        first = self.starts[start] if start else 0
        last = self.starts[stop] if stop < len(self) else len(self.text)
        return self.text[first:last]

    def find(self, folds: Sequence[str], around: range) -> range | None:
        """The first place where `folds` occur unbroken and share a token with `around`.

        Which of two equal words was kept is an arbitrary choice of the alignment, so the exact
        words may lie a few tokens beside it.
        """
        first = max(0, around.start - len(folds) + 1)
        at = find_folds(folds, self.folds[first : around.stop + len(folds) - 1])
        return range(first + at, first + at + len(folds)) if at >= 0 else None

    @cached_property
    def digest(self) -> str:
        """A short hash of the text, to recognize it by."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    @cached_property
    def paragraphs(self) -> list[int]:
        """The numbers of the tokens that begin a paragraph."""
        return self._numbers([0, *(match.end() for match in _PARAGRAPH.finditer(self.text))])

    def paragraph_around(self, at: int) -> range:
        """The paragraph that a token is in."""
        number = bisect_right(self.paragraphs, at)
        is_last = number == len(self.paragraphs)
        return range(self.paragraphs[number - 1], len(self) if is_last else self.paragraphs[number])

    def parts(self, inside: range, level: int) -> list[range]:
        """The PARAGRAPHS, SENTENCES or LINES of a range of tokens that begins with one of them."""
        if (inside, level) not in self._parts:
            self._parts[inside, level] = self._split(inside, level) if inside else []
        return self._parts[inside, level]

    def _split(self, inside: range, level: int) -> list[range]:
        if level == PARAGRAPHS:
            first = bisect_right(self.paragraphs, inside.start)
            last = bisect_left(self.paragraphs, inside.stop)
            starts = self.paragraphs[first:last]
        else:
            starts = self._sentence_starts(inside, with_lines=level == LINES)
        cuts = [inside.start, *(n for n in starts if inside.start < n < inside.stop), inside.stop]
        return [range(start, stop) for start, stop in pairwise(cuts)]

    def _sentence_starts(self, inside: range, *, with_lines: bool) -> list[int]:
        first, last = self.starts[inside.start], self.ends[inside.stop - 1]
        offsets = [span.start for span in sentences(self.text, first, last)]
        if with_lines:
            offsets += [match.end() for match in _LINE.finditer(self.text, first, last)]
        return self._numbers(offsets)

    def _numbers(self, offsets: list[int]) -> list[int]:
        """The numbers of the first tokens at or after these offsets."""
        return sorted({bisect_left(self.starts, at) for at in offsets})


def _equal_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters both texts begin with, up to the end of a word, and end with.

    The two never overlap.
    """
    head = _longest_equal(len(old), len(new), lambda a, b: old[a:b] == new[a:b])
    while head and not (old[head - 1].isspace() or head == len(old) == len(new)):
        head -= 1
    tail = _longest_equal(
        len(old) - head,
        len(new) - head,
        lambda a, b: old[len(old) - b : len(old) - a] == new[len(new) - b : len(new) - a],
    )
    while tail and not new[len(new) - tail].isspace():
        tail -= 1
    return head, tail


def _longest_equal(one: int, other: int, is_equal: Callable[[int, int], bool]) -> int:
    """The largest number up to which everything is equal, by binary search.

    `is_equal(a, b)` compares from a to b; what was compared is not compared again.
    """
    low, high = 0, min(one, other)
    while low < high:
        middle = (low + high + 1) // 2
        if is_equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def joined(folds: Sequence[str]) -> str:
    """Tokens as one string, so that a string search finds a sequence joined in the same way."""
    return SEPARATOR + SEPARATOR.join(folds) + SEPARATOR


def find_folds(folds: Sequence[str], among: Sequence[str]) -> int:
    """The number of the first token from which `folds` occur unbroken, or -1. Linear."""
    text = joined(among)
    at = text.find(joined(folds)) if folds else -1
    return text.count(SEPARATOR, 0, at) if at >= 0 else -1


@lru_cache(maxsize=1 << 14)
def _fold(word: str) -> str:
    if word.isascii():
        return "-" if word.startswith("--") else _ALIKE.get(word, word)
    return unicodedata.normalize("NFC", word).translate(TYPOGRAPHY)
