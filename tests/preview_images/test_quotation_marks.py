import pytest

from app.preview_images.quotation_marks import around


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("en", "“”"),
        ("de-AT", "„“"),
        ("sv", "””"),
        ("fr", "«\u00a0\u00a0»"),
        ("hu", "„”"),
        ("und", "“”"),
        (None, "“”"),
    ],
)
def test_marks_are_those_of_the_language(language: str | None, marks: str) -> None:
    assert around("It stands", language) == (
        "It stands",
        (marks[: len(marks) // 2], marks[len(marks) // 2 :]),
    )


@pytest.mark.parametrize("words", ["“It stands.”", "„Es steht.“", "« Il tient. »", '"It stands."'])
def test_marks_that_the_words_bring_along_are_not_doubled(words: str) -> None:
    bare, (opening, closing) = around(words, "en")
    assert (opening, closing) == (words[0], words[-1])
    assert bare == words[1:-1].strip()


@pytest.mark.parametrize(
    "words", ["“It stands,” she said. “It is strong.”", "“It stands", "It stands”", "“", "“”"]
)
def test_marks_that_do_not_go_around_all_of_the_words_are_words(words: str) -> None:
    assert around(words, "en") == (words, ("“", "”"))
