from hypothesis import given
from hypothesis import strategies as st

from app.preview_images.fitting import Box, fit, leading, shorten
from app.preview_images.line_breaking import Measure

SIZES = (60, 50, 40)
BOX = Box(400, 200)


def at(size: int) -> Measure:
    return lambda words: len(words) * size / 2


def test_a_text_is_set_in_the_largest_size_that_the_box_holds() -> None:
    assert fit("Short", "", BOX, SIZES, at).size == 60
    assert fit("Some words that need more than that", "", BOX, SIZES, at).size == 50


def test_a_long_text_is_cut_at_a_sentence_where_most_of_it_remains() -> None:
    text = "The board met on a Tuesday evening. Nobody else came, and nobody asked why that was so."
    fitted = fit(text, "”", BOX, SIZES, at)
    assert " ".join(fitted.lines) == "The board met on a Tuesday evening. …”"


def test_else_it_is_cut_at_a_word_and_always_says_so() -> None:
    text = "Nobody came, and then " + "nobody asked why, " * 20
    fitted = fit(text, "”", BOX, SIZES, at)
    words = " ".join(fitted.lines)
    assert words.endswith("…”")
    assert text.startswith(words.removesuffix("…”"))
    assert text[len(words) - 2] in " ,"


@given(st.text("ab .,-\u00a0“”", max_size=2_500))
def test_whatever_is_set_fits(text: str) -> None:
    fitted = fit(text, "”", BOX, SIZES, at)
    assert fitted.size in SIZES
    assert fitted.height <= BOX.height
    assert all(at(fitted.size)(line) <= BOX.width for line in fitted.lines)
    if text.strip():
        assert fitted.lines


def test_a_word_that_no_line_holds_is_cut() -> None:
    (line,) = fit("https://ostra.example/" + "a" * 90, "", BOX, SIZES, at).lines
    assert line.startswith("https://ostra")
    assert line.endswith("…")


def test_one_line_is_shortened_at_a_word() -> None:
    assert shorten("a new chair for the board", 300, at(40)) == "a new chair…"
    assert shorten("a new chair", 300, at(40)) == "a new chair"
    assert shorten("incomprehensibly", 100, at(40)) == ""


def test_large_type_has_less_leading() -> None:
    assert leading(80) / 80 < leading(50) / 50 < leading(36) / 36
