"""The embedded model: text in, tagged spans and check-worthiness out.

Loaded once, lazily; `onnxruntime` and `numpy` alone.

Every window is run by itself: activations are quantised by the contents of the window, so that in a
batch an answer would depend on its neighbours. Results are the same whatever is read before, at the
same time or after, on however many threads.
"""

import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.engines.model import digests
from app.engines.model.bioes import Tag, best, spans
from app.engines.model.choice import ENGINE, ModelChoice, errors_naming
from app.engines.model.tokenizer import BREAK, EDGE, Encoded, Vocabulary
from app.engines.model.windows import Frame
from app.resources import MODELS
from app.text.spans import Span

if TYPE_CHECKING:
    import onnxruntime

_SLOWER_FUSED = ["SkipLayerNormFusion", "BiasGeluFusion"]
"""What onnxruntime (1.32) would fuse on loading and then runs slower than its parts: 370 µs against
60, 255 against 185 (192 pieces)."""

Floats = NDArray[np.float32]
STRETCH_WORDS = 8_192
"""Words that are decoded together, more only of one part: a long text's scores are never copied as
a whole. Of 150,000 words one head of 37 columns has 22 MB, and decoding needs five times that."""


@dataclass(frozen=True)
class Head:
    """One of the model's answers: its kinds, the columns of its outputs, and how they are read.

    `temperature` divides the outputs before they become probabilities; `lean` is added to what is
    outside any span before decoding, so that a positive one marks less (both from
    training/calibrate.py).
    """

    name: str
    kinds: tuple[str, ...]
    start: int
    end: int
    temperature: float = 1.0
    lean: float = 0.0


@dataclass(frozen=True)
class Labels:
    """What the outputs mean.

    `claims` are sentence heads: two outputs each, a piece's weight and its answer.
    """

    version: str
    frame: Frame
    heads: Mapping[str, Head]
    claims: Mapping[str, Head]

    @classmethod
    def read(cls, path: Path) -> "Labels":
        """The labels of a file. Raises KeyError or TypeError for a file without them."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        heads = {h["name"]: Head(**h | {"kinds": tuple(h["kinds"])}) for h in raw["heads"]}
        claims = {h["name"]: Head(**h | {"kinds": ()}) for h in raw["claims"]}
        frame = Frame(raw["window"], raw["overlap"], raw["lead"])
        return cls(raw["version"], frame, heads, claims)

    def only(self, names: Collection[str]) -> tuple["Labels", NDArray[np.int64]]:
        """The labels of some heads alone, and which of all columns are theirs, in order."""
        columns: list[int] = []

        def kept(heads: Mapping[str, Head]) -> dict[str, Head]:
            chosen = {}
            for name, head in heads.items():
                if name in names:
                    start = len(columns)
                    columns.extend(range(head.start, head.end))
                    chosen[name] = replace(head, start=start, end=len(columns))
            return chosen

        labels = Labels(self.version, self.frame, kept(self.heads), kept(self.claims))
        return labels, np.array(columns, np.int64)


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A span that one head marks: half-open offsets, kind, calibrated confidence from 0 to 1."""

    start: int
    end: int
    kind: str
    confidence: float

    @property
    def span(self) -> Span:
        """The words it covers."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Reading:
    """What the model answers for one text: `outputs` is (pieces, columns).

    Decoded head by head, on demand.
    """

    encoded: Encoded
    outputs: Floats
    labels: Labels
    _decoded: dict[str, tuple[TaggedSpan, ...]] = field(default_factory=dict)

    def marked(self, head: str) -> tuple[TaggedSpan, ...]:
        """The head's spans in reading order; none crosses a break between paragraphs or lines."""
        if head not in self._decoded:
            self._decoded[head] = tuple(self._marked(self.labels.heads[head]))
        return self._decoded[head]

    def share(self, head: str, kind: str, span: Span) -> float:
        """The mean probability, over the span's words, that the head gives to the kind.

        0 for a span without words.
        """
        known = self.labels.heads[head]
        words = self._words(span)
        if words.start >= words.stop:
            return 0.0
        first = 1 + 4 * known.kinds.index(kind)
        chances = probabilities(self._scores(known, words) / np.float32(known.temperature))
        return float(chances[:, first : first + 4].sum(-1).mean())

    def worth(self, head: str, span: Span) -> float:
        """The check-worthiness of a sentence, from 0 to 1; 0 without words.

        Its pieces' answers, weighted by their attention.
        """
        words = self._words(span)
        if words.start >= words.stop:
            return 0.0
        known = self.labels.claims[head]
        at = self._pieces(words)
        pieces = self.outputs[at, known.start : known.end]
        pieces = pieces[self.encoded.shapes[at] != BREAK]
        weight = np.exp(pieces[:, 0] - pieces[:, 0].max())
        answer = float((weight * pieces[:, 1]).sum() / weight.sum())
        return float(1 / (1 + np.exp(-(answer - known.lean) / known.temperature)))

    @cached_property
    def _starts(self) -> list[int]:
        return [w.start for w in self.encoded.words]

    @cached_property
    def _parts(self) -> NDArray[np.int64]:
        return np.array([w.part for w in self.encoded.words], np.int64)

    def _words(self, span: Span) -> slice:
        """The words that begin in the span."""
        return slice(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def _pieces(self, words: slice) -> slice:
        """The pieces of some words, separating pieces between them included."""
        first = self.encoded.first
        end = first[words.stop] if words.stop < len(first) else len(self.outputs)
        return slice(first[words.start], end)

    def _scores(self, head: Head, words: slice) -> Floats:
        """(words, tags): the head's outputs for some words, a copy."""
        return self.outputs[self.encoded.first[words], head.start : head.end]

    def _marked(self, head: Head) -> Iterator[TaggedSpan]:
        for stretch in self.stretches():
            scores = self._scores(head, stretch)
            tempered = scores / np.float32(head.temperature)
            scores[:, 0] += np.float32(head.lean)
            tags = decoded(scores, self._parts[stretch])
            yield from self.tagged(head, stretch, tags, confidences(tempered, tags))

    def stretches(self) -> Iterator[slice]:
        """All words in stretches that end where a part does, so that each is decoded by itself."""
        ends = np.append(np.flatnonzero(np.diff(self._parts)) + 1, len(self._parts)).tolist()
        start = 0
        for end in ends:
            if end - start >= STRETCH_WORDS or end == len(self._parts) > start:
                yield slice(start, end)
                start = end

    def tagged(
        self, head: Head, stretch: slice, tags: Sequence[Tag], sure: Sequence[float]
    ) -> Iterator[TaggedSpan]:
        """The spans of a stretch's tags, with how sure each is."""
        words = self.encoded.words[stretch]
        for tag, sure_ in zip(tags, sure, strict=True):
            start, end = words[tag.first].start, words[tag.end - 1].end
            yield TaggedSpan(start, end, head.kinds[tag.kind], sure_)


def decoded(scores: Floats, parts: Sequence[int] | NDArray[np.int64]) -> list[Tag]:
    """The spans of the likeliest legal tags.

    `scores` (words, tags); `parts` the part of each word, ascending: no span crosses parts.
    """
    if not len(scores):
        return []
    borders = np.flatnonzero(np.diff(parts)) + 1
    return spans(best(scores, np.diff(borders, prepend=0, append=len(scores))))


def confidences(scores: Floats, tags: Sequence[Tag]) -> list[float]:
    """How sure each span is of its borders and its kind.

    The geometric mean of the probabilities of its beginning, its end and its least sure word.
    `scores` (words, tags), tempered.
    """
    if not tags:
        return []
    first, end, kind = np.array(tags).T
    lengths = end - first
    at = np.cumsum(lengths) - lengths  # where each span begins among the words of all spans
    words = np.arange(lengths.sum()) + np.repeat(first - at, lengths)
    chances = probabilities(scores[words])
    by_kind = chances[:, 1:].reshape(len(words), -1, 4).sum(-1)
    of_kind = by_kind[np.arange(len(words)), np.repeat(kind, lengths)]
    begins = chances[at, 1 + 4 * kind]
    ends = chances[at + lengths - 1, 3 + 4 * kind]
    longer = np.cbrt(begins * ends * np.minimum.reduceat(of_kind, at))
    single = chances[at, 4 + 4 * kind]
    # Sums of float32 may exceed 1.
    sure: list[float] = np.minimum(1, np.where(lengths == 1, single, longer)).tolist()
    return sure


def probabilities(scores: Floats) -> Floats:
    """(words, tags): the probability of each tag, of tempered scores."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)  # type: ignore[no-any-return]  # numpy's sum is Any


class Tagger:
    """The model, its vocabulary and its labels. Any number of threads may read with one."""

    def __init__(self, folder: Path, threads: int) -> None:
        digests.check(folder)
        self.labels = Labels.read(folder / "labels.json")
        self.vocabulary = Vocabulary.read(folder / "vocab.txt")
        self._session = _session(folder / "tagger.onnx", threads)
        self._columns: int = self._session.get_outputs()[0].shape[-1]
        named = max(h.end for h in (*self.labels.heads.values(), *self.labels.claims.values()))
        if named != self._columns:
            raise ValueError(f"labels.json names {named} outputs, tagger.onnx has {self._columns}")

    @property
    def creator(self) -> str:
        """The model as an annotation's creator."""
        return f"{ENGINE}@{self.labels.version}"

    def read(
        self,
        text: str,
        parts: Sequence[tuple[int, int]],
        heads: Collection[str] | None = None,
    ) -> Reading:
        """The model's answers for a text whose paragraphs are `parts` (half-open, ascending).

        Of these `heads` alone, where they are given: the answers of the others are not kept.
        """
        labels, columns = self.labels, np.arange(self._columns)
        if heads is not None:
            labels, columns = labels.only(heads)
        encoded = self.vocabulary.encode(text, parts)
        if not encoded.words:
            return Reading(encoded, np.zeros((0, len(columns)), np.float32), labels)

        def answer(ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> Floats:
            return self.answers(ids, shapes)[:, columns]

        sep = self.vocabulary.sep
        outputs = labels.frame.read(encoded.ids, encoded.shapes, sep, answer)
        return Reading(encoded, outputs, labels)

    def answers(self, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> Floats:
        """(pieces, columns) for one window, between the two pieces that mark its edges."""
        cls, sep = self.vocabulary.cls, self.vocabulary.sep
        fed = {
            "ids": np.concatenate([[cls], ids, [sep]])[None],
            "shapes": np.concatenate([[EDGE], shapes, [EDGE]])[None],
        }
        out: Floats = self._session.run(["outputs"], fed)[0]
        return out[0, 1:-1]


def _session(path: Path, threads: int) -> "onnxruntime.InferenceSession":
    """The graph, ready to run.

    The runtime is imported here, so that only those who read with the model pay for it (20 MB).
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # 7 MB less, the same speed.
    options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
    # Processors without VNNI add two products in 16 bits, which overflow: the standard model then
    # found next to nothing (AMD EPYC with AVX2). This asks for wider sums there, a quarter slower,
    # and changes nothing elsewhere.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSED
    )


_loading = Lock()


def chosen(choice: ModelChoice) -> Tagger:
    """The tagger of one of the embedded models. Raises what `load` raises."""
    return load(choice.threads, MODELS / choice.name)


def load(threads: int, folder: Path) -> Tagger:
    """The tagger of a folder, loaded once, at the first call, on however many threads.

    Raises ModelUnreadable if its files are missing or not as they were made.
    """
    with _loading:
        return _loaded(threads, folder)


@lru_cache(maxsize=4)
def _loaded(threads: int, folder: Path) -> Tagger:
    with errors_naming(folder):
        return Tagger(folder, threads)
