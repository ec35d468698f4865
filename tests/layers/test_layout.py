"""Lines that hold no statement: standfirsts that say who reports, and captions."""

import pytest

from app.layers.base import Doc
from app.layers.layout import Layout
from app.text.spans import Block, Span, one_paragraph_a_gap
from tests.layers.quoting import found, marked

BY = """Skerry expected to annex parts of the coast: Jonas Reed reports from Oslo
How the storm came – Mara de Holt and Jonas Reed report
Jonas Reed has the story.
The night the quay burnt: Mara Holt looks back"""


@pytest.mark.parametrize("line", [line for line in BY.split("\n") if " de " not in line])
def test_a_line_that_ends_with_who_reports_is_a_standfirst(line: str) -> None:
    assert Layout(line, one_paragraph_a_gap(line)).is_standfirst(Span(0, 5))


@pytest.mark.parametrize(
    "line",
    [
        "Mara Holt reports a loss of two boats to the board. She is tired.",
        "The board: “We wait,” Jonas Reed said.",
        "Holt reports",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert not Layout(line, one_paragraph_a_gap(line)).is_standfirst(Span(0, 5))


def test_a_standfirst_holds_no_reported_words() -> None:
    assert (
        found(
            marked(
                "Skerry <expected> [to annex parts of the coast]: {Jonas Reed} reports from Oslo"
            )
        )
        == []
    )


def test_words_in_marks_in_a_caption_hang_on_no_cue_of_the_text() -> None:
    doc = marked('["A poor night for us"]\n\n{Holt} <said> [it was late].')
    caption, paragraph = doc.blocks
    captioned = Doc(doc.text, blocks=(Block("caption", caption.start, caption.end), paragraph))
    captioned.__dict__["reading"] = doc.reading
    assert [f.span.of(doc.text) for f in found(captioned)] == ["it was late"]


def test_a_hostile_line_is_read_in_linear_time() -> None:
    line = "Aa " * 50_000 + ": " * 50_000
    assert not Layout(line, (Block("paragraph", 0, len(line)),)).is_standfirst(Span(0, 2))
