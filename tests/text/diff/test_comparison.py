"""How two texts differ: every block once, every edit at its place, typography left out."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.diff.align.block_pairs import ArticleText
from app.text.diff.comparison import BlockRow, Comparison, edits_between, inline
from app.text.diff.tokens import Tokens
from app.text.sentences import sentences
from app.text.spans import Block, Span, one_paragraph_a_gap
from benchmarks.edits import stacked
from benchmarks.tracked_edits import Tracked
from tests.text.hostile import texts

A = (
    "The ferry Astrid left Kerra at six in the morning with forty passengers on board, said "
    "the owner."
)
B = (
    "The harbour master was told at half past six. He sent two boats, and by eight everybody "
    "was ashore."
)
C = (
    "An inquiry will begin on Monday. Its chairman has asked for the papers of the engine and "
    "of the crew."
)
D = "Nobody has seen the second engineer since the evening before, and his cabin was found locked."

paragraphs = st.lists(
    st.sampled_from(
        [A, B, C, D, "The engine stopped.", "* * *", "Six boats, two men.", "👩‍👩‍👧 né"]
    ),
    max_size=8,
)


def compared(old: str, new: str) -> Comparison:
    return Comparison(
        ArticleText(old, one_paragraph_a_gap(old)), ArticleText(new, one_paragraph_a_gap(new))
    )


def rows(*pair: list[str]) -> list[tuple[str, list[int], list[int], bool]]:
    return [
        (r.kind, list(r.old), list(r.new), r.moved)
        for r in compared(*("\n\n".join(part) for part in pair)).rows
    ]


def test_the_same_text_has_the_same_rows_and_no_edit() -> None:
    assert rows([A, B], [A, B]) == [("same", [0], [0], False), ("same", [1], [1], False)]
    assert compared(A, A).edits == []


def test_a_paragraph_added_dropped_or_reworded() -> None:
    assert rows([A, B], [A, C, B])[1] == ("added", [], [1], False)
    assert rows([A, C, B], [A, B])[1] == ("dropped", [1], [], False)
    assert rows([A, B], [A.replace("forty", "fifty"), B])[0] == ("changed", [0], [0], False)


def test_a_paragraph_that_moved_leaves_a_row_that_says_where_it_went() -> None:
    assert rows([D, A, B, C], [A, B, C, D]) == [
        ("left", [0], [3], True),
        ("same", [1], [0], False),
        ("same", [2], [1], False),
        ("same", [3], [2], False),
        ("same", [0], [3], True),
    ]


def test_a_paragraph_may_move_and_be_reworded_at_once() -> None:
    reworded = D.replace("Nobody has seen", "There is no trace of").replace(
        "found locked", "locked when it was searched"
    )
    assert ("changed", [0], [3], True) in rows([D, A, B, C], [A, B, C, reworded])


def test_a_paragraph_that_is_split_is_not_a_new_one() -> None:
    one, two = B.split(". ")
    assert rows([A, B], [A, one + ".", two])[1:] == [("changed", [1], [1, 2], False)]
    assert rows([A, one + ".", two], [A, B])[1:] == [("changed", [1, 2], [1], False)]


def test_typography_is_no_edit() -> None:
    old = '"We sail at six," he said - and left.\n\nThe rest stayed.'
    new = "“We sail at\u00a0six,” he said – and left.\n\nThe  rest stayed."
    assert [r.kind for r in compared(old, new).rows] == ["same", "same"]
    assert compared(old, new).edits == []


def test_an_edit_has_the_place_of_its_words() -> None:
    old, new = "It cost 30 per cent.", "It cost 36 per cent of the sum."
    assert [(e.old.of(old), e.new.of(new)) for e in edits_between(old, new)] == [
        ("30", "36"),
        ("", "of the sum"),
    ]


def test_a_number_is_never_cut_in_two() -> None:
    for old, new in (
        ("4.2", "3.1"),
        ("4.2", "4.3"),
        ("1,200", "1,300"),
        ("10:30", "11:30"),
        ("4", "4.5"),
    ):
        (edit,) = edits_between(f"It cost {old} million.", f"It cost {new} million.")
        assert (edit.old.of(f"It cost {old} million."), edit.new.of(f"It cost {new} million.")) == (
            old,
            new,
        )


def test_inline_words_keep_the_space_between_them() -> None:
    old, new = "He came. He went.", "He came."
    assert (
        "".join(words for _, words in inline(old, new, edits_between(old, new)))
        == "He came. He went."
    )


def test_a_span_is_followed_into_a_paragraph_that_moved_and_was_reworded() -> None:
    reworded = D.replace("Nobody has seen", "There is no trace of").replace(
        "found locked", "locked when it was searched"
    )
    comparison = compared("\n\n".join([D, A, B, C]), "\n\n".join([A, B, C, reworded]))
    at = D.index("the second engineer")
    state = comparison.anchor_state(Span(at, at + len("the second engineer")))
    assert state.span is not None
    assert state.span.of(comparison.new.text) == "the second engineer"


def _outside(text: str, spans: list[Span]) -> list[str]:
    at, found = 0, []
    for span in spans:
        found += Tokens(text[at : span.start]).folds
        at = span.end
    return found + Tokens(text[at:]).folds


@given(paragraphs, paragraphs)
def test_every_block_is_in_one_row(old: list[str], new: list[str]) -> None:
    found = compared("\n\n".join(old), "\n\n".join(new))
    placed = [r for r in found.rows if r.kind != "left"]
    assert sorted(i for r in placed for i in r.old) == list(range(len(found.old.blocks)))
    assert [j for r in placed for j in r.new] == list(range(len(found.new.blocks)))
    assert all(r.old and r.new for r in found.rows if r.kind in ("same", "changed"))


@given(texts, texts)
def test_what_no_edit_touches_is_the_same_in_both(old: str, new: str) -> None:
    edits = edits_between(old, new)
    assert _outside(old, [e.old for e in edits]) == _outside(new, [e.new for e in edits])
    for one, other in pairwise(edits):
        assert one.old.end <= other.old.start
        assert one.new.end <= other.new.start


@given(texts, texts)
def test_the_rows_of_any_two_texts_can_be_shown(old: str, new: str) -> None:
    found = compared(old, new)
    for row in found.rows:
        if row.kind == "changed":
            ours, theirs = found.sides(row)
            assert "".join(words for _, words in ours) == found.old.words(row.old)
            assert "".join(words for _, words in theirs) == found.new.words(row.new)
            kept = "".join(words for op, words in found.inline(row) if op != "deleted")
            assert "".join(kept.split()) == "".join(found.new.words(row.new).split())
    for edit in found.edits:
        assert 0 <= edit.old.start <= edit.old.end <= len(old)
        assert 0 <= edit.new.start <= edit.new.end <= len(new)


def test_blocks_need_not_be_paragraphs() -> None:
    text = "A heading\n\nWords."
    blocks = [Block("heading", 0, 9, 2), Block("paragraph", 11, 17)]
    assert Comparison(ArticleText(text, blocks), ArticleText(text, blocks)).rows[0] == BlockRow(
        "same", range(1), range(1)
    )


def test_a_sentence_that_the_page_shows_as_reworded_is_not_removed() -> None:
    old = (
        "Two men fell overboard. They were taken up by the tug, which had no lamp. Its mate "
        "had seen the flare."
    )
    new = (
        "Two men were washed overboard and were taken up by the tug, which carried no lamp. "
        "The mate had seen a flare."
    )
    comparison = compared("\n\n".join([old, A, B, C]), "\n\n".join([A, B, C, new]))
    assert [
        (r.kind, r.moved) for r in comparison.rows if r.new == range(3, 4) and r.kind != "left"
    ] == [("changed", True)]
    for sentence in sentences(old, 0, len(old)):
        assert comparison.anchor_state(sentence).outcome == "moved-reworded", sentence.of(old)


@pytest.mark.parametrize("seed", range(12))
def test_the_page_and_the_verdict_give_one_answer(seed: int) -> None:
    tracked = Tracked.of("\n\n".join([A, B, C, D]))
    stacked(tracked, random.Random(seed), 5)
    comparison = compared(tracked.first, tracked.text)
    for row in comparison.rows:
        if row.kind != "changed":
            continue
        kept = [op == "same" for op, words in comparison.sides(row)[0] for _ in words]
        start = comparison.old.span(row.old).start
        for block in (comparison.old.blocks[i] for i in row.old):
            for sentence in sentences(tracked.first, block.start, block.end):
                shown = kept[sentence.start - start : sentence.end - start]
                assert comparison.anchor_state(sentence).span or 2 * sum(shown) < len(shown), (
                    sentence.of(tracked.first)
                )
