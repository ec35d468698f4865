"""The roles that a text gives to people next to their names."""

import pytest

from app.linking.sources.described_roles import described_roles
from app.linking.sources.mentions import NamedMention


def roles(text: str, role: str | None = None) -> list[tuple[list[str], bool]]:
    """The words of each role that a text gives to Ana Holt, and whether it is over."""
    start = text.index("Ana Holt")
    mention = NamedMention(start, start + len("Ana Holt"), "person", "Ana Holt", "e1", role)
    return [
        (sorted(found.words), found.past)
        for key, found in described_roles(text, [mention])
        if key == "e1"
    ]


def test_the_role_found_with_the_name_comes_first() -> None:
    found = roles("The chair, Ana Holt, left.", "former pilot")
    assert found == [(["pilot"], True), (["chair"], False)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The finance minister, Ana Holt, said so.", ["finance", "minister"]),
        ("They told the chairman of the board, Ana Holt.", ["board", "chairman"]),
        ("Norway's finance minister, Dr. Ana Holt, said so.", ["finance", "minister", "norway's"]),
    ],
)
def test_a_description_before_a_comma_and_the_name_is_a_role(text: str, words: list[str]) -> None:
    assert roles(text) == [(words, False)]


@pytest.mark.parametrize(
    "text",
    [
        "In the morning Ana Holt left.",
        "The finance minister, Ana Holt thinks, is wrong.",
        "Yesterday, Ana Holt, left.",
    ],
)
def test_a_comma_alone_makes_no_role(text: str) -> None:
    assert roles(text) == []


def test_what_follows_as_is_a_role_and_over_where_the_verb_says_so() -> None:
    assert roles("Ana Holt was sworn in as transport minister in May.") == [
        (["minister", "transport"], False)
    ]
    assert roles("Ana Holt resigned as transport minister in May.") == [
        (["minister", "transport"], True)
    ]
    assert roles("Ana Holt was seen as a great sailor.") == []
