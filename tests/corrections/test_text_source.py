"""The source that an editor edits: every text comes back as it was, and marks mean their kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.corrections import text_source
from app.errors import Unprocessable
from app.importers.blocks import TextPiece, join
from app.text.spans import Block, BlockKind

KINDS: tuple[BlockKind, ...] = (
    "paragraph",
    "heading",
    "list_item",
    "block_quote",
    "caption",
    "table",
    "code",
)
WORDS = st.text(
    st.sampled_from("ab \n\t#->|!\\`*_é\u2028\u200d語𝒳"), min_size=1, max_size=40
).filter(lambda words: bool(words.strip()))


def levels(kind: BlockKind) -> st.SearchStrategy[int | None]:
    """The levels that importers give a kind of block."""
    if kind == "heading":
        return st.integers(1, 6)
    return st.integers(1, 9) if kind == "list_item" else st.none()


PIECES = st.lists(
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.builds(TextPiece, st.just(kind), WORDS, levels(kind))
    ),
    min_size=1,
    max_size=8,
)


@given(PIECES)
def test_a_text_that_was_not_changed_comes_back_the_same(pieces: list[TextPiece]) -> None:
    joined = join(pieces)
    source = text_source.write(joined.text, joined.blocks)
    assert text_source.parse(source) == pieces


@given(st.text(st.sampled_from("a \n\t#->|!\\`"), max_size=60))
def test_any_source_is_read_and_reads_the_same_when_written_again(source: str) -> None:
    try:
        pieces = [piece for piece in text_source.parse(source) if piece.words.strip()]
    except Unprocessable:
        return
    if pieces:
        joined = join(pieces)
        written = text_source.write(joined.text, joined.blocks)
        assert text_source.parse(written) == pieces


def test_marks_say_what_a_block_is() -> None:
    source = (
        "# The mole\nand its keeper\n\n"
        "It stood.\nFor years.\n"
        "- stone\n  - from Elm\n"
        "> She left.\n> At noon.\n"
        "! The mole in May\n"
        "| year\tcost\n| 2030\t4\n"
        "```\nx = 1\n\ny = 2\n```\n"
        "\\- 5 degrees at night"
    )
    assert [(p.kind, p.level, p.words) for p in text_source.parse(source)] == [
        ("heading", 1, "The mole\nand its keeper"),
        ("paragraph", None, "It stood.\nFor years."),
        ("list_item", 1, "stone"),
        ("list_item", 2, "from Elm"),
        ("block_quote", None, "She left.\nAt noon."),
        ("caption", None, "The mole in May"),
        ("table", None, "year\tcost\n2030\t4"),
        ("code", None, "x = 1\n\ny = 2"),
        ("paragraph", None, "- 5 degrees at night"),
    ]


def test_code_that_does_not_end_is_an_error_that_names_its_line() -> None:
    with pytest.raises(Unprocessable, match="line 3"):
        text_source.parse("One.\n\n```\nx = 1")


def test_a_heading_without_a_level_and_a_deep_item_are_written_as_what_can_be_read() -> None:
    assert text_source.write_block("Costs", Block("heading", 0, 5)) == "## Costs"
    deep = text_source.write_block("ash", Block("list_item", 0, 3, 90))
    (piece,) = text_source.parse(deep)
    assert (piece.kind, piece.level) == ("list_item", text_source.DEEPEST_ITEM)


def test_a_hostile_source_is_read_in_one_pass() -> None:
    for line in ("#" * 100_000, "> " * 50_000, " " * 100_000 + "- x", "`" * 100_000, "\\" * 9):
        source = f"{line}\na\n" * 20
        if not line.startswith("`"):
            assert text_source.parse(source)
