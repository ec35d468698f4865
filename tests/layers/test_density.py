"""From which step an annotation is drawn: bars that one place owns, and what is never hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers import LAYERS, annotate, threshold
from app.layers.base import Doc, Finding
from app.layers.density import (
    BARS,
    RANK,
    STEPS,
    category,
    is_named,
    is_shown,
    is_speaker_sure,
    shown,
)
from app.linking.sources.mentions import SURE_SPEAKER

CATEGORIES = sorted(BARS)
confidences = st.floats(0, 1)


def mark(of: str, confidence: float, creator: str = "tagger@1", **body: object) -> Finding:
    """An annotation to which the bars of a category apply."""
    kinds = {"quotation": "direct", "reported": "indirect", "attitude": "indirect"}
    layer = "quotation" if of in kinds else of
    said = (
        {"act": "attitude" if of == "attitude" else "speech"}
        if of in kinds
        else {"value": "2031"}
        if of == "date"
        else {}
    )
    return Finding(layer, 0, 5, kinds.get(of, of), said | body, confidence, creator)


@given(st.sampled_from(CATEGORIES), confidences, confidences)
def test_the_surer_of_two_is_never_hidden_before_the_other(
    of: str, one: float, other: float
) -> None:
    less, more = (shown(mark(of, sure)) for sure in sorted((one, other)))
    assert less
    assert more
    assert RANK[less] <= RANK[more]


@pytest.mark.parametrize("of", CATEGORIES)
def test_each_step_begins_at_its_bar(of: str) -> None:
    few, some = BARS[of]
    assert some < few <= 1
    assert [shown(mark(of, sure)) for sure in (few, few - 0.01, some, some - 0.01)] == [
        "few",
        "some",
        "some",
        "all",
    ]
    assert shown(mark(of, 0.1), threshold=0.15) is None


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_layer_has_bars_above_what_it_stores(layer: object) -> None:
    name = layer.name  # type: ignore[attr-defined]  # a layer
    assert BARS[name].few > threshold(name)


@given(st.sampled_from([*CATEGORIES, "note"]), confidences)
def test_what_a_person_wrote_or_corrected_is_never_hidden(of: str, confidence: float) -> None:
    assert shown(mark(of, confidence, "person:7")) == "few"
    assert shown(mark(of, confidence, found_speaker=None)) == "few"


def test_a_layer_that_is_not_known_hides_nothing() -> None:
    assert shown(mark("weather", 0.1)) == "few"


@pytest.mark.parametrize("of", ["quotation", "reported", "attitude"])
def test_a_fragment_of_a_sentence_must_be_surer(of: str) -> None:
    bar = BARS[of].some
    assert is_shown(mark(of, bar, whole=True))
    assert not is_shown(mark(of, bar + 0.05, whole=False))
    assert is_shown(mark(of, bar + 0.11, whole=False))


def test_what_an_article_is_not_about_is_not_among_the_few() -> None:
    assert [shown(mark("entity", 0.99, central=central)) for central in (True, False)] == [
        "few",
        "some",
    ]


@pytest.mark.parametrize(
    ("value", "step"), [("2031-05-02", "few"), ("PRESENT_REF", "all"), (None, "all")]
)
def test_a_date_that_names_no_time_is_drawn_for_who_asks_for_everything(
    value: str | None, step: str
) -> None:
    assert shown(mark("date", 0.99, value=value)) == step


def test_categories_are_what_readers_turn_on_and_off() -> None:
    assert [category(mark(of, 1)) for of in CATEGORIES] == CATEGORIES


def test_a_speaker_is_named_in_the_margin_only_when_sure_and_named() -> None:
    assert is_speaker_sure(mark("reported", 0.3, speaker_confidence=SURE_SPEAKER))
    assert not is_speaker_sure(mark("reported", 0.99, speaker_confidence=SURE_SPEAKER - 0.01))
    assert is_speaker_sure(
        mark("reported", SURE_SPEAKER)
    )  # a row of old has no figure of its own for the speaker
    assert not is_speaker_sure(mark("reported", SURE_SPEAKER - 0.01))
    assert [
        is_named(mark("reported", 1, **body))
        for body in ({"chain": "e1"}, {"chain": None}, {"chain": "e1", "named": False})
    ] == [
        True,
        False,
        False,
    ]


def test_the_wire_says_from_which_step_and_null_of_what_no_step_draws() -> None:
    steps = {name for name, _, _ in STEPS}
    doc = Doc.bare(
        "Nora Quist chairs the Harbour Board of Larvik. “We will rebuild the mole,” Nora "
        "Quist said on Monday."
    )
    everything = [
        f.as_json(doc.text, threshold(f.layer)) for f in annotate(doc, all_=True).findings
    ]
    stored = [f.as_json(doc.text, threshold(f.layer)) for f in annotate(doc).findings]
    assert {one["shown"] for one in stored} <= steps
    assert len(stored) > 3
    assert [one for one in everything if one["shown"] is not None] == stored
