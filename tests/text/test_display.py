"""Words cut short, with those pointed out that matter."""

from hypothesis import given
from hypothesis import strategies as st

from app.text.display import breaks_lines, pointed
from app.text.spans import Block, Span


def test_words_are_pointed_out_in_their_place() -> None:
    words = "that Ms Vale was right"
    assert pointed(words, [Span(8, 12)], 100) == [
        ("that Ms ", False),
        ("Vale", True),
        (" was right", False),
    ]
    assert pointed(words, [], 100) == [(words, False)]


def test_long_words_are_cut_so_that_the_first_of_them_is_shown() -> None:
    words = "again " * 100 + "Vale " + "again " * 100
    parts = pointed(words, [Span(600, 604)], 60)
    assert ("Vale", True) in parts
    assert parts[0][0] == parts[-1][0] == "…"
    assert sum(len(part) for part, _ in parts) <= 64


@given(
    st.text(max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=5),
    st.integers(10, 120),
)
def test_nothing_is_made_up(words: str, places: list[tuple[int, int]], characters: int) -> None:
    spans = sorted(Span(a, min(a + n, len(words))) for a, n in places if a < len(words))
    parts = pointed(words, spans, characters)
    shown = "".join(part for part, _ in parts)
    assert shown.removeprefix("…").removesuffix("…") in words or shown in words
    assert all(part for part, _ in parts)
    if spans:
        assert (spans[0].of(words), True) in parts


def test_words_break_their_lines_where_the_block_around_them_does() -> None:
    wrapped = f"{'The harbour board met on Monday ' * 2}\nto speak of the quay, closed since May."
    verse = "The tide is in,\nthe tide is out"
    text = f"{wrapped}\n\n{verse}"
    blocks = [Block("paragraph", 0, len(wrapped)), Block("paragraph", len(wrapped) + 2, len(text))]
    assert not breaks_lines(text, blocks, Span(50, len(wrapped)))
    assert breaks_lines(text, blocks, Span(len(wrapped) + 6, len(text)))
    assert not breaks_lines(text, blocks, Span(len(wrapped) + 2, len(wrapped) + 8))
