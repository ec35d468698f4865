"""What each kind of correction needs, and the reasons for what is refused."""

import pytest

from app.linking.corrections.correction import KINDS, Correction, Kind, Target, known_kind
from app.linking.corrections.rules import is_day, problem
from app.text.spans import Span

NAME = Target(1, layer="entity", span=Span(0, 4))
QUOTATION = Target(1, layer="quotation", span=Span(0, 4))
ARTICLE = Target(1)
SOUND: dict[Kind, Correction] = {
    "merge": Correction("merge", 1, 2),
    "split": Correction("split", 1, value="Ida", new_kind="person", targets=(ARTICLE,)),
    "move": Correction("move", 1, 2, targets=(NAME,)),
    "reject": Correction("reject", 1, targets=(Target(1, name="ida"),)),
    "speaker": Correction("speaker", targets=(QUOTATION,)),
    "rename": Correction("rename", 1, value="Ida"),
    "rekind": Correction("rekind", 1, new_kind="place"),
    "apart": Correction("apart", 1, 2),
    "date": Correction("date", value="2031-05-01", targets=(ARTICLE,)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_sound_with_what_it_needs(kind: Kind) -> None:
    assert problem(SOUND[kind]) is None


@pytest.mark.parametrize(
    ("correction", "reason"),
    [
        (Correction("merge", None, 2), "does not refer to an entity"),
        (Correction("merge", 1, 1), "two different entities"),
        (Correction("apart", 1), "two different entities"),
        (Correction("move", 1, 2), "at least one article"),
        (Correction("move", 1, 2, targets=(QUOTATION,)), "Only names"),
        (Correction("split", 1, new_kind="person", targets=(ARTICLE,)), "Enter a name"),
        (Correction("split", 1, value="Ida", targets=(ARTICLE,)), "Choose a kind"),
        (Correction("split", 1, value="Ida", new_kind="person"), "at least one article"),
        (Correction("reject", 1), "which mentions"),
        (Correction("reject", targets=(ARTICLE,)), "Choose an annotation"),
        (Correction("speaker", targets=(NAME,)), "Only quotations"),
        (Correction("speaker"), "Only quotations"),
        (Correction("rename", 1), "Enter a name"),
        (Correction("rename", 1, value=" "), "Enter a name"),
        (Correction("rename", 1, value="x" * 201), "at most 200"),
        (Correction("rename", 1, value="a\x07b"), "control characters"),
        (Correction("rekind", 1), "Choose a kind"),
        (Correction("rekind", 1, new_kind="ship"), "“ship” is not a kind"),
        (Correction("date", value="2031-05-01"), "Choose the article"),
        (
            Correction("date", value="2031-05-01", targets=(ARTICLE, Target(2))),
            "Choose the article",
        ),
        (Correction("date", value="2031-05-01", targets=(NAME,)), "Choose the article"),
        (Correction("date", value="May", targets=(ARTICLE,)), "YYYY-MM-DD"),
    ],
)
def test_what_a_kind_lacks_is_the_reason(correction: Correction, reason: str) -> None:
    assert reason in (problem(correction) or "")


def test_only_a_calendar_day_is_a_day() -> None:
    assert is_day("2032-02-29")
    for value in (None, "", "2031-02-29", "2031-5-1", "20310501", "2031-05-01T10:00"):
        assert not is_day(value)


def test_the_kind_of_an_entity_is_corrected_under_either_word() -> None:
    assert known_kind("kind") == known_kind("rekind") == "rekind"
    assert [known_kind(kind) for kind in KINDS] == list(KINDS)
    assert known_kind("dance") is None
