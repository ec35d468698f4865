"""Where a mark comes from, in words for readers and in steps for the density control."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers import LAYERS
from app.panels.origin import LIKELY, SUREST, UNSURE, Origin, origin, sureness
from app.store.annotations import AnnotationRow
from app.web.templating import environment

THRESHOLDS = {layer.name: layer.threshold for layer in LAYERS}
layers = st.sampled_from(sorted(THRESHOLDS))
confidences = st.floats(0, 1)


def row(layer: str, confidence: float = 0.94, creator: str = "tagger@1", **body: object) -> AnnotationRow:
    return AnnotationRow(1, layer, layer, 0, 5, dict(body), confidence, creator, None, None, datetime.now(UTC))


def told(found: Origin) -> str:
    return " ".join(environment.get_template("fragments/origin.html").render(origin=found).split())


@given(layers, confidences, confidences)
def test_the_surer_of_two_is_never_hidden_before_the_other(layer: str, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert sureness(row(layer, less)) <= sureness(row(layer, more))


@pytest.mark.parametrize("layer", sorted(THRESHOLDS))
def test_the_steps_are_parts_of_the_doubt_that_the_layer_allows(layer: str) -> None:
    doubt = 1 - THRESHOLDS[layer]
    found = [sureness(row(layer, 1 - share * doubt)) for share in (0, 0.2, 0.21, 0.5, 0.51, 1)]
    assert found == [SUREST, SUREST, LIKELY, LIKELY, UNSURE, UNSURE]


@given(st.sampled_from([*sorted(THRESHOLDS), "note"]), confidences)
def test_what_a_person_wrote_is_never_hidden(layer: str, confidence: float) -> None:
    assert sureness(row(layer, confidence, "person:7")) == SUREST


def test_a_layer_that_is_not_known_hides_nothing() -> None:
    assert sureness(row("weather", 0.1)) == SUREST


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (row("entity"), "Found by the model (tagger 1), 94 % sure"),
        (row("entity", 0.999), "Found by the model (tagger 1), more than 99 % sure"),
        (row("date", 0.7, "rules@1"), "Found by rule (rules 1), 70 % sure"),
        (row("quotation", found_by="model"), "Found by the model (tagger 1), 94 % sure"),
        (row("quotation", found_by="marks"), "Found by its quotation marks (tagger 1), 94 % sure"),
        (row("quotation", found_by=None), "Found by the model (tagger 1), 94 % sure"),
        (row("claim"), "Found by the model (tagger 1). The figure ranks what is worth checking; it is no verdict."),
        (row("entity", creator="nameless"), "Found by rule (nameless), 94 % sure"),
    ],
)
def test_a_reader_is_told_who_found_it_with_what_and_how_sure(found: AnnotationRow, words: str) -> None:
    assert told(origin(found)).removeprefix('<p class="soft small">').removesuffix("</p>") == words


def test_a_person_is_told_by_name_and_is_not_measured() -> None:
    mine = row("note", 1.0, "person:7")
    assert ">By Ana, a person<" in told(origin(mine, "Ana"))
    assert ">By a person<" in told(origin(mine))
