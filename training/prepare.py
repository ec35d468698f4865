"""From corpora to pieces with a label for every head: one file of arrays for each corpus and part.

Labels are BIOES numbers at the first piece of each word; UNKNOWN where the head learns nothing.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engines.model.bioes import tags_of
from app.engines.model.tokenizer import Encoded, Vocabulary
from app.text.spans import one_paragraph_a_gap
from training import acts, corpora
from training.config import FOLDER, ROOT, Config, Corpus
from training.corpora import Labelled

UNKNOWN = -100
VOCABULARY = ROOT / "model" / "small" / "vocab.txt"
_AROUND = 400
"""Characters around a judged sentence whose paragraphs are read with it."""
_PARTS = ("source", "cue", "content")
_COMMON_KINDS = ("person", "organization", "place")
_CHECKABLE = {"check-worthy": 1, "factual-claim": 1, "not-check-worthy": 0, "not-claim": 0}


@dataclass(frozen=True)
class Head:
    """One set of labels that the model learns.

    Its name, its group for the loss, its kinds in the order of their tags.
    """

    name: str
    group: str
    kinds: tuple[str, ...]


def heads(config: Config) -> tuple[Head, ...]:
    """The tagging heads that the configuration's corpora teach, in a fixed order."""
    found: list[Head] = []
    for corpus in config.corpora:
        if corpus.names:
            found.append(
                Head(f"names:{corpus.name}", "names", tuple(dict.fromkeys(corpus.names.values())))
            )
        if corpus.quotes:
            found += [Head(f"{part}:{corpus.quotes}", "attribution", (part,)) for part in _PARTS]
        if corpus.acts:
            found.append(Head(f"act:{corpus.acts}", "attribution", acts.ACTS))
    found.append(Head("names:common", "names", ("person", "organization", "place")))
    return tuple(found)


def claim_heads(config: Config) -> tuple[str, ...]:
    """The names of the sentence heads that are trained with the encoder, in a fixed order."""
    return tuple(f"claims:{c.claims}" for c in config.corpora if c.claims and not c.judged)


def run(config: Config) -> None:
    """Prepares every corpus of the configuration from the folder that GLOSS_CORPORA names.

    Raises SystemExit without it.
    """
    folder = os.environ.get("GLOSS_CORPORA")
    if not folder:
        raise SystemExit(
            "GLOSS_CORPORA does not name the folder of the corpora (training/README.md "
            "describes it)"
        )
    vocabulary = Vocabulary.read(VOCABULARY)
    for corpus in config.corpora:
        for part, texts in _parts(Path(folder), corpus).items():
            _write(config.work / "prepared" / f"{corpus.name}.{part}", corpus, texts, vocabulary)


def _parts(folder: Path, corpus: Corpus) -> dict[str, list[Labelled]]:
    files = (corpus.train, *corpus.more)
    if corpus.judged:
        return _judged_parts(folder, files, FOLDER / corpus.judged)
    train = [x for name in files for x in corpora.read(folder / name)]
    if corpus.dev:
        return {"train": train, "dev": list(corpora.read(folder / corpus.dev))}
    if corpus.claims and corpus.kept_out:
        return _folds(train, corpus.kept_out)
    return {"train": train}


def _folds(texts: list[Labelled], share: float) -> dict[str, list[Labelled]]:
    """The texts that may be learnt from, and the share that is kept out."""
    folds: dict[str, list[Labelled]] = {"train": [], "dev": []}
    for text in texts:
        folds["dev" if corpora.kept_out(text, share) else "train"].append(text)
    return folds


def _judged_parts(folder: Path, files: tuple[str, ...], table: Path) -> dict[str, list[Labelled]]:
    """Excerpts around the judged sentences that may be learnt from, and around those set aside."""

    def part(name: str) -> list[Labelled]:
        texts = corpora.judged(folder, files, table, name)
        return [excerpt for text in texts for excerpt in _excerpts(text)]

    return {"train": part("learn"), "dev": part("aside")}


def _excerpts(text: Labelled) -> Iterable[Labelled]:
    """For every judged sentence a text of its own: its paragraph and those near it."""
    for s in text.spans:
        near = [
            p
            for p in one_paragraph_a_gap(text.text)
            if p.end > s["start"] - _AROUND and p.start < s["end"] + _AROUND
        ]
        first, last = near[0].start, near[-1].end
        moved = s | {"start": s["start"] - first, "end": s["end"] - first}
        yield Labelled(text.id, text.text[first:last], (moved,))


def _write(path: Path, corpus: Corpus, texts: Iterable[Labelled], vocabulary: Vocabulary) -> None:
    """One prepared part.

    `starts`: the first pieces of the texts, and the end; `claims`: rows of first piece, end, label.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    columns: dict[str, list[NDArray[np.int64]]] = {"ids": [], "shapes": []}
    starts, claims, digest = [0], [], hashlib.sha256()
    for labelled in texts:
        digest.update(labelled.text.encode())
        encoded = vocabulary.encode(
            labelled.text, [(b.start, b.end) for b in one_paragraph_a_gap(labelled.text)]
        )
        if not len(encoded.ids):
            continue
        columns["ids"].append(encoded.ids)
        columns["shapes"].append(encoded.shapes)
        for head, tags in _labels(corpus, labelled, encoded).items():
            columns.setdefault(head, []).append(tags)
        if corpus.claims:
            claims += [
                [a + starts[-1], b + starts[-1], y] for a, b, y in _claims(labelled, encoded)
            ]
        starts.append(starts[-1] + len(encoded.ids))
    arrays: dict[str, Any] = {name: np.concatenate(c) for name, c in columns.items()}
    if claims:
        arrays["claims"] = np.array(claims, np.int64)
    np.savez(path, starts=np.array(starts, np.int64), **arrays)
    facts = {
        "texts": len(starts) - 1,
        "pieces": starts[-1],
        "sha256_of_texts": digest.hexdigest(),
        "heads": sorted(arrays),
    }
    path.with_name(path.name + ".json").write_text(json.dumps(facts, indent=1) + "\n")
    print(f"{path.name}: {facts['texts']} texts, {facts['pieces']} pieces")


def _labels(corpus: Corpus, labelled: Labelled, encoded: Encoded) -> dict[str, NDArray[np.int64]]:
    return _name_labels(corpus, labelled, encoded) | _quote_labels(corpus, labelled, encoded)


def _name_labels(
    corpus: Corpus, labelled: Labelled, encoded: Encoded
) -> dict[str, NDArray[np.int64]]:
    """The labels of the corpus's own kinds, and of the kinds that all corpora have."""
    out: dict[str, NDArray[np.int64]] = {}
    names = [(s["start"], s["end"], s["label"]) for s in labelled.spans if s["layer"] == "ner"]
    if corpus.names:
        kinds = tuple(dict.fromkeys(corpus.names.values()))
        out[f"names:{corpus.name}"] = _tagged(names, corpus.names, kinds, encoded)
    common = corpus.common or {k: v for k, v in corpus.names.items() if v in _COMMON_KINDS}
    if corpus.names or corpus.common:
        out["names:common"] = _tagged(names, common, _COMMON_KINDS, encoded)
    return out


def _quote_labels(
    corpus: Corpus, labelled: Labelled, encoded: Encoded
) -> dict[str, NDArray[np.int64]]:
    """The labels of contents, sources and cues; gestures are no quotations."""
    if not corpus.quotes:
        return {}
    out: dict[str, NDArray[np.int64]] = {}
    verbal = [s for s in labelled.spans if s["layer"] == "quote" and not _is_nonverbal(s)]
    for part in _PARTS:
        spans = [(s["start"], s["end"], part) for s in verbal if s["label"] == part]
        out[f"{part}:{corpus.quotes}"] = _tagged(spans, {part: part}, (part,), encoded)
    if corpus.acts:
        cues = acts.labelled(labelled.text, verbal)
        kinds = {act: act for act in acts.ACTS}
        out[f"act:{corpus.acts}"] = _tagged(cues, kinds, acts.ACTS, encoded)
    return out


def _is_nonverbal(span: dict[str, Any]) -> bool:
    return bool((span.get("attrs") or {}).get("nonverbal"))


def _tagged(
    spans: list[tuple[int, int, str]],
    kinds: Mapping[str, str],
    order: tuple[str, ...],
    encoded: Encoded,
) -> NDArray[np.int64]:
    """BIOES numbers at first pieces.

    A label that `kinds` does not know is no span; what it calls "?" is left unknown.
    """
    number = {tag: n for n, tag in enumerate(tags_of(order))}
    tags = np.zeros(len(encoded.words), np.int64)
    known = corpora.outermost((a, b, kinds[label]) for a, b, label in spans if label in kinds)
    starts = np.array([w.start for w in encoded.words])
    ends = np.array([w.end for w in encoded.words])
    for start, end, kind in known:
        first, last = (
            int(np.searchsorted(ends, start, "right")),
            int(np.searchsorted(starts, end, "left")),
        )
        for a, b in _unbroken(encoded, first, last):
            if kind == "?":
                tags[a:b] = UNKNOWN
            elif b - a == 1:
                tags[a] = number[f"S-{kind}"]
            else:
                tags[a:b] = number[f"I-{kind}"]
                tags[a], tags[b - 1] = number[f"B-{kind}"], number[f"E-{kind}"]
    out = np.full(len(encoded.ids), UNKNOWN, np.int64)
    out[encoded.first] = tags
    return out


def _unbroken(encoded: Encoded, first: int, last: int) -> Iterable[tuple[int, int]]:
    """The runs of words first to last that no break divides."""
    begin = first
    for k in range(first + 1, last + 1):
        if k == last or encoded.words[k].part != encoded.words[begin].part:
            if k > begin:
                yield begin, k
            begin = k


def _claims(labelled: Labelled, encoded: Encoded) -> Iterable[tuple[int, int, int]]:
    """The labelled sentences as first piece, end, label."""
    starts = np.array([w.start for w in encoded.words])
    after = np.append(encoded.first, len(encoded.ids))
    for s in labelled.spans:
        if s["layer"] == "claim":
            first, last = (
                int(np.searchsorted(starts, s["start"], "left")),
                int(np.searchsorted(starts, s["end"], "left")),
            )
            if last > first:
                yield int(after[first]), int(after[last]), _CHECKABLE[s["label"]]
