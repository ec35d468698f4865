"""Which person holds the office that a description names."""

import pytest

from app.linking.sources.offices import Offices, Role, is_held

MENTIONS = [(10, "holt"), (50, "reed"), (90, "holt"), (130, "lind")]


def offices(**roles: str) -> Offices:
    return Offices([(key, Role.of(role.split())) for key, role in roles.items()], MENTIONS)


def test_a_role_has_the_nouns_before_and_and_before_its_preposition_as_heads() -> None:
    role = Role.of("board chair and pilot of the port".split())
    assert role.heads == {"chair", "pilot"}
    assert role.words == {"board", "chair", "pilot", "port"}
    assert not role.past


@pytest.mark.parametrize("words", ["former mayor", "the ousted mayor", "then mayor"])
def test_a_former_office_is_over_and_its_adverb_is_no_word_of_it(words: str) -> None:
    role = Role.of(words.split())
    assert role.past
    assert role.words == role.heads == {"mayor"}


def test_what_follows_as_is_a_role_only_if_it_begins_with_an_office() -> None:
    held = Role.held_as("transport minister in".split(), leaving=True)
    assert held == Role(
        frozenset({"transport", "minister"}), frozenset({"transport", "minister"}), True
    )
    assert Role.held_as("a great surprise".split(), leaving=False) is None


def test_the_person_with_the_most_words_of_a_description_holds_the_office() -> None:
    known = offices(holt="finance minister", reed="foreign minister")
    assert known.holder(["finance", "minister"], "minister", 200) == ("holt", False)
    assert known.holder(["foreign", "minister"], "minister", 200) == ("reed", False)


def test_of_two_who_fit_equally_the_last_mentioned_is_meant() -> None:
    known = offices(holt="minister", reed="minister")
    assert known.holder(["minister"], "minister", 60) == ("reed", True)
    assert known.holder(["minister"], "minister", 100) == ("holt", True)


def test_without_anybody_before_the_first_named_later_is_meant() -> None:
    assert offices(lind="harbour master").holder(["captain"], "captain", 20) == ("lind", False)


def test_somebody_who_left_the_office_does_not_hold_it_now_but_did_then() -> None:
    known = offices(holt="former mayor")
    assert known.holder(["mayor"], "mayor", 200)[0] is None
    assert known.holder(["former", "mayor"], "mayor", 200)[0] == "holt"


def test_another_word_may_name_the_same_office() -> None:
    assert offices(holt="board chairwoman").holder(["chair"], "chair", 200)[0] == "holt"
    assert offices(holt="pilot").holder(["chair"], "chair", 200)[0] is None


def test_a_modifier_that_no_role_has_names_another_office() -> None:
    assert (
        offices(holt="finance minister").holder(["foreign", "minister"], "minister", 200)[0] is None
    )


def test_a_person_called_by_the_bare_office_fits_every_description_of_it() -> None:
    assert offices(holt="minister").holder(["foreign", "minister"], "minister", 200)[0] == "holt"


def test_the_name_in_a_description_must_be_in_the_role_unless_the_role_has_none() -> None:
    words = "chairman of the harbour party".split()
    party = frozenset({"harbour", "party"})
    of_party = offices(holt="chairman of the harbour party", reed="chairman of the coal board")
    assert of_party.holder(words, "chairman", 200, party)[0] == "holt"
    of_board = offices(reed="chairman of the coal board")
    assert of_board.holder(words, "chairman", 200, party)[0] is None
    assert offices(holt="chairman").holder(words, "chairman", 200, party)[0] == "holt"


def test_its_leader_is_the_only_one_with_that_role() -> None:
    assert offices(holt="union leader").only("leader") == "holt"
    assert offices(holt="union leader", reed="party leader").only("leader") is None
    assert offices().only("leader") is None


def test_a_person_is_described_by_a_role_that_is_not_over() -> None:
    known = offices(holt="mayor", reed="former mayor")
    assert known.is_described("holt")
    assert not known.is_described("reed")
    assert not known.is_described("lind")


def test_an_office_of_one_holder_may_be_meant_without_a_description() -> None:
    assert is_held("mayor")
    assert not is_held("fisherman")
