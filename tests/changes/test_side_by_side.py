"""The rows of a page of differences: which stay open, which are folded, what each one shows."""

from app.changes.side_by_side import CONTEXT, FEWEST, Shown, lay_out
from app.text.diff.align.block_pairs import ArticleText
from app.text.diff.comparison import Comparison
from app.text.spans import Block, BlockKind, one_paragraph_a_gap

PARAGRAPHS = [
    "The ferry left Kerra at six with forty passengers.",
    "Nobody had looked at the engine since spring.",
    "A second boat waited in the harbour of Oster.",
    "The pilot knew the sound by heart.",
    "Fog came in from the west at seven.",
    "The bell on the mole was rung until noon.",
]


def layout(old: list[str], new: list[str]) -> list[Shown]:
    texts = ["\n\n".join(paragraphs) for paragraphs in (old, new)]
    return lay_out(Comparison(*[ArticleText(text, one_paragraph_a_gap(text)) for text in texts]))


def changed_at(*numbers: int) -> list[str]:
    """The paragraphs with a word changed in some of them."""
    new = list(PARAGRAPHS)
    for number in numbers:
        new[number] = new[number].replace("The ", "That ").replace("Fog", "Mist")
    return new


def kinds(rows: list[Shown]) -> list[str]:
    return [row.kind for row in rows]


def test_unchanged_rows_are_folded_but_for_those_next_to_a_change() -> None:
    assert (CONTEXT, FEWEST) == (1, 2)
    rows = layout(PARAGRAPHS, changed_at(0, 5))
    assert kinds(rows) == ["changed", "same", "folded", "same", "changed"]
    assert [row.id for row in rows[2].rows] == ["p3", "p4"]


def test_a_single_inner_row_is_not_folded() -> None:
    assert kinds(layout(PARAGRAPHS[:5], changed_at(0, 4)[:5])) == [
        "changed",
        "same",
        "same",
        "same",
        "changed",
    ]


def test_at_the_top_of_the_page_only_the_row_before_the_first_change_stays_open() -> None:
    rows = layout(PARAGRAPHS[:5], changed_at(4)[:5])
    assert kinds(rows) == ["folded", "same", "changed"]
    assert [row.id for row in rows[0].rows] == ["p1", "p2", "p3"]


def test_at_the_end_of_the_page_the_last_row_is_folded_too() -> None:
    rows = layout(PARAGRAPHS, changed_at(0))
    assert kinds(rows) == ["changed", "same", "folded"]
    assert [row.id for row in rows[-1].rows] == ["p3", "p4", "p5", "p6"]


def test_a_changed_row_has_its_words_on_both_sides_and_in_one_stream() -> None:
    (row,) = layout(["The pilot knew it."], ["The pilot heard it."])
    assert row.old == [("same", "The pilot "), ("deleted", "knew"), ("same", " it.")]
    assert row.new == [("same", "The pilot "), ("inserted", "heard"), ("same", " it.")]
    assert [op for op, _ in row.inline] == ["same", "deleted", "same", "inserted", "same"]


def test_added_and_dropped_rows_have_words_on_one_side() -> None:
    (same, added) = layout(PARAGRAPHS[:1], PARAGRAPHS[:2])
    assert same.kind == "same"
    assert (added.kind, added.old, added.new) == ("added", (), [("same", PARAGRAPHS[1])])
    (_, dropped) = layout(PARAGRAPHS[:2], PARAGRAPHS[:1])
    assert (dropped.kind, dropped.id) == ("dropped", None)
    assert (dropped.old, dropped.new) == ([("same", PARAGRAPHS[1])], ())


def test_a_moved_block_is_shown_where_it_went_and_linked_from_where_it_was() -> None:
    first, *others = PARAGRAPHS[:4]
    rows = layout([first, *others], [*others, first])
    left = next(row for row in rows if row.kind == "left")
    arrived = next(row for row in rows if row.moved and row.kind == "same")
    assert left.to == arrived.id == "p4"
    assert left.old == arrived.new == [("same", first)]
    assert left.new == ()


def test_only_headings_code_and_tables_have_a_block_kind_of_their_own() -> None:
    old = "A title\n\nSome words.\n\nx = 1\n\nA list"
    new = "A name\n\nOther words.\n\nx = 2\n\nThe list"
    kinds: tuple[BlockKind, ...] = ("heading", "block_quote", "code", "list_item")
    texts = []
    for text in (old, new):
        gaps = one_paragraph_a_gap(text)
        texts.append(
            ArticleText(text, [Block(k, b.start, b.end) for k, b in zip(kinds, gaps, strict=True)])
        )
    rows = lay_out(Comparison(*texts))
    assert {row.block for row in rows if row.id == "p1"} == {"heading"}
    assert {row.block for row in rows if row.id in ("p2", "p4")} == {"paragraph"}
    assert {row.block for row in rows if row.id == "p3"} == {"code"}
