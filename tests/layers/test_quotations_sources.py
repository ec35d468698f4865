"""Which words a source is, and whom it stands for: appositions, ages, descriptions, offices, texts; and what is no speech at all."""

import pytest

from app.linking.speakers import Cast as People
from app.linking.speakers import Named
from app.text.spans import Span
from tests.layers.quoting import Cast, cast_of, found

CAST: Cast = {
    "Mara Holt": ("person", None),
    "Jonas Reed": ("person", None),
    "Peter Lind": ("person", None),
    "Oke Lund": ("person", None),
    "Ferry Union": ("organization", None),
}
HOLT, REED, LIND = "Mara Holt", "Jonas Reed", "Peter Lind"

SPOKEN: dict[str, tuple[str, str | None]] = {
    "a title before a comma": ("Peter Lind left. The harbour minister, Mara Holt, said that the quay was shut.", HOLT),
    "a possessive title": ("Peter Lind left. The union's chair, Mara Holt, told members that the quay was shut.", HOLT),
    "a title and a rank": ("Peter Lind left. The pilot, Captain Jonas Reed, said that the quay was shut.", REED),
    "his deputy": ("Peter Lind left. His deputy, Jonas Reed, told the board that the quay was shut.", REED),
    "an indefinite one behind its verb": ('"We wait," said a passenger, Jonas Reed, who had a bag.', REED),
    "an age": ("In a letter of two lines Holt, 63, said that the quay was shut.", HOLT),
    "by telephone": ('"We wait," Mr Lind said by telephone, "but not long."', LIND),
    "of a body": ("Mara Holt of the Ferry Union said that the quay was shut.", HOLT),
    "one of them": ("Two guards came. One of them said that the quay was shut.", None),
    "a relative clause": ("A person who has seen them said that the quay was shut.", "A person who has seen them"),
    "two names in one": ("According to one Quay and Land member, the quay was shut.", "one Quay and Land member"),
    "a text": ('"The quay is shut," the letter runs.', None),
    "a text behind a colon": ('Holt kept the card. The first line is the same: "Ring the bell."', None),
    "its return": ("The quay is empty, according to its last return.", None),
    "findings of a body": ("He read the findings of the Ferry Union, which reported that the quay was shut.", "Ferry Union"),
    "the better of two ministers": (
        'The finance minister, Peter Lind, came. The transport minister, Mara Holt, came. "We wait," the transport minister said.',
        HOLT,
    ),
    "not the one who was minister": (
        'Peter Lind, then the transport minister, slept.\n\nMara Holt came.\n\n"We wait," the minister said.',
        HOLT,
    ),
    "an office without a role": ('Mara Holt came in.\n\n"We wait," the new transport minister said.', HOLT),
    "as minister": ('Mara Holt began as transport minister. Oke Lund came. "We wait," the minister said.', HOLT),
    "he, who was asked": ('Reed came. Asked about the day on which Peter Lind left, he said: "We wait."', REED),
}


@pytest.mark.parametrize("case", SPOKEN)
def test_a_source_is_read_whole_and_given_to_who_is_meant(case: str) -> None:
    text, expected = SPOKEN[case]
    assert found(text, CAST)[0].body["speaker"] == expected


def test_a_bare_surname_is_the_person_and_never_the_firm_that_bears_it() -> None:
    text = "Mara Holt owns Holt Dredging. Holt said that the quay was shut."
    cast = {"Mara Holt": ("person", None), "Holt Dredging": ("organization", None)}
    names = [Named(f.start, f.end, f.kind, f.body["name"], f.body["chain"]) for f in cast_of(text, cast)]
    at = text.index("Holt said")
    wrong = [n for n in names if n.start != at] + [Named(at, at + 4, "organization", "Holt Dredging", "e2")]
    speaker = People(text, wrong).speaker(Span(at, at + 4))
    assert speaker is not None
    assert speaker.name == "Mara Holt"


CONTENT: dict[str, tuple[str, list[str]]] = {
    "up to a semicolon": ("Holt said that she would wait; for Reed it was late.", ["that she would wait"]),
    "around its clause": ("The old rule, Holt confirmed, has been kept.", ["The old rule", "has been kept"]),
    "a time before its clause": ("In May of 2029, Holt adds, the quay was shut.", ["In May of 2029", "the quay was shut"]),
    "behind further adjuncts": ("Holt told the union two weeks ago that the quay was shut.", ["that the quay was shut"]),
    "which according to": ("It took a year, which according to Holt was her fault.", ["was her fault"]),
}


@pytest.mark.parametrize("case", CONTENT)
def test_reported_words_are_all_of_the_clause_and_no_more(case: str) -> None:
    text, expected = CONTENT[case]
    assert [text[f.start : f.end] for f in found(text, CAST)] == expected


def test_words_in_marks_under_her_own_further_verb_hang_on_the_outer_cue() -> None:
    found_ = found('Mara Holt said that she would ask for it "in May".', CAST)
    assert {f.body["cue"]["exact"] for f in found_} == {"said"}


NO_SPEECH = (
    "The council confirmed Mara Holt as mayor without a vote.",
    "Mara Holt wrote that warning when she was mayor.",
    "Guy Reed thought it a scandal.",
    "We're told that the quay is shut.",
    "The second change adds 2 million to rebuild the quay.",
    "Holt agreed to it last autumn, without being told to.",
    "Then he said something that was heard at the back.",
)


@pytest.mark.parametrize("text", NO_SPEECH)
def test_what_only_looks_like_a_report_is_none(text: str) -> None:
    assert found(text, CAST) == []
