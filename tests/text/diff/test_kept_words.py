"""Which kept words still form the passage: those that are together, without chance likenesses."""

from app.text.diff.kept_words import KeptWords
from app.text.diff.tokens import Tokens

CITED = "the lighthouse keeper saw nothing of it".split()


def kept(text: str, places: list[int], moved: list[bool] | None = None) -> KeptWords:
    weights = [len(word) for word in CITED]
    return KeptWords(CITED, weights, places, moved or [False] * len(CITED), Tokens(text))


def test_all_words_in_order_are_together_and_are_the_whole_share() -> None:
    words = kept(" ".join(CITED), list(range(7)))
    assert words.together() == list(range(7))
    assert words.share(range(7)) == 1.0
    assert words.left_out([0, 1]) == [2, 3, 4, 5, 6]


def test_a_small_piece_far_away_is_left_out() -> None:
    far = "the " + "much later in quite another story altogether " * 3 + " ".join(CITED[1:])
    start = len(Tokens(far)) - 6
    assert kept(far, [0, *range(start, start + 6)]).together() == [1, 2, 3, 4, 5, 6]


def test_of_words_that_split_up_the_heavier_part_counts() -> None:
    text = "nothing of it was by then at all known to the lighthouse keeper"
    places = [10, 11, 12, -1, 0, 1, 2]
    moved = [True, True, True, False, False, False, False]
    assert kept(text, places, moved).together() == [0, 1, 2]


def test_a_word_spelt_otherwise_keeps_a_part_of_its_share() -> None:
    words = kept("the lighthouse keeperr saw nothing of it", list(range(7)))
    assert 0.9 < words.share(range(7)) < 1.0
