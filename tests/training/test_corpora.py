"""Labelled articles are read as written, tokenised ones as people write."""

import csv
import gzip
import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import config, corpora
from training.corpora import Labelled, kept_out, natural, outermost, read

TOKENS = st.sampled_from(
    [
        "Mara",
        "Ode",
        "'s",
        "n't",
        ",",
        ".",
        '"',
        "(",
        ")",
        "“",
        "”",
        "said",
        "that",
        "42",
        "%",
        "$",
        "Port",
    ]
)


def span(start: int, end: int) -> dict[str, object]:
    """A labelled name."""
    return {"start": start, "end": end, "label": "PER", "layer": "ner"}


@pytest.mark.parametrize(
    ("tokenised", "written"),
    [
        ("Mara Ode 's ferry did n't leave .", "Mara Ode's ferry didn't leave."),
        ('" We wait , " she said .', '"We wait," she said.'),
        ("( 42 % of them )", "(42% of them)"),
        ("First line .\n\nSecond line .", "First line.\n\nSecond line."),
    ],
)
def test_a_tokeniser_s_spaces_are_taken_out(tokenised: str, written: str) -> None:
    assert natural(Labelled("x", tokenised, ())).text == written


@given(st.lists(TOKENS, min_size=1, max_size=30), st.data())
def test_a_span_keeps_its_words_when_spaces_go(tokens: list[str], data: st.DataObject) -> None:
    text = " ".join(tokens)
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first, len(tokens) - 1))
    start = len(" ".join(tokens[:first])) + (first > 0)
    end = len(" ".join(tokens[: last + 1]))
    made = natural(Labelled("x", text, (span(start, end),)))
    moved = made.spans[0]
    words = made.text[moved["start"] : moved["end"]]
    assert words.replace(" ", "") == text[start:end].replace(" ", "")
    assert words == words.strip()
    assert made.text.replace(" ", "") == text.replace(" ", "")


def test_only_tokenised_articles_are_rewritten_and_files_may_be_gzipped(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": n, "text": "She 's here .", "spans": [], "meta": {"tokenized": n == 1}}
        for n in (1, 2)
    ]
    lines = "".join(json.dumps(r) + "\n" for r in rows)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(lines)
    for name in ("a.jsonl", "a.jsonl.gz"):
        assert [x.text for x in read(tmp_path / name)] == ["She's here.", "She 's here ."]
    assert [x.id for x in read(tmp_path / "a.jsonl")] == ["1", "2"]


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=8))
def test_what_is_kept_out_depends_on_the_words_alone(words: list[str]) -> None:
    plain, shouted = (
        Labelled("1", " ".join(words), ()),
        Labelled("2", " , ".join(words).upper() + "!", ()),
    )
    assert kept_out(plain, 0.5) == kept_out(shouted, 0.5)
    assert not kept_out(plain, 0.0)
    assert kept_out(plain, 1.0)


def test_about_the_named_share_is_kept_out() -> None:
    texts = [Labelled(str(n), f"The harbour has {n} berths.", ()) for n in range(2_000)]
    assert sum(kept_out(t, 0.12) for t in texts) == pytest.approx(240, abs=60)


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda s: (s[0], s[0] + s[1], "x")),
        max_size=12,
    )
)
def test_outermost_spans_do_not_overlap_and_leave_none_out_that_would_fit(
    spans: list[tuple[int, int, str]],
) -> None:
    kept = outermost(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    assert all(
        any(s[0] < k[1] and k[0] < s[1] and k[1] - k[0] >= s[1] - s[0] for k in kept) for s in spans
    )


def judgements(folder: Path, sentence: str) -> Path:
    """A corpus of one text and a table with two judgements of its sentences, one set aside."""
    text = f"The quay opened.\n\n{sentence} It is long."
    line = json.dumps({"id": "a", "text": text, "spans": []})
    (folder / "own").mkdir()
    (folder / "own" / "train.jsonl").write_text(line + "\n", encoding="utf-8")
    rows = ["corpus,id,start,end,sha256,worth,reason,part"]
    for words, worth, part in (("It cost 9 crowns.", 1, "learn"), ("It is long.", 0, "aside")):
        start = text.find(words)
        digest = hashlib.sha256(words.encode()).hexdigest()[:12]
        rows.append(f"own,a,{start},{start + len(words)},{digest},{worth},plain,{part}")
    table = folder / "judged.csv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return table


def test_judged_sentences_are_found_again_in_their_texts(tmp_path: Path) -> None:
    table = judgements(tmp_path, "It cost 9 crowns.")
    for part, words, label in (
        ("learn", "It cost 9 crowns.", "check-worthy"),
        ("aside", "It is long.", "not-check-worthy"),
    ):
        (text,) = corpora.judged(tmp_path, ["own/train.jsonl"], table, part)
        (span,) = text.spans
        assert (text.text[span["start"] : span["end"]], span["label"]) == (words, label)


def test_a_text_that_was_changed_since_it_was_judged_is_refused(tmp_path: Path) -> None:
    table = judgements(tmp_path, "It cost 8 crowns.")
    table.write_text(table.read_text().replace(",-1,16,", ",18,35,"), encoding="utf-8")
    with pytest.raises(SystemExit, match="not the one that was judged"):
        list(corpora.judged(tmp_path, ["own/train.jsonl"], table, "learn"))


def test_the_judged_sentences_are_what_the_guideline_says() -> None:
    with (config.FOLDER / "claims_news.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({(r["corpus"], r["id"], r["start"]) for r in rows}) == len(rows) == 1_500
    assert sum(r["part"] == "aside" for r in rows) == 150
    reasons = {"opinion", "forecast", "trivia", "promotion", "plain", "vague", "none"}
    for r in rows:
        assert r["reason"] == "worth" if r["worth"] == "1" else r["reason"] in reasons
