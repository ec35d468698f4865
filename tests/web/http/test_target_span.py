"""The span that a request names, or the refusal that says why there is none."""

import pytest

from app.errors import Conflict, Unprocessable
from app.text.spans import Span
from app.web.http.target_span import by_position, by_quote, find_position

TEXT = "The mole stood. The mole fell."


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 4), (-1, 4), (0, len(TEXT) + 1)])
def test_an_empty_span_or_one_outside_the_text_is_none(start: int, end: int) -> None:
    assert find_position(TEXT, start, end) is None
    with pytest.raises(Unprocessable, match="outside the text") as refused:
        by_position(TEXT, start, end)
    assert f"{len(TEXT)} characters" in str(refused.value.detail)


def test_the_whole_text_is_a_span() -> None:
    assert by_position(TEXT, 0, len(TEXT)) == Span(0, len(TEXT))


def test_words_that_occur_once_are_found_and_others_are_refused() -> None:
    assert by_quote(TEXT, "stood") == Span(9, 14)
    for missing in ("sank", ""):
        with pytest.raises(Unprocessable, match="does not occur"):
            by_quote(TEXT, missing)


def test_words_that_occur_twice_need_what_is_next_to_them() -> None:
    with pytest.raises(Conflict, match="occurs 2 times"):
        by_quote(TEXT, "The mole")
    assert by_quote(TEXT, "The mole", suffix=" fell") == Span(16, 24)
