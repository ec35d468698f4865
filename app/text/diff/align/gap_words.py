"""Single words of two texts matched inside gaps, where no whole sentence is equal or similar."""

from collections.abc import Callable, Iterable, Sequence

from app.text.diff.align.matching import Matching
from app.text.diff.align.subsequences import (
    Gap,
    Match,
    Run,
    common_subsequence,
    joined_runs,
    shared_phrases,
)
from app.text.diff.tokens import Tokens

# Words that are looked for together, before single ones: the words that two different sentences
# happen to share must not break up a phrase that was kept.
_PHRASES = (4, 2)
_BREAK = -1  # in a list of token numbers, the beginning of a paragraph


def match_shared_words(
    matching: Matching, old: range, new: range, *, least: int = 0, moved: bool = False
) -> None:
    """Matches the words that two ranges share in order, in runs of at least `least` characters."""
    tokens = matching.old
    old_folds = tokens.folds[old.start : old.stop]
    new_folds = matching.new.folds[new.start : new.stop]
    for i, j, count in common_subsequence(old_folds, new_folds, matching.work):
        first = old.start + i
        if tokens.weight(range(first, first + count)) >= least:
            matching.match(first, new.start + j, count, moved=moved)


def fill_gaps(
    matching: Matching, gaps: Callable[[], Sequence[Gap]], *, moved: bool = False
) -> None:
    """Matches free words of gaps: first phrases that are unique on both sides, then single words.

    `gaps` is asked anew for each length of phrase. The beginning of a paragraph counts as a word,
    so that paragraphs correspond where that costs nothing.
    """
    old_starts, new_starts = set(matching.old.paragraphs), set(matching.new.paragraphs)
    for size in (*_PHRASES, 1):
        for old_gap, new_gap in gaps():
            free_old = (i for i in old_gap if matching.new_of[i] < 0)
            free_new = (j for j in new_gap if not matching.taken[j])
            old = _with_breaks(free_old, old_starts)
            new = _with_breaks(free_new, new_starts)
            if min(len(old), len(new)) >= size:
                for run in _shared_runs(matching, old, new, size):
                    matching.match(run.old, run.new, run.length, moved=moved)


def _shared_runs(
    matching: Matching, old: Sequence[int], new: Sequence[int], size: int
) -> list[Run]:
    """The runs of tokens that two lists of token numbers share, breaks left out."""
    shared = _shared(matching, old, new, size)
    pairs = [(old[i + n], new[j + n]) for i, j, count in shared for n in range(count)]
    return joined_runs(Run(i, j, 1) for i, j in pairs if i != _BREAK)


def _shared(matching: Matching, old: Sequence[int], new: Sequence[int], size: int) -> list[Match]:
    """What two lists of token numbers share: phrases of `size` words, or any words for 1."""
    old_words, new_words = _words(matching.old, old), _words(matching.new, new)
    if size == 1:
        return common_subsequence(old_words, new_words, matching.work)
    return shared_phrases(old_words, new_words, size, matching.work)


def _words(tokens: Tokens, numbers: Iterable[int]) -> list[str]:
    return ["" if number == _BREAK else tokens.folds[number] for number in numbers]


def _with_breaks(numbers: Iterable[int], paragraph_starts: set[int]) -> list[int]:
    """Token numbers, with a break before those that begin a paragraph."""
    with_breaks: list[int] = []
    for number in numbers:
        if number in paragraph_starts:
            with_breaks.append(_BREAK)
        with_breaks.append(number)
    return with_breaks
