"""Whom a source stands for: pronouns, titles, last names, bodies; or honestly nobody."""

import pytest

from app.linking.sources.mentions import NamedMention, Speaker
from app.linking.sources.speakers import Cast as People
from app.text.spans import Span
from tests.layers.quoting import Cast, found, marked

CAST: Cast = {
    "Mara Holt": ("person", "harbour minister"),
    "Jonas Reed": ("person", "ferry captain"),
    "Oke Lund": ("person", None),
    "Ulli Berg": ("person", "spokeswoman"),
    "Fishers' Union": ("organization", None),
}
HOLT, REED, LUND, BERG = "Mara Holt", "Jonas Reed", "Oke Lund", "Ulli Berg"

LAST_SPEAKER: dict[str, tuple[str, str | None]] = {
    "she added, of the last speaker": (
        '["We wait,"] {Holt} <said>. ["Not long,"] {she} <added>.',
        HOLT,
    ),
    "he added, past a woman": ('Jonas Reed met Mara Holt. ["Not long,"] {he} <said>.', REED),
    "she said, past a man": ('Mara Holt met Jonas Reed. ["Not long,"] {she} <said>.', HOLT),
    "the subject of the sentence before": (
        'Oke Lund waited for Jonas Reed. ["Not long,"] {he} <said>.',
        LUND,
    ),
    "gender from a role": (
        'Ulli Berg, a spokeswoman, spoke after Oke Lund. ["Not long,"] {she} <said>.',
        BERG,
    ),
    "gender from a courtesy title": (
        'Mr Lund met Ulli Berg, the spokeswoman. ["Not long,"] {he} <said>.',
        LUND,
    ),
    "gender from a pronoun of the same sentence": (
        'Oke Lund sold her boat. Jonas Reed watched. ["Not long,"] {she} <said>.',
        LUND,
    ),
    "no woman at all": ('Jonas Reed slept. ["Not long,"] {she} <said>.', None),
    "nobody before": ('["Not long,"] {she} <said>.', None),
    "not one who stands only in marks": (
        'Mara Holt spoke. ["Ulli Berg lied,"] {she} <said>. ["Not long,"] {she} <added>.',
        HOLT,
    ),
    "the minister": (
        'Mara Holt, the harbour minister, met Jonas Reed. ["Not long,"] {the minister} <said>.',
        HOLT,
    ),
    "the captain": (
        'Mara Holt met Jonas Reed, the ferry captain. ["Not long,"] <said> {the captain}.',
        REED,
    ),
    "the minister, named later": (
        '["Not long,"] {the minister} <said>. Mara Holt is harbour minister.',
        HOLT,
    ),
    "a bishop who is not there": (
        'Mara Holt met Jonas Reed. ["Not long,"] {the bishop} <said>.',
        None,
    ),
    "the union": (
        'The Fishers\' Union met Jonas Reed. ["Not long,"] {the union} <said>.',
        "Fishers' Union",
    ),
    "a union without a name": ('["Not long,"] {the union} <said>.', "union"),
    "they, of a body": (
        '{The Fishers\' Union} <said> [it was late]. ["Not long,"] {they} <said>.',
        "Fishers' Union",
    ),
    "they, of nobody": ('Mara Holt spoke. ["Not long,"] {they} <said>.', None),
    "who": ('Jonas Reed thanked Mara Holt, {who} <said>: ["Not long."]', HOLT),
    "somebody's uncle": (
        '{Reed\'s uncle} <said> [it was late]. ["Not long,"] {he} <added>.',
        "Reed's uncle",
    ),
    "a spokesman": (
        '{A spokesman for the port} <said> [it was late]. ["Not long,"] {he} <added>.',
        "A spokesman for the port",
    ),
    "a text with its place": ('["Not long,"] <says> {the study, published in Nature}.', None),
    "a firm with its clause": (
        '["Not long,"] <says> {the Danish company, which owns it}.',
        "Danish company",
    ),
    "several kinds": (
        '["Not long,"] <say> {pilots, teachers and nurses}.',
        "pilots, teachers and nurses",
    ),
    "I": ('["Not long,"] {I} <said>.', None),
    "several": ('["Not long,"] {officials} <said>.', "officials"),
    "one of several": ('["Not long,"] {an official} <said>.', None),
    "two people": ('["Not long,"] {Holt and Reed} <said>.', HOLT),
}


@pytest.mark.parametrize("case", LAST_SPEAKER)
def test_a_source_is_resolved_to_who_is_meant(case: str) -> None:
    written, expected = LAST_SPEAKER[case]
    assert found(marked(written), CAST)[-1].body["speaker"] == expected


def test_a_speaker_carries_the_chain_of_the_entity() -> None:
    written = '["We wait,"] {Holt} <said>. ["Not long,"] {she} <added>.'
    assert [f.body["chain"] for f in found(marked(written), CAST)] == ["e1", "e1"]


def test_a_description_has_no_chain() -> None:
    assert found(marked('["Not long,"] {harbour officials} <said>.'), CAST)[0].body["chain"] is None


def test_the_head_of_a_phrase_is_the_person_at_its_end() -> None:
    text = "Skerry council leader Nia Oke"
    people = People(
        text,
        [
            NamedMention(0, 6, "place", "Skerry", "e1"),
            NamedMention(22, 29, "person", "Nia Oke", "e2"),
        ],
    )
    assert people.speaker(Span(0, len(text))) == Speaker("Nia Oke", "e2")


def test_somebody_elses_aide_is_not_that_somebody() -> None:
    text = "an aide to Nia Oke"
    people = People(text, [NamedMention(11, 18, "person", "Nia Oke", "e2")])
    assert people.speaker(Span(0, len(text))) == Speaker("an aide to Nia Oke", None)


@pytest.mark.parametrize("name", ["Kim Jong Un", "Jean Castex", "Andrea Bocelli", "Jan Brewer"])
@pytest.mark.parametrize("pronoun", ["he", "she"])
def test_a_first_name_that_men_and_women_have_fits_every_pronoun(name: str, pronoun: str) -> None:
    written = f'{name} came. ["Not long,"] {{{pronoun}}} <said>.'
    assert found(marked(written), {name: ("person", None)})[0].body["speaker"] == name


def test_who_is_said_to_be_another_s_adviser_has_no_office_of_his() -> None:
    cast: Cast = {
        "Ana Holt": ("person", "adviser to the president"),
        "Bo Reed": ("person", "wife of the mayor"),
    }
    written = (
        "Ana Holt, adviser to the president, met Bo Reed, wife of the mayor. [It was late], "
        "{%s} <said>."
    )
    assert [
        found(marked(written % who), cast)[0].body["speaker"]
        for who in ("the president", "the mayor", "the adviser")
    ] == [
        None,
        None,
        "Ana Holt",
    ]
