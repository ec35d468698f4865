"""Interviews and transcripts: who speaks is what a label says, and no other label is a speaker."""

import itertools
import re
from dataclasses import replace

import pytest

from app.layers.base import Doc
from app.layers.speech.attribution import Attribution
from app.layers.speech.contents import Part
from app.layers.speech.transcripts import turns as transcripts
from app.linking.sources.mentions import NamedMention
from app.text.spans import Span
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


CLOSINGS = [
    "This talk was shortened. Write to us if you want more.",
    "Mara Orr was born in 1961. She keeps two dogs, and I like her.",
    "The evening ended at nine. I walked home.",
]


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("end", ["", "\n\nSee also: The pier."])
@pytest.mark.parametrize(("asks", "answers"), [("Q", "A"), ("PELL", "ORR")])
def test_what_closes_the_text_is_not_the_last_speaker_s(
    asks: str, answers: str, end: str, closing: str
) -> None:
    text = (
        f"Mara Orr met Jonas Pell.\n\n{asks}: Is it old?\n\n{answers}: It is.\n\n"
        f"{asks}: And you?\n\n{answers}: I closed it.\n\n{closing}{end}"
    )
    assert turns(text)[-1][::2] == (answers, ["I closed it."])


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ('A: "I closed it.\n\n"The wood rots."', ["I closed it.", "The wood rots."]),
        ("A: “I closed it.\n\n“The wood rots.”", ["I closed it.", "The wood rots."]),
        ("A: „I closed it.\n\nThe wood rots.”", ["I closed it.", "The wood rots."]),
        ('"A: I closed it.\n\n"The wood rots."', ["I closed it.", "The wood rots."]),
        (
            'A: "I closed it.\n\nIt rots."\n\n"I saw it," a guard said.',
            ["I closed it.", "It rots."],
        ),
        ('A: "I closed it."\n\n"I saw it," a guard said.', ["I closed it."]),
        ("A: »I closed it.«\n\n»I saw it«, a guard said.", ["»I closed it.«"]),
        ('A: "I closed it.\n\nI walked home.', ["I closed it."]),
    ],
)
def test_the_last_turn_goes_on_while_its_marks_are_open(last: str, words: list[str]) -> None:
    assert turns(f"Mara Orr\n\nQ: And you?\n\n{last}\n\nWe thank you.")[-1][2] == words


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
    "a choice": "Question: Which do you like?\n\nA: Orle\n\nB: Tellin\n\nC: Neither",
    "a choice in lines": "Question: Which do you like?\nA. Orle\nB. Tellin\nC. Neither",
    "choices": "Q: Do you row?\n\nA: I do.\n\nB: I do not.\n\n"
    "Q: Do you sail?\n\nA: I do.\n\nB: I do not.",
    "a list with a late Q": "A. The quay is shut.\n\nWe wait.\n\nQ. The port is open. You may go.",
    "answers alone": "Q: Do you row?\n\nA: I do.\n\nA: I sail.\n\nA: You see.",
    "no label": "Mara Orr asked: Is it old?\n\nShe said: We close it.",
}


@pytest.mark.parametrize("case", NO_TRANSCRIPTS)
def test_no_other_label_is_a_speaker(case: str) -> None:
    assert turns(NO_TRANSCRIPTS[case]) == []


def test_those_who_speak_beside_a_choice_have_their_turns() -> None:
    choice = "Q: Which?\n\nA: Orle\n\nB: Tellin"
    talk = "ORR: Is it old?\n\nPELL: I think so.\n\nORR: Then we close it."
    text = f"Mara Orr met Jonas Pell.\n\n{talk}\n\n{choice}"
    assert [label for label, _, _ in turns(text)] == ["ORR", "PELL", "ORR"]


def test_one_question_that_is_put_twice_leaves_an_interview() -> None:
    pair = "Q: Is it old?\n\nA: It is.\n\n"
    assert len(turns(f"Mara Orr\n\n{pair}Q: Sir?\n\n{pair}{pair}")) == 7


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


def test_thousands_of_labels_find_their_people_among_thousands() -> None:
    names = [f"{_word(n)} {_word(n + 7)}son" for n in range(4000)]
    lines = [f"{name.upper()}: I see you." for name in names * 2]
    head = f"{' '.join(names)}\n\n"
    starts = itertools.accumulate((len(name) + 1 for name in names[:-1]), initial=0)
    people = [
        NamedMention(at, at + len(name), "person", name, name)
        for at, name in zip(starts, names, strict=True)
    ]
    text = head + "\n\n".join(lines)
    found_turns = transcripts.turns(text, Doc.bare(text).blocks, people)
    assert [t.named.of(text) if t.named else None for t in found_turns] == names * 2


def test_thousands_of_turns_keep_what_others_say_in_them() -> None:
    text = "Q: Do you?\n\nA: I do. Pell said that it was late.\n\n" * 5000
    pells = [NamedMention(*m.span(), "person", PELL) for m in re.finditer("Pell", text)]
    found_turns = transcripts.turns(text, Doc.bare(text).blocks, pells)
    said = [
        Attribution((Part(words, words, "indirect", "model", 0.9),), 0.9, (True,), cue)
        for m in re.finditer("said (that it was late)", text)
        for words, cue in [(Span(*m.span(1)), Span(m.start(), m.start() + 4))]
    ]
    across = replace(said[0], cue=said[1].cue)
    kept = list(transcripts.attributions([*said, across], found_turns))
    assert kept[:5000] == said
    assert len(kept) == 5000 + 10000


def _word(n: int) -> str:
    """A capitalised word of its own for each number up to 15,000."""
    first, last = divmod(n, 26)
    return "Z" + chr(97 + first // 26) + chr(97 + first % 26) + chr(97 + last)
