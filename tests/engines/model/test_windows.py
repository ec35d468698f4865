from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.tokenizer import BREAK, LOWER
from app.engines.model.windows import Frame, Window, sliding, windows

Cut = tuple[int, int, int, int, list[int]]
"""Pieces, the size of a window, overlap, what is read before each later window, and breaks."""


def _cut(size: int) -> st.SearchStrategy[Cut]:
    return st.integers(0, size - 1).flatmap(
        lambda overlap: st.tuples(
            st.integers(0, 1_000),
            st.just(size),
            st.just(overlap),
            st.integers(0, size - 1 - overlap),
            st.lists(st.integers(1, 1_000), max_size=40).map(sorted),
        )
    )


def _windows(cut: Cut) -> list[Window]:
    pieces, size, overlap, before, breaks = cut
    return windows(pieces, size, overlap, before, [b for b in breaks if b < pieces])


cuts = st.integers(1, 200).flatmap(_cut)


@given(cuts)
def test_every_piece_is_answered_for_once_and_in_order(cut: Cut) -> None:
    kept = [k for w in _windows(cut) for k in range(w.keep_from, w.keep_to)]
    assert kept == list(range(cut[0]))


@given(cuts)
def test_a_window_stands_in_the_text_and_answers_for_what_it_sees(cut: Cut) -> None:
    pieces, size, _, before, _ = cut
    for w in _windows(cut):
        assert 0 <= w.start <= w.keep_from < w.keep_to <= w.end <= pieces
        assert w.end - w.start + (before if w.keep_from else 0) <= size


@given(cuts)
def test_more_is_seen_than_answered_for_but_not_beyond_a_break(cut: Cut) -> None:
    seen = cut[2] // 2
    for one, two in pairwise(_windows(cut)):
        assert two.start == max(0, two.keep_from - seen)
        beyond = one.end - one.keep_to
        assert beyond == min(seen, cut[0] - one.keep_to) or (not beyond and one.keep_to in cut[4])


@given(cuts)
def test_there_are_no_more_windows_than_are_needed(cut: Cut) -> None:
    pieces, size, overlap, before, _ = cut
    fewer = len(_windows(cut)) - 1
    most = size - before - overlap // 2 * 2
    assert fewer < 1 or size + (fewer - 1) * most < pieces


def test_windows_are_of_similar_length() -> None:
    assert windows(383, 382, 32, 65) == [(0, 248, 0, 232), (216, 383, 232, 383)]


def test_a_window_ends_at_the_break_that_is_nearest_to_its_share() -> None:
    assert windows(383, 382, 32, 65, [100, 230, 290]) == [(0, 230, 0, 230), (214, 383, 230, 383)]


@given(cuts)
def test_sliding_windows_are_of_one_size_and_answer_for_every_piece_once(cut: Cut) -> None:
    pieces, size, overlap, _, _ = cut
    found = sliding(pieces, size, overlap)
    assert [k for w in found for k in range(w.keep_from, w.keep_to)] == list(range(pieces))
    assert all(w.end - w.start == min(size, pieces) for w in found)
    for one, two in pairwise(found):
        assert one.end - two.start >= overlap
        assert abs((one.end - one.keep_to) - (two.keep_from - two.start)) <= 1


def test_a_text_that_fits_is_one_window_and_an_empty_one_none() -> None:
    assert windows(190, 190, 32, 0, [90]) == [(0, 190, 0, 190)]
    assert windows(0, 190, 32, 0) == []
    assert sliding(190, 190, 32) == [(0, 190, 0, 190)]
    assert sliding(0, 190, 32) == []


SEP = 7
frames = st.tuples(st.integers(20, 60), st.integers(0, 5), st.integers(0, 6)).map(
    lambda sizes: Frame(*sizes)
)


@given(frames, st.integers(1, 300))
def test_each_later_window_sees_the_beginning_of_the_text_before_it(
    frame: Frame, pieces: int
) -> None:
    ids, shapes = np.arange(100, 100 + pieces), np.full(pieces, LOWER, np.int64)
    seen: list[list[int]] = []

    def answer(
        these: np.ndarray[tuple[int], np.dtype[np.int64]],
        kinds: np.ndarray[tuple[int], np.dtype[np.int64]],
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        seen.append(these.tolist())
        assert len(these) <= frame.window - 2
        assert [k == BREAK for k in kinds] == [p == SEP for p in these]
        return these[:, None].astype(np.float32)

    whole = frame.read(ids, shapes, SEP, answer)
    assert whole[:, 0].tolist() == ids.tolist()
    first, *later = seen
    assert first == ids[: len(first)].tolist()
    for window in later:
        if frame.lead:
            assert window[: frame.lead + 1] == [*ids[: frame.lead].tolist(), SEP]
