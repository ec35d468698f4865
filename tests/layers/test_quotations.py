"""What in marks is speech, by whom, and how pieces belong together."""

import pytest

from app.layers import annotate
from app.layers.base import Doc
from tests.layers.quoting import Cast, found, in_marks

CAST: Cast = {
    "Mara Holt": ("person", "harbour minister"),
    "Jonas Reed": ("person", "ferry captain"),
    "Peter Lind": ("person", "mayor"),
    "Nia Oke": ("person", None),
    "Harbour Board": ("organization", None),
    "Skerry": ("place", None),
}
HOLT, REED, LIND = "Mara Holt", "Jonas Reed", "Peter Lind"

SPEECH: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "cue behind": ('"The quay opens in May," Holt said.', [("The quay opens in May,", HOLT)]),
    "cue behind, inverted": ('"The quay opens in May," said Mara Holt.', [("The quay opens in May,", HOLT)]),
    "cue before, comma": ('Holt said, "The quay opens in May."', [("The quay opens in May.", HOLT)]),
    "cue before, colon": ('Holt wrote on Monday: "The quay opens in May."', [("The quay opens in May.", HOLT)]),
    "colon alone": ('Mara Holt: "The quay opens in May."', [("The quay opens in May.", HOLT)]),
    "question": ('"Who pays for it?" Reed asked.', [("Who pays for it?", REED)]),
    "exclamation, inverted": ('"It is over!" shouted Reed from the quay.', [("It is over!", REED)]),
    "broken by its cue": ('"We wait," Holt said, "but not for ever."', [("We wait,", HOLT), ("but not for ever.", HOLT)]),
    "goes on behind its cue": ('"We wait," Holt said. "Not for ever."', [("We wait,", HOLT), ("Not for ever.", HOLT)]),
    "begins before the one with the cue": ('"We wait." "Not for ever," Holt said.', [("We wait.", HOLT), ("Not for ever,", HOLT)]),
    "partial": ('Holt said the plan was "dead on arrival".', [("dead on arrival", HOLT)]),
    "partial, one word": ('Holt told reporters the board would "de facto" run Skerry.', [("de facto", HOLT)]),
    "described as": ('Holt described it as "a long winter" for Skerry.', [("a long winter", HOLT)]),
    "called": ('Holt called the plan "a farce".', [("a farce", HOLT)]),
    "participle with its own subject": ('The plan fell, with Mara Holt slamming it as "a farce".', [("a farce", HOLT)]),
    "participle behind a comma": ('Holt left the talks early, calling them "a farce".', [("a farce", HOLT)]),
    "participle that opens the sentence": ('Calling it "a farce", Holt walked out.', [("a farce", HOLT)]),
    "two partial ones in one clause": ('Holt called it "a farce" that "helps nobody".', [("a farce", HOLT), ("helps nobody", HOLT)]),
    "according to, first": ('According to Holt, the quay is "beyond repair".', [("beyond repair", HOLT)]),
    "according to, last": ('Lind will call an "urgent" meeting according to Holt.', [("urgent", HOLT)]),
    "cue at the sentence's end": ('"I order the quay closed" at once, Holt said in a letter.', [("I order the quay closed", HOLT)]),
    "apposition": ('"We wait," Mara Holt, the harbour minister, said.', [("We wait,", HOLT)]),
    "inverted apposition": ('"We wait," said Mara Holt, who leads the ministry.', [("We wait,", HOLT)]),
    "relative clause": ('Lind met Holt, who said "we wait".', [("we wait", HOLT)]),
    "shared subject": ('Reed thanked the crew but warned that the quay was "a trap".', [("a trap", REED)]),
    "two speakers in one sentence": ('Holt said "yes" and Reed said "no".', [("yes", HOLT), ("no", REED)]),
    "lead sentence": ('Holt was blunt. "This must never happen again."', [("This must never happen again.", HOLT)]),
    "lead paragraph with a colon": (
        'Holt wrote to the board:\n\n"This must never happen again."',
        [("This must never happen again.", HOLT)],
    ),
    "over paragraphs": ("“We wait.\n\n“Not for ever,” Holt said.", [("We wait.", HOLT), ("Not for ever,", HOLT)]),
    "nobody": ('Wind rose.\n\n"This must never happen again."\n\nWind fell.', [("This must never happen again.", None)]),
    "not the speaker before, without marks that say so": (
        '"We wait," Holt said.\n\n"This must never happen again."',
        [("We wait,", HOLT), ("This must never happen again.", None)],
    ),
    "a body": ('"The fleet is ready," the Harbour Board said.', [("The fleet is ready,", "Harbour Board")]),
    "a body by its noun": (
        'The Harbour Board met. The fleet is "ready", the board said.',
        [("ready", "Harbour Board")],
    ),
    "a description": (
        'The wreck "likely exceeds" the limit, said Skerry naval intelligence.',
        [("likely exceeds", "Skerry naval intelligence")],
    ),
    "somebody's spokesman": ('"No comment," said a spokesman for Holt.', [("No comment,", "a spokesman for Holt")]),
    "his spokesman": ('Lind will call an "urgent" meeting, according to his spokesman Jonas Reed.', [("urgent", REED)]),
    "somebody's lawyer": ('Holt\'s lawyer said the claim was "nonsense".', [("nonsense", "Holt's lawyer")]),
    "with a role before the name": ('"We wait," said harbour minister Mara Holt.', [("We wait,", HOLT)]),
    "with a courtesy title": ('"We wait," Ms Holt said.', [("We wait,", HOLT)]),
}


@pytest.mark.parametrize("case", SPEECH)
def test_words_in_marks_are_given_to_who_said_them(case: str) -> None:
    text, expected = SPEECH[case]
    assert in_marks(text, CAST) == expected


NO_SPEECH = {
    "a republic in marks": 'According to Holt, the army holds "Skerry People’s Republic".',
    "a ferry": 'The ferry "Guillemot" sank off Skerry.',
    "a ferry, told by somebody": 'Holt said the ferry "Guillemot" sank.',
    "so-called": 'The so-called "night rule" ended in May.',
    "known as": 'Holt leads a group known as "the gang of nine".',
    "called, of a thing": 'A boat called "Guillemot" sank, Holt said.',
    "dubbed": 'The storm, dubbed "big Nell", hit Skerry, Holt said.',
    "the term": 'The term "night rule" is old, Holt said.',
    "a book": 'Her book "The Long Quay" came out in May.',
    "a film, by comma": 'His film "The Long Quay," shot on Skerry, came out in May.',
    "on a programme": 'Holt spoke on Radio Skerry\'s "Good Morning Isles."',
    "scare quotes": 'The "experts" left and the "quiet season" began.',
    "letters": '"A," "B" and "C" are letters.',
    "feet and inches": 'The mast is 6\'2" and the beam 5" wide, Holt said.',
    "a badge that is told": '"We wait," said Holt, who wore a "Save the Quay" badge.',
}


@pytest.mark.parametrize("case", NO_SPEECH)
def test_names_titles_and_scare_quotes_are_no_speech(case: str) -> None:
    text = NO_SPEECH[case]
    said = [w for w, _ in in_marks(text, CAST) if w != "We wait,"]
    assert said == []


def test_what_stands_in_marks_with_a_cue_is_direct_and_a_part_of_a_sentence_mixed() -> None:
    text = '"We wait," Holt said. Reed called that "a farce".'
    assert [f.kind for f in found(text, CAST)] == ["direct", "mixed"]


def test_a_quotation_broken_by_its_cue_is_one_attribution() -> None:
    pieces = found('"We wait," Holt said, "but not for ever. "', CAST)
    assert len(pieces) == 2
    assert len({f.body["attribution"] for f in pieces}) == 1


def test_a_quotation_over_paragraphs_is_one_attribution() -> None:
    pieces = found("Holt said: “One thing.\n\n“Two things.\n\n“Three things.”", CAST)
    assert [f.body["attribution"] for f in pieces] == ["q1", "q1", "q1"]
    assert {f.kind for f in pieces} == {"direct"}


def test_two_utterances_of_one_speaker_are_two_attributions() -> None:
    pieces = found('"We wait," Holt said. "Not long," she added.', CAST)
    assert len({f.body["attribution"] for f in pieces}) == 2


def test_source_and_cue_stand_where_they_are_written() -> None:
    text = '"We wait," said harbour minister Mara Holt on Monday.'
    body = found(text, CAST)[0].body
    assert body["source"]["exact"] == "harbour minister Mara Holt" == text[body["source"]["start"] : body["source"]["end"]]
    assert body["cue"]["exact"] == "said" == text[body["cue"]["start"] : body["cue"]["end"]]
    assert body["chain"] == "e1"


def test_without_a_cue_there_is_no_source_and_no_speaker() -> None:
    body = found('Wind rose.\n\n"This must never happen again."', CAST)[0].body
    assert (body["source"], body["cue"], body["speaker"], body["chain"]) == (None, None, None, None)


def test_marks_are_read_in_a_language_whose_cues_are_not_known() -> None:
    rows = found("„Wir haben sehr lange auf den Kai gewartet.“ Das war alles.", CAST, language="de")
    assert [(f.kind, f.body["speaker"]) for f in rows] == [("direct", None)]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "„Wir sind bereit und warten auf das Schiff“, sagte Mara Holt.", "Wir sind bereit und warten auf das Schiff"),
        ("fr", "« Nous sommes prêts et nous attendons le bateau », a dit Mara Holt.", "Nous sommes prêts et nous attendons le bateau"),
        ("el", "«Είμαστε έτοιμοι και περιμένουμε το πλοίο», είπε η Μάρα.", "Είμαστε έτοιμοι και περιμένουμε το πλοίο"),
    ],
)
def test_in_other_languages_an_utterance_in_marks_is_found_without_a_speaker(language: str, text: str, words: str) -> None:
    quotations = [f for f in annotate(Doc.bare(text, language)).findings if f.layer == "quotation"]
    assert [(f.span.of(text), f.body["speaker"]) for f in quotations] == [(words, None)]
