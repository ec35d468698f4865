"""The pretrained encoders: found in installed packages, checked, and copied into a network."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import torch
from torch import Tensor, nn

from training.config import Base
from training.network import POSITIONS, Block, Network

_CLS, _SEP, _PAD = 101, 102, 0
_MPNET_FIRST = 4
"""MPNet's vocabulary is BERT's behind four pieces of its own: beginning, padding, end, unknown."""


def load(network: Network, base: Base) -> None:
    """Fills the encoder with the base weights.

    Raises SystemExit if a package is missing or its file is another one.
    """
    from safetensors.torch import load as tensors

    data = read(base)
    if hashlib.sha256(data).hexdigest() != base.sha256:
        raise SystemExit(f"the weights of {base.name} are not the file that config.toml pins")
    with torch.no_grad():
        fill = _fill_mpnet if base.by_distance else _fill_bert
        fill(network, tensors(data), base.layers)


def read(base: Base) -> bytes:
    """The file of weights; from the parts of an archive where the packages hold one.

    Raises SystemExit if a package is missing.
    """
    try:
        paths = [
            Path(str(distribution(package).locate_file(file)))
            for package, file in base.files.items()
        ]
        parts = [path.read_bytes() for path in paths]
    except (PackageNotFoundError, FileNotFoundError) as error:
        raise SystemExit(
            f"{error}: pip install -r training/requirements.txt has the weights of {base.name}"
        ) from error
    whole = b"".join(parts)
    if base.member is None:
        return whole
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.read(base.member)


def _fill_bert(network: Network, base: Mapping[str, Tensor], layers: tuple[int, ...]) -> None:
    network.pieces.weight.copy_(base["embeddings.word_embeddings.weight"])
    kind = base["embeddings.token_type_embeddings.weight"][0]
    network.positions.weight.copy_(base["embeddings.position_embeddings.weight"] + kind)
    attention = ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm")
    _fill_layers(network, base, layers, attention)


def _fill_mpnet(network: Network, base: Mapping[str, Tensor], layers: tuple[int, ...]) -> None:
    pieces = base["embeddings.word_embeddings.weight"]
    last = _MPNET_FIRST + network.pieces.num_embeddings
    network.pieces.weight.copy_(pieces[_MPNET_FIRST:last])
    # It has learnt its own pieces for the two edges and for padding, not BERT's.
    for piece, own in ((_CLS, 0), (_PAD, 1), (_SEP, 2)):
        network.pieces.weight[piece] = pieces[own]
    first = 2  # positions are counted from behind the number of the padding
    positions = base["embeddings.position_embeddings.weight"][first : first + POSITIONS]
    network.positions.weight.copy_(positions)
    network.distances.weight.copy_(base["encoder.relative_attention_bias.weight"])
    attention = ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm")
    _fill_layers(network, base, layers, attention)


def _fill_layers(
    network: Network,
    base: Mapping[str, Tensor],
    layers: tuple[int, ...],
    attention: tuple[str, str, str, str, str],
) -> None:
    """Fills the blocks from those layers of the base.

    `attention` names what its attention consists of: query, key, value, output, normalisation.
    """
    _copy(network.norm, base, "embeddings.LayerNorm")
    for block, n in zip(network.blocks, layers, strict=True):
        layer = f"encoder.layer.{n}"
        names = [f"{layer}.attention.{part}" for part in attention]
        _fill_block(block, base, layer, names)  # type: ignore[arg-type]


def _fill_block(block: Block, base: Mapping[str, Tensor], layer: str, attention: list[str]) -> None:
    *qkv, out, norm_out = attention
    for part in ("weight", "bias"):
        getattr(block.qkv, part).copy_(torch.cat([base[f"{name}.{part}"] for name in qkv]))
    _copy(block.out, base, out)
    _copy(block.norm_out, base, norm_out)
    _copy(block.up, base, f"{layer}.intermediate.dense")
    _copy(block.down, base, f"{layer}.output.dense")
    _copy(block.norm_down, base, f"{layer}.output.LayerNorm")


def _copy(module: nn.Module, base: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(base[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(base[f"{name}.bias"])  # type: ignore[operator]
