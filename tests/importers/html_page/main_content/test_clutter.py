"""Which lines are told by their words to be no part of an article."""

import pytest

from app.importers.blocks import TextPiece
from app.importers.html_page.main_content.clutter import is_clutter, is_pointing_heading
from app.text.spans import Inline


def linked(words: str, start: int) -> TextPiece:
    mark = Inline("link", start, len(words), "https://elm-press.example/x")
    return TextPiece("paragraph", words, inlines=(mark,))


@pytest.mark.parametrize(
    "piece",
    [
        linked("Read more: Ferry company loses its licence", 11),
        linked("Lea también: La compañía pierde su licencia", 13),
        linked("Lesen Sie auch: Die Fähre fährt wieder", 16),
        linked("À lire aussi : Le bac reprend du service", 15),
        TextPiece("paragraph", "Advertisement"),
        TextPiece("paragraph", "Advertisement - story continues below"),
        TextPiece("paragraph", "Share this on WhatsApp"),
        TextPiece("paragraph", "Sign up for our morning newsletter and never miss a tide."),
        TextPiece("paragraph", "Tags: harbour, ferries, Port Elm"),
        TextPiece("paragraph", "Last updated on 3 May 2024 at 10:15"),
        TextPiece("paragraph", "Zum Weiterlesen:"),
    ],
)
def test_a_line_of_the_site_is_clutter(piece: TextPiece) -> None:
    assert is_clutter(piece)


@pytest.mark.parametrize(
    "piece",
    [
        TextPiece("paragraph", "Read more slowly, the teacher told the class of Port Elm."),
        TextPiece("paragraph", "More than forty people were on the ferry, among them:"),
        TextPiece("paragraph", "Advertisements for the ferry had promised a quiet crossing."),
        TextPiece("paragraph", "Share prices fell after the ferry struck the northern pier."),
        TextPiece("paragraph", "Published in 1999, the novel tells of a ferry that never lands."),
        TextPiece("table", "Tags\t1"),
        TextPiece("block_quote", "Follow us on Twitter"),
        linked("The report was published by the council.", 0),
    ],
)
def test_a_sentence_is_no_clutter(piece: TextPiece) -> None:
    assert is_clutter(piece) == (piece.words == "Follow us on Twitter")


def test_a_heading_of_other_articles_is_told_from_one_of_the_text() -> None:
    assert is_pointing_heading(TextPiece("heading", "Recommended Stories", 2))
    assert is_pointing_heading(TextPiece("heading", "Mehr zum Thema", 3))
    assert not is_pointing_heading(TextPiece("heading", "What the council decided", 2))
