"""The head for sentences of the news that are worth checking, fitted to a quantised model.

The judged sentences (claims_guideline.md) are too few to teach an encoder. It reads each once, and
the mean over a sentence's pieces of what one of its layers answers is all that the head sees. Which
layer, and how hard the weights are held back, is chosen by cross-validation over what may be learnt
from; so are the two constants that make a probability of its answer. Middle layers serve better
than the last, which has been taught to mark names and borders.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from torch.nn import functional

from app.engines.model import digests
from app.engines.model.tagger import Labels
from training import batches, scoring
from training.batches import Prepared, Segment
from training.calibrate import platt
from training.config import Config, Corpus
from training.scoring import Doubles, Floats, Ints

DECAYS = (0.01, 0.03, 0.1, 0.3)
_FOLDS, _STEPS = 5, 100
_OUTPUTS = "outputs"
_LAYER = "norm_down"  # the end of the name of what a layer answers


@dataclass(frozen=True)
class Sentences:
    """What layers answer for judged sentences: by layer (sentences, width); labels 0 and 1."""

    by_layer: dict[str, Floats]
    labels: Ints


@dataclass(frozen=True)
class Line:
    """A linear answer to what a layer answers: weights (width,) and a bias."""

    weights: Floats
    bias: float

    def __call__(self, sentences: Floats) -> Doubles:
        """(sentences,): its answers."""
        return (sentences @ self.weights + self.bias).astype(np.float64)  # type: ignore[no-any-return]


def run(config: Config, folder: Path) -> None:
    """Fits the head of every judged corpus and writes it into the model of a folder.

    Raises SystemExit where the judged sentences have not been prepared.
    """
    for corpus in config.corpora:
        if corpus.judged:
            data = batches.load(config, corpus, "train")
            if data is None:
                raise SystemExit(f"{corpus.name} has not been prepared: python -m training prepare")
            _fit(config, corpus, data, folder)


def _fit(config: Config, corpus: Corpus, data: Prepared, folder: Path) -> None:
    window = Labels.read(folder / "labels.json").frame.window
    sentences = read(folder / "tagger.onnx", data, window)
    labels = sentences.labels
    order = np.random.default_rng(config.seed).permutation(len(labels))
    held = {
        (layer, decay): cross_validated(answers, labels, order, decay)
        for layer, answers in sentences.by_layer.items()
        for decay in DECAYS
    }
    precision = {key: scoring.average_precision(found, labels) for key, found in held.items()}
    for (layer, decay), value in precision.items():
        print(f"{layer} decay {decay}: average precision {value:.4f} in {_FOLDS} folds")
    layer, decay = max(precision, key=lambda key: precision[key])
    constants = platt(held[layer, decay], labels)
    print("  ".join(f"{name} {a:.4f} to {b:.4f}" for name, (a, b) in constants.figures.items()))
    line = fitted(sentences.by_layer[layer], labels, decay)
    head = {"temperature": round(constants.temperature, 3), "lean": round(constants.lean, 3)}
    write(folder, {"name": f"claims:{corpus.claims}", **head}, layer, line)


def read(model: Path, data: Prepared, window: int) -> Sentences:
    """What every layer of a graph answers for judged sentences, each read in its own excerpt."""
    graph = onnx.load(model)
    layers = [node.name for node in graph.graph.node if node.name.endswith(_LAYER)]
    graph.graph.output.extend(onnx.ValueInfoProto(name=layer) for layer in layers)
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    answers: dict[str, list[Floats]] = {layer: [] for layer in layers}
    for (start, end), claim in zip(windows(window, data), data.claims.tolist(), strict=True):
        batch = batches.collate([Segment(data, start, end, shouted=False)])
        first = claim[0] - start + 1
        found = session.run(layers, {"ids": batch.ids, "shapes": batch.shapes})
        for layer, answer in zip(layers, found, strict=True):
            answers[layer].append(answer[0, first : first + claim[1] - claim[0]].mean(0))
    return Sentences({layer: np.array(a) for layer, a in answers.items()}, data.claims[:, 2])


def windows(window: int, data: Prepared) -> list[tuple[int, int]]:
    """For every judged sentence its excerpt, or as much around it as one window holds."""
    size = window - 2
    found = []
    for (start, end), claim in zip(data.texts, data.claims.tolist(), strict=True):
        middle = (claim[0] + claim[1]) // 2
        first = max(start, min(middle - size // 2, end - size))
        found.append((first, min(end, first + size)))
    return found


def fitted(sentences: Floats, labels: Ints, decay: float) -> Line:
    """Logistic regression on what a layer answers, (sentences, width).

    `decay` multiplies the sum of the squared weights, after every column has been brought to one
    scale.
    """
    middle, scale = sentences.mean(0), sentences.std(0) + 1e-6
    scaled = torch.from_numpy((sentences - middle) / scale)
    targets = torch.from_numpy(labels.astype(np.float32))
    weights = torch.zeros(scaled.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = functional.binary_cross_entropy_with_logits(scaled @ weights + bias, targets)
        total: torch.Tensor = wrong + decay * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    own: Floats = (weights.detach().numpy() / scale).astype(np.float32)
    return Line(own, float(bias.item() - middle @ own))


def cross_validated(
    sentences: Floats, labels: Ints, order: NDArray[np.int64], decay: float
) -> Doubles:
    """(sentences,): the answer for each by a line that has not learnt from it."""
    answers = np.zeros(len(labels))
    for fold in np.array_split(order, _FOLDS):
        learnt = np.setdiff1d(order, fold)
        answers[fold] = fitted(sentences[learnt], labels[learnt], decay)(sentences[fold])
    return answers


def write(folder: Path, head: dict[str, str | float], layer: str, line: Line) -> None:
    """Adds a sentence head to the graph and the labels of a folder, or replaces it.

    `head` has its name and its two constants. All pieces weigh the same.
    """
    path = folder / "labels.json"
    labels = json.loads(path.read_text(encoding="utf-8"))
    others = [c for c in labels["claims"] if c["name"] != head["name"]]
    start = max(h["end"] for h in (*labels["heads"], *others))
    model = onnx.load(folder / "tagger.onnx")
    _add_columns(model.graph, layer, line, start)
    onnx.save(model, folder / "tagger.onnx")
    labels["claims"] = [*others, {"start": start, "end": start + 2, **head}]
    path.write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    digests.write(folder)


def _add_columns(graph: onnx.GraphProto, layer: str, line: Line, start: int) -> None:
    """Two columns behind the outputs of a graph that has `start`: a weight of 0 and the answer."""
    taught, added = "taught", "judged"
    matrix = np.stack([np.zeros_like(line.weights), line.weights], axis=1)
    bias = np.array([0, line.bias], np.float32)
    _replace(graph.initializer, numpy_helper.from_array(matrix, f"{added}.weight"))
    _replace(graph.initializer, numpy_helper.from_array(bias, f"{added}.bias"))
    names = [node.name for node in graph.node]
    if taught not in names:
        last = graph.node[names.index(_OUTPUTS)]
        last.name, last.output[0] = taught, taught
    for name, op, inputs, attributes in (
        (f"{added}.product", "MatMul", [layer, f"{added}.weight"], {}),
        (added, "Add", [f"{added}.product", f"{added}.bias"], {}),
        (_OUTPUTS, "Concat", [taught, added], {"axis": 2}),
    ):
        _replace(graph.node, helper.make_node(op, inputs, [name], name=name, **attributes))
    graph.output[0].type.tensor_type.shape.dim[-1].dim_value = start + 2


def _replace(fields: Sequence[object], new: object) -> None:
    """Puts a constant or a node in the place of the one of its name, or at the end."""
    for old in fields:
        if old.name == new.name:  # type: ignore[attr-defined]
            old.CopyFrom(new)  # type: ignore[attr-defined]
            return
    fields.append(new)  # type: ignore[attr-defined]
