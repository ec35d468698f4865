"""The suite knows what its edits did: the truth comes from the edits, not from the map."""

import random

from hypothesis import given
from hypothesis import strategies as st

from app.text.spans import Span
from benchmarks import edits
from benchmarks.edits import REWORDED, SINGLE, stacked
from benchmarks.passages import place
from benchmarks.rivals import Found, by_offsets, by_search
from benchmarks.tracked_edits import Tracked, Truth, passages, units

TEXT = """The ferry Astrid left Kerra at six. Ilse Brand stood on deck. "It was calm," she said.

Two boats came at eight. Nobody was hurt."""
NAME = Span(TEXT.index("Ilse Brand"), TEXT.index("Ilse Brand") + 10)
SENTENCE = Span(NAME.start, TEXT.index("deck.") + 5)


def truth(name: str, span: Span, seed: int = 1) -> tuple[Tracked, Truth]:
    tracked = Tracked.of(TEXT)
    dict(SINGLE)[name](tracked, span, random.Random(seed))
    return tracked, tracked.truth(span)


def test_there_are_twelve_kinds_of_edit_and_the_first_is_none() -> None:
    assert len(SINGLE) == 12
    assert truth("none", NAME)[1].verdict == "same"


def test_every_edit_has_the_outcome_that_its_name_says() -> None:
    told = {name: truth(name, SENTENCE)[1].verdict for name, _ in SINGLE}
    assert [told[name] for name, _ in SINGLE] == [
        *(
            "same",
            "same",
            "changed",
            "changed",
            "changed",
            "same",
            "same",
            "same",
            "moved",
            "removed",
            "removed",
            "same",
        )
    ]


def test_a_name_goes_where_its_sentence_goes() -> None:
    tracked, fate = truth("the sentence moved to the end", NAME)
    assert tracked.text.endswith("Nobody was hurt.\n\nIlse Brand stood on deck.")
    assert fate.verdict == "moved"
    assert fate.span is not None
    assert fate.span.of(tracked.text) == "Ilse Brand"
    assert truth("the sentence deleted", NAME)[1].span is None


def test_the_copy_is_not_the_passage() -> None:
    tracked, fate = truth("the sentence copied earlier too", NAME)
    assert tracked.text.count("Ilse Brand") == 2
    assert fate.span is not None
    assert fate.span.start == tracked.text.rindex("Ilse Brand")


def test_a_sentence_put_instead_is_a_replacement_and_may_go_too() -> None:
    tracked = Tracked.of(TEXT)
    edits.sentence_replaced(tracked, SENTENCE, random.Random(1))
    assert tracked.truth(SENTENCE).verdict == "replaced"
    assert tracked.truth(Span(0, len(TEXT))).verdict == "changed"
    edits.sentence_gone(tracked, SENTENCE, random.Random(1))
    assert tracked.truth(SENTENCE).verdict == "removed"


@given(st.integers(0, 10**6), st.integers(1, 8))
def test_characters_keep_their_places_through_any_edits(seed: int, count: int) -> None:
    tracked = Tracked.of(TEXT)
    stacked(tracked, random.Random(seed), count)
    assert len(tracked.text) == len(tracked.ids) == len(tracked.change) == len(tracked.carried)
    kept = [i for i in tracked.ids if i >= 0]
    assert len(kept) == len(set(kept))
    for _, span in passages(TEXT):
        fate = tracked.truth(span)
        assert (fate.span is not None) == (fate.verdict in ("same", "moved", "changed"))


def test_passages_are_of_all_lengths() -> None:
    kinds = {kind for kind, _ in passages(TEXT)}
    assert kinds == {"name", "phrase", "sentence", "paragraph"}
    assert len(units(TEXT)) == 5


def test_places_are_judged_by_the_passages_own_characters() -> None:
    tracked, fate = truth("a line inserted on top", NAME)
    right = Span(tracked.text.index("Ilse Brand"), tracked.text.index("Ilse Brand") + 10)
    assert place(fate, Found("same", right), tracked.text) == "right"
    assert place(fate, Found("same", Span(right.start, right.end + 6)), tracked.text) == "inexact"
    assert place(fate, by_offsets(tracked.text, NAME), tracked.text) == "wrong"
    assert place(fate, Found("removed", None), tracked.text) == "lost"


def test_the_common_search_finds_words_again_and_attaches_deleted_ones() -> None:
    tracked, _ = truth("a line inserted on top", SENTENCE)
    assert by_search(TEXT, tracked.text, SENTENCE).span == Span(
        tracked.text.index("Ilse Brand stood"), tracked.text.index("Ilse Brand stood") + 25
    )
    assert (
        by_search("He left early. She left at ten.", "She left at ten.", Span(0, 14)).verdict
        == "changed"
    )


def test_edits_that_reword_say_that_the_words_changed() -> None:
    text = (
        f"{TEXT}\n\nThe harbour master counted 41,000 visits in the year before, and not one "
        "of them by night."
    )
    span = Span(text.index("The harbour master"), len(text))
    told = {}
    for name, edit in REWORDED:
        tracked = Tracked.of(text)
        edit(tracked, span, random.Random(2))
        found = tracked.truth(span)
        told[name] = (found.verdict, found.words_changed)
    assert told["a figure changed"] == ("changed", True)
    assert told["the paragraph moved to the top"] == (
        "same",
        False,
    )  # two short paragraphs above it: too near to say which moved
    assert told["last to the top, the rest reworded"] == ("moved", False)


def test_a_figure_with_another_value_still_stands() -> None:
    text = "The hall had 41,000 visits."
    tracked = Tracked.of(text)
    tracked.figure(13, 19, "1,038,500")
    assert tracked.text == "The hall had 1,038,500 visits."
    found = tracked.truth(Span(13, 19))
    assert (found.verdict, found.words_changed) == ("changed", True)
    assert tracked.truth(Span(20, 26)).verdict == "same"
