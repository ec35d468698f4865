"""How likely an attribution is to stand: what raises it and what lowers it."""

from dataclasses import replace

import pytest

from app.layers.speech.acceptance import OF_FRAGMENTS, AttributionEvidence, probability

SURE = AttributionEvidence(
    content=0.9, cue=0.9, source=0.9, cue_words="said", source_words="Holt", whole=True
)


@pytest.mark.parametrize(
    "less",
    [
        {"content": 0.5},
        {"cue": 0.5},
        {"source": 0.5},
        {"source": None, "source_words": ""},
        {"cue_words": "sang"},
        {"cue_words": "praised"},
        {"source_words": "which"},
        {"whole": False},
    ],
)
def test_everything_that_speaks_against_it_lowers_it(less: dict[str, object]) -> None:
    assert probability(replace(SURE, **less)) < probability(SURE)  # type: ignore[arg-type]


def test_it_is_a_probability_whatever_the_model_says() -> None:
    for p in (0.0, 1e-9, 0.5, 1.0):
        for whole in (True, False):
            assert 0 <= probability(replace(SURE, content=p, cue=p, source=p, whole=whole)) <= 1


def test_fragments_keep_their_order_and_stay_below_statements_that_are_as_likely_as_not() -> None:
    likely = [probability(replace(SURE, content=p, whole=False)) for p in (0.3, 0.6, 0.99)]
    assert likely == sorted(likely)
    assert likely[-1] <= OF_FRAGMENTS < probability(replace(SURE, content=0.6))
