from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.blending import blend
from app.engines.model.tagger import Head, Labels, Reading, TaggedSpan
from app.engines.model.tokenizer import Encoded, TokenizedWord
from app.engines.model.windows import Frame

BOTH = Head("both", ("person", "place", "group"), 0, 13)
FEW = Head("few", ("place", "person"), 13, 22)
TEXT = "aa bb cc dd ee ff"
LOGITS = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).normal(0, 3, (6, 22)).tolist()
)


def reading(outputs: list[list[float]]) -> Reading:
    words = tuple(TokenizedWord(3 * k, 3 * k + 2, k // 4) for k in range(6))
    numbers = np.arange(6)
    labels = Labels("1", Frame(192, 32, 0), {h.name: h for h in (BOTH, FEW)}, {})
    return Reading(Encoded(words, numbers, numbers, numbers), np.array(outputs, np.float32), labels)


def outputs(both: dict[int, int], few: dict[int, int]) -> list[list[float]]:
    """Outside everywhere, but for the tags given by word."""
    rows = [[0.0] * 22 for _ in range(6)]
    for k, row in enumerate(rows):
        row[both.get(k, 0)] = 8.0
        row[13 + few.get(k, 0)] = 8.0
    return rows


def test_two_heads_that_agree_mark_what_both_mark() -> None:
    (found,) = blend(reading(outputs({1: 8}, {1: 4})), BOTH, FEW)  # S-place in either head
    assert (found.start, found.end, found.kind) == (3, 5, "place")
    assert found.confidence > 0.9


def test_a_kind_that_the_other_head_has_not_learnt_is_not_held_against_it() -> None:
    (found,) = blend(reading(outputs({1: 12}, {})), BOTH, FEW)  # S-group in the first head alone
    assert found.kind == "group"
    assert found.confidence > 0.9


def test_where_they_differ_the_surer_wins_and_is_half_as_sure() -> None:
    rows = outputs({1: 8}, {1: 8})  # S-place against S-person
    rows[1][13 + 8] = 12.0
    (found,) = blend(reading(rows), BOTH, FEW)
    assert found.kind == "person"
    assert 0.4 < found.confidence < 0.6


@given(LOGITS)
def test_a_head_blended_with_itself_is_itself(logits: list[list[float]]) -> None:
    read = reading(logits)
    alone, twice = read.marked("both"), list(blend(read, BOTH, BOTH))
    assert [(m.start, m.end, m.kind) for m in twice] == [(m.start, m.end, m.kind) for m in alone]
    assert np.allclose([m.confidence for m in twice], [m.confidence for m in alone], atol=1e-4)


@given(LOGITS)
def test_spans_are_in_order_in_one_part_and_never_overlap(logits: list[list[float]]) -> None:
    found: list[TaggedSpan] = list(blend(reading(logits), BOTH, FEW))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(not (m.start < 12 <= m.end - 1) for m in found)  # the second part begins at 12
    assert all(0 <= m.confidence <= 1 for m in found)
