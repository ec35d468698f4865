"""Pieces become one text: joined by a blank line, with marks at their offsets and visible ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.blocks import TextPiece, Writer, join
from app.text.spans import Inline


def test_pieces_are_joined_by_a_blank_line_and_their_marks_move_along() -> None:
    link = Inline("link", 4, 8, "https://elm.example/")
    body = join(
        [TextPiece("heading", "Pier", 2), TextPiece("paragraph", "The pier.", None, (link,))]
    )
    assert body.text == "Pier\n\nThe pier."
    assert [(b.kind, b.start, b.end, b.level) for b in body.blocks] == [
        ("heading", 0, 4, 2),
        ("paragraph", 6, 15, None),
    ]
    assert body.inlines == (Inline("link", 10, 14, "https://elm.example/"),)


def test_pieces_without_visible_words_are_left_out_and_a_body_of_none_is_refused() -> None:
    assert join([TextPiece("paragraph", " \n"), TextPiece("paragraph", "a")]).text == "a"
    with pytest.raises(Unprocessable, match="No article text"):
        join([TextPiece("paragraph", "\t")])


@given(st.lists(st.text(alphabet="ab \n", max_size=6), min_size=1))
def test_every_block_covers_its_piece(words: list[str]) -> None:
    visible = [w for w in words if w.strip()]
    if not visible:
        return
    body = join(TextPiece("paragraph", w) for w in words)
    assert [body.text[b.start : b.end] for b in body.blocks] == visible


def test_white_space_collapses_and_disappears_where_a_line_begins() -> None:
    writer = Writer()
    for words in ("  The ", " pier\n\tis ", " long."):
        writer.write_collapsed(words)
    assert writer.piece("paragraph").words == "The pier is long."


def test_a_cut_ends_a_line_without_the_blank_before_it() -> None:
    writer = Writer()
    writer.write("one ")
    writer.cut()
    writer.write_collapsed(" two")
    assert writer.piece("paragraph").words == "one\ntwo"


def test_a_mark_covers_visible_words_and_nested_marks_of_its_kind_do_not_count() -> None:
    writer = Writer()
    writer.open("strong")
    writer.write(" a ")
    writer.open("strong")
    writer.write("b")
    writer.close()
    writer.write(" ")
    writer.close()
    piece = writer.piece("paragraph")
    assert piece.words == "a b"
    assert piece.inlines == (Inline("strong", 0, 3),)


def test_a_link_without_an_address_marks_nothing() -> None:
    writer = Writer()
    writer.open("link", None)
    writer.write("words")
    writer.close()
    assert writer.piece("paragraph").inlines == ()
