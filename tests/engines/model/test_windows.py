from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.windows import Window, stitch, windows

Case = tuple[int, int, int, list[int]]
"""Pieces, size, overlap and the beginnings of paragraphs."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    pieces, size = draw(st.integers(0, 1_000)), draw(st.integers(1, 200))
    starts = st.lists(st.integers(1, pieces - 1), max_size=20, unique=True)
    paragraphs = sorted(draw(starts)) if pieces > 1 else []
    return pieces, size, draw(st.integers(0, size - 1)), paragraphs


@given(cases())
def test_every_piece_is_answered_for_once_and_in_order(case: Case) -> None:
    kept = [k for w in windows(*case) for k in range(w.keep_from, w.keep_to)]
    assert kept == list(range(case[0]))


@given(cases())
def test_a_window_is_inside_the_text_and_answers_for_what_it_sees(case: Case) -> None:
    pieces, size, _, _ = case
    for w in windows(*case):
        assert 0 <= w.start <= w.keep_from < w.keep_to <= w.end <= pieces
        assert w.end - w.start <= size


@given(cases())
def test_neighbours_part_at_a_paragraph_or_share_the_overlap(case: Case) -> None:
    _, _, overlap, paragraphs = case
    for one, two in pairwise(windows(*case)):
        if one.end == two.start:
            assert two.start in paragraphs or overlap == 0
        else:
            assert one.end - two.start >= overlap
            assert abs((one.end - one.keep_to) - (two.keep_from - two.start)) <= 1


@given(cases().filter(lambda case: case[0] > 0))
def test_a_paragraph_that_fits_is_in_one_window(case: Case) -> None:
    pieces, size, _, paragraphs = case
    cut = list(windows(*case))
    for start, end in pairwise([0, *paragraphs, pieces]):
        if end - start <= size:
            assert any(w.start <= start and end <= w.end for w in cut)


@given(cases().filter(lambda case: case[0] > 0))
def test_what_is_stitched_is_each_piece_as_its_window_answers_for_it(case: Case) -> None:
    asked = []

    def answer(start: int, end: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        asked.append((start, end))
        return np.array([[k, start] for k in range(start, end)], np.float32)

    cut = list(windows(*case))
    whole = stitch(iter(cut), case[0], answer)
    expected = [(k, w.start) for w in cut for k in range(w.keep_from, w.keep_to)]
    assert [tuple(row) for row in whole.tolist()] == expected
    assert asked == [(w.start, w.end) for w in cut]


def test_a_text_that_fits_is_one_window_and_an_empty_one_none() -> None:
    assert list(windows(190, 190, 32)) == [Window(0, 190, 0, 190)]
    assert list(windows(0, 190, 32)) == []


def test_as_many_paragraphs_as_fit_are_read_together() -> None:
    assert list(windows(250, 100, 20, [30, 60, 120])) == [
        Window(0, 60, 0, 60),
        Window(60, 120, 60, 120),
        Window(120, 220, 120, 185),
        Window(150, 250, 185, 250),
    ]
