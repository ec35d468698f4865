"""Quotes are found in the text they were made of, and in others that say nearly the same."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.diff import quote_finder
from app.text.diff.quote_finder import FoundQuote, QuoteFinder
from app.text.selectors import Quote, quote_selector
from app.text.spans import Span
from tests.text.diff.ferry import ARTICLE, CITED, SPAN
from tests.text.hostile import spans, texts

TWICE = "The pilot said no. The mayor said no. The harbour master said no, too."


def found(
    text: str, exact: str, prefix: str = "", suffix: str = "", start: int | None = None
) -> FoundQuote | None:
    return QuoteFinder(text).find(Quote(exact, prefix, suffix), start)


def start_of(place: FoundQuote | None) -> int:
    assert place is not None
    return place.span.start


@given(texts.flatmap(lambda text: st.tuples(st.just(text), spans(text))))
def test_the_very_words_with_their_context_are_found_as_the_same_words(
    made: tuple[str, Span],
) -> None:
    text, span = made
    quote = quote_selector(text, span)
    place = QuoteFinder(text).find(quote, span.start)
    if not re.sub("[\\s\u200b\u00ad\u200d]", "", quote.exact):
        return  # nothing that a reader sees
    assert place is not None
    assert not place.reworded


@given(st.data())
def test_words_of_an_article_are_found_where_they_were_taken_from(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ARTICLE) - 2))
    span = Span(start, data.draw(st.integers(start + 1, len(ARTICLE))))
    quote = quote_selector(ARTICLE, span)
    if quote.exact.strip():
        assert QuoteFinder(ARTICLE).find(quote, span.start) == FoundQuote(span)


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20), st.integers(-5, 10**12))
def test_whatever_is_asked_for_the_place_is_inside_the_text(
    exact: str, prefix: str, suffix: str, start: int
) -> None:
    place = QuoteFinder(ARTICLE).find(Quote(exact, prefix, suffix), start)
    if place is not None:
        assert 0 <= place.span.start < place.span.end <= len(ARTICLE)


TYPED = "It cost “five” — 5 — hard\u00adly a ﬁgure, so the café’s owner said."


@pytest.mark.parametrize(
    "wanted",
    [
        TYPED,
        TYPED.replace(" ", "\n  "),
        TYPED.replace("“", '"').replace("”", '"').replace("’", "'"),
        TYPED.replace("—", "--"),
        TYPED.replace("—", "–"),
        TYPED.replace("\u00ad", ""),
        TYPED.replace("ﬁ", "fi"),
        unicodedata.normalize("NFD", TYPED),
        TYPED.replace("hard\u00adly", "hardly\u200b"),
        TYPED.replace(" ", ""),
    ],
)
def test_typography_does_not_make_other_words(wanted: str) -> None:
    text = f"Before it.\n\n{TYPED} After it."
    assert found(text, wanted) == FoundQuote(Span(12, 12 + len(TYPED)))


def test_the_context_says_which_of_equal_words_are_meant() -> None:
    assert start_of(found(TWICE, "said no", "mayor ")) == TWICE.index("said no", 15)
    assert start_of(found(TWICE, "said no", suffix=", too")) == TWICE.rindex("said no")


def test_the_offset_says_it_where_the_context_does_not() -> None:
    second = TWICE.index("said no", 15)
    assert found(TWICE, "said no", start=second) == FoundQuote(Span(second, second + 7))
    assert start_of(found(TWICE, "said no", start=second + 3)) == second


def test_of_very_many_equal_words_the_meant_ones_are_found() -> None:
    text = "no " * 2_000 + "maybe no " + "no " * 2_000
    wanted = text.index("maybe") + 6
    assert found(text, "no", "no maybe ", " no") == FoundQuote(Span(wanted, wanted + 2))
    assert found(text, "no", start=9_000) == FoundQuote(Span(9_000, 9_002))
    assert start_of(found(text, "no", start=9_001)) in (9_000, 9_003)


def test_without_either_it_is_the_first_and_that_is_said() -> None:
    assert found(TWICE, "said no") == FoundQuote(Span(10, 17), ambiguous=True)


def test_words_inside_a_longer_word_are_not_meant() -> None:
    assert found("A demonstration of rats.", "on") is None

    assert found("A red demonstration.", "ed demonstration") == FoundQuote(Span(3, 19))
    assert found("A demonstration.", "demonstr", "A ", "ation") == FoundQuote(Span(2, 10))


def test_changed_words_are_found_beside_their_context() -> None:
    quote = quote_selector(ARTICLE, SPAN)
    new = ARTICLE.replace(CITED, "The engine failed a minute later.")
    place = QuoteFinder(new).find(quote)
    assert place is not None
    assert place.reworded
    assert place.span.of(new) == "The engine failed a minute later."


def test_other_capital_letters_are_other_words() -> None:
    assert found(ARTICLE, CITED.upper()) == FoundQuote(SPAN, reworded=True)


def test_a_text_is_searched_for_a_limited_time(monkeypatch: pytest.MonkeyPatch) -> None:
    finder = QuoteFinder(TWICE)
    assert finder.find(Quote("said no", "", "")) is not None
    monkeypatch.setattr(quote_finder, "SEARCH_SECONDS", 0.0)
    assert finder.find(Quote("said no", "", "")) is None


@given(st.text("ab", max_size=9), st.text("ab", max_size=9))
def test_the_common_beginning_is_counted(one: str, other: str) -> None:
    n = quote_finder._common(one, other)
    assert one[:n] == other[:n]
    assert n == min(len(one), len(other)) or one[n] != other[n]


def test_what_is_not_there_is_not_found() -> None:
    quote = quote_selector(ARTICLE, SPAN)
    assert QuoteFinder(ARTICLE.replace(CITED, "")).find(quote) is None
    assert found(ARTICLE, "The moon is made of green cheese and nobody minds.") is None
    assert found("", "words") is None
    assert found(ARTICLE, " \n\u200b") is None
