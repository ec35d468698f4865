"""A head that is fitted to judged sentences, and written into a quantised model.

Needs PyTorch and ONNX, which the program and its other tests do without.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from app.engines.model.tagger import Tagger
from training import config
from training.batches import Prepared

pytest.importorskip("torch", reason="PyTorch is only installed where the model is trained")
pytest.importorskip("onnx", reason="ONNX is only installed where the model is trained")

TEXT = "The quay cost 9 crowns. Mara Ode has two dogs."
PARTS = [(0, len(TEXT))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small model."""
    return Path(shutil.copytree(config.ROOT / "model" / "small", tmp_path / "small"))


def test_a_head_is_added_and_no_other_answers_otherwise(folder: Path) -> None:
    from training import judge

    before = Tagger(folder, threads=1).read(TEXT, PARTS)
    columns = before.outputs.shape[1] - 2
    head: dict[str, str | float] = {"name": "claims:news", "temperature": 2.0, "lean": 1.0}
    for bias in (3.0, -3.0):  # the second replaces the first
        line = judge.Line(np.zeros(384, np.float32), bias)
        judge.write(folder, head, "blocks.2.norm_down", line)
        after = Tagger(folder, threads=1).read(TEXT, PARTS)
        assert after.outputs.shape[1] == columns + 2
        assert np.array_equal(after.outputs[:, :columns], before.outputs[:, :columns])
        assert after.outputs[:, columns] == pytest.approx(0)
        assert after.outputs[:, columns + 1] == pytest.approx(bias)
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    assert [c["name"] for c in labels["claims"]].count("claims:news") == 1
    assert (labels["claims"][-1]["temperature"], labels["claims"][-1]["lean"]) == (2.0, 1.0)


def test_a_line_learns_what_tells_the_sentences_apart() -> None:
    from training import judge

    rng = np.random.default_rng(1)
    labels = np.arange(80) % 2
    sentences = rng.normal(size=(80, 8)).astype(np.float32)
    sentences[:, 3] += 4 * (labels - 0.5)
    answers = judge.cross_validated(sentences, labels, rng.permutation(80), 0.01)
    assert ((answers > 0) == (labels > 0)).mean() > 0.9
    line = judge.fitted(sentences, labels, 0.01)
    assert np.argmax(np.abs(line.weights)) == 3


def test_each_sentence_is_read_in_its_own_excerpt_within_a_window() -> None:
    from training import judge

    starts = np.array([0, 50, 250])
    claims = np.array([[10, 20, 1], [200, 230, 0]])
    empty = np.zeros(250, np.int64)
    data = Prepared("news", starts, empty, empty, {}, claims, "claims:news")
    short, long = judge.windows(102, data)
    assert short == (0, 50)
    assert long[1] - long[0] == 100
    assert 50 <= long[0] <= 200
    assert 230 <= long[1] <= 250
