from hypothesis import given

from app.text.diff.word_diff import word_diff, words_changed
from tests.text.hostile import texts


def test_word_diff_shows_what_was_inserted_and_what_was_deleted() -> None:
    assert word_diff("Twelve people died on Monday.", "At least 15 people died on Monday.") == [
        ("deleted", "Twelve "),
        ("inserted", "At least 15 "),
        ("same", "people died on Monday."),
    ]
    assert word_diff("It’s “so”.", 'It\'s "so".') == [("same", 'It\'s "so".')]
    assert word_diff("", "") == []


@given(texts, texts)
def test_word_diff_gives_the_new_text_back(old: str, new: str) -> None:
    assert "".join(words for op, words in word_diff(old, new) if op != "deleted") == new


def test_words_changed_only_by_more_than_typography() -> None:
    assert not words_changed("“So it is,” he said – twice.", '"So  it is," he said - twice.')
    assert words_changed("So it is.", "So it was.")


def test_a_short_word_kept_between_two_long_changes_is_part_of_the_change() -> None:
    old = "Nobody in the village knew the reason."
    new = "Reporters asked the ministry."
    kept = [words for op, words in word_diff(old, new) if op == "same"]
    assert "the " not in kept
