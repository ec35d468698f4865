"""Longest common subsequences, chains and shared phrases, against plain reference versions."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.diff.align.alignment import Alignment
from app.text.diff.align.subsequences import (
    Pair,
    Run,
    common_subsequence,
    gaps_between,
    heaviest_chain,
    joined_runs,
    longest_increasing,
    shared_phrases,
    uncounted,
)
from app.text.diff.tokens import Tokens
from tests.text.hostile import texts


@given(texts, texts)
def test_an_alignment_never_crosses_and_joins_equals_only(old: str, new: str) -> None:
    ours, theirs = Tokens(old), Tokens(new)
    at = to = 0
    for run in Alignment(ours, theirs).runs:
        assert run.old >= at
        assert run.new >= to
        assert run.length > 0
        assert (
            ours.folds[run.old : run.old + run.length]
            == theirs.folds[run.new : run.new + run.length]
        )
        at, to = run.old + run.length, run.new + run.length


def test_texts_too_large_to_compare_exactly_are_split_at_their_unique_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.text.diff.align.subsequences._MOST_CELLS", 20)
    old, new = list("abc1abc2abc3"), list("x1ayc2abcd3")
    kept = [old[i + k] for i, j, n in common_subsequence(old, new) for k in range(n)]
    assert kept == [new[j + k] for i, j, n in common_subsequence(old, new) for k in range(n)]
    assert {"1", "2", "3"} <= set(kept)


letters = st.lists(st.sampled_from("abcd"), max_size=12)


def longest(old: list[str], new: list[str]) -> int:
    """The length of the longest common subsequence, by the textbook's table."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            best = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else best
    return table[-1][-1]


@given(letters, letters)
def test_a_common_subsequence_is_common_in_order_and_as_long_as_possible(
    old: list[str], new: list[str]
) -> None:
    matches = common_subsequence(old, new)
    for i, j, count in matches:
        assert old[i : i + count] == new[j : j + count]
    for (i, j, count), (next_i, next_j, _) in pairwise(matches):
        assert i + count <= next_i
        assert j + count <= next_j
    assert sum(count for *_, count in matches) == longest(old, new)


def test_of_a_doubled_word_the_first_copy_counts_as_inserted() -> None:
    assert common_subsequence(["a", "b"], ["a", "a", "b"]) == [(0, 1, 2)]


def chains(pairs: list[Pair]) -> list[list[Pair]]:
    """Every chain of pairs that increases on both sides."""
    ordered = sorted(pairs)
    return [
        list(some)
        for size in range(len(pairs) + 1)
        for some in combinations(ordered, size)
        if all(a.old < b.old and a.new < b.new for a, b in pairwise(some))
    ]


@given(
    st.lists(st.builds(Pair, st.integers(0, 6), st.integers(0, 6), st.integers(1, 9)), max_size=8)
)
@settings(max_examples=60)
def test_no_chain_is_heavier_than_the_heaviest(pairs: list[Pair]) -> None:
    chain = heaviest_chain(pairs)
    assert chain in chains(pairs)
    heaviest = max(sum(pair.shared for pair in other) for other in chains(pairs))
    assert sum(pair.shared for pair in chain) == heaviest


def test_the_longest_increasing_chain_leaves_out_what_crosses() -> None:
    assert longest_increasing([(0, 3), (1, 0), (2, 1), (3, 2)]) == [(1, 0), (2, 1), (3, 2)]
    assert longest_increasing([]) == []


def test_a_phrase_that_is_unique_on_both_sides_grows_over_its_equal_neighbours() -> None:
    old = "he said that the old bridge was closed".split()
    new = "yesterday the old bridge was closed again".split()
    assert shared_phrases(old, new, 2, uncounted) == [(3, 1, 5)]


def test_a_phrase_that_occurs_twice_is_not_matched() -> None:
    assert shared_phrases("a b x a b".split(), "a b y".split(), 2, uncounted) == []


def test_runs_that_touch_on_both_sides_are_joined() -> None:
    assert joined_runs([Run(0, 0, 2), Run(2, 2, 1), Run(4, 3, 1)]) == [Run(0, 0, 3), Run(4, 3, 1)]


def test_gaps_are_what_the_runs_leave_on_either_side() -> None:
    assert list(gaps_between([Run(1, 0, 2)], 4, 3)) == [
        (range(1), range(0)),
        (range(3, 4), range(2, 3)),
    ]
    assert list(gaps_between([Run(0, 0, 3)], 3, 3)) == []
