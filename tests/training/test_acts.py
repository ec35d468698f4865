"""What a cue does: the labels of the head `act`."""

import pytest

from training import acts


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "the bridge is safe", "stated"),
        ("according to", "the bridge is safe", "stated"),
        ("believes", "the bridge is safe", "stated"),
        ("vowed", "to repair the bridge", "stated"),
        ("asked for", "more money", "stated"),
        ("denied", "that the bridge is unsafe", "denied"),
        ("rejected", "the report", "denied"),
        ("did not say", "when it would open", "refused"),
        ("declined to comment on", "the report", "refused"),
        ("asked", "whether the bridge is safe", "asked"),
        ("questioned", "the figures", "asked"),
        ("plans", "to repair the bridge", "planned"),
        ("is expected", "to open the bridge", "planned"),
        ("would like", "to see a new bridge", "planned"),
        ("said she hoped", "to open the bridge", "stated"),
    ],
)
def test_a_cue_is_labelled_by_what_it_does(cue: str, content: str, act: str) -> None:
    assert acts.act_of(cue, "", content, "The mayor") == act


def test_every_cue_of_a_text_is_labelled_with_its_own_content() -> None:
    text = "The mayor never said that. Ms Orr asked why."

    def span(words: str, label: str, attribution: int) -> dict[str, object]:
        start = text.index(words)
        attrs = {"attribution": attribution}
        return {"start": start, "end": start + len(words), "label": label, "attrs": attrs}

    spans = [
        span("The mayor", "source", 1),
        span("said", "cue", 1),
        span("that", "content", 1),
        span("Ms Orr", "source", 2),
        span("asked", "cue", 2),
        span("why", "content", 2),
    ]
    found = [(text[start:end], act) for start, end, act in acts.labelled(text, spans)]
    assert found == [("said", "denied"), ("asked", "asked")]
