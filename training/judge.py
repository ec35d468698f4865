"""The head for sentences of the news that are worth checking, fitted to a quantised model.

The judged sentences (claims_guideline.md) are too few to teach an encoder. It reads each once, and
what it answers for the pieces is all that the head sees: a weight and an answer for each piece,
like the other sentence heads. How hard the head is held back is chosen by cross-validation over
what may be learnt from, and so are the two constants that make a probability of its answer.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor
from torch.nn import functional

from app.engines.model.tagger import Labels
from training import batches, scoring
from training.batches import Prepared, Segment
from training.calibrate import platt
from training.config import Config, Corpus
from training.scoring import Doubles, Floats, Ints

DECAYS = (0.003, 0.01, 0.03, 0.1, 0.3)
_FOLDS, _STEPS, _RATE = 5, 300, 0.01
_WEIGHT, _BIAS, _ANSWERS = "heads.weight", "heads.bias", "answers"


@dataclass(frozen=True)
class Sentences:
    """What an encoder answers for judged sentences: (sentences, pieces, width).

    `present` tells which pieces are there; labels are 0 and 1.
    """

    encoded: Tensor
    present: Tensor
    labels: Tensor

    def chosen(self, which: Tensor) -> "Sentences":
        """Some of them."""
        return Sentences(self.encoded[which], self.present[which], self.labels[which])


def run(config: Config, folder: Path) -> None:
    """Fits the head of every judged corpus and writes it into the model of a folder.

    Raises SystemExit where the judged sentences have not been prepared.
    """
    for corpus in config.corpora:
        if corpus.judged:
            data = batches.load(config, corpus, "train")
            if data is None:
                raise SystemExit(f"{corpus.name} has not been prepared: python -m training prepare")
            torch.manual_seed(config.seed)
            _fit(corpus, data, folder)


def _fit(corpus: Corpus, data: Prepared, folder: Path) -> None:
    window = Labels.read(folder / "labels.json").frame.window
    sentences = read(folder / "tagger.onnx", data, window)
    labels: Ints = sentences.labels.numpy().astype(np.int64)
    held = {decay: cross_validated(sentences, decay) for decay in DECAYS}
    precision = {d: scoring.average_precision(answers, labels) for d, answers in held.items()}
    for decay, value in precision.items():
        print(f"decay {decay}: average precision {value:.4f} in {_FOLDS} folds")
    best = max(precision, key=lambda decay: precision[decay])
    constants = platt(held[best], labels)
    print("  ".join(f"{name} {a:.4f} to {b:.4f}" for name, (a, b) in constants.figures.items()))
    name = f"claims:{corpus.claims}"
    write(folder, name, *fitted(sentences, best), constants.temperature, constants.lean)


def read(model: Path, data: Prepared, window: int) -> Sentences:
    """What the encoder of a graph answers for every judged sentence, each read in its excerpt."""
    graph = onnx.load(model)
    last = next(node.input[0] for node in graph.graph.node if node.name == _ANSWERS)
    graph.graph.output.append(onnx.ValueInfoProto(name=last))
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    answers, labels = [], []
    for (start, end), claim in zip(_windows(window, data), data.claims.tolist(), strict=True):
        batch = batches.collate([Segment(data, start, end, shouted=False)])
        (encoded,) = session.run([last], {"ids": batch.ids, "shapes": batch.shapes})
        first = claim[0] - start + 1
        answers.append(torch.from_numpy(encoded[0, first : first + claim[1] - claim[0]]))
        labels.append(claim[2])
    padded = torch.nn.utils.rnn.pad_sequence(answers, batch_first=True)
    sizes = torch.tensor([len(a) for a in answers])
    present = torch.arange(padded.shape[1])[None] < sizes[:, None]
    return Sentences(padded, present, torch.tensor(labels, dtype=torch.float32))


def _windows(window: int, data: Prepared) -> list[tuple[int, int]]:
    """For every judged sentence its excerpt, or as much around it as one window holds."""
    size = window - 2
    found = []
    for (start, end), claim in zip(data.texts, data.claims.tolist(), strict=True):
        middle = (claim[0] + claim[1]) // 2
        first = max(start, min(middle - size // 2, end - size))
        found.append((first, min(end, first + size)))
    return found


def fitted(sentences: Sentences, decay: float) -> tuple[Tensor, Tensor]:
    """(2, width) and (2,): the weights and biases that answer best, the weights held back.

    By Adam on all sentences at once. `decay` multiplies the sum of the squared weights, after
    what the encoder answers has been brought to one scale.
    """
    scale = sentences.encoded[sentences.present].std(0) + 1e-6
    weight = torch.zeros(2, sentences.encoded.shape[-1], requires_grad=True)
    bias = torch.zeros(2, requires_grad=True)
    optimizer = torch.optim.Adam([weight, bias], lr=_RATE)
    scaled = Sentences(sentences.encoded / scale, sentences.present, sentences.labels)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(
            answered(scaled, weight, bias), sentences.labels
        )
        (loss + decay * weight.square().sum()).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return (weight / scale).detach(), bias.detach()


def answered(sentences: Sentences, weight: Tensor, bias: Tensor) -> Tensor:
    """(sentences,): the mean of the pieces' answers, by the softmax of their weights."""
    pieces = functional.linear(sentences.encoded, weight, bias)
    share = pieces[..., 0].masked_fill(~sentences.present, -torch.inf).softmax(-1)
    return (share * pieces[..., 1]).sum(-1)


def cross_validated(sentences: Sentences, decay: float) -> Doubles:
    """(sentences,): the answer for each by a head that has not learnt from it."""
    order = torch.randperm(len(sentences.labels))
    answers = torch.zeros(len(order))
    for fold in order.chunk(_FOLDS):
        learnt = torch.ones(len(order), dtype=torch.bool)
        learnt[fold] = False
        head = fitted(sentences.chosen(learnt), decay)
        with torch.no_grad():
            answers[fold] = answered(sentences.chosen(fold), *head)
    return answers.numpy().astype(np.float64)


def write(
    folder: Path, name: str, weight: Tensor, bias: Tensor, temperature: float, lean: float
) -> None:
    """Adds a sentence head to the graph and the labels of a folder, or replaces it."""
    path = folder / "labels.json"
    labels = json.loads(path.read_text(encoding="utf-8"))
    model = onnx.load(folder / "tagger.onnx")
    constants = {c.name: c for c in model.graph.initializer}
    others = [c for c in labels["claims"] if c["name"] != name]
    start = max(head["end"] for head in (*labels["heads"], *others))
    for constant, added in ((_WEIGHT, weight.numpy().T), (_BIAS, bias.numpy())):
        kept: Floats = numpy_helper.to_array(constants[constant])[..., :start]
        whole = np.concatenate([kept, added.astype(np.float32)], axis=-1)
        constants[constant].CopyFrom(numpy_helper.from_array(whole, constant))
    model.graph.output[0].type.tensor_type.shape.dim[-1].dim_value = start + 2
    onnx.save(model, folder / "tagger.onnx")
    own = {"name": name, "start": start, "end": start + 2}
    own |= {"temperature": round(temperature, 3), "lean": round(lean, 3)}
    labels["claims"] = [*others, own]
    path.write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
