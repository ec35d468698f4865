"""Base weights reach the right places of the network.

Needs PyTorch, which the program and its other tests do without.
"""

import pytest

from training import config, prepare

torch = pytest.importorskip("torch", reason="PyTorch is only installed where the model is trained")
WIDTH, LAYERS = 12, 3


def made_up_mpnet() -> dict[str, "torch.Tensor"]:  # type: ignore[name-defined]
    """Weights in MPNet's names, each piece and position told apart by its number."""
    numbered = torch.arange(30_527.0)[:, None].expand(-1, WIDTH)
    base = {
        "embeddings.word_embeddings.weight": numbered,
        "embeddings.position_embeddings.weight": numbered[:514],
        "encoder.relative_attention_bias.weight": torch.rand(32, 12),
    }
    sizes = {"intermediate.dense": (4 * WIDTH, WIDTH), "output.dense": (WIDTH, 4 * WIDTH)}
    sizes |= {f"attention.attn.{part}": (WIDTH, WIDTH) for part in "qkvo"}
    for n in range(LAYERS):
        for name, size in sizes.items():
            base[f"encoder.layer.{n}.{name}.weight"] = torch.full(size, float(n))
            base[f"encoder.layer.{n}.{name}.bias"] = torch.full(size[:1], float(n))
        for norm in ("attention.LayerNorm", "output.LayerNorm"):
            base[f"encoder.layer.{n}.{norm}.weight"] = torch.full((WIDTH,), float(n))
            base[f"encoder.layer.{n}.{norm}.bias"] = torch.full((WIDTH,), float(n))
    base["embeddings.LayerNorm.weight"] = base["embeddings.LayerNorm.bias"] = torch.ones(WIDTH)
    return base


def test_pieces_positions_and_the_chosen_layers_of_mpnet_are_taken() -> None:
    from training import base_weights
    from training.network import Network

    everything = config.read().varied("standard")
    encoder = config.Encoder(WIDTH, (0, 2), 12, 1e-5, by_distance=True)
    network = Network(encoder, prepare.heads(everything), (), 0.0, shapes=True)
    base = made_up_mpnet()
    with torch.no_grad():
        base_weights._fill_mpnet(network, base, encoder.layers)
    pieces = network.pieces.weight[:, 0].tolist()
    assert (pieces[2_000], pieces[101], pieces[102], pieces[0]) == (2_004, 0, 2, 1)
    assert network.positions.weight[:3, 0].tolist() == [2, 3, 4]
    assert [float(block.out.bias[0].detach()) for block in network.blocks] == [0, 2]
    assert torch.equal(network.distances.weight, base["encoder.relative_attention_bias.weight"])


def test_near_distances_have_a_row_each_and_the_two_sides_their_own() -> None:
    from training.network import distance_buckets

    buckets = distance_buckets(300)
    assert buckets[0, :8].tolist() == [0, *range(17, 24)]
    assert buckets[:8, 0].tolist() == list(range(8))
    assert buckets[0, 128:].unique().tolist() == [31]
    assert buckets[128:, 0].unique().tolist() == [15]
