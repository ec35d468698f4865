import numpy as np
import pytest

from app.engines.model.bioes import Tag
from app.engines.model.windows import Frame
from training import scoring
from training.batches import SEP, Prepared
from training.prepare import UNKNOWN

B, E = 1, 3  # of the one kind
IDS = np.array([2001, 2002, SEP, 2003, 2004])
LABELS = np.array(
    [B, E, UNKNOWN, UNKNOWN, 0]
)  # one name in the first part; the second begins with a word that nobody labelled


def prepared(claims: list[list[int]] | None = None) -> Prepared:
    rows = np.array(claims or [], np.int64).reshape(-1, 3)
    return Prepared(
        "made-up",
        np.array([0, 5]),
        IDS,
        np.zeros(5, np.int64),
        {"names": LABELS},
        rows,
        "claims:debates",
    )


def test_every_text_is_read_in_windows_and_put_together() -> None:
    (answers,) = scoring.read(
        prepared(), Frame(5, 1, 0), answer=lambda ids, _shapes: ids[:, None].astype(np.float32)
    )
    assert answers[:, 0].tolist() == IDS.tolist()


def test_words_without_a_label_count_on_neither_side() -> None:
    scores = np.full((5, 5), -9, np.float32)
    scores[[0, 1, 3, 4], [B, E, 4, 0]] = 9  # the model marks the unlabelled word, too
    assert scoring.both(prepared(), "names", 0, 5, scores) == ({Tag(0, 2, 0)}, {Tag(0, 2, 0)})


def test_a_text_without_labels_has_no_spans() -> None:
    assert scoring.both(prepared(), "names", 2, 4, np.zeros((2, 5), np.float32)) == (set(), set())


def test_a_sentence_answers_with_the_pieces_that_weigh_most() -> None:
    pieces = np.array([[0, 0], [9, 3], [0, 0], [0, 4], [0, 2]], np.float32)
    answers = scoring.answered(prepared([[0, 2, 1], [3, 5, 0]]), pieces)
    assert answers.tolist() == pytest.approx([3, 3], abs=0.01)


def test_a_perfect_ranking_has_an_average_precision_of_one() -> None:
    labels = np.array([1, 0, 1, 0])
    assert scoring.average_precision(np.array([4.0, 2.0, 3.0, 1.0]), labels) == 1
    assert scoring.average_precision(np.array([1.0, 4.0, 2.0, 3.0]), labels) == pytest.approx(
        (1 / 3 + 2 / 4) / 2
    )


def test_as_many_of_either_label_the_same_for_the_same_seed() -> None:
    labels = np.array([1, 0, 0, 0, 1, 0])
    chosen = scoring.evened(labels, seed=3)
    assert sorted(labels[chosen]) == [0, 0, 1, 1]
    assert chosen.tolist() == scoring.evened(labels, seed=3).tolist()


def test_f1_of_nothing_is_nothing() -> None:
    assert (scoring.f1(0, 0, 0), scoring.f1(2, 4, 4)) == (0, 0.5)
