import tracemalloc
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.bioes import Floats, Tag, best, legal, spans, tags_of


def follows(one: str, two: str) -> bool:
    """Whether BIOES lets the second tag follow the first, as the rule says it in words."""
    if one[0] in "BI":
        return two[0] in "IE" and one[2:] == two[2:]
    return two[0] in "OBS"


def allowed(row: tuple[str, ...]) -> bool:
    """Whether BIOES allows the tags between two words outside."""
    return all(follows(one, two) for one, two in pairwise(("O", *row, "O")))


def total(scores: Floats, tags: list[int]) -> float:
    return float(sum(scores[k, tag] for k, tag in enumerate(tags)))


def likeliest(scores: Floats, names: tuple[str, ...]) -> float:
    """The score of the best legal row, found by trying every row."""
    rows = product(range(len(names)), repeat=len(scores))
    return max(
        total(scores, list(row)) for row in rows if allowed(tuple(names[tag] for tag in row))
    )


@st.composite
def scored(draw: st.DrawFn, kinds: int, longest: int, rows: int) -> tuple[Floats, list[int]]:
    """Scores of some rows of words, whole numbers (ties are likely), and the rows' lengths."""
    lengths = draw(st.lists(st.integers(1, longest), min_size=1, max_size=rows))
    size = sum(lengths) * (1 + 4 * kinds)
    numbers = draw(st.lists(st.integers(-6, 6), min_size=size, max_size=size))
    return np.array(numbers, np.float32).reshape(sum(lengths), -1), lengths


def test_the_outputs_of_a_head_are_outside_and_four_tags_a_kind() -> None:
    assert tags_of(["person", "place"]) == (
        "O",
        *"B-person I-person E-person S-person B-place I-place E-place S-place".split(),
    )


@pytest.mark.parametrize("kinds", [1, 2, 3])
def test_what_may_follow_is_what_bioes_says(kinds: int) -> None:
    names = tags_of([str(k) for k in range(kinds)])
    assert legal(kinds).tolist() == [[follows(one, two) for two in names] for one in names]


@given(scored(kinds=1, longest=5, rows=1))
def test_no_legal_row_is_likelier_than_the_one_found(given_: tuple[Floats, list[int]]) -> None:
    scores, lengths = given_
    names = tags_of(["a"])
    found = best(scores, np.array(lengths)).tolist()
    assert allowed(tuple(names[tag] for tag in found))
    assert total(scores, found) == likeliest(scores, names)


@given(scored(kinds=2, longest=3, rows=3))
def test_rows_are_found_beside_each_other_as_alone(given_: tuple[Floats, list[int]]) -> None:
    scores, lengths = given_
    names = tags_of(["a", "b"])
    found = best(scores, np.array(lengths)).tolist()
    at = 0
    for length in lengths:
        row, of_row = found[at : at + length], scores[at : at + length]
        assert row == best(of_row, np.array([length])).tolist()
        assert allowed(tuple(names[tag] for tag in row))
        assert total(of_row, row) == likeliest(of_row, names)
        at += length


@given(scored(kinds=2, longest=6, rows=4))
def test_a_constant_for_all_tags_of_a_word_changes_nothing(
    given_: tuple[Floats, list[int]],
) -> None:
    scores, lengths = given_
    moved = scores + np.arange(len(scores), dtype=np.float32)[:, None] % 7
    assert best(moved, np.array(lengths)).tolist() == best(scores, np.array(lengths)).tolist()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(0, 2)), max_size=6))
def test_spans_come_back_from_the_tags_that_say_them(given_: list[tuple[int, int, int]]) -> None:
    tags: list[int] = []
    expected = []
    for gap, length, kind in given_:
        tags += [0] * gap
        expected.append(Tag(len(tags), len(tags) + length, kind))
        first = 1 + 4 * kind
        tags += [first + 3] if length == 1 else [first, *[first + 1] * (length - 2), first + 2]
    assert spans(np.array(tags, np.int64)) == expected


@pytest.mark.slow
def test_a_row_of_fifty_thousand_words_beside_short_ones_needs_memory_for_its_words_only() -> None:
    kinds = 9
    lengths = np.array([50_000, *[5] * 2_000])
    scores = np.random.default_rng(1).normal(size=(lengths.sum(), 1 + 4 * kinds)).astype(np.float32)
    tracemalloc.start()
    found = best(scores, lengths)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == len(scores)
    assert peak < 8 * scores.nbytes
