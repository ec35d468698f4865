"""The network answers for every head.

Needs PyTorch, which the program and its other tests do without.
"""

import numpy as np
import pytest

from training import config, prepare

torch = pytest.importorskip("torch", reason="PyTorch is only installed where the model is trained")


def test_it_has_an_output_for_every_tag_and_two_for_every_sentence_head() -> None:
    from training.network import columns
    from training.train import new_network

    everything = config.read().varied("small")
    network = new_network(everything).eval()
    at = columns(prepare.heads(everything), prepare.claim_heads(everything))
    with torch.no_grad():
        encoded = network.encode(torch.full((2, 9), 2_000), torch.ones((2, 9), dtype=torch.long))
        answers = network.heads(encoded)
    assert answers.shape == (2, 9, max(end for _, end in at.values()))
    assert all(
        at[h.name][1] - at[h.name][0] == 1 + 4 * len(h.kinds) for h in prepare.heads(everything)
    )


def test_what_is_padded_does_not_change_an_answer() -> None:
    from training.train import new_network

    network = new_network(config.read().varied("small")).eval()
    ids, shapes = torch.arange(2_000, 2_008)[None], torch.ones((1, 8), dtype=torch.long)
    padded = (
        torch.cat([ids, torch.zeros((1, 4), dtype=torch.long)], 1),
        torch.zeros((1, 12), dtype=torch.long),
    )
    padded[1][:, :8] = shapes
    mask = torch.from_numpy(np.arange(12) < 8)[None]
    with torch.no_grad():
        alone, beside = network.encode(ids, shapes), network.encode(*padded, mask)[:, :8]
    assert torch.allclose(alone, beside, atol=1e-5)
