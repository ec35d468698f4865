"""Which of several people of one last name a mention means: titles, offices, kin, pronouns.

Nobody where nothing decides.
"""

import pytest

from app.engines.word_lists import ROLES
from app.layers import entities
from app.layers.base import Doc, Finding
from app.linking.within.surnames import Hint, bearer, hint

WIFE, MAN = "Ana Storvik", "Jonas Storvik"
COUPLE = "Ana Storvik, the mayor, and her husband, Jonas Storvik, a fisherman, opened the fair."
MEANT: dict[str, tuple[str, str | None]] = {
    "Mrs": (f"{COUPLE}\n\n“I was cold,” Mrs Storvik said.", WIFE),
    "Mr": (f"{COUPLE}\n\n“I was cold,” Mr Storvik said.", MAN),
    "an office said before": (f"{COUPLE}\n\n“I was cold,” Mayor Storvik said.", WIFE),
    "the pronoun behind": (f"{COUPLE} Storvik said he was cold.", MAN),
    "the other pronoun": (f"{COUPLE} Storvik said that she was cold.", WIFE),
    "a title before the full name": (
        "Dr Toril Storvik and Jonas Storvik came in.\n\n“I was cold,” Dr Storvik said.",
        "Toril Storvik",
    ),
    "a wife named last": (
        "Jonas Storvik and his wife, Ana Storvik, came in.\n\n“I was cold,” Mr Storvik said.",
        MAN,
    ),
    "nothing": (f"{COUPLE}\n\n“I was cold,” Storvik said.", "Storvik"),
    "two men": (
        "Halvor Storvik and Jonas Storvik came in.\n\n“I was cold,” Mr Storvik said.",
        "Storvik",
    ),
    "one who was called so before": (
        (
            "Jonas Storvik came in. Storvik sat down. His wife, Ana Storvik, followed.\n\n“I was "
            "cold,” Storvik said."
        ),
        MAN,
    ),
}


@pytest.mark.parametrize("case", MEANT)
def test_a_last_name_is_given_to_whom_the_text_means(case: str) -> None:
    text, expected = MEANT[case]
    found = [f for f in entities.LAYER.find(Doc.bare(text), {}) if isinstance(f, Finding)]
    last = max((f for f in found if text[f.start : f.end] == "Storvik"), key=lambda f: f.start)
    assert last.body["name"] == expected


def test_an_office_decides_before_the_gender() -> None:
    bearers = {"a": [Hint(frozenset({"judge"}), "m")], "b": [Hint(frozenset(), "m")]}
    assert bearer(bearers, Hint(frozenset({"judge"}))) == "a"


def test_somebody_of_unknown_gender_may_be_meant_by_a_title_that_no_other_can_have() -> None:
    assert bearer({"a": [Hint()], "b": [Hint(gender="m")]}, Hint(gender="f")) == "a"
    assert bearer({"a": [Hint()], "b": [Hint()]}, Hint(gender="f")) is None


def test_short_titles_are_the_offices_they_stand_for() -> None:
    text = "Sen. Storvik spoke."
    assert hint(text, 5, 12, ROLES) == Hint(frozenset({"senator"}), None)
