"""Figures that took another value in their place: a word for what is one, and the rule for which of the new text's is which of the old's.

A figure shares no letter with the one that it becomes, so that no comparison of words finds it; its place does. Knows no passages.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from app.text.diffing import Tokens

_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen""".split()
)
"""Numbers in words, of English only. “One of them” may pass for a number: it is compared with other numbers in its place alone."""
_MOST = 12
"""Words of a gap on either side: the distance at which a reworded sentence still shows which figure is which. Chosen, not tuned."""
_STANDS = 0.6
"""Of the other letters of a sentence that must stand for its figure to be the same one, where no word beside it does.

With half of them an item “Kerra: 4,000 boats” that is gone would become “Oster: 900 boats”, which is another item.
"""
_FINEST = 2


def is_figure(fold: str) -> bool:
    """Whether a word is a number, in figures or in words."""
    return fold[0].isdigit() or fold.lower() in _WORDS


class Figures:
    """The figures of two texts of which the words are laid on each other: `to` is the new token of every old one, or -1."""

    def __init__(self, old: Tokens, new: Tokens, to: Sequence[int]) -> None:
        self.old, self.new, self.to = old, new, to

    def pairs(self, here: range, there: range) -> Iterator[tuple[int, int]]:
        """The figures of a gap: `here` are old words without a place, `there` the new ones that stand where they stood."""
        if not 0 < len(there) <= _MOST or len(here) > _MOST:
            return
        if len(here) == 1 and is_figure(self.old.folds[here.start]):
            cut = [j for j in there if self._part(self.old.folds[here.start], j)]
            if len(cut) == 1:
                yield here.start, cut[0]
                return
        ours = [i for i in here if is_figure(self.old.folds[i])]
        theirs = [j for j in there if is_figure(self.new.folds[j])] if ours else []
        if len(ours) != len(theirs):
            return
        alone = len(here) == len(there) == 1
        for i, j in zip(ours, theirs, strict=True):
            sentence, other = _sentence(self.old, i), _sentence(self.new, j)
            if alone or self._beside(i, j, sentence, other) or (len(ours) == 1 and self._stands(sentence, other)):
                yield i, j

    def _part(self, figure: str, j: int) -> bool:
        """Whether a new figure is what an edit left of one that it cut in two, half of it with its mark: 26 of 26,100."""
        rest = self.new.folds[j]
        is_part = rest[0].isdigit() and (figure.startswith(rest) or figure.endswith(rest))
        return is_part and len(figure) <= 2 * (len(rest) + 1) <= 2 * len(figure)

    def _beside(self, i: int, j: int, sentence: range, other: range) -> bool:
        """Whether the word before or behind the figure stands, in the same sentence, before or behind the other one."""
        for step in (-1, 1):
            near, far = _word(self.old, i, step, sentence), _word(self.new, j, step, other)
            if near is not None and self.to[near] >= 0 and self.to[near] == far:
                return True
        return False

    def _stands(self, sentence: range, other: range) -> bool:
        """Whether the words of a sentence stand in the other one, and no cells of a table are parted by them."""
        words = [k for k in sentence if self.old.folds[k][0].isalnum() and not is_figure(self.old.folds[k])]
        if not words or "\t" in self.old.span(sentence).of(self.old.text):
            return False
        letters = sum(len(self.old.folds[k]) for k in words)
        return sum(len(self.old.folds[k]) for k in words if self.to[k] in other) >= _STANDS * letters


def whole(tokens: Tokens, inside: range, free: Callable[[int], bool]) -> range:
    """A stretch that begins or ends with a figure, with what is written right before or behind it and is `free`: half of `a,400` is nothing."""
    first, stop = inside.start, inside.stop
    while 0 < first and is_figure(tokens.folds[inside.start]) and tokens.ends[first - 1] == tokens.starts[first] and free(first - 1):
        first -= 1
    while stop < len(tokens) and is_figure(tokens.folds[inside.stop - 1]) and tokens.ends[stop - 1] == tokens.starts[stop] and free(stop):
        stop += 1
    while first < inside.start and not _speaks(tokens.folds[first]):
        first += 1
    while stop > inside.stop and not _speaks(tokens.folds[stop - 1]):
        stop -= 1
    return range(first, stop)


def _speaks(fold: str) -> bool:
    """Whether it is more than a mark: letters, figures, a currency."""
    return fold[0].isalnum() or unicodedata.category(fold[0]) == "Sc"


def _word(tokens: Tokens, at: int, step: int, inside: range) -> int | None:
    """The nearest word of a sentence on one side that is no figure; None where a figure or the sentence's end comes first."""
    at += step
    while at in inside and not tokens.folds[at][0].isalnum():
        at += step
    return at if at in inside and not is_figure(tokens.folds[at]) else None


def _sentence(tokens: Tokens, at: int) -> range:
    """The sentence or line around a word."""
    starts = tokens.paragraphs
    number = bisect_right(starts, at)
    paragraph = range(starts[number - 1], starts[number] if number < len(starts) else len(tokens))
    parts = tokens.parts(paragraph, _FINEST)
    return parts[bisect_right(parts, at, key=lambda part: part.start) - 1]
