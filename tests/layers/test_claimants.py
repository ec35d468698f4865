"""Whose claim a sentence is."""

from typing import Any

import pytest

from app.layers.assertions.claimants import Claimant, claimant
from app.layers.base import Finding
from app.text.spans import Span


def said(text: str, words: str, source: str, cue: str, **also: Any) -> Finding:
    start, at = text.index(words), text.index(cue)
    body = {
        "act": "speech",
        "speaker": None,
        "chain": None,
        "source": {
            "start": text.index(source),
            "end": text.index(source) + len(source),
            "exact": source,
        },
        "cue": {"start": at, "end": at + len(cue), "exact": cue},
    }
    return Finding("quotation", start, start + len(words), "indirect", body | also, 0.9, "rules@1")


def who(text: str, *found: Finding) -> Claimant:
    return claimant(text, Span(0, len(text)), found)


def test_a_short_clause_that_the_main_verb_reports_is_its_speakers() -> None:
    text = (
        "Amid criticism from the islands, Maren Holt told the harbour council on Thursday "
        "that errors had been made."
    )
    found = said(
        text, "that errors had been made", "Maren Holt", "told", speaker="Maren Holt", chain="e2"
    )
    assert who(text, found) == Claimant("Maren Holt", "e2", reported=True)


@pytest.mark.parametrize("source", ["it", "They", "who", "which"])
def test_a_pronoun_is_nobodys_name_and_the_claim_is_reported_all_the_same(source: str) -> None:
    text = f"{source} said the mole had cost 3 million."
    assert who(text, said(text, "the mole had cost 3 million", source, "said")) == Claimant(
        None, None, reported=True
    )


def test_a_body_that_is_only_described_is_the_claimant_in_those_words() -> None:
    text = "A survey of the port found that the mole had cost 3 million."
    assert (
        who(text, said(text, "the mole had cost 3 million", "A survey of the port", "found")).name
        == "A survey of the port"
    )


@pytest.mark.parametrize(
    ("text", "words", "source", "cue"),
    [
        (
            "The board, which said it lost boats, closed the office for repairs in 2028.",
            "it lost boats",
            "The board",
            "said",
        ),
        (
            "The board closed the old office for repairs in 2028, saying it lost boats.",
            "it lost boats",
            "The board",
            "saying",
        ),
        (
            'The board convened what it called an "urgent" meeting in the old office.',
            "urgent",
            "The board",
            "called",
        ),
    ],
)
def test_a_clause_beside_the_main_one_leaves_the_claim_to_the_writer(
    text: str, words: str, source: str, cue: str
) -> None:
    assert who(text, said(text, words, source, cue)) == Claimant(reported=False)


def test_what_somebody_wants_is_the_writers_to_tell_and_what_somebody_believes_is_not() -> None:
    wants = "The council hopes to build a mole of 4 kilometres."
    assert (
        who(
            wants,
            said(wants, "to build a mole of 4 kilometres", "The council", "hopes", act="attitude"),
        )
        == Claimant()
    )
    believes = "The council believes that the mole has 4 kilometres."
    found = said(believes, "the mole has 4 kilometres", "The council", "believes", act="attitude")
    assert who(believes, found).name == "The council"


def test_a_sentence_that_nobody_is_said_to_say_is_the_writers() -> None:
    assert who("The mole cost 3 million.") == Claimant(None, None, reported=False)
