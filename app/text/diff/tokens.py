"""Texts as words, and the words that two rows of them share in order.

Owns tokens; knows nothing of moves, passages and verdicts.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from app.text.sentences import sentences
from app.text.spans import Span

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# scripts without spaces: every character is a token
_ONE_BY_ONE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER, _JOINED = rf"[^\W{_ONE_BY_ONE}]", f"[\u0300-\u036f{_INVISIBLE}]"
_TOKEN = re.compile(rf"({_LETTER}+(?:{_JOINED}+{_LETTER}*)*|\.{{3}}|--+|\S)")
_RARE = re.compile(f"[\u0300-\u036f{_INVISIBLE}{_ONE_BY_ONE}]")
_PLAIN_TOKEN = re.compile(
    r"(\w+|\.{3}|--+|\S)"
)  # the same where nothing rare stands, in half the time
_PARAGRAPH = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys(_INVISIBLE),
    }
)
_ALIKE = {"...": "…", "`": "'"}
_LONG = 40  # characters; what is no word of a language is not kept in memory
SEPARATOR = "\x00"
# Cells of one comparison, a bit each: 2,000 words by 2,000, 3 ms. Larger ones are first parted at
# words that stand once in each row,
# so that a text of n words costs n · √cells, however hostile.
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """`length` tokens from `old` on that stand on from `new` on."""

    old: int
    new: int
    length: int


class Pair(NamedTuple):
    """One of ours and one of theirs that may belong together, and what they share."""

    ours: int
    theirs: int
    shared: int


class Tokens:
    """A text as words and single marks, without white space; `folds` are alike where only the typography differs."""

    def __init__(self, text: str, like: "Tokens | None" = None) -> None:
        """The words of `text`; those at its ends that stand in `like` too are taken from there, which saves reading them."""
        self.text = text
        self.folds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._parts: dict[tuple[range, int], list[range]] = {}
        head, tail = _equal_ends(like.text, text) if like else (0, 0)
        if like and head:
            self._take(like, range(bisect_left(like.starts, head)), 0)
        self._read(text[head : len(text) - tail], head)
        if like and tail:
            first = bisect_left(like.starts, len(like.text) - tail)
            self._take(like, range(first, len(like)), len(text) - len(like.text))

    def _read(self, text: str, further: int) -> None:
        """Without a step of Python for each word: what lies between the words is cut out too, and lengths are summed up."""
        rare = _RARE.search(text)
        cut = (_TOKEN if rare else _PLAIN_TOKEN).split(text)
        borders = list(accumulate(map(len, cut), initial=further))
        folds = [
            _fold(word) if len(word) < _LONG else _fold.__wrapped__(word) for word in cut[1::2]
        ]
        starts, ends = borders[1::2], borders[2::2]
        if rare:  # a mark that nobody sees is no word
            seen = [n for n, fold in enumerate(folds) if fold]
            folds, starts, ends = (
                [folds[n] for n in seen],
                [starts[n] for n in seen],
                [ends[n] for n in seen],
            )
        self.folds += folds
        self.starts += starts[: len(folds)]
        self.ends += ends[: len(folds)]

    def _take(self, like: "Tokens", numbers: range, further: int) -> None:
        self.folds += like.folds[numbers.start : numbers.stop]
        self.starts += [at + further for at in like.starts[numbers.start : numbers.stop]]
        self.ends += [at + further for at in like.ends[numbers.start : numbers.stop]]

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.folds)

    def span(self, numbers: range) -> Span:
        """The stretch of text of these tokens, of which there is at least one."""
        return Span(self.starts[numbers[0]], self.ends[numbers[-1]])

    def weight(self, numbers: range) -> int:
        """How many characters these tokens have."""
        return sum(map(len, self.folds[numbers.start : numbers.stop]))

    def chunk(self, start: int, stop: int) -> str:
        """The text of these tokens with the white space behind them; the first one's also with what stands before it."""
        if start >= stop:
            return ""
        return self.text[
            self.starts[start] if start else 0 : self.starts[stop]
            if stop < len(self)
            else len(self.text)
        ]

    def find(self, folds: Sequence[str], around: range) -> range | None:
        """Where `folds` stand in one piece over some of `around`: which of two equal words was kept is the alignment's mere choice."""
        first = max(0, around.start - len(folds) + 1)
        at = place_of(folds, self.folds[first : around.stop + len(folds) - 1])
        return range(first + at, first + at + len(folds)) if at >= 0 else None

    @cached_property
    def digest(self) -> str:
        """A short name of the text."""
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where paragraphs begin."""
        return self._numbers([0, *(match.end() for match in _PARAGRAPH.finditer(self.text))])

    def parts(self, inside: range, level: int) -> list[range]:
        """Its paragraphs (level 0), its sentences (1), or its sentences and lines (2), of a stretch that begins with one of them."""
        if (inside, level) not in self._parts:
            self._parts[inside, level] = self._parted(inside, level) if inside else []
        return self._parts[inside, level]

    def _parted(self, inside: range, level: int) -> list[range]:
        starts = self.paragraphs[
            bisect_right(self.paragraphs, inside.start) : bisect_left(self.paragraphs, inside.stop)
        ]
        if level:
            first, last = self.starts[inside.start], self.ends[inside.stop - 1]
            offsets = [span.start for span in sentences(self.text, first, last)]
            starts = self._numbers(
                [
                    *offsets,
                    *(match.end() for match in _LINE.finditer(self.text, first, last) if level > 1),
                ]
            )
        cuts = [inside.start, *(n for n in starts if inside.start < n < inside.stop), inside.stop]
        return [range(a, b) for a, b in pairwise(cuts)]

    def _numbers(self, offsets: list[int]) -> list[int]:
        return sorted({bisect_left(self.starts, at) for at in offsets})


def _equal_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters both texts begin with, up to the end of a word, and how many of the rest they end with."""
    head = _equal(len(old), len(new), lambda a, b: old[a:b] == new[a:b])
    while head and not (old[head - 1].isspace() or head == len(old) == len(new)):
        head -= 1
    tail = _equal(
        len(old) - head,
        len(new) - head,
        lambda a, b: old[len(old) - b : len(old) - a] == new[len(new) - b : len(new) - a],
    )
    while tail and not new[len(new) - tail].isspace():
        tail -= 1
    return head, tail


def _equal(one: int, other: int, alike: Callable[[int, int], bool]) -> int:
    """The largest number up to which all is alike, found by halving; what was compared is not compared again."""
    low, high = 0, min(one, other)
    while low < high:
        middle = (low + high + 1) // 2
        if alike(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def joined(folds: Sequence[str]) -> str:
    """Tokens as one string, in which a piece that is joined likewise is found by a search for strings."""
    return SEPARATOR + SEPARATOR.join(folds) + SEPARATOR


def place_of(folds: Sequence[str], among: Sequence[str]) -> int:
    """The number of the token at which `folds` first stand in one piece, or -1.

    Linear, as the search for a string is.
    """
    text = joined(among)
    at = text.find(joined(folds)) if folds else -1
    return text.count(SEPARATOR, 0, at) if at >= 0 else -1


@lru_cache(maxsize=1 << 14)
def _fold(word: str) -> str:
    if word.isascii():
        return "-" if word.startswith("--") else _ALIKE.get(word, word)
    return unicodedata.normalize("NFC", word).translate(_TYPOGRAPHY)


def uncounted(steps: int) -> None:
    """Counts nothing."""


def common(
    old: Sequence[str], new: Sequence[str], work: Callable[[int], object] = uncounted
) -> list[tuple[int, int, int]]:
    """A longest common subsequence as `(old, new, count)`; an approximate one where an exact one would cost too much.

    Equal ends are laid on each other first, the last ones before the first: what is doubled was put before rather than behind. `work` is
    told the steps taken, a step being one word read or 64 cells compared.
    """
    tail = shared_head(old[::-1], new[::-1])
    head = shared_head(old[: len(old) - tail], new[: len(new) - tail])
    work(len(old) + len(new))
    ours, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = (
        _exact(ours, theirs, work)
        if len(ours) * len(theirs) <= _MOST_CELLS
        else _anchored(ours, theirs, work)
    )
    found = [
        (0, 0, head),
        *((i + head, j + head, n) for i, j, n in middle),
        (len(old) - tail, len(new) - tail, tail),
    ]
    return [run for run in found if run[2]]


def shared_head(old: Sequence[str], new: Sequence[str]) -> int:
    """How many equal ones both rows begin with."""
    for count, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return count
    return min(len(old), len(new))


def _exact(
    old: Sequence[str], new: Sequence[str], work: Callable[[int], object]
) -> list[tuple[int, int, int]]:
    if not old or not new:
        return []
    work(len(old) * (len(new) + 63) // 64)
    number: dict[str, int] = {}
    ours, theirs = (
        [number.setdefault(word, len(number)) for word in words] for words in (old, new)
    )
    ops = LCSseq.opcodes(ours, theirs)
    return [
        (op.src_start, op.dest_start, op.src_end - op.src_start) for op in ops if op.tag == "equal"
    ]


def _anchored(
    old: Sequence[str], new: Sequence[str], work: Callable[[int], object]
) -> list[tuple[int, int, int]]:
    """Patience diff: what stands once in either text and in the same order holds the rest apart; what stays too large is let go."""
    found: list[tuple[int, int, int]] = []
    at, to = 0, 0
    for i, j in [*_anchors(old, new), (len(old), len(new))]:
        if (i - at) * (j - to) <= _MOST_CELLS:
            found += [(at + a, to + b, n) for a, b, n in _exact(old[at:i], new[to:j], work)]
        if i < len(old):
            found.append((i, j, 1))
        at, to = i + 1, j + 1
    return found


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    once = {word for word, count in Counter(old).items() if count == 1} & {
        word for word, count in Counter(new).items() if count == 1
    }
    place = {word: j for j, word in enumerate(new) if word in once}
    return rising([(i, place[word]) for i, word in enumerate(old) if word in place])


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest chain of `pairs`, which rise on the left, that rises on the right too; by patience sorting, O(n log n)."""
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(chain[length - 1] if length else -1)
        if length == len(ends):
            ends.append(j)
            chain.append(number)
        else:
            ends[length], chain[length] = j, number
    found, at = [], chain[-1] if chain else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def shared_pieces(
    mine: Sequence[str], yours: Sequence[str], size: int, work: Callable[[int], object]
) -> list[tuple[int, int, int]]:
    """Runs `(old, new, count)` around pieces of so many words that stand once on either side, in order."""
    once, other = _once(mine, size), _once(yours, size)
    work(size * (len(mine) + len(yours)))
    pairs = [
        Pair(i, other[piece], sum(map(len, piece)))
        for piece, i in once.items()
        if i >= 0 and other.get(piece, -1) >= 0
    ]
    found: list[tuple[int, int, int]] = []
    at = to = 0
    for i, j, _ in heaviest(pairs):
        if i < at or j < to:
            continue
        while i > at and j > to and mine[i - 1] == yours[j - 1]:
            i, j = i - 1, j - 1
        count = 0
        while (
            i + count < len(mine) and j + count < len(yours) and mine[i + count] == yours[j + count]
        ):
            count += 1
        found.append((i, j, count))
        at, to = i + count, j + count
    return found


def _once(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """Where each piece of so many words stands, -1 where it stands more than once."""
    found: dict[tuple[str, ...], int] = {}
    for at, piece in enumerate(zip(*(words[n:] for n in range(size)), strict=False)):
        found[piece] = -1 if piece in found else at
    return found


def heaviest(pairs: Sequence[Pair]) -> list[Pair]:
    """The chain of pairs, rising on both sides, that shares the most; O(n log n) by a tree of best chains so far."""
    size = max((p.theirs for p in pairs), default=-1) + 2
    best: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    before: dict[int, int] = {}
    for number, pair in sorted(enumerate(pairs), key=lambda n: (n[1].ours, -n[1].theirs)):
        at, top = pair.theirs, (0, -1)
        while at > 0:
            top = max(top, best[at])
            at -= at & -at
        before[number] = top[1]
        at = pair.theirs + 1
        while at <= size:
            best[at] = max(best[at], (top[0] + pair.shared, number))
            at += at & -at
    found, number = [], max(best, default=(0, -1))[1]
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
