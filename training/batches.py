"""Prepared corpora as batches of windows, the same ones for the same seed and epoch.

Knows no network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engines.model.tokenizer import BREAK, EDGE, LETTER, LOWER, MIXED, TITLE, UPPER
from training.config import Config, Corpus
from training.prepare import UNKNOWN

CLS, SEP = 101, 102
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prepared:
    """One part of one corpus, as arrays.

    Pieces, shapes, labels by head, sentences (first piece, end, label), first pieces of its texts.
    """

    name: str
    starts: Ints
    ids: Ints
    shapes: Ints
    labels: dict[str, Ints]
    claims: Ints
    claim_head: str | None
    soft: NDArray[np.float16] | None = None
    """(pieces, columns): what the teacher answers, if there is one."""

    @property
    def texts(self) -> list[tuple[int, int]]:
        """Every text's pieces, half-open."""
        return list(zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True))


@dataclass(frozen=True)
class Segment:
    """A stretch of one text that becomes one row of a batch."""

    data: Prepared
    start: int
    end: int
    shouted: bool
    lead: tuple[int, int] = (0, 0)
    """The beginning of its text, which is read before it and teaches nothing."""

    @property
    def first(self) -> int:
        """Where its pieces begin in the row: behind the edge, and the lead with its break."""
        lead = self.lead[1] - self.lead[0]
        return 1 + (lead + 1 if lead else 0)

    @property
    def inside(self) -> slice:
        """Where its pieces stand in the row."""
        return slice(self.first, self.first + self.end - self.start)

    @property
    def width(self) -> int:
        """The pieces of the row, with its edges."""
        return self.first + self.end - self.start + 1


@dataclass(frozen=True)
class Batch:
    """Rows of pieces with the labels of their heads.

    `claims` has rows of row, first column, end, label by head.
    """

    ids: Ints
    shapes: Ints
    present: NDArray[np.bool_]
    labels: dict[str, Ints]
    claims: dict[str, Ints]
    soft: tuple[NDArray[np.bool_], NDArray[np.float32]] | None = None
    """Where words begin (rows, pieces), and the teacher's answers for these (words, columns)."""


def load(config: Config, corpus: Corpus, part: str) -> Prepared | None:
    """A prepared part; None where the corpus has no such part."""
    path: Path = config.work / "prepared" / f"{corpus.name}.{part}.npz"
    if not path.exists():
        return None
    with np.load(path) as arrays:
        labels = {k: arrays[k] for k in arrays.files if ":" in k}
        claims = arrays["claims"] if "claims" in arrays.files else np.zeros((0, 3), np.int64)
        head = f"claims:{corpus.claims}" if corpus.claims else None
        return Prepared(
            corpus.name, arrays["starts"], arrays["ids"], arrays["shapes"], labels, claims, head
        )


def epoch(config: Config, data: list[tuple[Prepared, float]], number: int) -> list[list[Segment]]:
    """The batches of one epoch.

    `data`: each part with how often it is seen; texts are cut at other places in every epoch.
    """
    rng = np.random.default_rng([config.seed, number])
    segments = [s for part, repeat in data for s in _segments(config, rng, part, repeat)]
    rng.shuffle(segments)  # type: ignore[arg-type]
    segments = segments[: round(len(segments) * config.recipe.part)]
    segments.sort(key=lambda s: -(-s.width // 8))
    sizes = config.recipe.batch_pieces
    batch_pieces = sizes[min(number, len(sizes) - 1)]
    out: list[list[Segment]] = []
    widest = 0
    for s in segments:
        widest = max(widest, s.width) if out else s.width
        if not out or widest * (len(out[-1]) + 1) > batch_pieces:
            out.append([])
            widest = s.width
        out[-1].append(s)
    rng.shuffle(out)  # type: ignore[arg-type]
    return out


def _segments(
    config: Config, rng: np.random.Generator, data: Prepared, repeat: float
) -> Iterator[Segment]:
    frame = config.recipe.frame
    for start, end in data.texts:
        size = frame.size if end - start <= frame.size else frame.size - frame.before
        for _ in range(int(repeat) + (rng.random() < repeat % 1)):
            first = start + (int(rng.integers(1, size + 1)) if end - start > size else 0)
            borders = sorted({start, *range(first, end, size), end})
            for a, b in pairwise(borders):
                lead = (start, min(a, start + frame.lead))
                yield Segment(data, a, b, bool(rng.random() < config.recipe.shouted), lead)


def collate(segments: list[Segment]) -> Batch:
    """One batch, padded to its longest row."""
    width = max(s.width for s in segments)
    rows = len(segments)
    ids, shapes = np.zeros((rows, width), np.int64), np.full((rows, width), EDGE, np.int64)
    present = np.zeros((rows, width), bool)
    labels: dict[str, Ints] = {}
    claims: dict[str, list[list[int]]] = {}
    for row, s in enumerate(segments):
        inside = s.inside
        ids[row, 0], ids[row, inside], ids[row, s.width - 1] = CLS, s.data.ids[s.start : s.end], SEP
        if s.first > 1:
            before = slice(1, s.first - 1)
            ids[row, before], ids[row, s.first - 1] = s.data.ids[slice(*s.lead)], SEP
            shapes[row, before] = s.data.shapes[slice(*s.lead)]
            shapes[row, s.first - 1] = BREAK
        shapes[row, inside] = (
            _shouting(s.data.shapes[s.start : s.end])
            if s.shouted
            else s.data.shapes[s.start : s.end]
        )
        present[row, : s.width] = True
        for head, tags in s.data.labels.items():
            labels.setdefault(head, np.full((rows, width), UNKNOWN, np.int64))[row, inside] = tags[
                s.start : s.end
            ]
        if s.data.claim_head:
            known = s.data.claims[(s.data.claims[:, 0] >= s.start) & (s.data.claims[:, 1] <= s.end)]
            claims.setdefault(s.data.claim_head, []).extend(
                [row, a - s.start + s.first, b - s.start + s.first, y] for a, b, y in known.tolist()
            )
    return Batch(
        ids,
        shapes,
        present,
        labels,
        {k: np.array(v, np.int64).reshape(-1, 4) for k, v in claims.items()},
        _soft(segments, ids.shape),
    )


def _soft(
    segments: list[Segment], size: tuple[int, ...]
) -> tuple[NDArray[np.bool_], NDArray[np.float32]] | None:
    """The teacher's answers for the beginnings of words; None without any."""
    begins = np.zeros(size, bool)
    answers = []
    for row, s in enumerate(segments):
        if s.data.soft is not None:
            pieces = slice(s.start, s.end)
            is_word = np.any([tags[pieces] != UNKNOWN for tags in s.data.labels.values()], axis=0)
            begins[row, s.inside] = is_word
            answers.append(s.data.soft[pieces][is_word])
    return (begins, np.concatenate(answers).astype(np.float32)) if answers else None


def _shouting(shapes: Ints) -> Ints:
    """The shapes of the same words in capitals."""
    return np.where(np.isin(shapes, (LOWER, TITLE, MIXED, LETTER)), UPPER, shapes)
