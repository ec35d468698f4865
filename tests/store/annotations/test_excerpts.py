"""Excerpts: the sentence around words, cut by the database and trimmed here."""

from hypothesis import given
from hypothesis import strategies as st

from app.store.annotations.excerpts import AROUND, Excerpt, around


def of(text: str, start: int, end: int) -> Excerpt:
    """What the database selects, in Python."""
    return around(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def test_an_excerpt_is_the_sentence_and_never_crosses_a_block() -> None:
    text = "A title\n\nIt rained. The ship sailed at noon. It sank.\n\nThe end"
    assert of(text, 24, 28) == ("The ", "ship", " sailed at noon.")
    assert of(text, 2, 7) == ("A ", "title", "")


def test_words_over_two_sentences_bring_both() -> None:
    assert of("It rained. It poured. It stopped.", 3, 15) == ("It ", "rained. It p", "oured.")


def test_a_very_long_sentence_is_cut_between_words_and_says_so() -> None:
    text = "word " * 100 + "here" + " word" * 100
    before, words, after = of(text, 500, 504)
    assert (before[:6], words, after[-6:]) == ("…word ", "here", " word…")
    assert len(before) <= AROUND
    assert len(after) <= AROUND


@given(st.text(alphabet="ab .\n“”!é👩\u200d", min_size=1, max_size=500), st.data())
def test_an_excerpt_holds_its_words_and_stands_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before, words, after = of(text, start, end)
    assert words == text[start:end]
    assert before.removeprefix("…") + words + after.removesuffix("…") in text
