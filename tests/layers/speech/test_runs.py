"""Utterances in a row: the quotation goes on behind its clause and over paragraphs."""

import pytest

from tests.layers.quoting import Cast, told

CAST: Cast = {"Mara Orr": ("person", None), "Jonas Pell": ("person", None)}
ORR, PELL = "Mara Orr", "Jonas Pell"

# Marked text, and the speakers of the words in marks, in order.
RUNS: dict[str, tuple[str, list[str | None]]] = {
    "open marks, up to the next speaker": (
        (
            '["The quay is old,"] <said> {Mara Orr}.\n\n["It leaks.\n\n"It will close."]\n\n'
            "{Jonas Pell} <said> [he would sue the board]."
        ),
        [ORR, ORR, ORR],
    ),
    "every paragraph in marks of its own": (
        (
            '["The quay is old,"] {Mara Orr} <told> the paper.\n\n["It will not last."]\n\n'
            '["We have looked at it every week."]\n\n{Jonas Pell} <said> [he would sue the board].'
        ),
        [ORR, ORR, ORR],
    ),
    "words before their own clause": (
        '["The quay is old,"] {Mara Orr} <said>.\n\n["It is not that old,"] <said> {Jonas Pell}.',
        [ORR, PELL],
    ),
    "behind a long clause with another cue": (
        (
            '["The quay is old,"] {Mara Orr} <said>, <referring> to [the pier of the west]. '
            '["It will not last."]'
        ),
        [ORR, ORR],
    ),
    "behind a clause and before the next paragraph": (
        (
            '["The quay is old,"] <said> {Mara Orr}, who has led the board of the harbour for nine '
            'years now. ["It will not last."]\n\n{Jonas Pell} <denied> [that it was so].'
        ),
        [ORR, ORR],
    ),
    "an answer to a question": (
        '["Is it safe?"] <asked> {Mara Orr}.\n\n["It is not."] {Pell} <said> so [quietly].',
        [ORR, PELL],
    ),
    "another clause comes with a comma": (
        '["The quay is old,"] {Mara Orr} <said>. ["So is the pier,"] {Jonas Pell} <said>.',
        [ORR, PELL],
    ),
    "only what stands behind": (
        '["We never promised it."] That was what {Mara Orr} <answered>.',
        [ORR],
    ),
}


@pytest.mark.parametrize("case", RUNS)
def test_what_one_speaker_says_in_a_row_is_given_to_nobody_else(case: str) -> None:
    written, speakers = RUNS[case]
    assert [speaker for kind, _, speaker in told(written, CAST) if kind == "direct"] == speakers


def test_a_row_of_many_paragraphs_is_read_to_its_end() -> None:
    written = '["The quay is old,"] {Mara Orr} <said>.\n\n' + '["It will not last."]\n\n' * 400
    assert {speaker for _, _, speaker in told(written, CAST)} == {ORR}
