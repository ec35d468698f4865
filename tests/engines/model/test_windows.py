from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.tokenizer import BREAK, LOWER
from app.engines.model.windows import Frame, stitch, windows

sizes = st.integers(1, 200).flatmap(
    lambda size: st.tuples(st.integers(0, 1_000), st.just(size), st.integers(0, size - 1))
)


@given(sizes)
def test_every_piece_is_answered_for_once_and_in_order(given_: tuple[int, int, int]) -> None:
    pieces, size, overlap = given_
    kept = [k for w in windows(pieces, size, overlap) for k in range(w.keep_from, w.keep_to)]
    assert kept == list(range(pieces))


@given(sizes)
def test_a_window_stands_in_the_text_and_answers_for_what_it_sees(
    given_: tuple[int, int, int],
) -> None:
    pieces, size, overlap = given_
    for w in windows(pieces, size, overlap):
        assert 0 <= w.start <= w.keep_from < w.keep_to <= w.end <= pieces
        assert w.end - w.start == min(size, pieces)


@given(sizes)
def test_neighbours_share_the_overlap_and_answer_for_half_of_it_each(
    given_: tuple[int, int, int],
) -> None:
    pieces, size, overlap = given_
    for one, two in pairwise(windows(pieces, size, overlap)):
        assert one.end - two.start >= overlap
        assert abs((one.end - one.keep_to) - (two.keep_from - two.start)) <= 1


@given(sizes.filter(lambda s: s[0] > 0))
def test_what_is_stitched_is_each_piece_as_its_window_answers_for_it(
    given_: tuple[int, int, int],
) -> None:
    pieces, size, overlap = given_
    asked = []

    def answer(start: int, end: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        asked.append((start, end))
        return np.array([[k, start] for k in range(start, end)], np.float32)

    whole = stitch(pieces, size, overlap, answer)
    expected = [
        (k, w.start) for w in windows(pieces, size, overlap) for k in range(w.keep_from, w.keep_to)
    ]
    assert [tuple(row) for row in whole.tolist()] == expected
    assert asked == [(w.start, w.end) for w in windows(pieces, size, overlap)]


def test_a_text_that_fits_is_one_window_and_an_empty_one_none() -> None:
    assert [tuple(w) for w in windows(190, 190, 32)] == [(0, 190, 0, 190)]
    assert windows(0, 190, 32) == []


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


def test_a_text_that_fits_into_one_window_is_read_whole() -> None:
    assert Frame(384, 32, 64).size(382) == 382
    assert Frame(384, 32, 64).size(383) == 317
    assert Frame(192, 32, 0).size(1_000) == 190
