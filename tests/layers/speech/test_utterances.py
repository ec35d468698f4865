"""What words in marks look like."""

import pytest

from app.layers.speech.marks.quotation_marks import quotations
from app.layers.speech.marks.utterances import is_free, is_name, signature, speaker_before
from app.text.spans import one_paragraph_a_gap


@pytest.mark.parametrize(
    "text",
    [
        'Holt said: "We wait."',
        '"We wait," Holt said.',
        'It was late. "We wait."',
        'He said, "we wait."',
        "He rose—“We wait.”",
    ],
)
def test_an_utterance_of_its_own_begins_where_a_sentence_does(text: str) -> None:
    (q,) = quotations(text, one_paragraph_a_gap(text))
    assert is_free(text, 0, q.pieces[0])


@pytest.mark.parametrize(
    "text", ['Holt called it "a farce".', 'The "Quiet Season" began.', 'It was "dead" to her.']
)
def test_a_part_of_a_sentence_is_none(text: str) -> None:
    (q,) = quotations(text, one_paragraph_a_gap(text))
    assert not is_free(text, 0, q.pieces[0])


@pytest.mark.parametrize(
    "text",
    [
        'The term "night rule"',
        'the ferry "guillemot"',
        'a group known as "the nine"',
        'The so-called "experts"',
        'dubbed the "big one"',
    ],
)
def test_a_naming_word_before_the_marks_shows_a_name(text: str) -> None:
    (q,) = quotations(text, one_paragraph_a_gap(text))
    assert is_name(text, 0, q.pieces[0])


SIGNED = {
    "“We wait.” — Ana Holt": "Ana Holt",
    "“We wait.” ― Ana de la Torre\nThen": "Ana de la Torre",
    '"We wait." -- Ana Holt, mayor of Skerry\n': "Ana Holt",
    "“We wait.”\u00a0–\u00a0A. Holt.\n": "A. Holt",
    "“We wait” — and Holt did.": None,
    "“We wait.” — Ana Holt came in and sat down.": None,
    "“We wait,” Ana Holt said.": None,
}


BEFORE = {
    "Ana Holt — “We wait.”": "Ana Holt",
    "They were late.\n\nAna Holt, the mayor of Skerry — “We wait.”": "Ana Holt",
    "One: “We wait.”": "One",
    "They were late.\nAnd a third: “We wait.”": "a third",
    "Another woman: “We wait.”": "Another woman",
    "The sign: “We wait.”": None,
    "Holt — “We wait.”": None,
    "They met Ana Holt — “We wait.”": None,
    "They were late. One: “We wait.”": None,
}


@pytest.mark.parametrize("text", BEFORE)
def test_a_name_and_a_dash_or_somebody_and_a_colon_may_begin_the_line(text: str) -> None:
    found = speaker_before(text, text.index("“"))
    assert (found[1].of(text) if found else None) == BEFORE[text]


@pytest.mark.parametrize("text", SIGNED)
def test_a_dash_and_a_name_that_end_the_line_sign_it(text: str) -> None:
    (q,) = quotations(text, one_paragraph_a_gap(text))
    signed = signature(text, q.pieces[0].outer.end)
    assert (signed[1].of(text) if signed else None) == SIGNED[text]
