"""Figures that took another value in their place, and those removed with what they counted."""

import pytest

from app.text.diff.align.figures import figure_around, is_figure
from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import Tokens
from app.text.spans import Span

TEXT = """The reading room opened in spring. Last year it had 41,000 visits, the director said.

Island\tBoats\tNets
Kerra\t4,000\t12
Oster\t900\t7

- Kerra: 4,100 sheep
- Oster: 870 goats"""


def outcome_of_edit(new: str, words: str, old: str = TEXT) -> tuple[str, bool | None, str | None]:
    """The verdict, whether the words changed, and the words that stand there now."""
    at = old.index(words)
    found = RevisionMap(old, new).anchor_state(Span(at, at + len(words)))
    return found.verdict, found.words_changed, found.span.of(new) if found.span else None


@pytest.mark.parametrize(
    "words",
    [
        "41,000 visits",
        "had 41,000 visits, the director said",
        "41,000",
        "Last year it had 41,000 visits",
    ],
)
@pytest.mark.parametrize("value", ["38,500", "1,038,500", "9", "forty"])
def test_a_figure_with_another_value_changes_what_it_stands_in(words: str, value: str) -> None:
    assert outcome_of_edit(TEXT.replace("41,000", value), words) == (
        "changed",
        True,
        words.replace("41,000", value),
    )


def test_words_beside_a_figure_that_changed_stay_the_same() -> None:
    assert outcome_of_edit(TEXT.replace("41,000", "38,500"), "the director said") == (
        "same",
        False,
        "the director said",
    )


def test_a_figure_changes_in_a_sentence_that_was_reworded_around_it() -> None:
    new = TEXT.replace(
        "Last year it had 41,000 visits, the director said",
        "Last year it had 38,500, the director said",
    )
    assert outcome_of_edit(new, "41,000 visits") == ("changed", True, "38,500")


def test_a_span_never_begins_or_ends_inside_a_figure() -> None:
    new = TEXT.replace("Last year it had 41,000 visits", "It had, last year, some 38,500 visits")
    verdict, _, words = outcome_of_edit(new, "41,000 visits")
    assert (verdict, words) == ("changed", "38,500 visits")


def test_a_removed_row_of_a_table_is_not_the_row_that_was_added() -> None:
    new = TEXT.replace("Kerra\t4,000\t12", "Vessel\t150\t12")
    assert outcome_of_edit(new, "Kerra\t4,000")[0] == "replaced"
    assert outcome_of_edit(TEXT.replace("Kerra\t4,000", "Kerra\t4,300"), "4,000") == (
        "changed",
        True,
        "4,300",
    )


def test_a_removed_item_of_a_list_is_not_the_item_that_was_added() -> None:
    new = TEXT.replace("- Kerra: 4,100 sheep", "- Sallow Head: 55 cows")
    assert outcome_of_edit(new, "Kerra: 4,100 sheep")[0] in ("replaced", "removed")


def test_a_figure_is_all_its_digits() -> None:
    tokens = Tokens("It cost 1,240.50 crowns: 3.")
    assert figure_around(tokens, tokens.folds.index(",")) == range(2, 7)
    assert figure_around(tokens, tokens.folds.index("3")) == range(len(tokens) - 2, len(tokens) - 1)
    assert figure_around(tokens, 0) == range(1)
    assert [word for word in ("7", "4m", "Twelve", "an", "%") if is_figure(word)] == [
        "7",
        "4m",
        "Twelve",
    ]
