"""Figures that took another value in their place: a word for what is one, and the rule for which of the new text's is which of the old's.

A figure shares no letter with the one that it becomes, so that no comparison of words finds it; its place does. `41,000` is three tokens
and one figure. Knows no passages.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from app.text.diff.tokens import Tokens

_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen""".split()
)
"""Numbers in words, of English only. “One of them” may pass for a number: it is compared with other
numbers in its place alone."""
_MARKS = ".,:"  # inside a figure
_MOST = 12
"""Words of a gap on either side: the distance at which a reworded sentence still shows which figure
is which. Chosen, not tuned."""
_STANDS = 0.6
"""Of the other letters of a sentence that must stand for its figure to be the same one, where no
word beside it does.

With half of them an item “Kerra: 4,000 boats” that is gone would become “Oster: 900 boats”,
which is another item."""
_FINEST = 2  # level of `Tokens.parts`


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
        ours = _figures(self.old, here)
        theirs = _figures(self.new, there) if ours else []
        if len(ours) != len(theirs):
            return
        alone = len(here) == len(there) == 1
        for one, other in zip(ours, theirs, strict=True):
            if alone or self._beside(one, other) or (len(ours) == 1 and self._stands(one, other)):
                mine, yours = _numbers(self.old, one, here), _numbers(self.new, other, there)
                count = min(len(mine), len(yours))
                yield from zip(mine[-count:], yours[-count:], strict=True)

    def _beside(self, one: range, other: range) -> bool:
        """Whether the word before or behind the figure stands, in the same sentence, before or behind the other one."""
        for before in (True, False):
            near, far = _word(self.old, one, before=before), _word(self.new, other, before=before)
            if near is not None and self.to[near] >= 0 and self.to[near] == far:
                return True
        return False

    def _stands(self, one: range, other: range) -> bool:
        """Whether the words of a sentence stand in the other one, and no cells of a table are parted by them."""
        sentence, there = _sentence(self.old, one.start), _sentence(self.new, other.start)
        words = [
            k
            for k in sentence
            if self.old.folds[k][0].isalnum() and not is_figure(self.old.folds[k])
        ]
        if not words or "\t" in self.old.span(sentence).of(self.old.text):
            return False
        letters = sum(len(self.old.folds[k]) for k in words)
        return (
            sum(len(self.old.folds[k]) for k in words if self.to[k] in there) >= _STANDS * letters
        )


def whole(tokens: Tokens, inside: range, free: Callable[[int], bool]) -> range:
    """A stretch with what is written right before or behind a figure at its ends, as far as it is `free`: `a,400` and not its half."""
    first, stop = inside.start, inside.stop
    while (
        first
        and is_figure(tokens.folds[inside.start])
        and _touch(tokens, first)
        and free(first - 1)
    ):
        first -= 1
    while (
        stop < len(tokens)
        and is_figure(tokens.folds[inside.stop - 1])
        and _touch(tokens, stop)
        and free(stop)
    ):
        stop += 1
    while first < inside.start and not _speaks(tokens.folds[first]):
        first += 1
    while stop > inside.stop and not _speaks(tokens.folds[stop - 1]):
        stop -= 1
    return range(first, stop)


def figure_around(tokens: Tokens, at: int) -> range:
    """The figure of which a token is a part: `41,000` around its comma.

    The token alone where it is none.
    """
    first, stop = at, at + 1
    while first and _touch(tokens, first) and _inside(tokens.folds[first - 1], tokens.folds[first]):
        first -= 1
    while (
        stop < len(tokens)
        and _touch(tokens, stop)
        and _inside(tokens.folds[stop], tokens.folds[stop - 1])
    ):
        stop += 1
    while first < at and tokens.folds[first] in _MARKS:
        first += 1
    while stop > at + 1 and tokens.folds[stop - 1] in _MARKS:
        stop -= 1
    return range(first, stop)


def _inside(fold: str, beside: str) -> bool:
    """Whether a token goes on with the figure of the one beside it."""
    return fold[0].isdigit() if beside in _MARKS else fold in _MARKS and beside[0].isdigit()


def _touch(tokens: Tokens, at: int) -> bool:
    """Whether a token is written right behind the one before it."""
    return tokens.ends[at - 1] == tokens.starts[at]


def _speaks(fold: str) -> bool:
    """Whether it is more than a mark: letters, figures, a currency."""
    return fold[0].isalnum() or unicodedata.category(fold[0]) == "Sc"


def _figures(tokens: Tokens, inside: range) -> list[range]:
    """The figures that lie in a stretch with one of their numbers at least."""
    return list(
        dict.fromkeys(figure_around(tokens, i) for i in inside if is_figure(tokens.folds[i]))
    )


def _numbers(tokens: Tokens, figure: range, inside: range) -> list[int]:
    return [i for i in figure if i in inside and is_figure(tokens.folds[i])]


def _word(tokens: Tokens, figure: range, *, before: bool) -> int | None:
    """The nearest word of the sentence on one side that is no figure; None where a figure or the sentence's end comes first."""
    sentence = _sentence(tokens, figure.start)
    side = (
        range(figure.start - 1, sentence.start - 1, -1)
        if before
        else range(figure.stop, sentence.stop)
    )
    at = next((k for k in side if tokens.folds[k][0].isalnum()), None)
    return None if at is None or is_figure(tokens.folds[at]) else at


def _sentence(tokens: Tokens, at: int) -> range:
    """The sentence or line around a word."""
    starts = tokens.paragraphs
    number = bisect_right(starts, at)
    paragraph = range(starts[number - 1], starts[number] if number < len(starts) else len(tokens))
    parts = tokens.parts(paragraph, _FINEST)
    return parts[bisect_right(parts, at, key=lambda part: part.start) - 1]
