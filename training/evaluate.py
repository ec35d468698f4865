"""Scores of a variant on the development parts; one row a run.

Exact-span F1 of every head, average precision of the sentence heads.
"""

import csv
import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from app.engines.model.bioes import Tag
from app.engines.model.tokenizer import EDGE
from training import batches, scoring
from training.batches import CLS, SEP, Prepared
from training.config import FOLDER, Config
from training.network import columns
from training.prepare import claim_heads, heads
from training.quantise import build
from training.scoring import Answer

TABLE = FOLDER / "runs.csv"


def run(config: Config, variant: str, shipped: Path | None = None) -> dict[str, float]:
    """Scores a finished variant in 32 bits, or a quantised folder.

    Appends the figures to the table of runs.
    """
    figures = score(config, _quantised(shipped) if shipped else _trained(config, variant))
    facts = torch.load(config.work / f"{variant}.pt", weights_only=True)
    row = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "variant": variant,
        "bits": 8 if shipped else 32,
        "seed": config.seed,
        "pieces": facts["pieces"],
        "steps": facts["steps"],
        "minutes": round(facts["minutes"], 1),
        "figures": json.dumps({k: round(v, 4) for k, v in figures.items()}),
    }
    _append(row)
    for name, figure in figures.items():
        print(f"{name:40} {figure:.4f}")
    return figures


def _append(row: dict[str, object]) -> None:
    fresh = not TABLE.exists()
    with TABLE.open("a", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, list(row))
        if fresh:
            table.writeheader()
        table.writerow(row)


def _trained(config: Config, variant: str) -> Answer:
    """The unquantised graph, run as the shipped one is: each window by itself."""
    import onnxruntime as ort

    weights = torch.load(config.work / f"{variant}.pt", weights_only=True)["weights"]
    arrays = {k: v.float().numpy() for k, v in weights.items()}
    graph = build(config.base, arrays, config.recipe.window)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(
        graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )

    def answer(ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> NDArray[np.float32]:
        fed = {
            "ids": np.concatenate([[CLS], ids, [SEP]])[None],
            "shapes": np.concatenate([[EDGE], shapes, [EDGE]])[None],
        }
        out: NDArray[np.float32] = session.run(["outputs"], fed)[0][0, 1:-1]
        return out

    return answer


def _quantised(folder: Path) -> Answer:
    from app.engines.model.tagger import Tagger

    return Tagger(folder, threads=1).answers


def score(config: Config, answer: Answer) -> dict[str, float]:
    """Figures by head and kind over every development part."""
    figures: dict[str, float] = {}
    for corpus in config.corpora:
        data = batches.load(config, corpus, "dev")
        if data is not None:
            outputs = scoring.read(data, config.recipe.frame, answer)
            figures |= _spans(config, data, outputs) | _claims(config, data, outputs)
    return figures


def _spans(config: Config, data: Prepared, outputs: list[NDArray[np.float32]]) -> dict[str, float]:
    at = columns(heads(config), claim_heads(config))
    figures: dict[str, float] = {}
    for head in heads(config):
        if head.name not in data.labels:
            continue
        count: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for (a, b), answers in zip(data.texts, outputs, strict=True):
            gold, mine = scoring.both(data, head.name, a, b, answers[:, slice(*at[head.name])])
            for key, xs, ys in [
                ("all", gold, mine),
                *((k, _of(gold, n), _of(mine, n)) for n, k in enumerate(head.kinds)),
            ]:
                for n, value in enumerate((len(xs & ys), len(ys), len(xs))):
                    count[key][n] += value
        figures |= {f"{data.name} {head.name} {key}": scoring.f1(*c) for key, c in count.items()}
    return figures


def _of(tags: set[Tag], kind: int) -> set[Tag]:
    return {t for t in tags if t.kind == kind}


def _claims(config: Config, data: Prepared, outputs: list[NDArray[np.float32]]) -> dict[str, float]:
    """Average precision over the sentences kept out, and over as many of both labels.

    These are drawn with the configuration's seed.
    """
    if data.claim_head is None:
        return {}
    first, last = columns(heads(config), claim_heads(config))[data.claim_head]
    scores = scoring.answered(data, np.concatenate(outputs)[:, first:last])
    labels = data.claims[:, 2]
    even = scoring.evened(labels, config.seed)
    return {
        f"{data.name} {data.claim_head} AP": scoring.average_precision(scores, labels),
        f"{data.name} {data.claim_head} AP balanced": scoring.average_precision(
            scores[even], labels[even]
        ),
    }
