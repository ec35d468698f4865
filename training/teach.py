"""What a finished model answers for the training texts: soft targets for a smaller one.

Knowledge distillation after Hinton et al. 2015. The teacher is the quantised model that ships. It
answers for every text that may be learnt from, also with heads for which the text has no labels:
the names in PolNeAR, the attributions in worldwide.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engines.model.tagger import Tagger
from training import batches
from training.batches import SEP, Prepared
from training.config import ROOT, Config

HEADS = ("names:worldwide", "names:common", "source:news", "cue:news", "content:news")
"""The heads that the layers use most, of which the student learns what the teacher answers."""
_tagger: Tagger | None = None


def path(config: Config, teacher: str, corpus: str) -> Path:
    """The file of a teacher's answers for a corpus: (pieces, columns of `HEADS`) in 16 bits."""
    return config.work / "soft" / teacher / f"{corpus}.npy"


def run(config: Config, teacher: str, threads: int) -> None:
    """Writes the answers of the model in `model/TEACHER`, with one process for each thread.

    Corpora that have been answered for are left as they are.
    """
    folder = ROOT / "model" / teacher
    with ProcessPoolExecutor(
        threads, mp_context=get_context("spawn"), initializer=_load, initargs=(folder,)
    ) as pool:
        for corpus in config.corpora:
            data = batches.load(config, corpus, "train")
            file = path(config, teacher, corpus.name)
            # Sentences on claims have no labels of words: which piece begins one is not known.
            if data is None or not data.labels or file.exists():
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            answers = list(pool.map(_answers, _texts(data), chunksize=8))
            beside = file.with_suffix(".writing.npy")
            np.save(beside, np.concatenate(answers))
            beside.replace(file)
            print(f"{corpus.name}: {len(answers)} texts", flush=True)


def _texts(data: Prepared) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    for start, end in data.texts:
        yield data.ids[start:end], data.shapes[start:end]


def _load(folder: Path) -> None:
    global _tagger
    _tagger = Tagger(folder, threads=1)


def _answers(text: tuple[NDArray[np.int64], NDArray[np.int64]]) -> NDArray[np.float16]:
    assert _tagger is not None
    labels = _tagger.labels
    outputs = labels.frame.read(*text, SEP, _tagger.answers)
    columns = [np.arange(labels.heads[h].start, labels.heads[h].end) for h in HEADS]
    return outputs[:, np.concatenate(columns)].astype(np.float16)
