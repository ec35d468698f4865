"""Figures that took another value in their place: what a figure is, and which became which.

A figure shares no letter with the one that replaces it, so that no comparison of words finds it;
its place does. `41,000` is three tokens and one figure.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from app.text.diff.tokens import LINES, Tokens

# English only. “One of them” may pass for a number: it is compared with other numbers in its place
# alone.
_NUMBER_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million billion dozen""".split()
)
_MARKS = ".,:"  # inside a figure
_MOST = 12
"""Words of a gap on either side: the distance at which a reworded sentence still shows which figure
is which. Chosen, not tuned."""
_KEPT = 0.6
"""Of the other letters of a sentence that must be kept for its figure to be the same one, where no
word next to it is.

With half of them an item “Kerra: 4,000 boats” that was removed would become “Oster: 900 boats”,
which is another item."""


def is_figure(fold: str) -> bool:
    """Whether a token is a number, in figures or in words."""
    return fold[0].isdigit() or fold.lower() in _NUMBER_WORDS


class Figures:
    """The figures of two texts; `new_of` is the new token of every old one, or -1."""

    def __init__(self, old: Tokens, new: Tokens, new_of: Sequence[int]) -> None:
        self.old, self.new, self.new_of = old, new, new_of

    def pairs(self, old_gap: range, new_gap: range) -> Iterator[tuple[int, int]]:
        """The numbers of a gap that took each other's place, as pairs of tokens.

        `old_gap` are old tokens without a match, `new_gap` the new ones in their place.
        """
        if not 0 < len(new_gap) <= _MOST or len(old_gap) > _MOST:
            return
        old_figures = _figures(self.old, old_gap)
        new_figures = _figures(self.new, new_gap) if old_figures else []
        if len(old_figures) != len(new_figures):
            return
        is_alone = len(old_gap) == len(new_gap) == 1
        for old, new in zip(old_figures, new_figures, strict=True):
            if is_alone or self._corresponds(old, new, only=len(old_figures) == 1):
                old_numbers = _numbers(self.old, old, old_gap)
                new_numbers = _numbers(self.new, new, new_gap)
                count = min(len(old_numbers), len(new_numbers))
                yield from zip(old_numbers[-count:], new_numbers[-count:], strict=True)

    def _corresponds(self, old: range, new: range, *, only: bool) -> bool:
        """Whether a neighbouring word says so, or, of the only figure, the rest of its sentence."""
        return self._have_neighbour(old, new) or (only and self._have_sentence(old, new))

    def _have_neighbour(self, old: range, new: range) -> bool:
        """Whether the word before, or the word after, both figures is the same one."""
        for before in (True, False):
            old_word = _neighbour(self.old, old, before=before)
            new_word = _neighbour(self.new, new, before=before)
            if old_word is not None and 0 <= self.new_of[old_word] == new_word:
                return True
        return False

    def _have_sentence(self, old: range, new: range) -> bool:
        """Whether most words of one sentence are in the other; cells of a table are no sentence."""
        sentence, new_sentence = _sentence(self.old, old.start), _sentence(self.new, new.start)
        folds = self.old.folds
        words = [k for k in sentence if folds[k][0].isalnum() and not is_figure(folds[k])]
        if not words or "\t" in self.old.span(sentence).of(self.old.text):
            return False
        letters = sum(len(folds[k]) for k in words)
        kept = sum(len(folds[k]) for k in words if self.new_of[k] in new_sentence)
        return kept >= _KEPT * letters


def with_whole_figures(tokens: Tokens, inside: range, is_free: Callable[[int], bool]) -> range:
    """A range with the free tokens that are written directly next to a figure at its ends.

    So it holds `a,400` and not half of it.
    """
    first, stop = inside.start, inside.stop
    if is_figure(tokens.folds[first]):
        first = _written_from(tokens, first, is_free)
    if is_figure(tokens.folds[stop - 1]):
        stop = _written_until(tokens, stop, is_free)
    return range(first, stop)


def _written_from(tokens: Tokens, start: int, is_free: Callable[[int], bool]) -> int:
    """Where the free tokens begin that are written directly before `start`, outer marks apart."""
    first = start
    while first and _touches_previous(tokens, first) and is_free(first - 1):
        first -= 1
    while first < start and not _is_spoken(tokens.folds[first]):
        first += 1
    return first


def _written_until(tokens: Tokens, end: int, is_free: Callable[[int], bool]) -> int:
    """Where the free tokens end that are written directly after `end`, outer marks apart."""
    stop = end
    while stop < len(tokens) and _touches_previous(tokens, stop) and is_free(stop):
        stop += 1
    while stop > end and not _is_spoken(tokens.folds[stop - 1]):
        stop -= 1
    return stop


def figure_around(tokens: Tokens, at: int) -> range:
    """The figure that a token is part of, `41,000` around its comma; else the token alone."""
    folds = tokens.folds
    first, stop = at, at + 1
    while first and _is_one_figure(tokens, first, folds[first - 1], folds[first]):
        first -= 1
    while stop < len(tokens) and _is_one_figure(tokens, stop, folds[stop], folds[stop - 1]):
        stop += 1
    while first < at and folds[first] in _MARKS:
        first += 1
    while stop > at + 1 and folds[stop - 1] in _MARKS:
        stop -= 1
    return range(first, stop)


def _is_one_figure(tokens: Tokens, border: int, fold: str, neighbour: str) -> bool:
    """Whether `fold` continues the figure of its neighbour across the border before a token."""
    if not _touches_previous(tokens, border):
        return False
    if neighbour in _MARKS:
        return fold[0].isdigit()
    return fold in _MARKS and neighbour[0].isdigit()


def _touches_previous(tokens: Tokens, at: int) -> bool:
    """Whether no white space is between a token and the one before it."""
    return tokens.ends[at - 1] == tokens.starts[at]


def _is_spoken(fold: str) -> bool:
    """Whether a token is more than a mark: letters, figures, a currency sign."""
    return fold[0].isalnum() or unicodedata.category(fold[0]) == "Sc"


def _figures(tokens: Tokens, inside: range) -> list[range]:
    """The figures of which at least one number lies in a range."""
    numbers = (i for i in inside if is_figure(tokens.folds[i]))
    return list(dict.fromkeys(figure_around(tokens, i) for i in numbers))


def _numbers(tokens: Tokens, figure: range, inside: range) -> list[int]:
    return [i for i in figure if i in inside and is_figure(tokens.folds[i])]


def _neighbour(tokens: Tokens, figure: range, *, before: bool) -> int | None:
    """The nearest word of the sentence on one side; None where a figure or the end comes first."""
    sentence = _sentence(tokens, figure.start)
    if before:
        side = range(figure.start - 1, sentence.start - 1, -1)
    else:
        side = range(figure.stop, sentence.stop)
    word = next((k for k in side if tokens.folds[k][0].isalnum()), None)
    return None if word is None or is_figure(tokens.folds[word]) else word


def _sentence(tokens: Tokens, at: int) -> range:
    """The sentence or line around a token."""
    parts = tokens.parts(tokens.paragraph_around(at), LINES)
    return parts[bisect_right(parts, at, key=lambda part: part.start) - 1]
