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

torch = pytest.importorskip("torch", reason="PyTorch is only installed where the model is trained")
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
    width = 384
    for bias in (3.0, -3.0):  # the second replaces the first
        judge.write(
            folder,
            "claims:own",
            torch.zeros(2, width),
            torch.tensor([0.0, bias]),
            temperature=2.0,
            lean=1.0,
        )
        after = Tagger(folder, threads=1).read(TEXT, PARTS)
        columns = before.outputs.shape[1]
        assert after.outputs.shape[1] == columns + 2
        assert np.array_equal(after.outputs[:, :columns], before.outputs)
        assert after.outputs[:, columns + 1] == pytest.approx(bias)
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    assert [c["name"] for c in labels["claims"]].count("claims:own") == 1
    assert (labels["claims"][-1]["temperature"], labels["claims"][-1]["lean"]) == (2.0, 1.0)


def test_a_head_learns_what_tells_the_sentences_apart() -> None:
    from training import judge

    torch.manual_seed(1)
    encoded = torch.randn(80, 6, 8)
    labels = (torch.arange(80) % 2).float()
    encoded[:, 0, 3] += 4 * (labels - 0.5)  # one piece tells it
    present = torch.ones(80, 6, dtype=torch.bool)
    present[:, 5] = False
    encoded[:, 5] = 1e6  # padding must not be looked at
    answers = judge.cross_validated(judge.Sentences(encoded, present, labels), 0.003)
    right = ((answers > 0) == (labels.numpy() > 0)).mean()
    assert right > 0.9


def test_each_sentence_is_read_in_its_own_excerpt_within_a_window() -> None:
    from training import judge

    starts = np.array([0, 50, 250])
    claims = np.array([[10, 20, 1], [200, 230, 0]])
    empty = np.zeros(250, np.int64)
    data = Prepared("news", starts, empty, empty, {}, claims, "claims:news")
    short, long = judge._windows(102, data)
    assert short == (0, 50)
    assert long[1] - long[0] == 100
    assert 50 <= long[0] <= 200
    assert 230 <= long[1] <= 250
