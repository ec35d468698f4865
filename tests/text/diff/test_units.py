"""Whole units: which hold their place, which moved, which are the same one reworded."""

from app.text.diff.align.subsequences import uncounted
from app.text.diff.align.units import (
    Units,
    match_equal_neighbours,
    similar_units,
    unmoved_units,
    without_bullet,
)
from app.text.diff.tokens import LINES, PARAGRAPHS, Tokens

A = "The pilot counted forty lamps along the northern quay."
B = "Nobody asked who had lit them before the tide came in."
C = "By dawn the last of them was out again."


def sentences(text: str) -> Units:
    tokens = Tokens(text)
    return Units(tokens, tokens.parts(range(len(tokens)), LINES))


def paragraphs(*texts: str) -> Units:
    tokens = Tokens("\n\n".join(texts))
    return Units(tokens, tokens.parts(range(len(tokens)), PARAGRAPHS))


def test_equal_units_have_equal_keys_whatever_their_typography() -> None:
    assert sentences("“It is late,” he said.").keys == sentences('"It is  late," he said.').keys
    assert sentences(A).keys != sentences(B).keys


def test_of_units_that_change_places_the_shorter_one_moves() -> None:
    assert unmoved_units(paragraphs(C, A), paragraphs(A, C), uncounted) == [(1, 0, 1)]


def test_a_unit_carried_to_the_top_does_not_hold_its_place_against_reworded_ones() -> None:
    old = paragraphs(A, B, C)
    new = paragraphs(C, A.replace("forty", "fifty"), B.replace("asked", "knew"))
    assert unmoved_units(old, new, uncounted) == []
    assert unmoved_units(old, paragraphs(C, "Rain.", "Wind."), uncounted) == [(2, 0, 1)]


def test_similar_units_share_most_of_their_words_in_any_order() -> None:
    old, new = sentences(f"{A} {B}"), sentences(f"{C} {A.replace('forty', 'fifty')}")
    (pair,) = similar_units(old, new, 0.6, uncounted)
    assert (pair.old, pair.new) == (0, 1)
    assert pair.shared == old.weight(0) - len("forty")
    assert similar_units(old, sentences(C), 0.6, uncounted) == []


def test_matches_spread_over_equal_neighbours_until_one_differs() -> None:
    old, new = sentences(f"{C} {A} {B} Late."), sentences(f"{C} {A} {B} Early.")
    matches = {1: 1}
    match_equal_neighbours(matches, old, new)
    assert matches == {0: 0, 1: 1, 2: 2}


def test_an_item_is_a_unit_without_its_bullet() -> None:
    tokens = Tokens("- Cups and spoons")
    assert without_bullet(tokens, range(4)) == range(1, 4)
    assert without_bullet(tokens, range(1)) == range(1)
    assert without_bullet(Tokens("Cups - spoons"), range(3)) == range(3)
