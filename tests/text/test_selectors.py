from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.selectors import Quote, find, quote_selector, text_fragment, w3c
from app.text.spans import Block, Span, one_paragraph_a_gap
from tests.text.hostile import spans, texts


@given(texts, st.data())
def test_a_quote_finds_its_own_span(text: str, data: st.DataObject) -> None:
    span = data.draw(spans(text))
    made = quote_selector(text, span)
    assert made.exact == text[span.start : span.end]
    assert span in find(text, made)


def test_several_places_are_all_told_and_a_context_chooses() -> None:
    text = "He left. She stayed. He left. They stayed."
    assert find(text, Quote("He left.")) == [Span(0, 8), Span(21, 29)]
    assert find(text, Quote("He left.", prefix="stayed. ")) == [Span(21, 29)]
    assert find(text, Quote("He left.", suffix=" She")) == [Span(0, 8)]
    assert find(text, Quote("He left.", prefix="nowhere")) == []
    assert find(text, Quote("")) == []


def test_overlapping_places_are_both_found() -> None:
    assert find("aaa", Quote("aa")) == [Span(0, 2), Span(1, 3)]


def test_both_w3c_selectors_of_a_span() -> None:
    position, quote = w3c("one two three", Span(4, 7))
    assert position == {"type": "TextPositionSelector", "start": 4, "end": 7}
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "two",
        "prefix": "one ",
        "suffix": " three",
    }


def fragment(text: str, words: str) -> str:
    start = text.index(words)
    return text_fragment(text, Span(start, start + len(words)), one_paragraph_a_gap(text))


def test_unique_words_need_no_context() -> None:
    assert fragment("The ferry sank at dawn.", "ferry sank") == ":~:text=ferry%20sank"


def test_syntax_inside_the_words_is_encoded() -> None:
    assert (
        fragment("A well-known, cheap & cheerful pub.", "well-known, cheap & cheerful")
        == ":~:text=well%2Dknown%2C%20cheap%20%26%20cheerful"
    )


def test_half_words_are_made_whole() -> None:
    assert fragment("The harbourmaster spoke.", "bourmaster spo") == ":~:text=harbourmaster%20spoke"


@pytest.mark.parametrize(
    ("prefix", "made"), [("She", ":~:text=She-,left%20early"), ("He", ":~:text=He-,left%20early")]
)
def test_repeated_words_bring_the_least_context(prefix: str, made: str) -> None:
    text = "He left early. She left early."
    start = text.index(prefix) + len(prefix) + 1
    assert text_fragment(text, Span(start, start + 10), one_paragraph_a_gap(text)) == made


def test_words_inside_longer_words_do_not_count() -> None:
    assert fragment("A lefty left at once.", "left at") == ":~:text=left%20at"
    assert fragment("He left at. She lefty at.", "left at") == ":~:text=left%20at"


def test_one_word_alone_brings_its_neighbour_along() -> None:
    assert fragment("The ferry sank in March.", "March") == ":~:text=in-,March"
    assert fragment("March was cold.", "March") == ":~:text=March,-was"
    assert fragment("March", "March") == ":~:text=March"


@pytest.mark.parametrize(
    ("text", "cut", "made"),
    [
        ("The Pilot's Leave was sung.", "The Pilot", "The%20Pilot%27s"),
        ("It cost 4,204,310 crowns.", "cost 4", "cost%204%2C204%2C310"),
        ("At 13.55 crowns.", "55 crowns", "13.55%20crowns"),
        ("A cafe\u0301 by the sea.", "A cafe", "A%20cafe%CC%81"),
        ("The end. Then nothing.", "The end", "The%20end"),
        ("He said:'no'.", "said:'no", "said%3A%27no"),
    ],
)
def test_words_end_where_browsers_let_them_end(text: str, cut: str, made: str) -> None:
    assert fragment(text, cut) == f":~:text={made}"


def test_words_that_the_page_shows_above_the_text_bring_context() -> None:
    text = "The ferry sank at dawn."
    here = Span(4, 14)
    assert (
        text_fragment(text, here, one_paragraph_a_gap(text), above="A Ferry sank")
        == ":~:text=The-,ferry%20sank"
    )
    assert (
        text_fragment(text, here, one_paragraph_a_gap(text), above="The ferry sanktion")
        == ":~:text=ferry%20sank"
    )


def test_a_long_or_crossing_passage_is_a_range() -> None:
    text = "The council met on Monday to vote.\n\nIt rejected the plan by nine votes to four."
    assert fragment(text, text) == ":~:text=The%20council%20met%20on,nine%20votes%20to%20four."


def test_cells_of_a_table_are_boxes_of_their_own() -> None:
    text = "City\tPeople\nKerra\t4,000"
    assert text_fragment(text, Span(0, len(text)), [Block("table", 0, len(text))]).count(",") == 1


def test_white_space_alone_has_no_fragment() -> None:
    assert text_fragment("a  b", Span(1, 3), one_paragraph_a_gap("a  b")) == ""


def flat(words: str) -> str:
    return " ".join(words.split())


@given(texts, st.data())
def test_a_fragments_terms_are_words_of_the_text_and_free_of_syntax(
    text: str, data: st.DataObject
) -> None:
    span = data.draw(spans(text))
    made = text_fragment(text, span, one_paragraph_a_gap(text))
    assert bool(made) == bool(text[span.start : span.end].strip())
    terms = [
        term.removesuffix("-").removeprefix("-")
        for term in made.removeprefix(":~:text=").split(",")
    ]
    assert all(flat(unquote(term)) in flat(text) for term in terms)
    assert not any(c in term for term in terms for c in "-&,# ")
