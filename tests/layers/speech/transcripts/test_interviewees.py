"""Whom a label means: a title counts only as a word of its own."""

import pytest

from app.layers.speech.transcripts.interviewees import Bearers
from app.linking.sources.mentions import NamedMention

PEOPLE = [NamedMention(0, 9, "person", "Yasir Orr"), NamedMention(14, 26, "person", "Sir Ole Pell")]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("yo", "Yasir Orr"),
        ("orr", "Yasir Orr"),
        ("yasir orr", "Yasir Orr"),
        ("op", "Sir Ole Pell"),
        ("sir pell", "Sir Ole Pell"),
        ("yasir", None),
    ],
)
def test_names_last_words_and_initials_mean_their_bearers(label: str, name: str | None) -> None:
    assert Bearers(PEOPLE).person(label) == name
