"""How much of an article's structure is kept, and how the figures are printed."""

import re
from pathlib import Path

import pytest

from benchmarks import article_structure, saved_pages
from benchmarks.article_structure import Words, counted, judge
from benchmarks.page_readers import Piece, Reading
from benchmarks.structure_gold import Structure
from tests.benchmarks import page_corpus
from tests.benchmarks.page_corpus import PARAGRAPHS

LONG = "a quay is a wall at which ships are tied up to land their goods"
READING = Reading(
    pieces=(
        Piece("heading", "The night"),
        Piece("paragraph", f"Nobody slept on Monday. {LONG}"),
        Piece("list_item", "Wind and rain"),
        Piece("list_item", "hail, which was the worst of it as everybody in the town agreed"),
        Piece("block_quote", LONG),
    )
)


def element(kind: str, words: str, more: int = 0) -> Structure:
    parts = tuple(words.lower().split())
    return Structure(kind, parts, len(parts) + more)


@pytest.mark.parametrize(
    ("wanted", "verdict"),
    [
        (element("heading", "the night"), "kept"),
        (element("list_item", "the night"), "other kind"),
        (element("heading", "Nobody slept"), "other kind"),
        (element("list_item", "wind and rain"), "kept"),
        (element("list_item", "hail"), "other kind"),
        (element("list_item", "hail", more=12), "kept"),
        (element("block_quote", LONG), "kept"),
        (element("block_quote", LONG.replace("goods", "freight")), "kept"),
        (element("block_quote", LONG.replace("ships are tied up", "boats can moor")), "lost"),
        (element("caption", "Waves at the quay"), "lost"),
    ],
)
def test_an_element_is_kept_as_its_kind_or_as_another_or_is_lost(
    wanted: Structure, verdict: str
) -> None:
    assert judge(wanted, Words.of(READING)) == verdict


def test_nothing_is_kept_of_an_empty_reading() -> None:
    assert judge(element("heading", "the night"), Words.of(Reading())) == "lost"


def test_a_long_list_counts_in_part() -> None:
    items = [element("list_item", f"item {n}") for n in range(30)]
    assert counted([*items, element("heading", "late")]) == [
        *items[:20],
        element("heading", "late"),
    ]


def test_it_prints_each_kind_for_both_readers_and_what_was_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = page_corpus.page("<h2>What now?</h2>")
    body = "\n".join([*PARAGRAPHS[:-1], "What now?", PARAGRAPHS[-1]])
    hidden = html.replace("<h2>", "<h2 class=hidden hidden>")
    page_corpus.save(
        tmp_path,
        {"herald": html, "courier": hidden, "post": html},
        {"herald": {"body": body}, "courier": {"articleBody": body}, "post": {"body": None}},
    )
    assert article_structure.main(["--folder", str(tmp_path), "--lost", "heading"]) == 0
    printed = capsys.readouterr().out
    headings = [re.findall(r"[\w.]+", line) for line in printed.splitlines() if "heading" in line]
    assert [row[:4] for row in headings] == [
        ["Gloss", "heading", "2", "2"],
        ["trafilatura", "heading", "2", "2"],
    ]
    found = article_structure.measured(saved_pages.pages(tmp_path))["Gloss"]
    for one in found.not_kept:
        assert f"{one.verdict}: {one.page.id} {one.page.url}" in printed
