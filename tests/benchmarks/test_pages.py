"""The benchmark of pages reads each with both readers and prints one table."""

import json
from pathlib import Path

import pytest

from benchmarks import extraction, page_readers, pages, saved_pages
from tests.benchmarks import page_corpus
from tests.benchmarks.page_corpus import PARAGRAPHS, TITLE

HEAD = (
    '<meta property="article:published_time" content="2021-05-06T08:00:00Z">'
    '<meta name="author" content="Ida Fenwick">'
)
LIST = "<h2>What is late</h2><ul><li>The first ferry</li><li>The second ferry</li></ul>"
TABLE = "<table><tr><td>Day</td><td>Late</td></tr><tr><td>Monday</td><td>9</td></tr></table>"
QUOTE = "<blockquote>Nobody tells us anything, said the pilot.</blockquote>"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    known = {
        "title": TITLE,
        "authors": ["Ida Fenwick"],
        "date": "2021-05-06",
        "language": "en",
        "direction": "ltr",
        "first": PARAGRAPHS[0],
        "with": [PARAGRAPHS[3]],
        "without": ["Imprint"],
        "body": "\n".join(PARAGRAPHS),
    }
    written = {
        "herald": page_corpus.page(head=HEAD),
        "courier": page_corpus.page(head=HEAD.replace("2021", "2020")),
        "gone": "",
    }
    only_body = {"body": "\n".join(PARAGRAPHS)}
    page_corpus.save(tmp_path, written, {"herald": known, "courier": known, "gone": only_body})
    return tmp_path


def test_both_readers_are_measured_on_the_same_pages(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pages.main(["--folder", str(corpus), "--json"]) == 0
    by_reader = json.loads(capsys.readouterr().out)
    assert by_reader.keys() == {"Gloss", "trafilatura"}
    gloss = by_reader["Gloss"]
    assert gloss["title"] == gloss["authors"] == gloss["first"] == gloss["words, F1"] == 1
    assert (gloss["date"], gloss["date, wrong"]) == (0.5, 0.5)
    assert (gloss["language"], gloss["direction"]) == (1, 1)
    assert gloss["body"] == pytest.approx(2 / 3)
    assert (gloss["empty"], gloss["refused"]) == (1, 1)
    assert by_reader["trafilatura"]["date"] == 0.5
    assert by_reader["trafilatura"]["empty"] == 1


def test_it_prints_a_table_the_worst_bodies_and_what_was_missed(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pages.main(["--folder", str(corpus), "--worst", "--misses", "date"]) == 0
    printed = capsys.readouterr().out
    assert "Reading of 3 pages" in printed
    assert "Gloss: 0.000 gone" in printed
    assert "known '2021-05-06', read '2020-05-06'" in printed


def test_without_pages_there_is_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page_corpus.save(tmp_path, {}, {})
    assert pages.main(["--folder", str(tmp_path)]) == 2
    assert extraction.main(["--folder", str(tmp_path)]) == 2
    assert "nothing measured" in capsys.readouterr().err


def test_trafilaturas_tree_becomes_blocks_of_the_same_kinds() -> None:
    html = page_corpus.page(LIST, TABLE, QUOTE).encode()
    reading = page_readers.by_trafilatura(html, "https://herald.example/ferries").reading
    kinds = [(piece.kind, piece.words) for piece in reading.pieces if piece.kind != "paragraph"]
    assert ("heading", "What is late") in kinds
    assert ("list_item", "The second ferry") in kinds
    assert ("table", "Day Late Monday 9") in kinds
    assert any(kind == "block_quote" and "Nobody tells us" in words for kind, words in kinds)
    assert {"paragraph"} == {p.kind for p in reading.pieces if p.words in PARAGRAPHS}


def test_extraction_leaves_captions_out_and_lists_pages_that_fit_badly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = "<figure><img src=p.jpg><figcaption>Waves at the quay of Lund</figcaption></figure>"
    row = {"articleBody": "\n\n".join(PARAGRAPHS)}
    other = {"articleBody": "Another article altogether, which nobody finds on this page."}
    page_corpus.save(
        tmp_path,
        {"herald": page_corpus.page(figure), "courier": page_corpus.page()},
        {"herald": row, "courier": other},
    )
    assert extraction.main(["--folder", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "Gloss below 0.5: 0.000 courier https://courier.example/ferries" in printed
    assert "below 0.5: 1" not in printed
    found = extraction.measured(saved_pages.pages(tmp_path))["Gloss"]
    assert found.fits["herald"] == extraction.Fit(1.0, 1.0)
    assert found.blocks["caption"] == 1
    assert found.exact == 1
