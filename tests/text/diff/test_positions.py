"""Positions in two aligned texts: insertions, replacements, and how far a passage reaches."""

from app.text.diff.align.positions import AlignedTexts
from app.text.diff.tokens import Tokens

OLD = "The mayor opened the bridge on Monday. It had cost four million crowns. People cheered."


def words(texts: AlignedTexts, new: range | None) -> str | None:
    return None if new is None else texts.new.span(new).of(texts.new.text)


def tokens_of(texts: AlignedTexts, phrase: str) -> range:
    at = Tokens(phrase).folds
    found = texts.old.find(at, range(len(texts.old)))
    assert found is not None
    return found


def test_only_inserted_text_is_searched_and_only_for_enough_words() -> None:
    texts = AlignedTexts(OLD, f"{OLD} It rained all the way to the harbour.")
    assert words(texts, texts.find_inserted(Tokens("rained all the way to the harbour").folds)) == (
        "rained all the way to the harbour"
    )
    assert texts.find_inserted(Tokens("opened the bridge on Monday").folds) is None
    assert texts.find_inserted(Tokens("rained all").folds) is None


def test_an_inserted_sentence_is_recognized_by_most_of_its_words() -> None:
    texts = AlignedTexts(OLD, f"{OLD} The harbour was closed to ships until Friday.")
    similar = Tokens("The harbour was closed to boats until Friday.").folds
    assert words(texts, texts.find_similar_inserted(similar)) == (
        "The harbour was closed to ships until Friday."
    )
    assert texts.find_similar_inserted(Tokens("Nobody slept that night.").folds) is None


def test_what_is_in_the_place_of_removed_words_is_what_was_inserted_there() -> None:
    texts = AlignedTexts(OLD, OLD.replace("four million crowns", "far too much"))
    place = texts.inserted_in_place_of(tokens_of(texts, "four million crowns"))
    assert words(texts, place) == "far too much"
    assert texts.inserted_in_place_of(tokens_of(texts, "opened the bridge")) is None


def test_what_replaced_mostly_other_words_is_not_in_the_place_of_one() -> None:
    texts = AlignedTexts(OLD, OLD.replace("opened the bridge on Monday", "spoke"))
    assert texts.inserted_in_place_of(tokens_of(texts, "Monday")) is None


def test_a_stretch_is_found_while_at_least_half_of_it_is_there() -> None:
    texts = AlignedTexts(OLD, OLD.replace("It had cost four million crowns", "It had cost"))
    assert words(texts, texts.most_of(tokens_of(texts, "It had cost four"))) == "It had cost"
    assert texts.most_of(tokens_of(texts, "cost four million crowns")) is None


def test_a_place_lies_between_the_words_on_either_side_of_it() -> None:
    texts = AlignedTexts(OLD, OLD.replace(" It had cost four million crowns.", ""))
    start = tokens_of(texts, "It had cost").start
    before, after = texts.place_between(start)
    assert [texts.new.folds[n] for n in (before, after)] == [".", "People"]


def test_a_passage_takes_in_what_replaced_its_edges() -> None:
    texts = AlignedTexts(OLD, OLD.replace("four million crowns", "nine thousand crowns"))
    passage = tokens_of(texts, "four million crowns")
    last = passage[-1]
    first = texts.widened_down(last, passage.start)
    assert words(texts, range(first, texts.widened_up(last + 1, passage.stop))) == (
        "nine thousand crowns"
    )
