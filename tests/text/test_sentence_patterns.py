"""Sentences with placeholders are recognised in what was made of them, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.sentence_patterns import SentencePatterns

BETWEEN = "From %(first)s to %(last)s, or later."
PATTERNS = SentencePatterns(["Nothing.", BETWEEN, "%(name)s is away.", "It ends with %(end)s"])
values = st.text(st.characters(exclude_characters=","), max_size=20)


@given(first=values.filter(lambda words: " to " not in words), last=values)
def test_what_was_made_of_a_sentence_is_read_back(first: str, last: str) -> None:
    read = PATTERNS.read(BETWEEN % {"first": first, "last": last})
    assert read == (BETWEEN, {"first": first, "last": last})


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Nothing.", "Nothing."),
        ("Ann is away.", "%(name)s is away."),
        ("It ends with “a”", "It ends with %(end)s"),
        ("Nothing. ", None),
        ("From a to b", None),
        ("From , or later.", None),
        (" is away", None),
        ("", None),
    ],
)
def test_each_is_the_sentence_that_it_can_be(written: str, sentence: str | None) -> None:
    read = PATTERNS.read(written)
    assert (read and read.sentence) == sentence
