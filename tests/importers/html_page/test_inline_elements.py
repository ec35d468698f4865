"""What inline elements say is written in characters: figures, notes, quotes, deletions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.html_page import block_flow, dom


def words(html: str) -> str:
    root = dom.parse(f"<p>{html}</p>".encode())
    return "\n".join(leaf.piece.words for leaf in block_flow.leaves(root, str))


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("10<sup>6</sup> litres", "10⁶ litres"),
        ("10<sup>-9</sup> m", "10⁻⁹ m"),
        ("2<sup>n</sup> ways", "2ⁿ ways"),
        ("5 km<sup>2</sup> of reed", "5 km² of reed"),
        ("<i>x</i><sup>2</sup>", "x²"),
        ("<sup>1</sup>/<sub>2</sub> cup", "¹/₂ cup"),
        ("H<sub>2</sub>O", "H2O"),
        ("log<sub>10</sub>100", "log₁₀100"),
        ("the 1<sup>st</sup> of May, XXI<sup>e</sup> siècle", "the 1st of May, XXIe siècle"),
    ],
)
def test_a_raised_figure_never_changes_a_number(html: str, written: str) -> None:
    assert words(html) == written


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("begun in 2019<sup>1</sup>", "begun in 2019[1]"),
        ("cost 42<sup><a href=#n3>3</a></sup> crowns", "cost 42[3] crowns"),
        ("4.2 million<sup>2</sup> crowns", "4.2 million[2] crowns"),
        ("It ended.<sup>4</sup> Then", "It ended.[4] Then"),
        ("named<sup><a href=#c>[5]</a></sup>", "named[5]"),
        ("The minutes. <a href=#r1>↩</a>", "The minutes."),
    ],
)
def test_the_mark_of_a_note_is_apart_from_the_word_before_it(html: str, written: str) -> None:
    assert words(html) == written


def test_deleted_words_are_no_part_of_the_text() -> None:
    html = "The cost, <del>4.2</del> <ins>5.1</ins> million, <s>is</s> was paid."
    assert words(html) == "The cost, 5.1 million, was paid."


def test_a_deletion_that_is_never_closed_deletes_nothing() -> None:
    assert words("Before <s>" + "word " * 200).endswith("word")


def test_quoted_words_have_quotation_marks_once() -> None:
    assert (
        words("She said <q>we <b>shall</b></q> and <q>“no”</q>.") == "She said “we shall” and “no”."
    )


@given(
    st.lists(st.sampled_from(["<sup>", "</sup>", "<sub>", "<q>", "</q>", "<del>", "1", "a", " "]))
)
def test_any_mixture_is_read(parts: list[str]) -> None:
    html = "".join(parts)
    kept = words(html) if "1" in html or "a" in html else ""
    assert "<" not in kept
