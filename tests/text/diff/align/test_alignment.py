"""The work of an alignment grows with the length of the texts: steps are counted, not timed."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.diff.align.alignment import Alignment
from app.text.diff.align.respelling import likeness
from app.text.diff.anchor_tracker import AnchorTracker
from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import Tokens
from app.text.spans import Span
from tests.text.hostile import texts

STEPS_A_WORD = 60
"""A word read counts 1, as do 64 cells compared. Measured 20 for 100,000 words; an exact
comparison, 2,000 words wide at most, takes 31."""


def row(words: list[str], end: str = "") -> str:
    return " ".join(words) + end


HOSTILE: dict[str, Callable[[int], tuple[str, str]]] = {
    "all the same word": lambda n: (row(["no"] * n), row(["no"] * (n - n // 7))),
    "all the same word around another": lambda n: (
        row(["no"] * n),
        row([*["no"] * (n // 2), "yes", *["no"] * (n // 3)]),
    ),
    "two words alternating": lambda n: (
        row(["tick", "tock"] * (n // 2)),
        row(["tock", "tick", "tick"] * (n // 3)),
    ),
    "reversed": lambda n: (
        row([f"w{k}" for k in range(n)]),
        row([f"w{k}" for k in reversed(range(n))]),
    ),
    "reversed sentences": lambda n: (
        "".join(f"Number {k} stands here. " for k in range(n // 4)),
        "".join(f"Number {k} stands here. " for k in reversed(range(n // 4))),
    ),
    "every sentence equal": lambda n: (
        "The bell rang once. " * (n // 4),
        "New. " + "The bell rang once. " * (n // 5) + "The bell rang twice. ",
    ),
    "every sentence alike": lambda n: (
        "".join(f"The bell of tower {k} rang. " for k in range(n // 6)),
        "".join(f"The bell of tower {k + n} rang. " for k in range(n // 6)),
    ),
    "every paragraph equal": lambda n: ("Tick tock.\n\n" * (n // 2), "Tock tick.\n\n" * (n // 2)),
    "no common word": lambda n: (
        row([f"a{k}" for k in range(n)]),
        row([f"b{k}" for k in range(n)]),
    ),
    "sentences without a common word": lambda n: (
        row([f"A{k}." for k in range(n // 2)]),
        row([f"B{k}." for k in range(n // 2)]),
    ),
    "every second word new": lambda n: (
        row([f"a{k % 50}" for k in range(n)]),
        row([f"a{k % 50}" if k % 2 else f"b{k}" for k in range(n)]),
    ),
    "marks only": lambda n: ("." * n, ".!" * (n // 2)),
}


def counted(old: str, new: str) -> tuple[int, int]:
    """The steps of one alignment, and how many words both texts have."""
    steps = 0

    def work(more: int) -> None:
        nonlocal steps
        steps += more

    ours, theirs = Tokens(old), Tokens(new)
    Alignment(ours, theirs, work)
    return steps, len(ours) + len(theirs)


@pytest.mark.parametrize("kind", HOSTILE)
def test_very_many_hostile_words_cost_so_many_steps_a_word(kind: str) -> None:
    steps, words = counted(
        *HOSTILE[kind](100_000 if kind in ("no common word", "all the same word") else 30_000)
    )
    assert steps <= STEPS_A_WORD * words


@pytest.mark.slow
@given(
    st.sampled_from(sorted(HOSTILE)),
    st.sampled_from(sorted(HOSTILE)),
    st.integers(10, 3000),
    st.integers(10, 3000),
)
@settings(max_examples=60, deadline=None)
def test_steps_grow_with_the_words_whatever_stands_in_the_texts(
    kind: str, other: str, size: int, more: int
) -> None:
    (first, second), (third, fourth) = HOSTILE[kind](size), HOSTILE[other](more)
    steps, words = counted(f"{first}\n\n{third}", f"{fourth}\n\n{second}")
    assert steps <= STEPS_A_WORD * words


def lines(do: Callable[[], Any]) -> int:
    """How many lines of this project's text modules are run."""
    count = 0

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return traced if "/text/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        do()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_four_times_the_words_take_hardly_more_than_four_times_the_lines_of_code(kind: str) -> None:
    def followed(size: int) -> Callable[[], None]:
        old, new = HOSTILE[kind](size)

        def do() -> None:
            step, back = RevisionMap(old, new), RevisionMap(new, old)
            for span in (Span(0, len(old)), Span(len(old) // 3, len(old) // 2), Span(0, 5)):
                trail = AnchorTracker(step.old, span)
                trail.advance(step)
                trail.advance(back)
                assert trail.anchor_state()

        return do

    assert (
        lines(followed(4_800)) <= 6 * lines(followed(1_200)) + 20_000
    )  # sorting; a loop in a loop takes 16 times as many


@given(texts, texts)
@settings(max_examples=200)
def test_every_word_has_at_most_one_place_and_every_place_one_word(old: str, new: str) -> None:
    ours, theirs = Tokens(old), Tokens(new)
    laid = Alignment(ours, theirs)
    places = [j for j in laid.new_of if j >= 0]
    assert len(places) == len(set(places)) == sum(laid.taken)
    assert all(laid.taken[j] for j in places)
    in_order = [
        j for j, carried in zip(laid.new_of, laid.moved, strict=True) if j >= 0 and not carried
    ]
    assert in_order == sorted(in_order)
    assert all(
        likeness(ours.folds[i], theirs.folds[j]) > 0 for i, j in enumerate(laid.new_of) if j >= 0
    )


@pytest.mark.slow
@given(texts, texts, texts, texts)
@settings(max_examples=300)
def test_words_taken_from_a_text_before_are_the_words_that_stand_there(
    head: str, old: str, new: str, tail: str
) -> None:
    for one, other in (
        (head + old + tail, head + new + tail),
        (head + old, head),
        (old + tail, tail),
        (old, new),
        (head, head),
    ):
        made, taken = Tokens(other), Tokens(other, Tokens(one))
        assert (taken.folds, taken.starts, taken.ends) == (made.folds, made.starts, made.ends)


def carried(old: str, new: str) -> str:
    ours = Tokens(old)
    return " ".join(
        word
        for word, crossed in zip(ours.folds, Alignment(ours, Tokens(new)).moved, strict=True)
        if crossed
    )


A, B, C = (
    "The ferry left at six.",
    "It carried forty passengers and a piano.",
    "An inquiry will begin on Monday in Kerra.",
)


def test_of_two_sentences_that_change_places_the_shorter_one_moved() -> None:
    assert carried(f"{A} {B}", f"{B} {A}") == "The ferry left at six ."
    assert carried(f"{A}\n\n{B}\n\n{C}", f"{B}\n\n{C}\n\n{A}") == "The ferry left at six ."


def test_a_sentence_that_is_carried_and_reworded_at_once_is_known() -> None:
    assert "forty passengers" in carried(
        f"{A} {B} {C}", f"{A} {C}\n\nIt carried forty passengers and an old piano."
    )


def test_an_item_that_gets_a_sign_before_it_has_not_moved() -> None:
    assert carried("Cups\n\nLarge spoons\n\nForks", "- Cups\n- Large spoons\n- Forks") == ""


def test_a_short_sentence_moves_only_where_it_stands_once() -> None:
    assert carried(f"No way.\n\n{A} {B}", f"{A} {B}\n\nNo way.") == "No way ."
    assert carried(f"No way.\n\n{A} No way. {B}", f"{A} No way. {B}\n\nNo way.") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Vance", "Vence", True),
        ("Ash", "Ask", True),
        ("Vance", "Quill", False),
        ("if", "or", False),
    ],
)
def test_one_letter_does_not_make_another_word(one: str, other: str, same: bool) -> None:
    assert (likeness(one, other) > 0) == same
    assert (
        Alignment(Tokens(f"Mr {one} said so."), Tokens(f"Mr {other} said so.")).new_of[1] >= 0
    ) == same


def test_one_paragraph_carried_to_the_top_moved_though_all_others_were_reworded() -> None:
    others = [
        "The keeper of the light at Sallow wrote down every ship that passed.",
        "His lists begin in 1911 and end on the day before the storm.",
        "Nobody has found the last of the twelve books that he filled.",
    ]
    last = "The museum in Kerra will show the lists from Saturday."
    old = "\n\n".join([*others, last])
    new = "\n\n".join(
        [
            last,
            *(
                p.replace("The ", "A ").replace("His", "Its").replace("Nobody", "No reader")
                for p in others
            ),
        ]
    )
    assert carried(old, new) == "The museum in Kerra will show the lists from Saturday ."
    assert (
        carried(old.replace("\n\n", " "), new.replace("\n\n", " "))
        == "The museum in Kerra will show the lists from Saturday ."
    )


def test_a_paragraph_of_which_every_sentence_was_reworded_is_carried_as_a_whole() -> None:
    old = (
        "Two men fell overboard. They were taken up by the tug, which had no lamp. Its mate "
        "had seen the flare."
    )
    new = (
        "Two men were washed overboard and were taken up by the tug, which carried no lamp. "
        "The mate had seen a flare."
    )
    found = carried(f"{old}\n\n{A} {B}\n\n{C}", f"{A} {B}\n\n{C}\n\n{new}")
    assert all(
        words in found
        for words in ("Two men", "were taken up by the tug , which", "no lamp", "had seen")
    )


def test_another_report_of_the_same_kind_is_no_paragraph_that_moved() -> None:
    old = (
        "Rain fell on Monday in the north. The road to Oster was closed at noon. Four cars "
        "were towed away."
    )
    new = (
        "The council met on Friday in the town hall. The vote was close, and it was repeated. "
        "Five members left."
    )
    assert carried(f"{old}\n\n{A} {B}\n\n{C}", f"{A} {B}\n\n{C}\n\n{new}") == ""
