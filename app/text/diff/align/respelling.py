"""Words that are spelt otherwise, and figures with another value, between words that are matched.

A letter changed in a name does not make it another name.
"""

from collections.abc import Iterator

from rapidfuzz.distance import Indel

from app.text.diff.align.figures import Figures, is_figure
from app.text.diff.align.matching import Matching
from app.text.diff.align.subsequences import Run

_SAME_WORD = 0.6  # of both words' letters: one letter changed in a word of three
_LONGEST = 200  # letters of a word, above which it is not compared letter by letter
_FEW = 4  # words: only in so small a gap may one word be matched to another, spelt otherwise


def likeness(one: str, other: str) -> float:
    """The share (0–1) of letters that two words have in common, in order; 0 for different words."""
    if one == other:
        return 1.0
    is_comparable = 1 < len(one) <= _LONGEST and len(other) <= _LONGEST
    if not is_comparable or not one[0].isalnum() or not other[0].isalnum():
        return 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=_SAME_WORD)


def kept_share(one: str, other: str) -> float:
    """The `likeness` of a word and its match; 1 for two figures, whatever their values."""
    if one == other or (is_figure(one) and is_figure(other)):
        return 1.0
    return likeness(one, other)


def match_respelt(matching: Matching) -> Iterator[Run]:
    """Matches words spelt otherwise in the gaps of the old text; yields those that did not move."""
    figures = Figures(matching.old, matching.new, matching.new_of)
    start, end = 0, len(matching.new_of)
    while True:
        try:
            start = matching.new_of.index(-1, start)
        except ValueError:
            return
        stop = next((i for i in range(start, end) if matching.new_of[i] >= 0), end)
        yield from _match_in_gap(matching, figures, range(start, stop))
        start = stop


def _match_in_gap(matching: Matching, figures: Figures, old: range) -> Iterator[Run]:
    """Matches figures by their place, or else, in a small gap, words that are alike."""
    new = _new_gap(matching, old)
    sides = _moved_sides(matching, old)
    if len(sides) > 1 or not new or not matching.is_new_free(new):
        return  # the words before and after the gap went to different places
    pairs = dict(figures.pairs(old, new))
    if not pairs and len(old) <= _FEW and len(new) <= _FEW:
        pairs = dict(_similar_words(matching, old, new))
    is_moved = 1 in sides
    for i, j in pairs.items():
        matching.new_of[i], matching.taken[j], matching.moved[i] = j, 1, is_moved
        if not is_moved:
            yield Run(i, j, 1)


def _new_gap(matching: Matching, old: range) -> range:
    """What lies between the matches of the words before and after a gap."""
    is_last = old.stop == len(matching.old)
    low = matching.new_of[old.start - 1] + 1 if old.start else 0
    high = len(matching.new) if is_last else matching.new_of[old.stop]
    return range(low, high)


def _moved_sides(matching: Matching, old: range) -> set[int]:
    """Whether the words before and after a gap moved; none is counted at an end of the text."""
    sides: set[int] = set()
    if old.start:
        sides.add(matching.moved[old.start - 1])
    if old.stop < len(matching.old):
        sides.add(matching.moved[old.stop])
    return sides


def _similar_words(matching: Matching, old: range, new: range) -> Iterator[tuple[int, int]]:
    """Each old word with the new word most like it, the first of equals, in order."""
    low = new.start
    for i in old:
        word = matching.old.folds[i]
        alike = [(likeness(word, matching.new.folds[j]), -j) for j in range(low, new.stop)]
        share, negative = max(alike, default=(0.0, 0))
        if share > 0:
            low = 1 - negative
            yield i, -negative
