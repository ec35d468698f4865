"""The weights of a quantised model, back in 32 bits: training can go on from what is shipped."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from training.network import Block, Network, distance_buckets

Floats = NDArray[np.float32]


class _Weights:
    """The constants of a graph by name, matrices turned back as PyTorch keeps them."""

    def __init__(self, path: Path) -> None:
        constants = onnx.load(path).graph.initializer
        self._arrays = {c.name: numpy_helper.to_array(c) for c in constants}

    def __getitem__(self, name: str) -> torch.Tensor:
        return torch.from_numpy(np.array(self._arrays[name], np.float32))

    def has(self, name: str) -> bool:
        """Whether the graph has a constant of this name."""
        return name in self._arrays

    def pieces(self) -> torch.Tensor:
        """The table of pieces, whose rows have a scale each."""
        return self["pieces"] * self["piece_scales"]

    def matrix(self, name: str) -> torch.Tensor:
        """(outputs, inputs) of a matrix in eight bits, whose columns have a scale each."""
        steps = self[f"{name}_quantized"] - self[f"{name}_zero_point"]
        return (steps * self[f"{name}_scale"]).T


def load(network: Network, folder: Path) -> None:
    """Fills a network with the model of a folder: the encoder, and the heads that both have.

    What the model lacks keeps what it has: new heads, layers above the model's, and positions
    beyond its window.
    Raises SystemExit for a model with another encoder.
    """
    weights = _Weights(folder / "tagger.onnx")
    layers = len(network.blocks)
    known = [n for n in range(layers) if weights.has(f"blocks.{n}.out.bias")]
    has_more = weights.has(f"blocks.{layers}.out.bias")
    if has_more or weights["norm.bias"].shape != network.norm.bias.shape:
        raise SystemExit(f"the model in {folder} has another encoder than this variant")
    with torch.no_grad():
        network.pieces.weight.copy_(weights.pieces())
        network.shapes.weight.copy_(weights["shapes.weight"])
        positions = weights["positions"]
        network.positions.weight[: len(positions)] = positions
        if network.by_distance:
            bias = weights["all_distances"]
            buckets = distance_buckets(bias.shape[-1])
            network.distances.weight[buckets] = bias[0].permute(1, 2, 0)
        _fill_parts(network.norm, weights, "norm")
        for n in known:
            _fill_block(network.blocks[n], weights, f"blocks.{n}")  # type: ignore[arg-type]
        _fill_heads(network, weights, folder)


def _fill_block(block: Block, weights: _Weights, name: str) -> None:
    for part in ("qkv", "out", "up", "down"):
        linear: nn.Linear = getattr(block, part)
        linear.weight.copy_(weights.matrix(f"{name}.{part}.weight"))
        linear.bias.copy_(weights[f"{name}.{part}.bias"])
    _fill_parts(block.norm_out, weights, f"{name}.norm_out")
    _fill_parts(block.norm_down, weights, f"{name}.norm_down")


def _fill_parts(norm: nn.LayerNorm, weights: _Weights, name: str) -> None:
    norm.weight.copy_(weights[f"{name}.weight"])
    norm.bias.copy_(weights[f"{name}.bias"])


def _fill_heads(network: Network, weights: _Weights, folder: Path) -> None:
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    matrix, bias = weights["heads.weight"].T, weights["heads.bias"]
    for head in (*labels["heads"], *labels["claims"]):
        theirs = slice(head["start"], head["end"])
        if head["name"] in network.columns:
            mine = slice(*network.columns[head["name"]])
            network.heads.weight[mine] = matrix[theirs]
            network.heads.bias[mine] = bias[theirs]
