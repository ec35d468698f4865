"""The accuracy gate: on the sample no figure of the default model is below its floor.

The small model's gate is `python -m benchmarks.accuracy --model small`, two minutes more. And what
the benchmark does with corpora of this project's own.
"""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from app.settings import DEFAULT_MODEL, ModelName
from benchmarks import accuracy, floors, measures

CORPORA = os.environ.get("GLOSS_CORPORA")
ARTICLES = [
    {
        "id": "a1",
        "text": "Mara Ode lives in Port Alder.",
        "spans": [{"start": 0, "end": 8, "label": "PERSON", "layer": "ner"}],
    },
    {
        "id": "a2",
        "text": "The ferry left on 3 May 2031.",
        "spans": [{"start": 18, "end": 28, "label": "DATE", "layer": "timex"}],
    },
]


@pytest.mark.slow
@pytest.mark.timeout(900)  # a minute of work or two, on a machine that may do much else
@pytest.mark.skipif(not CORPORA, reason="GLOSS_CORPORA names no folder of labelled corpora")
def test_no_figure_of_the_sample_is_below_its_floor() -> None:
    assert CORPORA
    measured = accuracy.measured(Path(CORPORA), full=False, model=DEFAULT_MODEL)
    assert floors.losses(floors.read()[DEFAULT_MODEL], "sample", measured["sample"]) == []


@pytest.mark.parametrize("model", get_args(ModelName))
def test_every_part_has_floors_for_the_sample_and_for_the_whole(model: ModelName) -> None:
    kept = floors.read()[model]
    assert {size: set(kept[size]) for size in ("sample", "full")} == {
        size: {p.name for p in accuracy.PARTS} for size in ("sample", "full")
    }
    assert all(
        f["floor"] <= f["measured"]
        for parts in kept.values()
        for part in parts.values()
        for f in part["figures"].values()
    )


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one corpus of two articles, and a benchmark of it with its own floors."""
    with gzip.open(tmp_path / "own.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(a) + "\n" for a in ARTICLES)
    monkeypatch.setattr(
        accuracy, "PARTS", (accuracy.Part("own.jsonl.gz", (measures.entities, measures.dates)),)
    )
    monkeypatch.setenv("GLOSS_CORPORA", str(tmp_path))
    return tmp_path


def test_without_corpora_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("GLOSS_CORPORA", raising=False)
    assert accuracy.main([]) == 2
    assert "GLOSS_CORPORA is not set" in capsys.readouterr().err
    monkeypatch.setenv("GLOSS_CORPORA", str(tmp_path))
    assert accuracy.main([]) == 2
    assert "dev.jsonl.gz is missing" in capsys.readouterr().err


def run(corpora: Path, *arguments: str) -> int:
    """The benchmark's exit status on the whole of the one corpus."""
    return accuracy.main(["--full", "--floors", str(corpora / "floors.json"), *arguments])


def test_it_measures_what_the_pipe_prints_and_keeps_floors(
    corpora: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corpora, "--json") == 1
    assert "no floors" in capsys.readouterr().err
    assert run(corpora, "--json", "--raise") == 0
    told = json.loads(capsys.readouterr().out)
    assert {f["figure"] for f in told["figures"]} == {
        "typed",
        "person",
        "dates, touched",
        "value of those touched",
    }
    assert [f["measured"] for f in told["figures"] if f["figure"] == "person"] == [1.0]
    assert run(corpora) == 0
    assert "Accuracy, full" in capsys.readouterr().out


def test_other_articles_are_not_compared(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(corpora, "--json", "--raise") == 0
    with gzip.open(corpora / "own.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(a) + "\n" for a in reversed(ARTICLES))
    assert run(corpora, "--json", "--raise") == 1
    assert "other data" in capsys.readouterr().err


def test_the_sample_is_always_the_same_articles(corpora: Path) -> None:
    part = accuracy.PARTS[0]
    everything = accuracy.read(corpora, part)
    assert [a["id"] for a in everything] == ["a1", "a2"]
    assert accuracy.sample(part, everything) == everything[:1]
    assert accuracy.sample(replace(part, whole=True), everything) == everything


def test_sentences_are_drawn_even_once_each_and_the_same_again() -> None:
    def sentence(n: int) -> dict[str, object]:
        label = "check-worthy" if n // 2 % 4 == 0 else "not-check-worthy"
        words = f"Harbour number {n // 2} has {n // 2 * 7} berths{'!' * (n % 2)}"
        return {
            "id": f"s{n}",
            "text": words,
            "spans": [{"layer": "claim", "label": label, "start": 0, "end": len(words)}],
        }

    sentences = [sentence(n) for n in range(1_200)]
    drawn = accuracy.kept_out(sentences)
    labels = [a["spans"][0]["label"] for a in drawn]
    assert labels.count("check-worthy") == labels.count("not-check-worthy") > 5
    assert labels != sorted(labels)
    assert len({a["text"].rstrip("!") for a in drawn}) == len(drawn) < 100
    assert accuracy.kept_out(sentences) == drawn
