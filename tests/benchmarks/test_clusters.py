"""The measure of linking over a library, on articles of this project's own."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import clusters

TEXTS = {"a": "Ida Fenwick lives in Port Alder.", "b": "Port Alder was quiet. Ida Fenwick slept."}
WHO = {"Ida Fenwick": "Q1", "Port Alder": "Q2"}


def test_b_cubed_of_what_is_parted_and_of_what_is_joined_wrongly() -> None:
    marked = {("a", 0, 1): "x", ("a", 2, 3): "x", ("b", 0, 1): "y", ("b", 2, 3): "z"}
    assert clusters.b_cubed(marked, marked) == 1
    assert clusters.b_cubed(marked, {m: n for n, m in enumerate(marked)}) == pytest.approx(
        2 * 1 * 0.75 / 1.75
    )
    assert clusters.b_cubed(marked, dict.fromkeys(marked, 0)) == pytest.approx(2 * 0.375 / 1.375)
    assert clusters.b_cubed(marked, {}) == 0


def test_it_prints_a_row_for_words_alone_and_for_each_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for corpus in clusters.CORPORA:
        (tmp_path / corpus).mkdir()
        with gzip.open(tmp_path / corpus / "dev.jsonl.gz", "wt", encoding="utf-8") as out:
            for id_, text in TEXTS.items():
                places = [(text.index(name), name, who) for name, who in WHO.items()]
                spans = [
                    {"layer": "ner", "start": at, "end": at + len(name), "attrs": {"wikidata": who}}
                    for at, name, who in places
                ]
                out.write(
                    json.dumps(
                        {
                            "id": id_,
                            "text": text,
                            "date": "2031-05-06" if id_ == "b" else None,
                            "spans": spans,
                        }
                    )
                    + "\n"
                )
    monkeypatch.setenv("GLOSS_CORPORA", str(tmp_path))
    clusters.main()
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 2 + 2 + len(clusters.SEEDS)
    assert all(line.endswith("| 1.0000 | 1.0000 |") for line in printed[2:])
    monkeypatch.delenv("GLOSS_CORPORA")
    with pytest.raises(SystemExit):
        clusters.main()
