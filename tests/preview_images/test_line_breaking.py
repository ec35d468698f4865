from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.preview_images.line_breaking import balanced, lines_needed, unbreakables

WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=1, max_size=40)


def width(words: str) -> float:
    return float(len(words))


@given(WORDS, st.integers(9, 60))
def test_lines_hold_every_word_are_as_few_as_they_can_be_and_fit(
    words: list[str], wide: int
) -> None:
    text = " ".join(words)
    parts = unbreakables(text, width)
    lines = balanced(parts, wide)
    assert " ".join(lines) == text
    assert len(lines) == len(lines_needed(parts, wide))
    assert max(map(len, lines)) <= wide


def test_lines_are_even_and_do_not_leave_one_word_alone() -> None:
    lines = balanced(unbreakables("one two three four five six seven", width), 28)
    assert lines == ["one two three four", "five six seven"]


def test_a_line_does_not_end_with_a_small_word_where_it_need_not() -> None:
    lines = balanced(unbreakables("The keeper of the light on the rock saw nothing", width), 26)
    assert lines == ["The keeper of the light", "on the rock saw nothing"]


def test_a_word_may_be_broken_behind_its_hyphen_and_nowhere_else() -> None:
    parts = unbreakables("a harbour-master’s 3-2 vote – now", width)
    assert [part.words for part in parts] == [
        "a",
        "harbour-",
        "master’s",
        "3-2",
        "vote",
        "–",
        "now",
    ]
    assert [part.space for part in parts] == [1, 0, 1, 1, 1, 1, 0]


def test_a_word_that_is_too_wide_has_a_line_of_its_own() -> None:
    lines = balanced(unbreakables("so incomprehensibly long", width), 8)
    assert lines == ["so", "incomprehensibly", "long"]
    assert all(a != b for a, b in pairwise(lines))


def test_nothing_has_no_lines() -> None:
    assert balanced(unbreakables("", width), 10) == []
