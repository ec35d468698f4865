"""How one quotation mark is read by its neighbours."""

import pytest

from app.layers.speech.marks.mark_signs import MARK, Neighbours, is_apostrophe, is_weak, may_open
from app.text.spans import Block


def first_mark(text: str) -> Neighbours:
    match = MARK.search(text)
    assert match is not None
    return Neighbours(text, match, Block("paragraph", 0, len(text)))


@pytest.mark.parametrize("text", ["don't", "the '90s", "get 'em", "5 ' 6", 'צה"ל'])
def test_marks_inside_and_before_shortened_words_are_apostrophes(text: str) -> None:
    assert is_apostrophe(first_mark(text))


@pytest.mark.parametrize("text", ["‘Come’", "said 'Come'", 'said "Come"', 'ש"אין ברירה"'])
def test_marks_at_the_border_of_a_word_are_none(text: str) -> None:
    assert not is_apostrophe(first_mark(text))


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("said “Come”", True, False),
        ("Come” he said", False, True),
        ('"Come', True, False),
        ("Come.»", False, True),
        ("a (“b", True, False),
    ],
)
def test_the_neighbours_show_whether_a_mark_opens_or_closes(
    text: str, opens: bool, closes: bool
) -> None:
    mark = first_mark(text)
    assert (mark.opens, mark.closes) == (opens, closes)


def test_the_border_of_a_block_counts_as_a_space() -> None:
    text = 'no "yes" no'
    match = MARK.search(text)
    assert match is not None
    mark = Neighbours(text, match, Block("paragraph", 3, 8))
    assert (mark.left, mark.opens) == (" ", True)


@pytest.mark.parametrize("text", ["the dogs' home", "goin' on", "is 6' tall"])
def test_a_closing_mark_that_may_be_an_apostrophe_is_weak(text: str) -> None:
    assert is_weak(first_mark(text))


@pytest.mark.parametrize("text", ["he said', and", "dogs'", "come' on"])
def test_a_mark_before_punctuation_or_behind_another_letter_is_not_weak(text: str) -> None:
    assert not is_weak(first_mark(text))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("‘Come", True),
        ("x’ y", False),
        ("“Come", True),
        ("Come»", False),
        ("'(x", True),
        ("' x", False),
    ],
)
def test_a_mark_may_open_a_quotation_by_its_sign_and_what_follows(text: str, may: bool) -> None:
    mark = first_mark(text)
    assert may_open(mark, mark.match[0]) is may
