"""What holds for any text: spans inside it, exact words, pieces apart.

And work that grows with length only.
"""

import sys
from collections import defaultdict
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers import quotations
from app.layers.base import Finding
from tests.layers.quoting import cast_of, found, marked, pretended

PIECES = [
    '"', "“", "”", "„", "«", "»", "‹", "›", "'", "‘", "’", "‚", "''", "``", " ", "  ", "\n", "\n\n", "\u00a0", "\u202f", ".", ",",
    "?", "!", ":", ";", "…", "—", "Holt", "said", "she", "said that", "according to", "the minister", "told", "and", "who", "of",
    "90s", "6'2\"", "don't", "dogs'", "I", "was", "Calling", "👩‍👩‍👧", "e\u0301", "שלום", "مرحبا", "\u202e", "\u200d", "İ", "ß",
    "日本", "\t", "\x0b", "\u2028", "9", "-", "(", ")", "[",
]  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)


@given(hostile)
def test_every_finding_covers_words_of_the_text(text: str) -> None:
    for f in found(pretended(text), {"Mara Holt": ("person", "minister")}):
        assert 0 <= f.start < f.end <= len(text)
        assert f.kind == f.body["type"] in quotations.KINDS
        assert f.as_json(text)["exact"] == text[f.start : f.end]
        assert text[f.start : f.end].strip() == text[f.start : f.end]
        assert 0 <= f.confidence <= 1


@given(hostile)
def test_source_and_cue_give_back_their_words(text: str) -> None:
    for f in found(pretended(text)):
        for part in (f.body["source"], f.body["cue"]):
            assert part is None or part["exact"] == text[part["start"] : part["end"]] != ""


@given(hostile)
def test_pieces_of_one_attribution_stand_apart_or_inside_and_share_their_speaker(text: str) -> None:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for f in found(pretended(text), {"Mara Holt": ("person", "minister")}):
        groups[f.body["attribution"]].append(f)
    for pieces in groups.values():
        assert all(a.end <= b.start or a.span.covers(b.span) for a, b in pairwise(pieces))
        assert len({(f.body["speaker"], f.body["chain"]) for f in pieces}) == 1


@given(
    st.sampled_from(["“”", '""', "«»", "„“", "‘’"]),
    st.text(st.characters(categories=["L", "M", "So", "Zs"]), min_size=3, max_size=40),
)
def test_words_in_marks_hold_no_outer_marks(marks: str, inner: str) -> None:
    words = f"We {inner} 👩‍👩‍👧 שלום".strip()
    doc = marked(f"Wind rose. [{marks[0]}{words},{marks[1]}] <said> {{Mara Holt}}.")
    rows, text = (
        [f for f in found(doc, {"Mara Holt": ("person", None)}) if f.kind == "direct"],
        doc.text,
    )
    assert [text[f.start : f.end] for f in rows] == [words + ","]


HOSTILE = {
    "pairs": '"a" ',
    "opening marks": "“",
    "closing marks": "”",
    "straight marks": '"',
    "words with an opening mark": '"x ',
    "apostrophes": "'a ",
    "possessives": "'dogs' b ",
    "inches": '1"',
    "lines that open": '\n"a b',
    "paragraphs that open": '"Hello there\n\n',
    "cues": "said ",
    "clauses": "he said that ",
    "quotations": '"Yes, no," he said. ',
    "apposition": "Ana Berg, said, ",
    "names": "Mara Holt ",
    "according to": "according to ",
    "prepositions": "the of ",
    "partial": 'a "b" , ',
    "participles": "adding, ",
    "titles": '"No," the minister said. Mara Holt, the minister, left. ',
    "one word": "aaaaaaaa",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_work_grows_with_the_length_of_hostile_text_and_no_faster(case: str) -> None:
    short, long = _steps(HOSTILE[case] * 400), _steps(HOSTILE[case] * 1600)
    assert long < 5.5 * short + 2_000


def _steps(text: str) -> int:
    """How many calls and lines the layer takes for `text`."""
    steps = 0

    def count(_frame: FrameType, _event: str, _arg: Any) -> Any:
        nonlocal steps
        steps += 1
        return count

    doc = pretended(text)
    entities = cast_of(text, {"Mara Holt": ("person", "minister")})
    assert doc.sentences is not None
    before = sys.gettrace()
    sys.settrace(count)
    try:
        list(quotations.LAYER.find(doc, {"entity": entities}))
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize(
    "text", ['"a" ' * 5_000, "“" * 20_000, "a" * 1_000_000, "'" * 10_000 + '"' * 10_000]
)
def test_a_very_long_line_is_read_to_its_end(text: str) -> None:
    assert all(f.end <= len(text) for f in found(pretended(text)))


@pytest.mark.timeout(
    60
)  # seconds of work; minutes when for each stretch in marks all others or the whole content were looked at
@pytest.mark.parametrize(
    "written",
    ["[" + "“a” dog " * 16_000 + "] {Holt} <said>.", "[“We wait.]\n\n" * 16_000 + "{Holt} <said>."],
)
def test_very_many_stretches_in_marks_are_read_to_their_end(written: str) -> None:
    assert len(found(marked(written))) > 15_000
