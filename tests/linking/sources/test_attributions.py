"""Which cue words hang on, and whose cue it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linking.sources.attributions import Borders, cues_of, sources_of
from app.text.spans import Span


def spans(text: str, mark: str) -> list[Span]:
    """The stretches of one letter: `CC qq SS`."""
    return [Span(m.start(), m.end()) for m in re.finditer(f"{mark}+", text)]


def borders(text: str) -> Borders:
    """A full stop or a bar begins a sentence behind it, a bar also a paragraph."""
    return Borders(
        [0, *(m.end() for m in re.finditer(r"[.|]", text))],
        [0, *(m.end() for m in re.finditer(r"\|", text))],
    )


def cues_near(contents: list[list[Span]], cues: list[Span], among: Borders) -> list[int | None]:
    """As if every cue were sure."""
    return cues_of(contents, cues, [1.0] * len(cues), among)


LINES = {
    "a cue before": ("qq CCCC", [0]),
    "a cue behind": ("CCCC qq", [0]),
    "around its cue": ("CCCC qq CCCC", [0, 0]),
    "each its own": ("qq CCCC. qq CCCC", [0, 1]),
    "each its own, cues behind": ("CCCC qq. CCCC qq", [0, 1]),
    "the further cue, for the nearer one has words of its own": ("qq      CC  qq CC", [0, 1]),
    "not over a full stop": ("qq       CCCC. qq CCC", [0, 1]),
    "not over a paragraph": ("qq" + " " * 90 + "CCCC|qq CCC", [0, 1]),
    "over a full stop if there is none of its own": ("CCC qq. CCCC", [0, 0]),
}


@pytest.mark.parametrize("case", LINES)
def test_words_hang_on_the_cue_that_is_nearest_when_borders_count(case: str) -> None:
    text, expected = LINES[case]
    assert cues_near([[c] for c in spans(text, "C")], spans(text, "q"), borders(text)) == expected


def test_the_pieces_of_one_content_hang_together_on_the_cue_of_the_nearest() -> None:
    text = "qq. CCCC|CCCC|CCCC qq"
    assert cues_near([spans(text, "C")], spans(text, "q"), borders(text)) == [1]


def test_a_cue_at_once_before_the_words_is_doubted_less() -> None:
    text = "qq CCCC qq"
    contents, cues = [[c] for c in spans(text, "C")], spans(text, "q")
    assert cues_of(contents, cues, [0.3, 0.5], borders(text)) == [0]
    assert cues_of(contents, cues, [0.1, 0.9], borders(text)) == [1]


def test_what_ends_with_a_full_stop_of_its_own_hangs_on_the_cue_before_it() -> None:
    text = "qq. CCCC qq"
    contents, cues = [spans(text, "C")], spans(text, "q")
    assert cues_of(contents, cues, [1.0] * 2, borders(text)) == [1]
    assert cues_of(contents, cues, [1.0] * 2, borders(text), closed={0}) == [0]


def test_words_without_a_cue_near_hang_on_none() -> None:
    text = "qq" + " " * 2000 + "CC"
    assert cues_near([[c] for c in spans(text, "C")], spans(text, "q"), borders(text)) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("SS qq", [0]), ("qq SS", [0]), ("SS qq. SS qq", [0, 1]), ("SS. SSS qq", [1]), ("qq", [None])],
)
def test_a_cue_is_that_of_the_nearest_source(text: str, expected: list[int | None]) -> None:
    assert sources_of(spans(text, "q"), spans(text, "S"), borders(text)) == expected


def test_a_cue_has_no_source_of_another_sentence_that_is_far() -> None:
    text = "SS" + "x" * 60 + ". qq"
    assert sources_of(spans(text, "q"), spans(text, "S"), borders(text)) == [None]


def test_a_cue_has_no_source_of_the_sentence_behind_it() -> None:
    text = "SS" + "x" * 60 + ". CC qq. SS"
    assert sources_of(spans(text, "q"), spans(text, "S"), borders(text)) == [None]
    assert sources_of(spans("CC qq SS", "q"), spans("CC qq SS", "S"), borders("CC qq SS")) == [0]


def apart() -> st.SearchStrategy[list[Span]]:
    """Spans in order that do not overlap."""
    return st.lists(st.tuples(st.integers(1, 300), st.integers(1, 40)), max_size=12).map(_laid)


def _laid(steps: list[tuple[int, int]]) -> list[Span]:
    out, at = [], 0
    for gap, size in steps:
        out.append(Span(at + gap, at + gap + size))
        at += gap + size
    return out


@given(apart(), apart(), st.lists(st.integers(0, 4000), max_size=30).map(sorted))
def test_every_answer_is_a_cue_or_none_and_a_lone_near_cue_is_never_missed(
    contents: list[Span], cues: list[Span], starts: list[int]
) -> None:
    among = Borders(starts, starts[::3])
    got = cues_near([[c] for c in contents], cues, among)
    assert len(got) == len(contents)
    assert all(k is None or 0 <= k < len(cues) for k in got)
    assert all(
        k is not None
        for c, k in zip(contents, got, strict=True)
        if any(among.between(c, q) < 1000 for q in cues)
    )


@given(apart(), apart())
def test_distance_is_the_same_both_ways(sources: list[Span], cues: list[Span]) -> None:
    among = Borders([0, 50, 500], [0, 500])
    assert all(among.between(a, b) == among.between(b, a) >= 0 for a in sources for b in cues)
