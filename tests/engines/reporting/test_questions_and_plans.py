"""Cues that ask or plan, and those that only look so."""

import pytest

from app.engines.reporting.questions_and_plans import asks, plans


@pytest.mark.parametrize(
    ("cue", "asking"),
    [
        ("asked", True),
        ("wondered", True),
        ("has questioned", True),
        ("probed", True),
        ("demanded to know", True),
        ("pressed him about", True),
        ("queried", True),
        ("asked for", False),
        ("asked her to", False),
        ("said when asked", False),
        ("argued", False),
        ("pressed charges", False),
    ],
)
def test_a_question_is_told_from_a_request(cue: str, asking: bool) -> None:
    assert asks(cue) is asking


@pytest.mark.parametrize(
    ("cue", "content", "planning"),
    [
        ("plans", "to open the quay", True),
        ("hopes", "that the quay will open", True),
        ("is expected to", "open the quay", True),
        ("decided", "to open the quay", True),
        ("would like", "to see the quay", True),
        ("decided", "that the contract was void", False),
        ("expects", "that prices will fall", False),
        ("anticipates", "4,000 lost jobs", False),
        ("vowed", "to open the quay", False),
        ("said she hoped", "to open the quay", False),
        ("believes", "the quay is safe", False),
    ],
)
def test_a_plan_is_told_from_a_statement(cue: str, content: str, planning: bool) -> None:
    assert plans(cue, content) is planning
