"""The model in PyTorch: MiniLM's encoder, a letter-shape embedding, linear heads.

Knows no files but the base weights.

Encoder after Wang et al. 2020 (MiniLM), as sentence-transformers ships it. Heads are read off one
matrix, so that its columns are the outputs that the reader sees: every tagging head's tags, then
two columns for each sentence head (weight and answer of a piece).
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.engines.model.bioes import tags_of
from app.engines.model.tokenizer import SHAPES
from training.prepare import Head

WIDTH, DEPTH, HEADS, INNER, POSITIONS, PIECES = 384, 6, 12, 1536, 512, 30522


class Block(nn.Module):
    """One layer of the encoder, normalised after each half."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces, WIDTH) to the same."""
        rows, size, _ = x.shape
        q, k, v = self.qkv(x).view(rows, size, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm_out(x + self.drop(self.out(seen.transpose(1, 2).reshape(rows, size, WIDTH))))
        return self.norm_down(x + self.drop(self.down(functional.gelu(self.up(x)))))  # type: ignore[no-any-return]


class Network(nn.Module):
    """Pieces and shapes to the outputs of every head."""

    def __init__(
        self, heads: tuple[Head, ...], claims: tuple[str, ...], dropout: float, shapes: bool
    ) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.shapes.weight.requires_grad_(shapes)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(DEPTH))
        self.drop = nn.Dropout(dropout)
        self.columns = columns(heads, claims)
        self.heads = nn.Linear(WIDTH, max(end for _, end in self.columns.values()))
        nn.init.normal_(self.heads.weight, std=0.02)
        nn.init.zeros_(self.heads.bias)

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """(batch, pieces) to (batch, pieces, WIDTH); `mask` is true for pieces that are there."""
        at = torch.arange(ids.shape[1])
        x = self.drop(self.norm(self.pieces(ids) + self.positions(at) + self.shapes(shapes)))
        seen = None if mask is None else mask[:, None, None, :]
        for block in self.blocks:
            x = block(x, seen)
        return self.drop(x)  # type: ignore[no-any-return]

    def outputs(self, encoded: Tensor, head: str) -> Tensor:
        """The columns of one head for rows of the encoder's answer."""
        start, end = self.columns[head]
        return functional.linear(encoded, self.heads.weight[start:end], self.heads.bias[start:end])


def columns(heads: tuple[Head, ...], claims: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Where each head's outputs stand, half-open."""
    found, at = {}, 0
    for name, size in [
        *((h.name, len(tags_of(h.kinds))) for h in heads),
        *((c, 2) for c in claims),
    ]:
        found[name] = (at, at + size)
        at += size
    return found


def load_base(network: Network, package: str, weights: str, sha256: str) -> None:
    """Fills the encoder with the base weights.

    Raises SystemExit if the package is missing or its file is another one.
    """
    from safetensors.torch import load_file

    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: pip install -r training/requirements.txt")
    path = Path(spec.submodule_search_locations[0]) / weights
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise SystemExit(f"{path} is not the file that the configuration pins")
    base = load_file(path)
    with torch.no_grad():
        network.pieces.weight.copy_(base["embeddings.word_embeddings.weight"])
        kind = base["embeddings.token_type_embeddings.weight"][0]
        network.positions.weight.copy_(base["embeddings.position_embeddings.weight"] + kind)
        _copy(network.norm, base, "embeddings.LayerNorm")
        for n, block in enumerate(network.blocks):
            _copy_block(block, base, f"encoder.layer.{n}")  # type: ignore[arg-type]


def _copy_block(block: Block, base: dict[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        qkv = [base[f"{name}.attention.self.{which}.{part}"] for which in ("query", "key", "value")]
        getattr(block.qkv, part).copy_(torch.cat(qkv))
    _copy(block.out, base, f"{name}.attention.output.dense")
    _copy(block.norm_out, base, f"{name}.attention.output.LayerNorm")
    _copy(block.up, base, f"{name}.intermediate.dense")
    _copy(block.down, base, f"{name}.output.dense")
    _copy(block.norm_down, base, f"{name}.output.LayerNorm")


def _copy(module: nn.Module, base: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(base[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(base[f"{name}.bias"])  # type: ignore[operator]
