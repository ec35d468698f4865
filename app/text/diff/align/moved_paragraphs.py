"""Paragraphs that moved and were reworded on the way.

As long as most of its sentences are much the same, these show where a paragraph went. One of which
every sentence was reworded can only be recognized as a whole.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.text.diff.align.matching import Matching
from app.text.diff.align.subsequences import Gap, Pair, common_subsequence, heaviest_chain
from app.text.diff.tokens import Tokens

_HALF = 0.5
"""Of the letters of both paragraphs that must be the same in order. With less, two reports of one
kind of event would be one paragraph."""
_LEAST = 20  # letters that are not matched yet; fewer are no paragraph that moved
# Paragraphs: two adjacent words that occur in more of them do not tell which one is meant.
_TELLING = 4
_TRIED = 3  # of the likeliest paragraphs
_COMPARED = 500  # words of a paragraph, so that a comparison costs 4 steps a word at most


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as a range of tokens, with the gaps it lies in.

    `in_gaps` counts its letters inside gaps, `free` those of them that are not matched at all.
    """

    words: range
    in_gaps: int = 0
    free: int = 0
    gaps: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An old and a new paragraph that share so many letters in order."""

    old: _Paragraph
    new: _Paragraph
    shared: int


def moved_paragraphs(matching: Matching) -> list[Gap]:
    """The old and new ranges of paragraphs that moved, each in one pair at most.

    Paragraphs are looked for in the gaps between words that did not move. Those that hold their
    place among others are left out.
    """
    gaps = matching.open_gaps()
    old = _paragraphs_in(
        matching.old, [old_gap for old_gap, _ in gaps], lambda i: matching.new_of[i] < 0
    )
    if not old:
        return []
    new = _paragraphs_in(
        matching.new, [new_gap for _, new_gap in gaps], lambda j: not matching.taken[j]
    )
    if not new:
        return []
    candidates = _best_candidates(matching, old, new)
    return list(_moved(sorted(candidates, key=lambda candidate: candidate.old.words.start)))


def _best_candidates(
    matching: Matching, old: Sequence[_Paragraph], new: Sequence[_Paragraph]
) -> Iterator[_Candidate]:
    """Pairs that are similar enough, those with the most votes first, each paragraph once."""
    used_old: set[int] = set()
    used_new: set[int] = set()
    for votes, i, j in sorted(_votes(matching, old, new), reverse=True):
        if not votes or i in used_old or j in used_new:
            continue
        shared = _shared_letters(matching, old[i].words, new[j].words)
        if shared:
            used_old.add(i)
            used_new.add(j)
            yield _Candidate(old[i], new[j], shared)


def _paragraphs_in(
    tokens: Tokens, gaps: Sequence[range], is_free: Callable[[int], bool]
) -> list[_Paragraph]:
    """The paragraphs of one text of which at least half lies in gaps."""
    paragraphs: dict[int, _Paragraph] = {}
    for gap_number, gap in enumerate(gaps):
        at = gap.start
        while at < gap.stop:
            words = tokens.paragraph_around(at)
            paragraph = paragraphs.setdefault(words.start, _Paragraph(words))
            inside = range(at, min(words.stop, gap.stop))
            paragraph.in_gaps += tokens.weight(inside)
            paragraph.free += sum(len(tokens.folds[i]) for i in inside if is_free(i))
            paragraph.gaps.add(gap_number)
            at = inside.stop
    return [
        paragraph
        for paragraph in paragraphs.values()
        if paragraph.free >= _LEAST and paragraph.in_gaps >= _HALF * tokens.weight(paragraph.words)
    ]


def _votes(
    matching: Matching, old: Sequence[_Paragraph], new: Sequence[_Paragraph]
) -> Iterator[tuple[int, int, int]]:
    """`(votes, old, new)` of the likeliest pairs of paragraphs.

    A vote is two adjacent words that both hold, or a word that is matched in the other already.
    """
    paragraphs_with = _paragraphs_by_word_pair(matching.new, new)
    for i, paragraph in enumerate(old):
        words = paragraph.words
        votes: Counter[int] = Counter()
        for word_pair in pairwise(matching.old.folds[words.start : words.stop]):
            places = paragraphs_with.get(word_pair, ())
            if len(places) <= _TELLING:
                votes.update(places)
        votes.update(_already_matched(matching, words, new))
        yield from ((count, i, j) for j, count in votes.most_common(_TRIED))
    matching.work(sum(len(paragraph.words) for paragraph in (*old, *new)))


def _already_matched(matching: Matching, words: range, new: Sequence[_Paragraph]) -> Iterator[int]:
    """For each word that is matched in a new paragraph already, the paragraph's number."""
    for place in (matching.new_of[k] for k in words):
        if place < 0:
            continue
        number = bisect_right(new, place, key=_first_word) - 1
        if number >= 0 and place in new[number].words:
            yield number


def _first_word(paragraph: _Paragraph) -> int:
    return paragraph.words.start


def _paragraphs_by_word_pair(
    tokens: Tokens, paragraphs: Sequence[_Paragraph]
) -> dict[tuple[str, str], list[int]]:
    """In which paragraphs two words occur one after the other."""
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, paragraph in enumerate(paragraphs):
        folds = tokens.folds[paragraph.words.start : paragraph.words.stop]
        for word_pair in set(pairwise(folds)):
            places[word_pair].append(number)
    return places


def _shared_letters(matching: Matching, old: range, new: range) -> int:
    """The letters that two paragraphs share in order; 0 where they are too few.

    Of very long ones only the beginning is compared.
    """
    old, new = old[:_COMPARED], new[:_COMPARED]
    tokens = matching.old
    old_folds = tokens.folds[old.start : old.stop]
    new_folds = matching.new.folds[new.start : new.stop]
    matches = common_subsequence(old_folds, new_folds, matching.work)
    shared = sum(
        tokens.weight(range(old.start + i, old.start + i + count)) for i, _, count in matches
    )
    both = tokens.weight(old) + matching.new.weight(new)
    return shared if 2 * shared >= _HALF * both else 0


def _moved(candidates: Sequence[_Candidate]) -> Iterator[Gap]:
    """The pairs without those that keep their order inside one gap, as many of them as can."""
    inside: defaultdict[int, list[Pair]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        common_gaps = candidate.old.gaps & candidate.new.gaps
        if common_gaps:
            pair = Pair(number, candidate.new.words.start, candidate.shared)
            inside[min(common_gaps)].append(pair)
    in_place = {
        pair.old for of_gap in inside.values() for pair in heaviest_chain(_with_ranks(of_gap))
    }
    for number, candidate in enumerate(candidates):
        if number not in in_place:
            yield candidate.old.words, candidate.new.words


def _with_ranks(pairs: Sequence[Pair]) -> list[Pair]:
    """The same pairs with small new numbers: the memory of `heaviest_chain` grows with them."""
    rank = {new: n for n, new in enumerate(sorted(pair.new for pair in pairs))}
    return [pair._replace(new=rank[pair.new]) for pair in pairs]
