"""Paragraphs that moved and were reworded: recognized as a whole, or not at all."""

from app.text.diff.align.matching import Matching
from app.text.diff.align.moved_paragraphs import moved_paragraphs
from app.text.diff.align.subsequences import uncounted
from app.text.diff.tokens import Tokens

FIRST = "The storm took the roof of the chapel. Its bell was found in a field two miles inland."
REWORDED = "The storm tore off the roof of the chapel; the bell lay in a field two miles inland."
MIDDLE = "Schools stay closed until further notice. Buses run every second hour."


def matching(old: str, new: str, kept: str) -> Matching:
    """Two texts of which only the words `kept` are matched so far."""
    matched = Matching(Tokens(old), Tokens(new), uncounted)
    folds = Tokens(kept).folds
    old_place = matched.old.find(folds, range(len(matched.old)))
    new_place = matched.new.find(folds, range(len(matched.new)))
    assert old_place is not None
    assert new_place is not None
    matched.match(old_place.start, new_place.start, len(folds))
    return matched


def test_a_paragraph_that_moved_past_another_is_paired_with_its_new_wording() -> None:
    matched = matching(f"{FIRST}\n\n{MIDDLE}", f"{MIDDLE}\n\n{REWORDED}", MIDDLE)
    ((old, new),) = moved_paragraphs(matched)
    assert matched.old.span(old).of(matched.old.text) == FIRST
    assert matched.new.span(new).of(matched.new.text) == REWORDED


def test_a_reworded_paragraph_in_its_place_has_not_moved() -> None:
    matched = matching(f"{FIRST}\n\n{MIDDLE}", f"{REWORDED}\n\n{MIDDLE}", MIDDLE)
    assert moved_paragraphs(matched) == []


def test_a_paragraph_that_shares_less_than_half_is_another_one() -> None:
    other = "The storm closed the road to the chapel. Nobody was hurt, and the ferry sails again."
    assert moved_paragraphs(matching(f"{FIRST}\n\n{MIDDLE}", f"{MIDDLE}\n\n{other}", MIDDLE)) == []


def test_a_few_unmatched_words_are_no_paragraph() -> None:
    matched = matching(f"No buses run.\n\n{MIDDLE}", f"{MIDDLE}\n\nNo buses run.", MIDDLE)
    assert moved_paragraphs(matched) == []
