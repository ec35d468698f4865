"""Indirect speech after the common cues."""

import pytest

from tests.layers.quoting import Cast, found

CAST: Cast = {"Mara Holt": ("person", "harbour minister"), "Jonas Reed": ("person", None), "Skerry": ("place", None)}

REPORTED = {
    "said that": ("Holt said that the quay was closed.", "that the quay was closed", "Mara Holt"),
    "said": ("Holt said the quay would stay closed.", "the quay would stay closed", "Mara Holt"),
    "said on a day": ("Holt said on Monday the quay would stay closed.", "the quay would stay closed", "Mara Holt"),
    "said in a statement that": ("Holt said in a statement that it was over.", "that it was over", "Mara Holt"),
    "told somebody that": ("Holt told the Skerry council that it was over.", "that it was over", "Mara Holt"),
    "told somebody": ("Holt told reporters the quay was closed.", "the quay was closed", "Mara Holt"),
    "warned, with an adverb": ("Holt warned sternly that nobody would sail.", "that nobody would sail", "Mara Holt"),
    "according to, first": ("According to Holt, nobody will sail.", "nobody will sail", "Mara Holt"),
    "according to, last": ("Nobody will sail before May, according to Holt.", "Nobody will sail before May", "Mara Holt"),
    "cue last": ("The quay is closed for good, Holt said on Monday.", "The quay is closed for good", "Mara Holt"),
    "cue last, inverted": ("The quay is closed for good, said Holt.", "The quay is closed for good", "Mara Holt"),
    "shared subject": ("Holt thanked Reed but added that it was late.", "that it was late", "Mara Holt"),
    "a body": ("The Kremlin said that it would wait.", "that it would wait", "Kremlin"),
}


@pytest.mark.parametrize("case", REPORTED)
def test_a_reported_clause_is_found_with_its_speaker(case: str) -> None:
    text, words, speaker = REPORTED[case]
    (finding,) = found(text, CAST)
    assert (finding.kind, text[finding.start : finding.end], finding.body["speaker"]) == ("indirect", words, speaker)


@pytest.mark.parametrize("text", ["Holt hopes to open the quay.", "Reed wants to sail at dawn.", "Holt believes that nobody sailed."])
def test_hopes_and_beliefs_are_attitudes(text: str) -> None:
    (finding,) = found(text, CAST)
    assert finding.body["act"] == "attitude"


def test_what_is_said_is_speech() -> None:
    assert found("Holt said that nobody sailed.", CAST)[0].body["act"] == "speech"


def test_a_reported_clause_with_words_in_marks_is_mixed_and_holds_them() -> None:
    text = 'Holt said the quay was "beyond repair".'
    clause, marked = found(text, CAST)
    assert (clause.kind, marked.kind) == ("mixed", "mixed")
    assert clause.span.covers(marked.span)
    assert clause.body["attribution"] != marked.body["attribution"]


@pytest.mark.parametrize(
    "text",
    [
        "Reports say little.",
        "The claims were false.",
        "Holt has a say in it.",
        "The United States sails.",
        "Reed said nothing.",
        "A told tale.",
    ],
)
def test_a_noun_that_looks_like_a_cue_reports_nothing(text: str) -> None:
    assert found(text, CAST) == []
