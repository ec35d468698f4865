"""The alignment of two lists of words."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.word_alignment import align

WORDS = st.lists(st.sampled_from("tide quay mast the of a harbour".split()), max_size=40)


def test_a_body_is_found_behind_a_teaser_that_begins_like_it() -> None:
    body = "the ferry to Lund was late again on Monday and nobody knew why".split()
    page = ["menu", *body[:6], "read", "more", *body, "share"]
    assert align(page, body) == [None] * 9 + list(range(len(body))) + [None]


def test_a_word_that_differs_is_left_out_and_those_around_it_are_matched() -> None:
    body = "one two three four five six seven eight nine".split()
    page = [*body[:4], "changed", *body[5:]]
    assert align(page, body) == [0, 1, 2, 3, None, 5, 6, 7, 8]


def test_of_two_whole_copies_one_is_matched() -> None:
    body = "one two three four five six seven eight".split()
    matched = align(["menu", *body, "again", *body], body)
    assert [place for place in matched if place is not None] == list(range(8))


def test_nothing_is_matched_with_nothing() -> None:
    assert align([], ["a"]) == []
    assert align(["a"], []) == [None]


@given(WORDS, WORDS)
def test_matches_are_equal_words_in_rising_order(one: list[str], other: list[str]) -> None:
    matched = align(one, other)
    assert len(matched) == len(one)
    places = [place for place in matched if place is not None]
    assert places == sorted(set(places))
    assert all(one[at] == other[place] for at, place in enumerate(matched) if place is not None)
