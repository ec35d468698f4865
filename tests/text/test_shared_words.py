from hypothesis import given
from hypothesis import strategies as st

from app.text.shared_words import shared_words

ARTICLE = (
    "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier. Nobody "
    "was hurt, but an inquiry will begin within the week, the harbour office said."
)
NOTICE = "We and our partners store information on a device. By pressing Accept you agree to this."


@given(st.text(max_size=200), st.text(max_size=200))
def test_shares_lie_between_nothing_and_everything(old: str, new: str) -> None:
    shared = shared_words(old, new)
    assert 0 <= shared.of_old <= shared.of_shorter <= 1
    mirrored = shared_words(new, old)
    assert mirrored.of_shorter == shared.of_shorter
    assert (mirrored.old_words, mirrored.new_words) == (shared.new_words, shared.old_words)


@given(st.lists(st.text("abc", min_size=1), min_size=1), st.lists(st.text("xyz", min_size=1)))
def test_a_text_that_goes_on_keeps_all_of_the_old_one(old: list[str], more: list[str]) -> None:
    shared = shared_words(" ".join(old), " ".join([*old, *more]))
    assert shared.of_old == shared.of_shorter == 1


def test_texts_on_different_things_share_next_to_nothing() -> None:
    assert shared_words(ARTICLE, NOTICE).of_shorter < 0.04
    assert shared_words(ARTICLE, ARTICLE.replace("Monday", "Tuesday")).of_old > 0.8


def test_characters_are_words_where_no_blanks_stand_between_them() -> None:
    old = "エルム港は月曜日に閉鎖された、と市長は述べた。"
    assert shared_words(old, old.replace("月曜日", "火曜日")).of_old > 0.6


def test_nothing_is_shared_with_no_words() -> None:
    assert shared_words("", ARTICLE).of_shorter == 0
    assert shared_words("…", "—").of_old == 0


def test_two_megabytes_are_compared_in_one_pass() -> None:
    long = "one two three four " * 100_000
    assert shared_words(long, long).of_old == 1
