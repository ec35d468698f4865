import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.model.bioes import Tag
from app.engines.model.tagger import Labels
from training.calibrate import (
    WORTH_A_LEAN,
    Constants,
    Words,
    calibration_error,
    leaning,
    log_loss,
    marking,
    platt,
    write,
)

OUTSIDE, SINGLE = 0, 4


def said(heights: list[float], right: list[bool]) -> Words:
    """One word a part, each marked as a single with so much more than `outside`.

    Each is a span in truth or not.
    """
    scores = np.zeros((len(heights), 5), np.float32)
    scores[:, 1:4] = -20
    scores[:, SINGLE] = heights
    return Words(
        scores, list(range(len(heights))), {Tag(k, k + 1, 0) for k, r in enumerate(right) if r}
    )


def test_a_head_that_is_too_sure_is_cooled_to_how_often_it_is_right() -> None:
    words = said([6.0] * 10, [True] * 8 + [False] * 2)  # says .998, is right in .8
    fitted = marking([words])
    assert fitted.temperature > 3
    before, after = fitted.figures["calibration error"]
    assert before == pytest.approx(0.198, abs=0.01)
    assert after < 0.02


def test_a_head_that_is_too_timid_is_sharpened() -> None:
    assert marking([said([1.0] * 20, [True] * 19 + [False])]).temperature < 0.5


def test_a_lean_is_taken_where_it_finds_more() -> None:
    timid = said([-0.6] * 10 + [-3.0] * 10, [True] * 10 + [False] * 10)
    lean, before, after = leaning([timid])
    assert (lean, before, after) == (-0.75, 0.0, 1.0)  # the smallest that suffices


def test_no_lean_is_taken_for_a_gain_that_is_noise() -> None:
    words = said([3.0] * 400 + [-0.2], [True] * 401)
    lean, before, after = leaning([words])
    assert lean == 0
    assert before == after < 1
    assert 1 - before < WORTH_A_LEAN


def test_a_head_that_marks_nothing_is_left_as_it_is() -> None:
    assert marking([said([-9.0] * 3, [False] * 3)]) == Constants(1.0, 0.0, {})


def test_a_sentence_head_is_moved_and_stretched_to_its_share_of_claims() -> None:
    answers = np.concatenate([np.linspace(1, 5, 100), np.linspace(-1, 3, 100)])
    fitted = platt(answers, np.repeat([1, 0], 100))
    assert fitted.lean == pytest.approx(2, abs=0.1)  # between the two
    assert 0 < fitted.temperature < 2
    assert fitted.figures["log loss"][1] < fitted.figures["log loss"][0]


def test_where_the_answers_lie_makes_no_difference() -> None:
    rng = np.random.default_rng(1)
    answers, labels = (
        np.concatenate([rng.normal(1, 2, 200), rng.normal(-3, 2, 600)]),
        np.repeat([1, 0], [200, 600]),
    )
    near, far = platt(answers, labels), platt(answers * 3 - 40, labels)
    assert far.temperature == pytest.approx(3 * near.temperature)
    assert far.lean == pytest.approx(3 * near.lean - 40)


def test_a_sentence_head_that_has_learnt_the_opposite_is_refused() -> None:
    with pytest.raises(ValueError, match="do not rise"):
        platt(np.array([2.0, 1.0, -1.0, -2.0] * 5), np.array([0, 0, 1, 1] * 5))


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1))
def test_calibration_error_is_a_share_and_log_loss_no_infinity(
    rows: list[tuple[float, int]],
) -> None:
    stated, right = np.array([c for c, _ in rows]), np.array([r for _, r in rows])
    assert 0 <= calibration_error(stated, right) <= 1
    assert 0 <= log_loss(stated, right) < 20


def test_the_constants_are_written_where_the_tagger_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    heads = [
        {"name": name, "kinds": ["person"], "start": n, "end": n + 5}
        for n, name in enumerate(("names:common", "names:re3d"))
    ]
    claims = [{"name": "claims:debates", "start": 10, "end": 12}]
    path.write_text(
        json.dumps(
            {
                "version": "1",
                "window": 192,
                "overlap": 32,
                "lead": 0,
                "heads": heads,
                "claims": claims,
            }
        )
    )
    write(
        path,
        {"names:common": Constants(1.25, -0.5, {}), "claims:debates": Constants(0.75, 0.5, {})},
    )
    labels = Labels.read(path)
    assert (labels.heads["names:common"].temperature, labels.heads["names:common"].lean) == (
        1.25,
        -0.5,
    )
    assert (labels.heads["names:re3d"].temperature, labels.heads["names:re3d"].lean) == (
        1.25,
        0.0,
    )  # borrowed
    assert (labels.claims["claims:debates"].temperature, labels.claims["claims:debates"].lean) == (
        0.75,
        0.5,
    )
