"""Speech behind a dash: a line of nothing but clauses is read to its end.

In time that grows with its length alone.
"""

import time

import pytest

from app import layers
from app.layers.base import Doc
from app.layers.speech import dash_dialogue
from app.text.spans import Block


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language"), [("—dijo " * 3000, "es"), ("— dit-il " * 2000, "fr")]
)
def test_a_line_of_thousands_of_clauses_fails_no_layer(text: str, language: str) -> None:
    assert layers.annotate(Doc.bare(text, language)).failures == {}


def test_a_line_of_thousands_of_clauses_is_read_in_linear_time() -> None:
    text = "—Vamos —dijo Ana Vale—. " * 5_000
    began = time.perf_counter()
    dash_dialogue.dialogue_lines(text, [Block("paragraph", 0, len(text))], "es")
    assert time.perf_counter() - began < 10


def test_speech_goes_on_behind_every_clause_that_a_dash_closes() -> None:
    text = (
        "—Vamos al puerto —dijo Ana Vale—. No hay nadie —respondió Luis Orle—. Mañana sí, "
        "dijo Ana Vale."
    )
    (turn,) = dash_dialogue.dialogue_lines(text, [Block("paragraph", 0, len(text))], "es")
    assert [span.of(text) for span in turn.words] == [
        "Vamos al puerto",
        "No hay nadie",
        "Mañana sí",
    ]
