"""Calibration of a quantised model: one temperature and one lean for each head.

Temperature scaling after Guo et al. 2017, of whole spans: the confidence that the reader states
(app/engines/model/tagger.py) is to match the share of spans that are exactly right. The lean is
what is added to the score of `outside` before decoding, fitted unless the configuration sets it. A
sentence head gets the two constants of Platt 1999, sigmoid((answer - lean) / temperature), on the
sentences that training keeps out. `names:common` is fitted over every part that it learns from; the
heads whose corpora have no development part (names:wikigold, names:re3d) borrow its temperature,
and no lean.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.engines.model import digests
from app.engines.model.bioes import Tag, spans
from app.engines.model.tagger import Labels, Tagger, confidences, decoded
from training import batches, scoring
from training.batches import Prepared
from training.config import Config
from training.scoring import Doubles, Floats, Ints

LEANS = tuple(float(x) for x in np.arange(-2, 2.01, 0.25))
TEMPERATURES = tuple(float(x) for x in np.geomspace(0.4, 4, 60))
WORTH_A_LEAN = 0.003  # F1 that a lean must gain; less is noise on a hundred articles
ALIKE = 0.001  # F1 that two leans may differ by and the smaller be taken
BINS = 10
_LENDER = "names:common"
_SURE = 1e-6  # a confidence is held this far from 0 and 1, or one wrong span would cost everything


@dataclass(frozen=True)
class Words:
    """One head's answer for one text: scores (words, tags), parts of words, marked spans."""

    scores: Floats
    parts: list[int]
    gold: set[Tag]


@dataclass(frozen=True)
class Constants:
    """How a head is read, and the measured gain: (before, after) by the name of the figure."""

    temperature: float
    lean: float
    figures: dict[str, tuple[float, float]]


def run(config: Config, folder: Path) -> None:
    """Fits every head of the model in `folder` and writes its labels.json.

    Prints a row for each.
    """
    tagger = Tagger(folder, threads=1)
    known = [
        part
        for corpus in config.corpora
        if not corpus.judged and (part := batches.load(config, corpus, "dev"))
    ]
    parts = [(part, scoring.read(part, tagger.labels.frame, tagger.answers)) for part in known]
    constants = _fitted(tagger.labels, parts, config.leans)
    for name, c in constants.items():
        figures = "  ".join(f"{what} {a:.4f} to {b:.4f}" for what, (a, b) in c.figures.items())
        print(f"{name:18} temperature {c.temperature:5.3f}  lean {c.lean:6.3f}  {figures}")
    write(folder / "labels.json", constants)
    digests.write(folder)


def write(path: Path, constants: dict[str, Constants]) -> None:
    """Writes the constants into a file of labels; tagging heads that were not fitted borrow."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    lent = constants[_LENDER].temperature if _LENDER in constants else 1.0
    measured_claims = [head for head in raw["claims"] if head["name"] in constants]
    for head in (*raw["heads"], *measured_claims):
        fitted = constants.get(head["name"], Constants(lent, 0.0, {}))
        head |= {"temperature": round(fitted.temperature, 3), "lean": round(fitted.lean, 3)}
    path.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")


def _fitted(
    labels: Labels, parts: Sequence[tuple[Prepared, list[Floats]]], leans: Mapping[str, float]
) -> dict[str, Constants]:
    constants = {}
    for name, head in labels.heads.items():
        texts = [
            words
            for part, outputs in parts
            if name in part.labels
            for words in _words(part, name, outputs, head.start, head.end)
        ]
        if texts:
            constants[name] = marking(texts, leans.get(name))
    for part, outputs in parts:
        if part.claim_head and part.claim_head in labels.claims:
            at = labels.claims[part.claim_head]
            constants[part.claim_head] = platt(
                scoring.answered(part, np.concatenate(outputs)[:, at.start : at.end]),
                part.claims[:, 2],
            )
    return constants


def _words(part: Prepared, head: str, outputs: list[Floats], first: int, last: int) -> list[Words]:
    """The texts of a part as the head sees them; those without a labelled word are left out."""
    texts = []
    for (start, end), answers in zip(part.texts, outputs, strict=True):
        is_word, at = scoring.known(part, head, start, end)
        if at:
            gold = set(spans(part.labels[head][start:end][is_word]))
            texts.append(Words(answers[is_word, first:last], at, gold))
    return texts


def marking(texts: Sequence[Words], fixed_lean: float | None = None) -> Constants:
    """The constants of a head that marks spans; the lean is the one given, if one is."""
    lean, before, after = (
        leaning(texts)
        if fixed_lean is None
        else (fixed_lean, _f1(texts, 0.0), _f1(texts, fixed_lean))
    )
    marked = [_marked(words, lean) for words in texts]
    right = np.array(
        [int(tag in words.gold) for words, tags in zip(texts, marked, strict=True) for tag in tags]
    )
    if not len(right):
        return Constants(1.0, lean, {})
    scores, tags = _joined(texts, marked)
    stated = {t: np.array(confidences(scores / np.float32(t), tags)) for t in (1.0, *TEMPERATURES)}
    best = min(TEMPERATURES, key=lambda t: log_loss(stated[t], right))
    figures = {
        "F1": (before, after),
        "log loss": (log_loss(stated[1.0], right), log_loss(stated[best], right)),
        "calibration error": (
            calibration_error(stated[1.0], right),
            calibration_error(stated[best], right),
        ),
    }
    return Constants(best, lean, figures)


def leaning(texts: Sequence[Words]) -> tuple[float, float, float]:
    """The smallest lean of those with the best exact-span F1; and F1 without and with it.

    0 unless it gains `WORTH_A_LEAN`.
    """
    reached = {lean: _f1(texts, lean) for lean in LEANS}
    best = max(reached.values())
    kept = (
        0.0
        if best - reached[0.0] < WORTH_A_LEAN
        else min((x for x in LEANS if best - reached[x] < ALIKE), key=abs)
    )
    return kept, reached[0.0], reached[kept]


def _f1(texts: Sequence[Words], lean: float) -> float:
    right = found = there = 0
    for words in texts:
        marked = _marked(words, lean)
        right, found, there = (
            right + len(words.gold.intersection(marked)),
            found + len(marked),
            there + len(words.gold),
        )
    return scoring.f1(right, found, there)


def _marked(words: Words, lean: float) -> list[Tag]:
    scores = words.scores.copy()
    scores[:, 0] += np.float32(lean)
    return decoded(scores, words.parts)


def _joined(texts: Sequence[Words], marked: Sequence[list[Tag]]) -> tuple[Floats, list[Tag]]:
    """All texts as one: their scores below one another, their spans moved along."""
    at = np.cumsum([0, *(len(words.scores) for words in texts)]).tolist()
    tags = [
        Tag(tag.first + first, tag.end + first, tag.kind)
        for first, of_text in zip(at, marked, strict=False)
        for tag in of_text
    ]
    return np.concatenate([words.scores for words in texts]), tags


def log_loss(stated: Doubles, right: Ints) -> float:
    """The mean negative log-likelihood of right (1) and wrong (0) under the confidences."""
    held = np.clip(stated, _SURE, 1 - _SURE)
    return float(-np.where(right == 1, np.log(held), np.log(1 - held)).mean())


def calibration_error(stated: Doubles, right: Ints) -> float:
    """Expected calibration error (Naeini et al.

    2015) over `BINS` bins of equal width, each by its share.
    """
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    return float(
        sum(abs((right[bins == k] - stated[bins == k]).sum()) for k in range(BINS)) / len(stated)
    )


def platt(answers: Doubles, labels: Ints) -> Constants:
    """The constants of a sentence head: logistic regression on its one answer, by Newton's method.

    Raises ValueError where a higher answer does not speak for a claim: such a head has learnt
    nothing.
    """
    middle, spread = answers.mean(), answers.std() + 1e-9
    x = np.stack([(answers - middle) / spread, np.ones_like(answers)], 1)
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        weights = weights + np.linalg.solve(curve, x.T @ (labels - p))
    if weights[0] <= 0:
        raise ValueError("the answers of a sentence head do not rise with its labels")
    before, after = (1 / (1 + np.exp(-answers))), 1 / (1 + np.exp(-x @ weights))
    figures = {
        "AP": (
            scoring.average_precision(answers, labels),
            scoring.average_precision(after, labels),
        ),
        "log loss": (log_loss(before, labels), log_loss(after, labels)),
        "calibration error": (calibration_error(before, labels), calibration_error(after, labels)),
    }
    temperature = spread / weights[0]
    return Constants(float(temperature), float(middle - weights[1] * temperature), figures)
