"""The subject right before a verb of saying, where the model marks none."""

import pytest

from app.linking.sources.subjects import subject_of
from app.text.spans import Span

FOUND = {
    "It also <refers to> the wall.": "It",
    "Crews left, and they never <said> why.": "they",
    "Ana Holt also <warned> of the tide.": "Ana Holt",
    "It <seems> that the wall holds.": None,
    "The brother of Ana Holt <warned> of the tide.": None,
    "The tide that nobody <mentioned> came.": None,
}


@pytest.mark.parametrize("written", FOUND)
def test_a_pronoun_or_a_name_right_before_the_cue_is_its_subject(written: str) -> None:
    start, end = written.index("<"), written.index(">") - 1
    text = written.replace("<", "").replace(">", "")
    at = text.find("Ana Holt")
    names = [Span(at, at + len("Ana Holt"))] if at >= 0 else []
    found = subject_of(text, Span(start, end), names)
    assert (found.of(text) if found else None) == FOUND[written]
