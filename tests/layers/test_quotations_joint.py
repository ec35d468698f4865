"""Who speaks, beside the first.

Joint speakers, words of others inside a clause, signatures, listeners; and how sure a speaker is.
"""

import pytest

from app.linking.sources.mentions import SURE_SPEAKER
from tests.layers.quoting import Cast, found, marked

CAST: Cast = {
    "Ana Holt": ("person", "party leader"),
    "Jonas Reed": ("person", None),
    "Mara Lind": ("person", "chairwoman"),
    "Ferry Union": ("organization", None),
    "Harbour Board": ("organization", None),
}
ALONE: dict[str, tuple[str, str | None]] = {
    "the subject of an accusation": (
        "{The Ferry Union} <was accused of> [hiding the leak from its members].",
        None,
    ),
    "its agent": (
        "{The Ferry Union} <was accused> by {Jonas Reed} of [hiding the leak from its members].",
        "Jonas Reed",
    ),
    "another body's chair": (
        (
            "Ana Holt, the party leader, slept. {The chairman of the Coastal Party} <said> [that "
            "it was late]."
        ),
        "chairman of the Coastal Party",
    ),
    "a spokesman in those words": (
        "Jonas Reed slept. {An opposition spokesman} <said> [that it was late].",
        "An opposition spokesman",
    ),
    "an official twice": (
        "{A port official} <said> [that it was late]. {The official} <said> [that nobody came].",
        "A port official",
    ),
    "it, of the body in the sentence": (
        "The Harbour Board slept when {it} <posted> [that the wall was safe].",
        "Harbour Board",
    ),
    "it, of one of two": (
        "The Harbour Board met the Ferry Union, and {it} <said> [that the wall was safe].",
        None,
    ),
    "it, of a person": ("Jonas Reed slept. {It} <said> [that the wall was safe].", None),
    "they, of one person": (
        "{Jonas Reed} <said> [that it was late]. {They} <said> [that nobody came].",
        None,
    ),
    "their lawyers": ("{Their leaders} <said> [that it was late].", "leaders"),
    "a source ends with its sentence": (
        "[It was late], <said> {Jonas Reed. Ana Holt} slept.",
        "Jonas Reed",
    ),
    "he, not of whose campaign it is": (
        "Jonas Reed slept. The Ana Holt campaign was late. {He} <said> [that nobody came].",
        "Jonas Reed",
    ),
}


@pytest.mark.parametrize("case", ALONE)
def test_a_source_is_given_to_who_is_meant_or_to_nobody(case: str) -> None:
    written, expected = ALONE[case]
    assert found(marked(written), CAST)[-1].body["speaker"] == expected


def test_what_two_said_is_both_s() -> None:
    body = found(
        marked("{Both Ana Holt and Jonas Reed} <condemned> [the long wait at the quay]."), CAST
    )[0].body
    assert (body["speaker"], body["chain"]) == ("Ana Holt", "e1")
    assert body["speakers"] == [
        {"speaker": "Ana Holt", "chain": "e1"},
        {"speaker": "Jonas Reed", "chain": "e2"},
    ]


def test_they_are_those_who_spoke_jointly() -> None:
    text = (
        "{Ana Holt and Jonas Reed} <condemned> [the long wait at the quay]. {They} <added> "
        "[that nobody came]."
    )
    assert [s["speaker"] for s in found(marked(text), CAST)[-1].body["speakers"]] == [
        "Ana Holt",
        "Jonas Reed",
    ]


def test_they_may_be_two_people_with_whom_the_sentence_before_begins_and_nobody_is_sure() -> None:
    text = "Ana Holt and Jonas Reed run the port.\n\n[“We never stop,”] {they} <said>."
    body = found(marked(text), CAST)[-1].body
    assert [s["speaker"] for s in body["speakers"]] == ["Ana Holt", "Jonas Reed"]
    assert body["speaker_confidence"] < SURE_SPEAKER
    other = "Mara Lind met Ana Holt and Jonas Reed.\n\n[“We never stop,”] {they} <said>."
    assert found(marked(other), CAST)[-1].body["speaker"] is None


ANONYMOUS = (
    "one person",
    "another",
    "a third",
    "others",
    "a neighbour",
    "a spokesman",
    "one",
    "someone",
    "one of them",
    "an aide to Holt",
    "a friend of Reed's",
)


@pytest.mark.parametrize("who", ANONYMOUS)
def test_somebody_without_a_name_is_a_source_without_an_entity(who: str) -> None:
    text = f"Ana Holt waited with Jonas Reed. [“It is late,”] <said> {{{who}}}."
    body = found(marked(text), CAST)[-1].body
    assert body["source"]["exact"] == who
    assert (body["chain"], body["named"]) == (None, False)


def test_one_speaker_is_no_list() -> None:
    assert "speakers" not in found(marked("{Ana Holt} <said> [that it was late]."), CAST)[0].body


def test_words_that_a_clause_gives_to_somebody_else_are_theirs() -> None:
    doc = marked('{Ana Holt} <said> [that Jonas Reed had <called> the plan "a costly joke"].')
    who = {doc.text[f.start : f.end]: f.body["speaker"] for f in found(doc, CAST)}
    assert who["a costly joke"] == "Jonas Reed"
    assert who['that Jonas Reed had called the plan "a costly joke"'] == "Ana Holt"


@pytest.mark.parametrize(
    "text",
    [
        "“The port will gain by it, and the town too.”\n\n— Ana Holt, councillor",
        "“The port will gain by it, and the town too.”\n\n- Ana Holt",
        (
            "From the desk of Ana Holt, chief pilot, Tidewatch.\n\n“The port will gain by it, and "
            "the town too.”"
        ),
    ],
)
def test_words_are_their_signer_s(text: str) -> None:
    quotation = found(text, {"Ana Holt": ("person", None)})[0]
    assert (text[quotation.start : quotation.end], quotation.body["speaker"]) == (
        "The port will gain by it, and the town too.",
        "Ana Holt",
    )


def test_a_listener_who_nods_has_not_said_it() -> None:
    text = "Ana Holt turned to Jonas Reed. “It is too old, and it leaks.” Reed nodded."
    assert [f.body["speaker"] for f in found(text, CAST)] == ["Ana Holt"]


def test_a_speaker_is_named_or_described_and_surer_by_name_than_by_a_guess() -> None:
    by_name, described, guessed = (
        found(marked(written), CAST)[0].body
        for written in (
            "{Ana Holt} <said> [that it was late].",
            "{Critics} <said> [that it was late].",
            "Ana Holt came. {The new minister} <said> [that it was late].",
        )
    )
    assert [b["named"] for b in (by_name, described, guessed)] == [True, False, True]
    assert by_name["speaker_confidence"] >= SURE_SPEAKER > guessed["speaker_confidence"]


def test_nobody_has_no_confidence() -> None:
    body = found(marked('["Not long,"] {somebody} <said>.'), CAST)[0].body
    assert (body["speaker"], body["named"], body["speaker_confidence"]) == (None, False, None)


def test_a_name_in_capitals_before_a_colon_says_what_follows_up_to_the_next() -> None:
    text = (
        "Ana Holt met Jonas Reed. She <said> [it was late].\n\n[“HOLT: Who opened the gate "
        "last night, and when was that?]"
    )
    text = text.replace("<", "").replace(">", "").replace("[", "").replace("]", "")
    text += (
        "\n\n“REED: I did, at noon, and nobody was there.\n\n“I shut it myself, and the wall held.”"
    )
    who = {
        text[f.start : f.end]: f.body["speaker"] for f in found(text, CAST) if f.kind == "direct"
    }
    assert who == {
        "Who opened the gate last night, and when was that?": "Ana Holt",
        "I did, at noon, and nobody was there.": "Jonas Reed",
        "I shut it myself, and the wall held.": "Jonas Reed",
    }
