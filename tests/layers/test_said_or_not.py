"""What the shipped model and the rules together take for something said, and how it was meant.

Every text is about invented people.
"""

import pytest

from app.layers import annotate
from app.layers.base import Doc, Finding
from app.layers.density import is_shown
from tests.layers.quoting import Cast, found

CAST: Cast = {
    "Mara Holt": ("person", "harbour minister"),
    "Jonas Reed": ("person", None),
    "Ana Vale": ("person", None),
    "Harbour Board": ("organization", None),
    "Skerry": ("place", None),
}

POLARITY: dict[str, str] = {
    "Mara Holt denied that the wall was unsafe.": "denied",
    "Jonas Reed never claimed that the pumps had failed.": "denied",
    "Ana Vale did not say that she would resign.": "denied",
    "Jonas Reed dismissed reports that he would resign.": "denied",
    "Mara Holt rejected the claim that the town had been warned.": "denied",
    "Mara Holt disputes that the harbour was closed.": "denied",
    "The Harbour Board denied having said that the pumps had failed.": "denied",
    "No one said that the wall was unsafe.": "denied",
    "Jonas Reed does not believe that the storm is over.": "denied",
    "The ministry refused to confirm that the bridge was closed.": "refused",
    "A spokesman declined to comment on whether the bridge was closed.": "refused",
    "Mara Holt would not say whether the quay was safe.": "refused",
    "Ana Vale did not say when the quay would open.": "refused",
    "Mara Holt did not deny that the wall was unsafe.": "affirmed",
    "Mara Holt said that the wall was not unsafe.": "affirmed",
    "“That is nonsense,” Jonas Reed objected.": "affirmed",
}


def _statements(text: str) -> list[Finding]:
    return [f for f in found(text, CAST) if f.body["whole"]]


@pytest.mark.parametrize("text", POLARITY)
def test_denials_and_refusals_are_told_from_what_was_said(text: str) -> None:
    assert {f.body["polarity"] for f in _statements(text)} == {POLARITY[text]}


NO_STATEMENT = """
The Harbour Board has named a new harbour master.
Ana Vale was looking at her old coat.
Mara Holt thanked him.
The Harbour Board will vote on a resolution on Friday.
The Harbour Board released a video of the rescue on Monday.
The ministry could not answer the question about the borders.
Mara Holt signed a decree recognizing the supposed independence of Skerry.
Skerry expected to annex parts of the coast: Jonas Reed reports from Oslo
The two leaders defended their own policies.
The board was accused of trying to deceive the voters.
The plan seemed to be late once more.
"""


@pytest.mark.parametrize("text", NO_STATEMENT.strip().split("\n"))
def test_deeds_plans_pronouns_and_names_of_things_are_no_statements(text: str) -> None:
    assert _statements(text) == []
    assert max((f.confidence for f in found(text, CAST)), default=0) < 0.5


NAMES_IN_MARKS: dict[str, list[str]] = {
    "“Some shouting. Breaking of windows,” said a dock hand who goes by the name “Shorty.”": [
        "Some shouting. Breaking of windows,"
    ],
    "“I saw nothing,” said a homeless man who goes by “Shorty.” He gave no other name.": [
        "I saw nothing,"
    ],
    "“I saw nothing,” said the woman everybody calls “Tick.”": ["I saw nothing,"],
    "“I saw nothing,” said a dock hand known as “Shorty”.": ["I saw nothing,"],
    "The engineers call it “the lip.” It is made of stone.": [],
    "“I never saw the boat,” said Jonas “Tick” Reed, who mends nets.": ["I never saw the boat,"],
}


@pytest.mark.parametrize("text", NAMES_IN_MARKS)
def test_a_nickname_is_nobodys_speech(text: str) -> None:
    assert [f.span.of(text) for f in found(text, CAST)] == NAMES_IN_MARKS[text]


DOUBLED: dict[str, str] = {
    "“It was an attempt to mislead voters,’’ Mara Holt said.": "It was an attempt to mislead voters,",
    "Mara Holt said: ‘‘The quay opens in May. Nobody will have to wait.’’": "The quay opens in May. Nobody will have to wait.",
    "``We wait for the voters,'' Mara Holt said.": "We wait for the voters,",
    "‘We wait for the voters’’ Mara Holt said.": "We wait for the voters",
}


@pytest.mark.parametrize("text", DOUBLED)
def test_a_mark_typed_as_two_single_ones_is_a_double_one(text: str) -> None:
    assert [(f.kind, f.span.of(text)) for f in found(text, CAST)] == [("direct", DOUBLED[text])]


def test_the_writers_words_behind_a_clause_are_not_the_speakers() -> None:
    text = (
        "Mara Holt announced that Skerry will annex four islands, in an act condemned by all "
        "neighbours and in breach of a treaty."
    )
    assert [f.span.of(text) for f in found(text, CAST)] == ["that Skerry will annex four islands"]


def test_what_follows_the_marks_with_and_is_the_writers() -> None:
    text = "The mayor said “voters are entitled to the truth,” and left."
    assert [(f.kind, f.span.of(text)) for f in found(text, CAST)] == [
        ("direct", "voters are entitled to the truth,")
    ]


def test_a_judgement_in_words_is_a_statement_with_its_object() -> None:
    text = "Mara Holt sharply condemned the so-called referendums in the occupied islands."
    assert [f.span.of(text) for f in _statements(text)] == [
        "the so-called referendums in the occupied islands"
    ]


@pytest.mark.parametrize("opening", ["That said", "Having said that"])
def test_a_connective_says_nothing(opening: str) -> None:
    text = (
        f"The harbour lost money again last year. {opening}, the two firms might have made a "
        "good fit, as their yards lie side by side."
    )
    quotations = [f for f in annotate(Doc.bare(text)).findings if f.layer == "quotation"]
    assert not [f for f in quotations if is_shown(f)]


def test_the_words_in_marks_that_somebody_denies_are_not_drawn_as_theirs() -> None:
    text = (
        "Mara Holt, the harbour master, denied that she had ever been part of an “irregular” "
        "channel between the ports."
    )
    quotations = [f for f in annotate(Doc.bare(text)).findings if f.layer == "quotation"]
    assert {f.body["polarity"] for f in quotations} == {"denied"}
    assert not [f for f in quotations if text[f.start : f.end] == "irregular" and is_shown(f)]
