"""Which words of one text stand on in another. Owns tokens and their alignment; knows nothing of passages and verdicts.

Paragraphs are aligned first, sentences inside what differs, words inside what still differs: a sentence that was only pushed
along is kept whole, and the quadratic part stays small.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from app.text.sentences import sentences
from app.text.spans import Span

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ONE_BY_ONE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # scripts without spaces: every character is a token
_LETTER, _JOINED = rf"[^\W{_ONE_BY_ONE}]", f"[\u0300-\u036f{_INVISIBLE}]"
_TOKEN = re.compile(rf"{_LETTER}+(?:{_JOINED}+{_LETTER}*)*|\.{{3}}|--+|\S")
_PARAGRAPH = re.compile(r"\n\s*\n")
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys(_INVISIBLE)}
)
_ALIKE = {"...": "…", "`": "'"}
# Cells of one comparison; the matrix takes a bit a cell (25 MB). Larger comparisons are first parted at words that stand once in each text.
_MOST_CELLS = 200_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """`length` tokens from `old` on that stand on from `new` on."""

    old: int
    new: int
    length: int


class Tokens:
    """A text as words and single marks, without white space; `folds` are alike where only the typography differs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text):
            fold = _fold(match[0])
            if fold:
                self.folds.append(fold)
                self.starts.append(match.start())
                self.ends.append(match.end())

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
        return self.text[self.starts[start] if start else 0 : self.starts[stop] if stop < len(self) else len(self.text)]

    def find(self, folds: Sequence[str], around: range) -> range | None:
        """Where `folds` stand in one piece over some of `around`: which of two equal words was kept is the alignment's mere choice."""
        size = len(folds)
        for start in range(max(0, around.start - size + 1), min(around.stop, len(self) - size + 1)):
            if self.folds[start] == folds[0] and self.folds[start : start + size] == folds:
                return range(start, start + size)
        return None

    @cached_property
    def levels(self) -> tuple[list[int], list[int]]:
        """Where paragraphs begin, and where sentences begin, as token numbers."""
        paragraphs = [0, *(match.end() for match in _PARAGRAPH.finditer(self.text))]
        spans = sentences(self.text, 0, len(self.text))
        return self._numbers(paragraphs), self._numbers([*paragraphs, *(span.start for span in spans)])

    def _numbers(self, offsets: list[int]) -> list[int]:
        return sorted({bisect_left(self.starts, at) for at in offsets})


def _fold(word: str) -> str:
    if word.isascii():
        return "-" if word.startswith("--") else _ALIKE.get(word, word)
    return unicodedata.normalize("NFC", word).translate(_TYPOGRAPHY)


def align(old: Tokens, new: Tokens) -> list[Run]:
    """The runs of tokens that both texts share, in order, neither crossing nor touching."""
    return _joined(_aligned(old, new, range(len(old)), range(len(new)), 0))


def _aligned(old: Tokens, new: Tokens, here: range, there: range, level: int) -> Iterator[Run]:
    if not here or not there:
        return
    if level == len(old.levels):
        for i, j, count in common(old.folds[here.start : here.stop], new.folds[there.start : there.stop]):
            yield Run(here.start + i, there.start + j, count)
        return
    ours, theirs = _units(old, here, level), _units(new, there, level)
    at, to = 0, 0
    for i, j, count in [*common(_keys(old, ours), _keys(new, theirs)), (len(ours), len(theirs), 0)]:
        yield from _aligned(old, new, _hull(ours[at:i], here), _hull(theirs[to:j], there), level + 1)
        for unit, same in zip(ours[i : i + count], theirs[j : j + count], strict=True):
            yield Run(unit.start, same.start, len(unit))
        at, to = i + count, j + count


def _units(tokens: Tokens, inside: range, level: int) -> list[range]:
    starts = tokens.levels[level]
    cuts = [inside.start, *(s for s in starts[bisect_left(starts, inside.start + 1) : bisect_left(starts, inside.stop)]), inside.stop]
    return [range(a, b) for a, b in pairwise(cuts)]


def _keys(tokens: Tokens, units: list[range]) -> list[str]:
    return ["\x00".join(tokens.folds[u.start : u.stop]) for u in units]


def _hull(units: list[range], inside: range) -> range:
    return range(units[0].start, units[-1].stop) if units else range(inside.start, inside.start)


def _joined(runs: Iterator[Run]) -> list[Run]:
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            found[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            found.append(run)
    return found


def common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """A longest common subsequence as `(old, new, count)`; an approximate one where an exact one would take too much memory."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    ours, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = _exact(ours, theirs) if len(ours) * len(theirs) <= _MOST_CELLS else _anchored(ours, theirs)
    found = [(0, 0, head), *((i + head, j + head, n) for i, j, n in middle), (len(old) - tail, len(new) - tail, tail)]
    return [run for run in found if run[2]]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    for count, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return count
    return min(len(old), len(new))


def _exact(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    number: dict[str, int] = {}
    ours, theirs = ([number.setdefault(word, len(number)) for word in words] for words in (old, new))
    ops = LCSseq.opcodes(ours, theirs)
    return [(op.src_start, op.dest_start, op.src_end - op.src_start) for op in ops if op.tag == "equal"]


def _anchored(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Patience diff: what stands once in either text and in the same order holds the rest apart; what stays too large is let go."""
    found: list[tuple[int, int, int]] = []
    at, to = 0, 0
    for i, j in [*_anchors(old, new), (len(old), len(new))]:
        if (i - at) * (j - to) <= _MOST_CELLS:
            found += [(at + a, to + b, n) for a, b, n in _exact(old[at:i], new[to:j])]
        if i < len(old):
            found.append((i, j, 1))
        at, to = i + 1, j + 1
    return found


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    once = {word for word, count in Counter(old).items() if count == 1} & {word for word, count in Counter(new).items() if count == 1}
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
