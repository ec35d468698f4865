"""Texts become pieces with labels; what no corpus says is unknown, never wrong."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engines.model.bioes import spans, tags_of
from app.engines.model.tokenizer import Encoded, Vocabulary
from app.text.spans import one_paragraph_a_gap
from training import batches, config, prepare
from training.config import Corpus
from training.corpora import Labelled

VOCABULARY = Vocabulary.read(prepare.VOCABULARY)
TEXT = (
    "Mara Ode of Port Alder said that the ferry was late.\n\nTom Reyes of the Harbour Board agreed."
)


def labelled(*marked: tuple[str, str, str]) -> Labelled:
    """TEXT with spans given as words, layer and label."""
    found = [
        {"start": TEXT.index(w), "end": TEXT.index(w) + len(w), "layer": y, "label": x, "attrs": {}}
        for w, y, x in marked
    ]
    return Labelled("t", TEXT, tuple(found))


def encoded() -> Encoded:
    """TEXT as pieces."""
    return VOCABULARY.encode(TEXT, [(b.start, b.end) for b in one_paragraph_a_gap(TEXT)])


def words_of(tags: NDArray[np.int64]) -> list[tuple[str, int]]:
    """The spans that tags at first pieces stand for, as words of TEXT and number of the kind."""
    read = encoded()
    known = np.where(tags == prepare.UNKNOWN, 0, tags)[read.first]
    return [
        (TEXT[read.words[t.first].start : read.words[t.end - 1].end], t.kind) for t in spans(known)
    ]


CORPUS = Corpus(
    "own",
    True,
    "own.jsonl",
    names={"PER": "person", "LOC": "place"},
    common={"PER": "person", "LOC": "?"},
    quotes="own",
)


def test_each_head_learns_its_own_kinds() -> None:
    made = prepare._labels(
        CORPUS,
        labelled(
            ("Mara Ode", "ner", "PER"),
            ("Port Alder", "ner", "LOC"),
            ("Harbour Board", "ner", "ORG"),
        ),
        encoded(),
    )
    assert words_of(made["names:own"]) == [("Mara Ode", 0), ("Port Alder", 1)]
    assert words_of(made["names:common"]) == [("Mara Ode", 0)]


def test_a_label_that_is_not_held_against_either_answer_is_unknown() -> None:
    made = prepare._labels(
        CORPUS, labelled(("Mara Ode", "ner", "PER"), ("Port Alder", "ner", "LOC")), encoded()
    )
    read = encoded()
    unknown = [
        TEXT[w.start : w.end]
        for w, t in zip(read.words, made["names:common"][read.first], strict=True)
        if t == prepare.UNKNOWN
    ]
    assert unknown == ["Port", "Alder"]


def test_only_first_pieces_of_words_are_labelled() -> None:
    tags = prepare._labels(CORPUS, labelled(), encoded())["names:own"]
    later = np.setdiff1d(np.arange(len(tags)), encoded().first)
    assert len(later)
    assert (tags[later] == prepare.UNKNOWN).all()
    assert (tags[encoded().first] == 0).all()


def test_a_span_over_a_paragraph_s_end_is_cut_there() -> None:
    made = prepare._labels(CORPUS, labelled(("late.\n\nTom Reyes", "quote", "content")), encoded())
    assert [w for w, _ in words_of(made["content:own"])] == ["late.", "Tom Reyes"]


def test_every_part_of_an_attribution_has_a_head() -> None:
    said = labelled(
        ("Mara Ode of Port Alder", "quote", "source"),
        ("said", "quote", "cue"),
        ("that the ferry was late", "quote", "content"),
    )
    made = prepare._labels(CORPUS, said, encoded())
    assert [words_of(made[f"{part}:own"])[0][0] for part in ("source", "cue", "content")] == [
        "Mara Ode of Port Alder",
        "said",
        "that the ferry was late",
    ]


@pytest.mark.parametrize(("model", "added_since"), [("standard", set()), ("small", {"act:news"})])
def test_the_shipped_labels_are_heads_of_the_configuration_in_its_order(
    model: str, added_since: set[str]
) -> None:
    everything = config.read().varied(model)
    shipped = json.loads(
        (config.ROOT / "model" / model / "labels.json").read_text(encoding="utf-8")
    )
    assert [(h["name"], tuple(h["kinds"])) for h in shipped["heads"]] == [
        (h.name, h.kinds) for h in prepare.heads(everything) if h.name not in added_since
    ]
    trained = list(prepare.claim_heads(everything))
    assert [c["name"] for c in shipped["claims"]][: len(trained)] == trained
    assert all(h["end"] - h["start"] == len(tags_of(h["kinds"])) for h in shipped["heads"])
    assert (shipped["window"], shipped["lead"]) == (
        everything.recipe.window,
        everything.recipe.lead,
    )


@pytest.fixture
def everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> config.Config:
    """A configuration of two small corpora of this project's own, prepared."""
    article = labelled(("Mara Ode", "ner", "PER"), ("that the ferry was late", "quote", "content"))
    lines = [{"id": f"a{n}", "text": article.text, "spans": list(article.spans)} for n in range(6)]
    (tmp_path / "own.jsonl").write_text(
        "".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8"
    )
    claim = {"layer": "claim", "label": "check-worthy"}
    said = [
        {
            "id": f"s{n}",
            "text": f"The quay cost {n} crowns.",
            "spans": [claim | {"start": 0, "end": 22}],
        }
        for n in range(10, 90)
    ]
    (tmp_path / "said.jsonl").write_text(
        "".join(json.dumps(x) + "\n" for x in said), encoding="utf-8"
    )
    sentences = Corpus("said", True, "said.jsonl", claims="own", kept_out=0.25)
    monkeypatch.setenv("GLOSS_CORPORA", str(tmp_path))
    made = replace(
        config.read(), work=tmp_path / "work", corpora=(replace(CORPUS, dev="own.jsonl"), sentences)
    )
    prepare.run(made)
    return made


def test_prepared_corpora_are_read_back(everything: config.Config) -> None:
    own, said = everything.corpora
    train, dev = batches.load(everything, own, "train"), batches.load(everything, own, "dev")
    assert train is not None
    assert dev is not None
    assert len(train.texts) == 6
    assert set(train.labels) == {
        "names:own",
        "names:common",
        "source:own",
        "cue:own",
        "content:own",
    }
    assert all(len(tags) == len(train.ids) == len(train.shapes) for tags in train.labels.values())
    kept, out = batches.load(everything, said, "train"), batches.load(everything, said, "dev")
    assert kept is not None
    assert out is not None
    assert len(kept.claims) + len(out.claims) == 80
    assert len(out.claims) == pytest.approx(20, abs=12)
    assert kept.claim_head == "claims:own"
    assert all(0 <= a < b <= len(kept.ids) for a, b, _ in kept.claims.tolist())


def test_a_part_that_a_corpus_does_not_have_is_none(everything: config.Config) -> None:
    assert batches.load(everything, everything.corpora[0], "test") is None


def test_without_a_folder_of_corpora_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLOSS_CORPORA", raising=False)
    with pytest.raises(SystemExit, match="GLOSS_CORPORA"):
        prepare.run(config.read())
