from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.diff.anchor_state import AnchorState
from app.text.diff.anchor_tracker import AnchorTracker
from app.text.diff.revision_map import RevisionMap, anchor_states, compose, follow
from app.text.diff.tokens import Tokens
from app.text.spans import Span
from tests.text.diff.ferry import ARTICLE, CITED, SPAN, span_of
from tests.text.hostile import spans, texts


def after_edit(new: str, words: str = CITED) -> AnchorState:
    return RevisionMap(ARTICLE, new).anchor_state(span_of(ARTICLE, words))


def test_a_line_on_top_leaves_the_passage_the_same() -> None:
    new = f"A headline nobody had before\n\n{ARTICLE}"
    assert after_edit(new) == AnchorState("same", span_of(new, CITED), None, 1.0)


def test_a_changed_word_inside_is_a_change_at_the_same_place() -> None:
    new = ARTICLE.replace("stopped a minute", "failed a minute")
    made = after_edit(new)
    assert made.verdict == "changed"
    assert made.span == span_of(new, "The engine failed a minute later.")
    assert 0.5 < made.kept < 1


def test_a_changed_first_word_belongs_to_the_changed_passage() -> None:
    new = ARTICLE.replace("forty passengers", "fifty passengers")
    made = after_edit(new, "forty passengers on board")
    assert made.span == span_of(new, "fifty passengers on board")


def test_a_copy_that_appears_earlier_does_not_attract_the_passage() -> None:
    new = f"{CITED}\n\n{ARTICLE}"
    assert after_edit(new).span == Span(new.rindex(CITED), new.rindex(CITED) + len(CITED))


def test_a_removed_passage_is_not_found_in_kept_text() -> None:
    twice = ARTICLE + "\n\nLater the engine stopped. The engine stopped a minute later."
    first = span_of(twice, CITED)
    made = RevisionMap(twice, twice.replace(f" {CITED}", "", 1)).anchor_state(first)
    assert made == AnchorState("removed", None, None, 0.0)


def test_a_moved_sentence_is_found_in_new_text_only() -> None:
    new = ARTICLE.replace(f" {CITED}", "") + f"\n\n{CITED}"
    assert after_edit(new) == AnchorState("moved", span_of(new, CITED), None, 1.0)


def test_a_name_moves_with_its_sentence_though_it_occurs_elsewhere_too() -> None:
    twice = ARTICLE.replace("The harbour master", "Ilse Brand's harbour master")
    sentence = '"We heard a noise like thunder," said Ilse Brand, who stood on the upper deck.'
    new = twice.replace(f"{sentence} ", "") + f"\n\n{sentence}"
    made = RevisionMap(twice, new).anchor_state(span_of(twice, "Ilse Brand"))
    assert made == AnchorState(
        "moved", Span(new.rindex("Ilse Brand"), new.rindex("Ilse Brand") + 10), None, 1.0
    )


def test_moved_takes_precedence_over_changed_and_the_share_kept_shows_the_change() -> None:
    new = ARTICLE.replace(f" {CITED}", "") + "\n\nThe engine stopped ten minutes later."
    made = compose([ARTICLE, ARTICLE.replace(f" {CITED}", "") + f"\n\n{CITED}", new], SPAN)
    assert (made.verdict, made.span) == (
        "moved",
        span_of(new, "The engine stopped ten minutes later."),
    )
    assert 0.5 < made.kept < 1


def test_a_paragraph_that_is_moved_and_reworded_at_once_is_followed() -> None:
    paragraph = ARTICLE.split("\n\n")[2]
    reworded = paragraph.replace("two boats", "three boats")
    new = ARTICLE.replace(f"\n\n{paragraph}", "").replace("The ferry", f"{reworded}\n\nThe ferry")
    assert after_edit(new, paragraph).span == span_of(new, reworded)
    assert after_edit(new, "by eight everybody was ashore").verdict == "moved"


def test_a_letter_changed_in_a_name_leaves_it_the_same_name() -> None:
    made = after_edit(ARTICLE.replace("Astrid", "Astrad"), "Astrid")
    assert (made.verdict, made.span) == (
        "changed",
        span_of(ARTICLE.replace("Astrid", "Astrad"), "Astrad"),
    )
    assert 0.5 < made.kept < 1


def test_another_name_replaces_a_name() -> None:
    made = after_edit(ARTICLE.replace("Astrid", "Boreas"), "Astrid")
    assert (made.verdict, made.replaced_by) == (
        "replaced",
        span_of(ARTICLE.replace("Astrid", "Boreas"), "Boreas"),
    )


def test_a_sentence_that_comes_back_to_its_place_among_other_edits_is_the_same() -> None:
    without = ARTICLE.replace(f" {CITED}", "")
    later = without.replace("forty", "fifty")
    back = f"On top.\n\n{ARTICLE.replace('forty', 'fifty')}"
    assert compose([ARTICLE, without, later, back], SPAN) == AnchorState(
        "same", span_of(back, CITED), None, 1.0
    )
    assert compose([ARTICLE, without, later, f"{CITED}\n\n{later}"], SPAN).verdict == "moved"
    assert compose([ARTICLE, without, later, back], span_of(ARTICLE, "engine")).verdict == "same"


def test_a_removed_short_name_is_not_found_in_another_sentence() -> None:
    without = ARTICLE.replace("Astrid ", "")
    assert (
        compose(
            [ARTICLE, without, f"{without} Captain Astrid Voss will speak."],
            span_of(ARTICLE, "Astrid"),
        ).verdict
        == "removed"
    )


def test_two_sentences_made_one_keep_both() -> None:
    new = ARTICLE.replace("half past six. He sent", "half past six; he sent")
    assert (
        after_edit(new, "He sent two boats, and by eight everybody was ashore.").verdict
        == "changed"
    )
    assert after_edit(new, "two boats").verdict == "same"


def test_sentences_that_change_places_inside_a_paragraph_leave_it_changed() -> None:
    paragraph = ARTICLE.split("\n\n")[2]
    one, other = paragraph.split(". ")[0] + ".", paragraph.split(". ")[1]
    new = ARTICLE.replace(paragraph, f"{other} {one}")
    made = after_edit(new, paragraph)
    assert (made.verdict, made.span, made.kept) == ("changed", span_of(new, f"{other} {one}"), 1.0)


def test_cells_and_items_are_followed_each_on_its_own() -> None:
    table = "City\tPeople\nKerra\t4,000\nOster\t900\n\n- Boats: two\n- Crew: nine"
    new = (
        "City\tPeople\tYear\nOster\t950\t2031\nKerra\t4,000\t2031\n\n- Boats: two\n- Nets: "
        "six\n- Crew: ten"
    )
    step = RevisionMap(table, new)
    assert step.anchor_state(span_of(table, "4,000")).span == span_of(new, "4,000")
    assert step.anchor_state(span_of(table, "Boats: two")).verdict == "same"
    assert step.anchor_state(span_of(table, "Crew: nine")).span == span_of(new, "Crew: ten")


def test_another_sentence_in_its_place_replaces_it() -> None:
    put = "Nobody on the bridge could say why it had gone dark."
    new = ARTICLE.replace(CITED, put)
    made = after_edit(new)
    assert (made.verdict, made.span) == ("replaced", None)
    assert made.replaced_by is not None
    assert made.replaced_by.of(new) == put


def test_a_passage_in_a_wholly_new_paragraph_is_removed_rather_than_replaced_by_all_of_it() -> None:
    paragraph = ARTICLE.split("\n\n")[1]
    new = ARTICLE.replace(
        paragraph,
        (
            "Nothing more was known on Friday evening about causes, costs or consequences of what "
            "had come to pass."
        ),
    )
    assert after_edit(new, "noise").verdict == "removed"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("'", "’").replace('"', "“"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(". ", ".  "),
        lambda text: text.replace("\n\n", "\n \n\n"),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace("engine", "en\u00adgine"),
        lambda text: text.replace(", ", ",\u202f"),
        lambda text: text.replace('"We', "«\u00a0We").replace('r,"', "r,\u00a0»"),
        lambda text: text.replace("stopped", "\u200bstopped\u2060"),
    ],
)
def test_typography_alone_changes_nothing(change) -> None:  # type: ignore[no-untyped-def]
    for words in (CITED, '"We heard a noise like thunder," said Ilse Brand', "the engine's papers"):
        assert after_edit(change(ARTICLE), words).verdict == "same"


def test_a_passage_cut_inside_words_keeps_its_edges() -> None:
    new = f"New.\n\n{ARTICLE}"
    assert after_edit(new, "gine stopped a min").span == span_of(new, "gine stopped a min")


def test_a_passage_emptied_of_words_is_removed() -> None:
    assert after_edit("", CITED).verdict == "removed"
    assert RevisionMap("a  b", "a  c").anchor_state(Span(1, 3)).verdict == "removed"


def test_erosion_is_counted_against_the_words_first_cited() -> None:
    words, texts = CITED.split(), [ARTICLE]
    for number in range(len(words)):
        texts.append(
            texts[-1].replace(
                " ".join(words), " ".join([*words[:number], f"Z{number}", *words[number + 1 :]])
            )
        )
        words[number] = f"Z{number}"
    assert compose(texts[:2], span_of(ARTICLE, CITED)).verdict == "changed"
    assert compose(texts, span_of(ARTICLE, CITED)).verdict == "replaced"


def test_a_change_that_is_undone_is_no_change() -> None:
    other = ARTICLE.replace("stopped a", "failed a")
    assert compose([ARTICLE, other, ARTICLE], span_of(ARTICLE, CITED)) == AnchorState(
        "same", span_of(ARTICLE, CITED), None, 1.0
    )


def test_what_replaced_a_passage_is_followed_and_may_be_removed_too() -> None:
    put = "Nobody on the bridge could say why."
    second = ARTICLE.replace(CITED, put)
    third = f"On top.\n\n{second}"
    made = compose([ARTICLE, second, third], span_of(ARTICLE, CITED))
    assert made.replaced_by == span_of(third, put)
    gone = compose([ARTICLE, second, third, third.replace(f" {put}", "")], span_of(ARTICLE, CITED))
    assert gone.verdict == "removed"


def test_a_passage_that_comes_back_is_the_same_again() -> None:
    without = ARTICLE.replace(f" {CITED}", "")
    assert compose([ARTICLE, without, ARTICLE], span_of(ARTICLE, CITED)) == AnchorState(
        "same", span_of(ARTICLE, CITED), None, 1.0
    )


def test_an_earlier_text_that_returns_has_its_earlier_state_and_the_rest_continues_from_it() -> (
    None
):
    reworded = ARTICLE.replace("stopped a", "failed a")
    states = list(
        anchor_states(
            [
                RevisionMap(a, b)
                for a, b in pairwise([ARTICLE, reworded, "Gone.", reworded, f"New.\n\n{reworded}"])
            ],
            SPAN,
        )
    )
    assert [state.verdict for state in states] == [
        "same",
        "changed",
        "removed",
        "changed",
        "changed",
    ]
    assert states[3] == states[1]


def test_a_single_revision_leaves_everything_in_place() -> None:
    assert compose([ARTICLE], Span(3, 9)) == AnchorState("same", Span(3, 9), None, 1.0)
    assert follow([], Span(3, 9)).verdict == "same"


@pytest.mark.slow
@given(texts, texts, st.data())
@settings(max_examples=300)
def test_a_state_is_consistent_whatever_the_texts(old: str, new: str, data: st.DataObject) -> None:
    made = RevisionMap(old, new).anchor_state(data.draw(spans(old)))
    assert (made.span is not None) == (made.verdict in ("same", "moved", "changed"))
    assert (made.replaced_by is not None) == (made.verdict == "replaced")
    assert 0 <= made.kept <= 1
    for span in (made.span, made.replaced_by):
        assert span is None or 0 <= span.start < span.end <= len(new)
    if made.verdict == "same":
        assert made.kept == 1


strange = st.lists(st.sampled_from(("11", "22.", "33", "\n\n")), max_size=8).map(" ".join)


@given(strange, texts, strange, st.data())
def test_other_words_put_around_a_passage_never_change_it(
    before: str, text: str, behind: str, data: st.DataObject
) -> None:
    span = data.draw(spans(text))
    if not Tokens(text[span.start : span.end]).folds:
        return
    new = f"{before}\n\n{text}\n\n{behind}"
    assert RevisionMap(text, new).anchor_state(span).verdict == "same"


def test_there_is_a_state_for_every_step_and_the_last_is_that_of_follow() -> None:
    later = [ARTICLE.replace(CITED, "It sank."), "Nothing is left."]
    maps = [RevisionMap(old, new) for old, new in pairwise([ARTICLE, *later])]
    span = span_of(ARTICLE, CITED)
    assert list(anchor_states(maps, span)) == [follow(maps[:n], span) for n in range(3)]


def test_what_moved_and_was_reworded_says_that_its_words_changed() -> None:
    paragraph = ARTICLE.split("\n\n")[0]
    without = ARTICLE.replace(f"{paragraph}\n\n", "")
    moved, reworded = (
        f"{without}\n\n{paragraph}",
        f"{without}\n\n{paragraph.replace('on board', 'on deck')}",
    )
    assert (after_edit(moved, paragraph).outcome, after_edit(moved, paragraph).words_changed) == (
        "moved",
        False,
    )
    assert (
        after_edit(reworded, paragraph).outcome,
        after_edit(reworded, paragraph).words_changed,
    ) == (
        "moved-reworded",
        True,
    )
    assert (
        after_edit(reworded, "left Kerra at six").outcome,
        after_edit(reworded, "left Kerra at six").words_changed,
    ) == ("moved", False)
    assert after_edit("Nothing.", paragraph).words_changed is None


def test_a_removed_passage_may_come_back_reworded() -> None:
    sentence = "He sent two boats, and by eight everybody was ashore."
    without, changed = ARTICLE.replace(f" {sentence}", ""), sentence.replace("eight", "nine")
    back = compose([ARTICLE, without, f"{changed}\n\n{without}"], span_of(ARTICLE, sentence))
    assert (back.outcome, back.span) == ("moved-reworded", Span(0, len(changed)))
    there = ARTICLE.replace(sentence, changed)
    assert compose([ARTICLE, without, there], span_of(ARTICLE, sentence)).outcome == "changed"
    assert (
        compose(
            [ARTICLE, without, f"{without} Two buses came at eight."], span_of(ARTICLE, sentence)
        ).verdict
        == "removed"
    )


@pytest.mark.slow
@given(texts, texts, st.data())
@settings(max_examples=300)
def test_words_changed_is_what_a_reader_of_both_wordings_would_say(
    old: str, new: str, data: st.DataObject
) -> None:
    span = data.draw(spans(old))
    made = RevisionMap(old, new).anchor_state(span)
    if made.span is None:
        assert made.words_changed is None
        return
    if made.words_changed:
        assert made.verdict in ("moved", "changed")
    if old != new and AnchorTracker(old, span).skipped == (0, 0):
        assert made.words_changed == (Tokens(span.of(old)).folds != Tokens(made.span.of(new)).folds)
