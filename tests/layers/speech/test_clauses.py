"""What states something of something, and what only names a thing."""

import pytest

from app.layers.speech.clauses import is_adverbial, is_clause, is_infinitive, is_subordinate

CLAUSES = """that the quay was closed; the quay will stay closed; it was late; whether nobody sailed; The storm sank two boats;
why the pumps had failed; remarks that Holt had made were wrong; the man who left has come back; they expect a storm;
Reed dismissed the plan; the harbour board's decision cannot stand; we wait; the crew isn't ready; there is no boat left;
most boats of the island's fleet are old; the letter, written by Holt, was late"""
NAMES = """a resolution; Skerry's plans; the closed quay; voters; the dead man; their own policies; the man who left; remarks Holt had made;
what she called a farce; a decree signed in February; the letter written by Holt; a new harbour master; the question about the borders;
the boats, which were old; it; so; the plan to close the quay; a storm that nobody expected; the Will of Mara Holt; those involved"""


def _all(written: str) -> list[str]:
    return [" ".join(words.split()) for words in written.split(";")]


@pytest.mark.parametrize("words", _all(CLAUSES))
def test_a_clause_has_a_predicate(words: str) -> None:
    assert is_clause(words)


@pytest.mark.parametrize("words", _all(NAMES))
def test_a_name_of_a_thing_has_none_even_with_a_relative_clause(words: str) -> None:
    assert not is_clause(words)


@pytest.mark.parametrize(
    "words",
    [
        "to open the quay",
        "the board to close it soon",
        "not to sail again",
        "fishermen to stay in port",
    ],
)
def test_an_infinitive_says_what_is_to_be_done(words: str) -> None:
    assert is_infinitive(words)


@pytest.mark.parametrize(
    "words", ["to the board", "to Skerry", "to his reading of it", "the road to the quay", "to"]
)
def test_a_way_or_a_person_is_none(words: str) -> None:
    assert not is_infinitive(words)


def test_what_begins_with_a_conjunction_depends_and_with_a_preposition_says_when_or_where() -> None:
    assert [
        is_subordinate(w) for w in ("that it was late", "“Whether it was late", "it was late", "")
    ] == [True, True, False, False]
    assert [
        is_adverbial(w) for w in ("At the same time", "during the storm", "that it was late", "")
    ] == [True, True, False, False]
