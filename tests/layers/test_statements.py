"""Statements: pieces of one attribution together, nothing twice.

And denials in the text's own words.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers.base import Finding
from app.layers.density import is_shown
from app.layers.statements import denial, statements


def said(
    start: int,
    end: int,
    attribution: str | None,
    speaker: str | None = "Ada Pell",
    confidence: float = 0.9,
    **body: object,
) -> Finding:
    found = {"act": "speech", "attribution": attribution, "speaker": speaker, **body}
    return Finding(
        "quotation", start, end, str(body.get("type", "indirect")), found, confidence, "tagger@1"
    )


def told(*found: Finding) -> list[list[tuple[int, int]]]:
    return [[(p.start, p.end) for p in one.pieces] for one in statements(found)]


def test_pieces_of_one_attribution_are_one_statement_wherever_they_stand() -> None:
    assert told(said(50, 60, "q1"), said(20, 30, "q2"), said(0, 10, "q1")) == [
        [(0, 10), (50, 60)],
        [(20, 30)],
    ]


def test_what_tells_no_attribution_stands_alone() -> None:
    assert told(said(0, 10, None), said(20, 30, None)) == [[(0, 10)], [(20, 30)]]


def test_words_in_a_longer_quotation_of_the_same_voice_are_told_once() -> None:
    assert told(
        said(0, 50, "q1"),
        said(10, 20, "q1", type="direct"),
        said(22, 30, "q2"),
        said(32, 40, "q3", None),
    ) == [[(0, 50)]]


def test_words_of_another_voice_in_a_longer_quotation_are_told_too() -> None:
    assert told(said(0, 50, "q1"), said(10, 20, "q2", "Ned Crow")) == [[(0, 50)], [(10, 20)]]


def test_words_in_a_longer_quotation_that_is_not_drawn_are_told() -> None:
    assert told(said(0, 50, "q1", confidence=0.1), said(10, 20, "q2")) == [[(10, 20)]]


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1]))
quotations = st.tuples(
    spans,
    st.sampled_from(["q1", "q2", "q3"]),
    st.sampled_from(["Ada Pell", "Ned Crow", None]),
    st.floats(0, 1),
)


@given(st.lists(quotations, max_size=12))
def test_every_drawn_quotation_is_in_a_statement_or_inside_a_piece_of_one(
    found: list[tuple[tuple[int, int], str, str | None, float]],
) -> None:
    rows = [said(*span, attribution, who, sure) for span, attribution, who, sure in found]
    pieces = [p for one in statements(rows) for p in one.pieces]
    assert all(is_shown(p) for p in pieces)
    for row in filter(is_shown, rows):
        assert any(p.start <= row.start and row.end <= p.end for p in pieces)
    starts = [one.lead.start for one in statements(rows)]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("polarity", "cue", "words"),
    [
        ("affirmed", "denied", None),
        (None, "said", None),
        ("denied", "denied", "denied"),
        ("denied", "did  not\nsay", "did not say"),
        ("denied", "never claimed", "never claimed"),
        ("denied", "say", "denied"),
        ("refused", "refused to confirm", "refused to confirm"),
        ("refused", "wouldn’t say", "wouldn’t say"),
        ("refused", None, "declined to say"),
    ],
)
def test_a_denial_is_told_in_the_words_of_the_text_where_they_say_no(
    polarity: str | None, cue: str | None, words: str | None
) -> None:
    assert (
        denial({"polarity": polarity, "cue": {"start": 0, "end": 1, "exact": cue} if cue else None})
        == words
    )
