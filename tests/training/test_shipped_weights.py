"""What is shipped can be trained further.

Needs PyTorch, which the program and its other tests do without.
"""

from typing import get_args

import numpy as np
import pytest

from app.engines.model.tagger import Tagger
from app.engines.model.tokenizer import EDGE
from app.settings import ModelName
from training import config

torch = pytest.importorskip("torch", reason="PyTorch is only installed where the model is trained")


@pytest.mark.parametrize("model", get_args(ModelName))
def test_the_shipped_weights_answer_in_pytorch_nearly_as_they_do_in_eight_bits(
    model: ModelName,
) -> None:
    from training import shipped_weights
    from training.train import new_network

    folder = config.ROOT / "model" / model
    tagger = Tagger(folder, threads=1)
    network = new_network(config.read().varied(model)).eval()
    shipped_weights.load(network, folder)
    ids, shapes = np.arange(2_000, 2_060), np.ones(60, np.int64)
    whole = torch.from_numpy(np.concatenate([[101], ids, [102]])[None])
    kinds = torch.from_numpy(np.concatenate([[EDGE], shapes, [EDGE]])[None])
    with torch.no_grad():
        answers = network.heads(network.encode(whole, kinds))[0, 1:-1].numpy()
    for head in tagger.labels.heads.values():
        theirs = tagger.answers(ids, shapes)[:, head.start : head.end]
        mine = answers[:, slice(*network.columns[head.name])]
        assert np.abs(mine - theirs).mean() < 0.3
