"""The model in PyTorch: a pretrained encoder, a letter-shape embedding, linear heads.

Two encoders are known, both as sentence-transformers ships them: MiniLM (Wang et al. 2020) and
MPNet (Song et al. 2020), of which a model may take some layers only. MPNet adds one learnt bias to
the attention of all layers, by the distance of two pieces. Heads are read off one matrix, so that
its columns are the outputs that the reader sees: every tagging head's tags, then two columns for
each sentence head (weight and answer of a piece).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.engines.model.bioes import tags_of
from app.engines.model.tokenizer import SHAPES
from training.config import Encoder
from training.prepare import Head

POSITIONS, PIECES = 512, 30522
_BUCKETS, _EXACT, _FARTHEST = 32, 8, 128


class Block(nn.Module):
    """One layer of the encoder, normalised after each half."""

    def __init__(self, encoder: Encoder, dropout: float) -> None:
        super().__init__()
        width, inner = encoder.width, 4 * encoder.width
        self.attention_heads = encoder.attention_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_out = nn.LayerNorm(width, eps=encoder.epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm_down = nn.LayerNorm(width, eps=encoder.epsilon)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces, width) to the same; `mask` is what scaled_dot_product_attention takes."""
        rows, size, width = x.shape
        split = (rows, size, 3, self.attention_heads, width // self.attention_heads)
        q, k, v = self.qkv(x).view(split).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm_out(x + self.drop(self.out(seen.transpose(1, 2).reshape(rows, size, width))))
        return self.norm_down(x + self.drop(self.down(functional.gelu(self.up(x)))))  # type: ignore[no-any-return]


class Network(nn.Module):
    """Pieces and shapes to the outputs of every head."""

    def __init__(
        self,
        encoder: Encoder,
        heads: tuple[Head, ...],
        claims: tuple[str, ...],
        dropout: float,
        shapes: bool,
    ) -> None:
        super().__init__()
        width = encoder.width
        self.pieces = nn.Embedding(PIECES, width)
        self.positions = nn.Embedding(POSITIONS, width)
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.shapes.weight.requires_grad_(shapes)
        self.distances = nn.Embedding(_BUCKETS, encoder.attention_heads)
        # Fixed: 384 numbers, and attention with a bias that learns is much slower.
        self.distances.weight.requires_grad_(False)
        nn.init.zeros_(self.distances.weight)
        self.by_distance = encoder.by_distance
        self.norm = nn.LayerNorm(width, eps=encoder.epsilon)
        self.blocks = nn.ModuleList(Block(encoder, dropout) for _ in encoder.layers)
        self.drop = nn.Dropout(dropout)
        self.columns = columns(heads, claims)
        self.heads = nn.Linear(width, max(end for _, end in self.columns.values()))
        nn.init.normal_(self.heads.weight, std=0.02)
        nn.init.zeros_(self.heads.bias)

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """(batch, pieces) to (batch, pieces, width); `mask` is true for pieces that are there."""
        at = torch.arange(ids.shape[1])
        x = self.drop(self.norm(self.pieces(ids) + self.positions(at) + self.shapes(shapes)))
        seen = None if mask is None else mask[:, None, None, :]
        if self.by_distance:
            bias = distance_bias(self.distances.weight, ids.shape[1])
            seen = bias if seen is None else bias.masked_fill(~seen, -torch.inf)
            if torch.is_autocast_enabled("cpu"):
                seen = seen.bfloat16()
        for block in self.blocks:
            x = block(x, seen)
        return self.drop(x)  # type: ignore[no-any-return]

    def outputs(self, encoded: Tensor, head: str) -> Tensor:
        """The columns of one head for rows of the encoder's answer."""
        start, end = self.columns[head]
        return functional.linear(encoded, self.heads.weight[start:end], self.heads.bias[start:end])


def distance_bias(weights: Tensor, size: int) -> Tensor:
    """(1, attention heads, size, size): what is added for the distance of two pieces.

    `weights` has a row for each of 32 ranges of distances: 16 to the left and 16 to the right, of
    which the first 8 are exact and the others wider and wider, up to 128 (T5; Raffel et al. 2020).
    """
    return weights[distance_buckets(size)].permute(2, 0, 1)[None]


def distance_buckets(size: int) -> Tensor:
    """(size, size): the row of the weights for the distance of every two pieces."""
    at = torch.arange(size)
    right = at[None, :] - at[:, None]
    far = right.abs()
    wide = torch.log(far.clamp(min=1) / _EXACT) / torch.log(torch.tensor(_FARTHEST / _EXACT))
    half = _BUCKETS // 2
    bucket = (_EXACT + (wide * (half - _EXACT)).long()).clamp(max=half - 1)
    return torch.where(far < _EXACT, far, bucket) + half * (right > 0)


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
