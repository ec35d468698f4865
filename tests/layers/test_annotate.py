"""The one walk through the layers: order, thresholds, and what a failing layer does not do."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from app.layers import LAYERS, annotate
from app.layers.base import Doc, Earlier, Finding, Layer
from app.text.spans import Doubt, Span


@dataclass
class Fake:
    """A layer that finds what it is given."""

    name: str
    findings: list[tuple[int, int, str, float]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    breaks: bool = False
    saw: dict[str, int] = field(default_factory=dict)
    label: str = "Fake"
    card: str | None = None
    engine: str = "fake"
    version: str = "1"
    kinds: tuple[str, ...] = ("a", "b")
    threshold: float = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        self.saw = {name: len(found) for name, found in earlier.items()}
        for start, end, kind, confidence in self.findings:
            yield Finding(self.name, start, end, kind, {}, confidence, "fake@1")
        if self.breaks:
            raise RuntimeError("the wind turned")
        yield from self.doubts


DOC = Doc.bare("Wind rose over Skerry.")


def test_the_layers_stand_in_the_order_of_their_work() -> None:
    assert [layer.name for layer in LAYERS] == ["entity", "date", "quotation", "claim"]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_layer_finds_nothing_in_an_empty_text(layer: Layer) -> None:
    assert list(layer.find(Doc.bare(""), {})) == []


def test_a_layer_sees_the_findings_of_those_before_it() -> None:
    first, second = Fake("one", [(0, 4, "a", 1.0)]), Fake("two")
    annotate(DOC, layers=[first, second])
    assert (first.saw, second.saw) == ({}, {"one": 1})


def test_findings_come_in_reading_order_the_longer_first() -> None:
    made = annotate(
        DOC,
        layers=[Fake("one", [(5, 9, "a", 1.0), (0, 4, "a", 1.0)]), Fake("two", [(0, 9, "a", 1.0)])],
    )
    assert [(f.start, f.end) for f in made.findings] == [(0, 9), (0, 4), (5, 9)]


def test_what_lies_below_the_threshold_is_left_out() -> None:
    made = annotate(DOC, layers=[Fake("one", [(0, 4, "a", 0.49), (5, 9, "a", 0.5)])])
    assert [f.start for f in made.findings] == [5]


def test_everything_is_kept_on_request() -> None:
    assert len(annotate(DOC, all_=True, layers=[Fake("one", [(0, 4, "a", 0.1)])]).findings) == 1


def test_a_failing_layer_is_recorded_and_stops_nobody() -> None:
    made = annotate(
        DOC, layers=[Fake("one", [(0, 4, "a", 1.0)], breaks=True), Fake("two", [(5, 9, "b", 1.0)])]
    )
    assert made.failures == {"one": "RuntimeError: the wind turned"}
    assert [f.layer for f in made.findings] == ["two"]


def test_the_layers_after_a_failed_one_see_nothing_of_it() -> None:
    after = Fake("two")
    annotate(DOC, layers=[Fake("one", [(0, 4, "a", 1.0)], breaks=True), after])
    assert after.saw == {"one": 0}


@pytest.mark.parametrize(
    "finding",
    [
        (4, 4, "a", 1.0),
        (5, 4, "a", 1.0),
        (-1, 4, "a", 1.0),
        (0, 23, "a", 1.0),
        (0, 4, "c", 1.0),
        (0, 4, "a", 1.5),
    ],
)
def test_a_finding_that_cannot_be_stored_fails_its_layer(
    finding: tuple[int, int, str, float],
) -> None:
    made = annotate(DOC, layers=[Fake("one", [finding])])
    assert made.findings == ()
    assert list(made.failures) == ["one"]


def test_a_doubt_is_kept_with_the_layer_that_raised_it() -> None:
    doubt = Doubt("later-past", "The text speaks of a later year.", (Span(0, 4),))
    assert annotate(DOC, layers=[Fake("one", doubts=[doubt])]).doubts == (("one", doubt),)


def test_all_layers_together_find_a_speaker_by_the_name_of_an_entity() -> None:
    text = (
        'Harbour minister Mara Holt opened the quay on 3 May 2021. "We waited for years," she said.'
    )
    made = annotate(Doc.bare(text))
    assert made.failures == {}
    speakers = {f.body["speaker"] for f in made.findings if f.layer == "quotation"}
    assert speakers == {"Mara Holt"}


def test_of_a_long_text_only_the_beginning_is_annotated_and_a_doubt_says_so() -> None:
    text = "Wind rose over Skerry.\n\nThe ferry stayed in.\n\nNobody sailed."
    doc = replace(Doc.bare(text), most_words=10)
    layer, later = Fake("one", [(0, 4, "a", 0.9)]), Fake("two")

    annotated = annotate(doc, layers=(layer, later))

    assert doc.beginning().text == "Wind rose over Skerry.\n\nThe ferry stayed in."
    ((name, doubt),) = annotated.doubts
    assert (name, doubt.kind) == ("two", "annotated-part")
    assert "44 of 60 characters" in doubt.message
    assert [span.of(text) for span in doubt.evidence] == ["Nobody sailed."]


@pytest.mark.parametrize("text", ["Wind rose over Skerry.", "🙂" * 4, "a\u0301\u0301\u0301"])
def test_a_text_within_the_limit_is_annotated_whole(text: str) -> None:
    assert annotate(replace(Doc.bare(text), most_words=5), layers=(Fake("one"),)).doubts == ()


def test_a_single_paragraph_that_is_too_long_is_cut() -> None:
    beginning = replace(Doc.bare("🙂" * 30), most_words=12).beginning()

    assert beginning.text == "🙂" * 12
    assert [(b.start, b.end) for b in beginning.blocks] == [(0, 12)]
