"""Interviews and transcripts: who speaks is what a label says, and no other label is a speaker."""

import pytest

from app.layers.base import Doc
from app.layers.speech.transcripts import turns as transcripts
from app.linking.sources.mentions import NamedMention
from tests.layers.quoting import Cast, cast_of, found, marked

ORR, PELL, VOSS = "Mara Orr", "Jonas Pell", "Lena Voss"
CAST: Cast = {ORR: ("person", None), PELL: ("person", None), VOSS: ("person", None)}


def turns(text: str) -> list[tuple[str, str | None, list[str]]]:
    """The label of each turn, the name it stands for if that is elsewhere, and what is said."""
    people = [
        NamedMention(f.start, f.end, f.kind, f.body["name"], f.body["chain"])
        for f in cast_of(text, CAST)
    ]
    return [
        (
            turn.label.of(text),
            turn.named.of(text) if turn.named else None,
            [words.of(text) for words in turn.words],
        )
        for turn in transcripts.turns(text, Doc.bare(text).blocks, people)
    ]


INTERVIEWS = {
    "colons": "Mara Orr\n\nQ: Is it old?\n\nA: It is.\n\nQ: And?\n\nA: It must go.",
    "full stops": "Mara Orr on the quay\n\nQ. Is it old?\n\nA. It is.\n\nQ. And?\n\nA. It must go.",
    "lines of one paragraph": "Mara Orr\nQ: Is it old?\nA: It is.\nQ: And?\nA: It must go.",
    "words": "Mara Orr\n\nQuestion: Is it old?\n\nAnswer: It is.\n\nQuestion: And?\n\n"
    "Answer: It must go.",
}


@pytest.mark.parametrize("case", INTERVIEWS)
def test_questions_are_nobodys_and_answers_the_one_s_who_is_interviewed(case: str) -> None:
    said = [(named, words) for _, named, words in turns(INTERVIEWS[case])]
    assert said == [
        (None, ["Is it old?"]),
        (ORR, ["It is."]),
        (None, ["And?"]),
        (ORR, ["It must go."]),
    ]


@pytest.mark.parametrize(
    ("intro", "name"),
    [
        ("Jonas Pell has left. We met Mara Orr, who stays.", ORR),
        ("Jonas Pell has left. An interview with the head of the board, Mara Orr.", ORR),
        ("Jonas Pell has left, and Mara Orr, who stays, spoke to the paper.", ORR),
        ("By Lena Voss\n\nMara Orr leads the board.", ORR),
        ("Mara Orr and Jonas Pell run the port.", None),
        ("The port has a new head.", None),
    ],
)
def test_one_answers_only_if_no_other_may_be_meant(intro: str, name: str | None) -> None:
    (_, question, _), (_, answer, _) = turns(f"{intro}\n\nQ: Is it old?\n\nA: It is.")
    assert (question, answer) == (None, name)


TRANSCRIPTS = {
    "last names in capitals": ("ORR", "PELL"),
    "full names": ("Mara Orr", "Jonas Pell"),
    "initials": ("MO", "JP"),
    "a title": ("Mayor Orr", "Capt. Pell"),
}


@pytest.mark.parametrize("sign", [":", " —", " –"])
@pytest.mark.parametrize("case", TRANSCRIPTS)
def test_labels_that_come_back_are_speakers(case: str, sign: str) -> None:
    orr, pell = TRANSCRIPTS[case]
    text = (
        f"Mara Orr met Jonas Pell.\n\n{orr}{sign} Is it old?\n\n{pell}{sign} I think so.\n\n"
        f"{orr}{sign} Then we must close it.\n\n{pell}{sign} You must."
    )
    assert [(named, words) for _, named, words in turns(text)] == [
        (ORR, ["Is it old?"]),
        (PELL, ["I think so."]),
        (ORR, ["Then we must close it."]),
        (PELL, ["You must."]),
    ]


def test_a_turn_goes_on_over_paragraphs_and_past_an_aside_but_not_into_the_report() -> None:
    text = (
        "INTERVIEWER: Is it old?\n\nORR: It is.\n\n(Laughter.)\n\nWe saw it last week.\n\n"
        "INTERVIEWER: And then?\n\nORR: I closed it.\n\nThe council will meet again on Friday."
    )
    assert [words for _, _, words in turns(text)] == [
        ["Is it old?"],
        ["It is.", "We saw it last week."],
        ["And then?"],
        ["I closed it."],
    ]


def test_an_answer_may_have_paragraphs_that_do_not_speak_of_the_speaker() -> None:
    text = "Mara Orr\n\nQ: Is it old?\n\nA: It is.\n\nThe wood rots.\n\nQ: And?\n\nA: It must go."
    assert [words for _, _, words in turns(text)][1] == ["It is.", "The wood rots."]


def test_a_headline_with_a_label_is_no_turn() -> None:
    text = "Orr: You can walk\n\nBy Jonas Pell\n\nORR: We close it.\n\nPELL: Why?\n\nORR: I saw."
    assert [label for label, _, _ in turns(text)] == ["ORR", "PELL", "ORR"]


def test_words_in_marks_behind_a_label_are_without_them() -> None:
    text = '"Mara Orr: Is it old?"\n\nPell: "I think so."\n\n"Orr: Then we must close it."'
    assert [words for _, _, words in turns(text)] == [
        ["Is it old?"],
        ["I think so."],
        ["Then we must close it."],
    ]


NO_TRANSCRIPTS = {
    "rubrics": "Note: We meet on Friday.\n\nPhoto: Mara Orr.\n\nNote: Bring your boots.",
    "a correction": "Correction: We named Mara Orr.\n\nUpdate: You may vote.\n\nUpdate: We won.",
    "times": "9.15am: We begin.\n\n9.40am: Mara Orr speaks to us.\n\n10:05: You may ask.",
    "headlines": "Orr: quay will close\n\nMara Orr closed it.\n\nPell: nobody asked us",
    "a list of people": "Mara Orr: Engineer, 54.\n\nJonas Pell: Captain, 61.\n\nLena Voss: Nurse.",
    "scores": "Orr: 12 points.\n\nPell: 9 points.\n\nOrr: 3 points.\n\nPell: 2 points.",
    "events": "Where: The quay.\n\nTickets: You pay.\n\nWhere: The port.\n\nTickets: None.",
    "a soup": "Fish: Two pounds.\n\nMethod: You boil it.\n\nMethod: You wait.",
    "datelines": "TELLIN — We begin.\n\nORLE — The ferry is late.",
    "options without a question": "A. You may wait.\n\nB. You may go.\n\nA. You may ask.",
    "no label": "Mara Orr asked: Is it old?\n\nShe said: We close it.",
}


@pytest.mark.parametrize("case", NO_TRANSCRIPTS)
def test_no_other_label_is_a_speaker(case: str) -> None:
    assert turns(NO_TRANSCRIPTS[case]) == []


def test_a_turn_is_direct_speech_and_what_others_say_in_it_stays() -> None:
    doc = marked(
        "Mara Orr\n\nQ: Is it old?\n\nA: {Jonas Pell} <said> [that it was]. {He} <said> [it leaks]."
        "\n\nQ: And?\n\nA: {I} <said> [that it must go]."
    )
    said = [(f.kind, doc.text[f.start : f.end], f.body["speaker"]) for f in found(doc, CAST)]
    assert said == [
        ("direct", "Is it old?", None),
        ("direct", "Jonas Pell said that it was. He said it leaks.", ORR),
        ("indirect", "that it was", PELL),
        ("indirect", "it leaks", PELL),
        ("direct", "And?", None),
        ("direct", "I said that it must go.", ORR),
        ("indirect", "that it must go", ORR),
    ]


def test_a_text_of_thousands_of_labels_is_read_to_its_end() -> None:
    text = "Mara Orr\n\n" + "ORR: I see.\n\nPELL: You do.\n\n" * 1500
    assert len(turns(text)) == 3000
