"""Which of the people a source stands for: appositions, ages, descriptions, offices, texts."""

import pytest

from app.linking.sources.mentions import NamedMention
from app.linking.sources.speakers import Cast as People
from app.text.spans import Span
from tests.layers.quoting import Cast, cast_of, found, marked

CAST: Cast = {
    "Mara Holt": ("person", None),
    "Jonas Reed": ("person", None),
    "Peter Lind": ("person", None),
    "Oke Lund": ("person", None),
    "Ferry Union": ("organization", None),
}
HOLT, REED, LIND = "Mara Holt", "Jonas Reed", "Peter Lind"

SPOKEN: dict[str, tuple[str, str | None]] = {
    "a title before a comma": (
        "Peter Lind left. {The harbour minister, Mara Holt}, <said> [that the quay was shut].",
        HOLT,
    ),
    "a title with the name behind it": (
        "Peter Lind left. {The harbour minister}, Mara Holt, <said> [that the quay was shut].",
        HOLT,
    ),
    "a possessive title": (
        "Peter Lind left. {The union's chair, Mara Holt}, <told> members [that the quay was shut].",
        HOLT,
    ),
    "a title and a rank": (
        "Peter Lind left. {The pilot, Captain Jonas Reed}, <said> [that the quay was shut].",
        REED,
    ),
    "his deputy": (
        "Peter Lind left. {His deputy}, Jonas Reed, <told> the board [that the quay was shut].",
        REED,
    ),
    "an indefinite one behind its verb": (
        '["We wait,"] <said> {a passenger, Jonas Reed}, who had a bag.',
        REED,
    ),
    "an age": ("In a letter of two lines {Holt, 63,} <said> [that the quay was shut].", HOLT),
    "of a body": ("{Mara Holt of the Ferry Union} <said> [that the quay was shut].", HOLT),
    "somebody's": ("{Holt's} <claim> [that the quay was shut] was false.", HOLT),
    "who": ("He met Mara Holt, {who} <said> [that the quay was shut].", HOLT),
    "which": (
        "He wrote to the Ferry Union (FU), {which} <said> [that the quay was shut].",
        "Ferry Union",
    ),
    "who of nobody named": ("He met a man {who} <said> [that the quay was shut].", None),
    "who of an office": (
        "The transport minister, Mara Holt, came. He met the minister, {who} <said> [it was shut].",
        HOLT,
    ),
    "who of an office that nobody has": (
        "Mara Holt came. He met the pilots, {who} <said> [that the quay was shut].",
        None,
    ),
    "who of one of several": (
        "The transport minister, Mara Holt, came. The minister {who} <said> [it was shut] left.",
        None,
    ),
    "one of them": ("Two guards came. {One of them} <said> [that the quay was shut].", None),
    "nobody": ("{Neither} <said> [that the quay was shut].", None),
    "a relative clause": (
        "{A person who has seen them} <said> [that the quay was shut].",
        "A person who has seen them",
    ),
    "two names in one": (
        "<According to> {one Quay and Land member}, [the quay was shut].",
        "one Quay and Land member",
    ),
    "two people": ("{Both Mara Holt and Jonas Reed} <said> [that the quay was shut].", HOLT),
    "a text": ('["The quay is shut,"] {the letter} <runs>.', None),
    "its return": ("[The quay is empty], <according to> {its last return}.", None),
    "findings of a body": (
        "He read of {the findings of the Ferry Union}, which <reported> [that the quay was shut].",
        "Ferry Union",
    ),
    "the better of two ministers": (
        (
            "The finance minister, Peter Lind, came. The transport minister, Mara Holt, came. "
            '["We wait,"] {the transport minister} <said>.'
        ),
        HOLT,
    ),
    "not the one who was minister": (
        (
            'Peter Lind, then the transport minister, slept.\n\nMara Holt came.\n\n["We wait,"] '
            "{the minister} <said>."
        ),
        HOLT,
    ),
    "an office without a role": (
        'Mara Holt came in.\n\n["We wait,"] {the new transport minister} <said>.',
        HOLT,
    ),
    "as minister": (
        'Mara Holt began as transport minister. Oke Lund came. ["We wait,"] {the minister} <said>.',
        HOLT,
    ),
    "what somebody is asked": (
        'Reed came. <Asked> [whether the quay was shut], {Mara Holt} <said>: ["We wait."]',
        None,
    ),
    "he, who was asked": (
        'Reed came. Asked about the day on which Peter Lind left, {he} <said>: ["We wait."]',
        REED,
    ),
}


@pytest.mark.parametrize("case", SPOKEN)
def test_a_source_is_given_to_who_is_meant(case: str) -> None:
    written, expected = SPOKEN[case]
    assert found(marked(written), CAST)[0].body["speaker"] == expected


def test_a_bare_surname_is_the_person_and_never_the_firm_that_bears_it() -> None:
    text = "Mara Holt owns Holt Dredging. Holt said that the quay was shut."
    cast = {"Mara Holt": ("person", None), "Holt Dredging": ("organization", None)}
    names = [
        NamedMention(f.start, f.end, f.kind, f.body["name"], f.body["chain"])
        for f in cast_of(text, cast)
    ]
    at = text.index("Holt said")
    wrong = [n for n in names if n.start != at] + [
        NamedMention(at, at + 4, "organization", "Holt Dredging", "e2")
    ]
    speaker = People(text, wrong).speaker(Span(at, at + 4))
    assert speaker is not None
    assert speaker.name == "Mara Holt"
