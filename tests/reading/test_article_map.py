"""The map of an article covers what it says, and its list of contents has its headings."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.reading.article_map import COLUMNS, Heading, article_map, contents, minutes
from app.text.spans import Span

LENGTH = 5000
spans = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 900)).map(
        lambda s: Span(s[0], min(LENGTH, s[0] + s[1]))
    ),
    max_size=20,
)
_RUN = re.compile(r"M(\d+) 0h(\d+)v1h-(\d+)z")


def columns(path: str) -> set[int]:
    """The columns that a path covers, each once."""
    covered: list[int] = []
    for start, width, back in _RUN.findall(path):
        assert width == back
        covered += range(int(start), int(start) + int(width))
    assert _RUN.sub("", path) == ""
    assert len(set(covered)) == len(covered)
    return set(covered)


@given(spans, spans, spans)
def test_every_span_is_on_the_map_and_nothing_else(
    direct: list[Span], reported: list[Span], claims: list[Span]
) -> None:
    drawn = article_map(LENGTH, direct, reported, claims, [])
    per_column = LENGTH / COLUMNS
    for path, on_it in ((drawn.direct, direct), (drawn.claims, claims)):
        for column in range(COLUMNS):
            start, end = column * per_column, (column + 1) * per_column
            has = any(span.start < end and span.end > start for span in on_it)
            assert (column in columns(path)) is has
    assert columns(drawn.reported).isdisjoint(columns(drawn.direct))
    every = columns(article_map(LENGTH, [], reported, [], []).reported)
    assert columns(drawn.reported) == every - columns(drawn.direct)


def test_a_heading_is_one_column_and_an_empty_text_has_a_map() -> None:
    assert article_map(1000, [], [], [], [Span(500, 600)]).headings == "M120 0h1v1h-1z"
    assert article_map(0, [], [], [], []).direct == ""


def test_a_short_list_of_headings_is_no_list_of_contents() -> None:
    text = "One\n\nTwo\nlines\n\nThree\n\nwords"
    kinds = [("heading", 0, 3), ("heading", 5, 14), ("heading", 16, 21), ("paragraph", 23, 28)]
    blocks = [{"kind": kind, "start": start, "end": end} for kind, start, end in kinds]
    listed = contents(text, blocks, [2, 3, 2])
    assert listed == [Heading(1, 2, "One"), Heading(2, 3, "Two lines"), Heading(3, 2, "Three")]
    assert contents(text, blocks[1:], [2, 2]) == []


def test_reading_takes_at_least_a_minute() -> None:
    assert [minutes(words) for words in (1, 238, 500, 2380)] == [1, 1, 2, 10]
