"""The names of marks: every kind and category that a page draws has a word."""

from app.importers.base import NOTE_LAYER
from app.layers import LAYERS
from app.layers.density import BARS
from app.layers.entities import KINDS
from app.reading.mark_names import MARK_NAMES


def test_whatever_is_marked_has_a_name() -> None:
    drawn = {*KINDS, *BARS, *(layer.name for layer in LAYERS), NOTE_LAYER} - {"entity"}
    assert {name for name, _ in MARK_NAMES} == drawn
