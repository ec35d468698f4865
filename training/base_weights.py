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
    _copy(network.norm, base, "embeddings.LayerNorm")
    for block, n in zip(network.blocks, layers, strict=True):
        layer = f"encoder.layer.{n}"
        attention = [f"{layer}.attention.self.{which}" for which in ("query", "key", "value")]
        after = (f"{layer}.attention.output.dense", f"{layer}.attention.output.LayerNorm")
        _fill_block(block, base, layer, attention, after)  # type: ignore[arg-type]


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
    _copy(network.norm, base, "embeddings.LayerNorm")
    for block, n in zip(network.blocks, layers, strict=True):
        layer = f"encoder.layer.{n}"
        attention = [f"{layer}.attention.attn.{which}" for which in ("q", "k", "v")]
        after = (f"{layer}.attention.attn.o", f"{layer}.attention.LayerNorm")
        _fill_block(block, base, layer, attention, after)  # type: ignore[arg-type]


def _fill_block(
    block: Block,
    base: Mapping[str, Tensor],
    layer: str,
    attention: list[str],
    after: tuple[str, str],
) -> None:
    for part in ("weight", "bias"):
        qkv = torch.cat([base[f"{name}.{part}"] for name in attention])
        getattr(block.qkv, part).copy_(qkv)
    _copy(block.out, base, after[0])
    _copy(block.norm_out, base, after[1])
    _copy(block.up, base, f"{layer}.intermediate.dense")
    _copy(block.down, base, f"{layer}.output.dense")
    _copy(block.norm_down, base, f"{layer}.output.LayerNorm")


def _copy(module: nn.Module, base: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(base[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(base[f"{name}.bias"])  # type: ignore[operator]
