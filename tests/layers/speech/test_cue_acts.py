"""What is asked or planned is found, and is no statement."""

import pytest

from app.layers.speech.cue_sources import names_nobody
from tests.layers.quoting import found, marked


@pytest.mark.parametrize(
    ("written", "states"),
    [
        ("{The mayor} <said> [the quay would open in May].", True),
        ("{The mayor} <decided> [that the contract was void].", True),
        ("{The mayor} <asked> [whether the quay would open in May].", False),
        ("{The mayor} <wondered> [why the quay was closed].", False),
        ("{The mayor} <hopes> [to open the quay in May].", False),
        ("{The mayor} <is expected> [to open the quay in May].", False),
    ],
)
def test_questions_and_plans_are_no_statements(written: str, states: bool) -> None:
    assert any(f.body["whole"] for f in found(marked(written))) is states


def test_a_quoted_question_is_what_somebody_said() -> None:
    doc = marked(
        "<“[Why is the quay closed?]”>".replace("<", "").replace(">", "") + " {she} <asked>."
    )
    assert [f.body["whole"] for f in found(doc) if f.kind == "direct"] == [True]


@pytest.mark.parametrize(
    ("source", "nobody"),
    [
        ("No official", True),
        ("Nobody", True),
        ("none of whom", True),
        ("whose name was not released", True),
        ("Neither Holt nor Orr", True),
        ("No. 10", False),
        ("Nora Holt", False),
        ("one of the officials", False),
        ("who", False),
    ],
)
def test_words_that_name_nobody_are_no_speaker(source: str, nobody: bool) -> None:
    assert names_nobody(source) is nobody
