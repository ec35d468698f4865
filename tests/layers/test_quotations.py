"""What belongs together, what a finding says of itself.

And the layer with the shipped model and without any.
"""

import pytest

from app.engines.word_lists import CREATOR
from app.layers import annotate
from app.layers.base import Doc
from tests.layers.quoting import Cast, found, in_marks, marked, told

CAST: Cast = {
    "Mara Holt": ("person", "harbour minister"),
    "Jonas Reed": ("person", "ferry captain"),
    "Peter Lind": ("person", "mayor"),
    "Nia Oke": ("person", None),
    "Harbour Board": ("organization", None),
    "Skerry": ("place", None),
}
HOLT, REED, LIND = "Mara Holt", "Jonas Reed", "Peter Lind"
DIRECT, TOLD, MIXED = "direct", "indirect", "mixed"

SAID: dict[str, tuple[str, list[tuple[str, str, str | None]]]] = {
    "cue behind": (
        '["The quay opens in May,"] {Holt} <said>.',
        [(DIRECT, "The quay opens in May,", HOLT)],
    ),
    "cue before": (
        '{Holt} <said>, ["The quay opens in May."]',
        [(DIRECT, "The quay opens in May.", HOLT)],
    ),
    "reported": (
        "{Holt} <said> [that the quay was closed].",
        [(TOLD, "that the quay was closed", HOLT)],
    ),
    "reported, cue behind": (
        "[The quay is closed], <said> {Holt}.",
        [(TOLD, "The quay is closed", HOLT)],
    ),
    "around its clause": (
        "[The old rule], {Holt} <confirmed>, [has been kept].",
        [(TOLD, "The old rule", HOLT), (TOLD, "has been kept", HOLT)],
    ),
    "words in marks inside": (
        '{Holt} <said> [the quay was "beyond repair"].',
        [(MIXED, 'the quay was "beyond repair"', HOLT), (DIRECT, "beyond repair", HOLT)],
    ),
    "words in marks alone": ('{Holt} <called> it ["a farce"].', [(DIRECT, "a farce", HOLT)]),
    "two speakers in one sentence": (
        '{Holt} <said> ["yes"] and {Reed} <said> ["no"].',
        [(DIRECT, "yes", HOLT), (DIRECT, "no", REED)],
    ),
    "a further cue of the same speaker": (
        "{Holt} <said> [it was late], <adding> [that nobody would sail].",
        [(TOLD, "it was late", HOLT), (TOLD, "that nobody would sail", HOLT)],
    ),
    "a cue among the words": (
        '["I asked {Reed}. {He} <said> it was late,"] {Holt} <said>.',
        [(DIRECT, "I asked Reed. He said it was late,", HOLT)],
    ),
    "signed": (
        "[“We wait for nobody.”] — Ana Berg\n\n{Holt} <said> [it was late].",
        [(DIRECT, "We wait for nobody.", "Ana Berg"), (TOLD, "it was late", HOLT)],
    ),
    "in marks without a cue": (
        'Wind rose.\n\n["This must never happen again."]\n\nWind fell.',
        [(DIRECT, "This must never happen again.", None)],
    ),
    "told without a cue": ("Wind rose.\n\n[This must never happen again]\n\nWind fell.", []),
    "told with a cue of another sentence": (
        "[The sea was calm]. {Holt} <said> [it was late]. [The wind rose].",
        [(TOLD, "it was late", HOLT)],
    ),
    "who speaks is not told": (
        "{[Mara Holt], 63}, <said> [it was late].",
        [(TOLD, "it was late", HOLT)],
    ),
    "told with a cue of another paragraph": (
        "{Holt} <said> [it was late].\n\n[This must end]",
        [(TOLD, "it was late", HOLT)],
    ),
    "a cue without words": ("{Holt} <said> nothing.", []),
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_said_is_given_to_who_said_it(case: str) -> None:
    written, expected = SAID[case]
    assert told(written, CAST) == expected


ONE = {
    "broken by its cue": '["We wait,"] {Holt} <said>, ["but not for ever."]',
    "goes on behind its cue": '["We wait,"] {Holt} <said>. ["Not for ever."]',
    "over paragraphs": "{Holt} <said>: [“One thing.]\n\n[“Two things.]\n\n[“Three things.”]",
    "a clause and the words in marks inside": '{Holt} <said> [the quay was "beyond repair"].',
}


@pytest.mark.parametrize("case", ONE)
def test_pieces_on_one_cue_are_one_attribution(case: str) -> None:
    pieces = found(marked(ONE[case]), CAST)
    assert len(pieces) > 1
    assert {f.body["attribution"] for f in pieces} == {"q1"}
    assert {f.body["speaker"] for f in pieces} == {HOLT}


def test_two_utterances_of_one_speaker_are_two_attributions() -> None:
    pieces = found(marked('["We wait,"] {Holt} <said>. ["Not long,"] {she} <added>.'), CAST)
    assert [(f.body["attribution"], f.body["speaker"]) for f in pieces] == [
        ("q1", HOLT),
        ("q2", HOLT),
    ]


def test_source_and_cue_stand_where_they_are_written_and_the_body_says_who_found_the_words() -> (
    None
):
    doc = marked(
        '["We wait,"] <said> {harbour minister Mara Holt} on Monday. {She} <hopes> [that '
        "nobody sails]."
    )
    direct, wish = found(doc, CAST)
    source, cue = direct.body["source"], direct.body["cue"]
    assert (
        source["exact"] == "harbour minister Mara Holt" == doc.text[source["start"] : source["end"]]
    )
    assert cue["exact"] == "said" == doc.text[cue["start"] : cue["end"]]
    assert (direct.body["chain"], direct.body["found_by"], direct.body["act"]) == (
        "e1",
        "marks",
        "speech",
    )
    assert (wish.body["found_by"], wish.body["act"], wish.creator) == (
        "model",
        "attitude",
        "tagger@0",
    )


def test_a_plan_is_no_speech() -> None:
    (plan,) = found(marked("{The Harbour Board} <will vote on> [the night rule] in May."), CAST)
    assert plan.body["act"] == "attitude"


def test_without_a_cue_there_is_no_source_and_no_speaker() -> None:
    body = found(marked('Wind rose.\n\n["This must never happen again."]'))[0].body
    assert (body["source"], body["cue"], body["speaker"], body["chain"]) == (None, None, None, None)


def test_the_less_sure_the_model_is_the_less_sure_is_the_attribution() -> None:
    sure, unsure = (found(marked("{Holt} <said> [it was late].", surely)) for surely in (6.0, 2.0))
    assert sure[0].confidence > unsure[0].confidence


def test_a_mark_forgotten_behind_a_cue_opens_no_quotation() -> None:
    doc = marked('["One thing], {he} <said>.\n\n["Two things,"] {Holt} <said>.')
    assert [doc.text[f.start : f.end] for f in found(doc, CAST) if f.kind == "direct"] == [
        "Two things,"
    ]


SHIPPED: dict[str, list[tuple[str, str | None]]] = {
    '"The quay opens in May," Holt said.': [("The quay opens in May,", HOLT)],
    '"The quay opens in May," said Mara Holt.': [("The quay opens in May,", HOLT)],
    'Holt said, "The quay opens in May."': [("The quay opens in May.", HOLT)],
    'Holt wrote on Monday: "The quay opens in May."': [("The quay opens in May.", HOLT)],
    '"Who pays for it?" Reed asked.': [("Who pays for it?", REED)],
    '"We wait," Holt said, "but not for ever."': [("We wait,", HOLT), ("but not for ever.", HOLT)],
    'Holt said the plan was "dead on arrival".': [("dead on arrival", HOLT)],
    'Holt described it as "a long winter" for Skerry.': [("a long winter", HOLT)],
    'Holt called the plan "a farce".': [("a farce", HOLT)],
    'According to Holt, the quay is "beyond repair".': [("beyond repair", HOLT)],
    '"We wait," Mara Holt, the harbour minister, said.': [("We wait,", HOLT)],
    'Reed thanked the crew but warned that the quay was "a trap".': [("a trap", REED)],
    '"The fleet is ready," the Harbour Board said.': [("The fleet is ready,", "Harbour Board")],
    'Holt\'s lawyer said the claim was "nonsense".': [("nonsense", "Holt's lawyer")],
    'According to Holt, the army holds "Skerry People’s Republic".': [],
    'The ferry "Guillemot" sank off Skerry.': [],
    'The so-called "night rule" ended in May.': [],
    'The storm, dubbed "big Nell", hit Skerry, Holt said.': [],
    'Her book "The Long Quay" came out in May.': [],
    'The mast is 6\'2" and the beam 5" wide, Holt said.': [],
}


def test_the_shipped_model_gives_words_in_marks_to_who_said_them() -> None:
    right = [text for text, expected in SHIPPED.items() if in_marks(text, CAST) == expected]
    assert len(right) >= 0.85 * len(SHIPPED), set(SHIPPED) - set(right)


REPORTED = {
    "Holt said that the quay was closed.": "that the quay was closed",
    "Holt said the quay would stay closed.": "the quay would stay closed",
    "Holt told reporters the quay was closed.": "the quay was closed",
    "Holt warned sternly that nobody would sail.": "that nobody would sail",
    "According to Holt, nobody will sail.": "nobody will sail",
    "Nobody will sail before May, according to Holt.": "Nobody will sail before May",
    "The quay is closed for good, Holt said on Monday.": "The quay is closed for good",
    "Holt hopes to open the quay.": "to open the quay",
    "Holt believes that nobody sailed.": "that nobody sailed",
}


def test_the_shipped_model_finds_what_is_reported() -> None:
    right = [
        t
        for t, words in REPORTED.items()
        if [(t[f.start : f.end], f.body["speaker"]) for f in found(t, CAST)] == [(words, HOLT)]
    ]
    assert len(right) >= 0.75 * len(REPORTED), set(REPORTED) - set(right)


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker"),
    [
        ("de", "„Wir sind bereit“, sagte Mara Holt.", "Wir sind bereit", "Mara Holt"),
        (
            "fr",
            "« Nous attendons le bateau », a dit Mara Holt.",
            "Nous attendons le bateau",
            "Mara Holt",
        ),
        (
            "el",
            "«Είμαστε έτοιμοι και περιμένουμε το πλοίο», είπε η Μάρα.",
            "Είμαστε έτοιμοι και περιμένουμε το πλοίο",
            None,
        ),
    ],
)
def test_in_other_languages_an_utterance_in_marks_is_found_with_a_speaker_where_a_rule_is_sure(
    language: str, text: str, words: str, speaker: str | None
) -> None:
    quotations = [f for f in annotate(Doc.bare(text, language)).findings if f.layer == "quotation"]
    assert [(f.span.of(text), f.body["speaker"], f.creator) for f in quotations] == [
        (words, speaker, CREATOR)
    ]
