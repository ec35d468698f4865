"""Batches: the same for the same seed and epoch, every piece once, nothing wider than a window."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.tokenizer import BREAK, DIGITS, EDGE, LETTER, LOWER, MIXED, TITLE, UPPER
from training import batches, config
from training.batches import CLS, SEP, Prepared, Segment
from training.prepare import UNKNOWN

RECIPE = replace(config.read().recipe, window=20, batch_pieces=(100,), shouted=0.0)
CONFIG = replace(config.read(), recipe=RECIPE)


def prepared(sizes: list[int]) -> Prepared:
    """Texts of so many pieces each, their ids numbered through, one sentence for each text."""
    starts = np.cumsum([0, *sizes])
    total = int(starts[-1])
    shapes = np.tile([LOWER, TITLE, UPPER, MIXED, LETTER, DIGITS, BREAK], total // 7 + 1)[:total]
    sentences = np.array(
        [[a, b, n % 2] for n, (a, b) in enumerate(pairwise(starts.tolist()))], np.int64
    ).reshape(-1, 3)
    labels = {"names:own": np.arange(total) % 5}
    return Prepared(
        "own", starts, 1_000 + np.arange(total), shapes, labels, sentences, "claims:own"
    )


TEXTS = st.lists(st.integers(1, 70), min_size=1, max_size=12)


@given(TEXTS, st.integers(0, 3))
def test_an_epoch_shows_every_piece_once_and_is_the_same_again(
    sizes: list[int], number: int
) -> None:
    data = prepared(sizes)
    made = batches.epoch(CONFIG, [(data, 1.0)], number)
    seen = sorted(k for batch in made for s in batch for k in range(s.start, s.end))
    assert seen == list(range(sum(sizes)))
    again = batches.epoch(CONFIG, [(data, 1.0)], number)
    assert [[(s.start, s.end) for s in b] for b in made] == [
        [(s.start, s.end) for s in b] for b in again
    ]


@given(TEXTS)
def test_no_row_is_wider_than_a_window_and_no_batch_larger_than_its_limit(sizes: list[int]) -> None:
    for batch in batches.epoch(CONFIG, [(prepared(sizes), 1.0)], 0):
        made = batches.collate(batch)
        assert made.ids.shape[1] <= RECIPE.window
        assert made.ids.size <= max(RECIPE.batch_pieces[0], made.ids.shape[1])


def test_a_corpus_is_repeated_as_often_as_it_says() -> None:
    data = prepared([10] * 200)
    for repeat, least, most in ((2.0, 400, 400), (0.5, 70, 130), (1.5, 270, 330)):
        rows = sum(map(len, batches.epoch(CONFIG, [(data, repeat)], 0)))
        assert least <= rows <= most


def test_a_batch_keeps_labels_beside_their_pieces() -> None:
    data = prepared([6, 4])
    made = batches.collate(
        [Segment(data, 0, 6, shouted=False), Segment(data, 6, 10, shouted=False)]
    )
    assert made.ids.tolist()[1] == [CLS, 1006, 1007, 1008, 1009, SEP, 0, 0]
    assert made.shapes[1, 0] == made.shapes[1, 5] == made.shapes[1, 7] == EDGE
    assert made.present.tolist()[1] == [True] * 6 + [False] * 2
    assert made.labels["names:own"].tolist()[1] == [UNKNOWN, 1, 2, 3, 4, UNKNOWN, UNKNOWN, UNKNOWN]
    assert made.claims["claims:own"].tolist() == [[0, 1, 7, 0], [1, 1, 5, 1]]


def test_a_sentence_that_a_window_cuts_is_not_learnt_from() -> None:
    data = prepared([10])
    assert batches.collate([Segment(data, 0, 6, shouted=False)]).claims["claims:own"].tolist() == []


def test_a_shouted_row_has_the_shapes_of_capitals_and_keeps_the_rest() -> None:
    data = prepared([7])
    shown = batches.collate([Segment(data, 0, 7, shouted=True)]).shapes[0, 1:8].tolist()
    assert shown == [UPPER, UPPER, UPPER, UPPER, UPPER, DIGITS, BREAK]
    assert data.shapes.tolist() == [LOWER, TITLE, UPPER, MIXED, LETTER, DIGITS, BREAK]


def test_each_epoch_has_batches_of_its_size_and_the_last_size_holds_on() -> None:
    recipe = replace(RECIPE, batch_pieces=(200, 100))
    data = [(prepared([18] * 40), 1.0)]
    widest = [
        max(batches.collate(batch).ids.size for batch in batches.epoch(made, data, number))
        for made in (replace(CONFIG, recipe=recipe),)
        for number in range(3)
    ]
    assert widest == [200, 100, 100]


def test_the_teacher_s_answers_stand_at_the_beginnings_of_words() -> None:
    data = prepared([9, 9])
    data.labels["names:own"][::2] = UNKNOWN
    answers = np.arange(18 * 3).reshape(18, 3).astype(np.float16)
    taught = replace(data, soft=answers)
    rows = [Segment(data, 0, 9, False), Segment(taught, 9, 18, False)]
    soft = batches.collate(rows).soft
    assert soft
    begins, theirs = soft
    assert np.argwhere(begins).tolist() == [[1, 1 + k] for k in range(0, 9, 2)]
    assert theirs.tolist() == answers[9:18:2].tolist()
    assert batches.collate(rows[:1]).soft is None


def test_later_windows_of_a_text_are_read_behind_its_beginning() -> None:
    config_ = replace(CONFIG, recipe=replace(RECIPE, lead=4))
    data = prepared([18, 40])
    made = [s for batch in batches.epoch(config_, [(data, 1.0)], 0) for s in batch]
    assert (0, 18) in [(s.start, s.end) for s in made]  # it fits whole
    for s in made:
        row = batches.collate([s])
        size = s.end - s.start
        assert row.ids.shape[1] <= RECIPE.window
        before = min(4, s.start - 18) if s.start > 18 else 0
        at = before + 2 if before else 1
        assert row.ids[0, at : at + size].tolist() == list(range(1000 + s.start, 1000 + s.end))
        if before:
            assert row.ids[0, 1 : at - 1].tolist() == list(range(1018, 1018 + before))
            assert (row.ids[0, at - 1], row.shapes[0, at - 1]) == (SEP, BREAK)
        known = row.labels["names:own"][0] != UNKNOWN
        assert known.tolist() == [at <= k < at + size for k in range(row.ids.shape[1])]
