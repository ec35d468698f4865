"""What of the words that hang on a cue is reported.

And whether it is a statement or a fragment of its sentence.
"""

import pytest

from app.layers import quotations
from app.layers.base import Finding
from tests.layers.quoting import Cast, found, marked

CAST: Cast = {
    "Mara Holt": ("person", None),
    "Jonas Reed": ("person", None),
    "Harbour Board": ("organization", None),
}

WHOLE = """
{Holt} <said> [that the quay was closed].
{Holt} <announced> [the closing of the old quay].
{Holt} <condemned> [the so-called night rule of the board].
{Holt} <promised> [to open the quay].
{The Harbour Board} <told> [fishermen to stay in port].
{Holt} <denied> [that the wall was unsafe].
{Holt} <has repeatedly denied> [any wrongdoing].
{Holt} <failed to say> [why the pumps stopped].
{Holt} <ruled out> [a return to the old board].
["The quay opens in May,"] {Holt} <said>.
["No,"] <said> {Holt}.
{Holt} <said> [the old quay no safer than the new one after all].
[The old quay], {Holt} <said>, [has been closed].
It <was announced> [that the quay had been closed].
"""
FRAGMENTS = """
{Reporters} <asked> [Holt about claims that nobody had sailed].
{Holt} <described> [them as "four new piers"].
{The Harbour Board} <will vote on> [a resolution].
{The Harbour Board} <will vote on> [the night rule of the old board].
{The Harbour Board} <has named> [a new harbour master].
{Holt} <was looking at> [her old coat].
{The Harbour Board} <released> [a video of the rescue].
{Holt} <signed a decree recognizing> [the supposed independence of the outer isles].
{Holt} <could not answer> [the question about the borders].
{The two leaders} <defended> [their own policies].
{Holt} <addressed> [voters].
{Holt} <was accused of> [deceiving the voters of the island].
{Holt} <was told> [that the quay was closed].
<Asked> [why the quay was closed], {Holt} left.
{The plan} <seemed> [to be late once more].
{The Harbour Board} <apologized to> [the two women who had come forward].
{Holt} <described> it as ["beyond repair"].
{Police} <found> [the dead man].
{Holt} <faced questions about> [the closing of the old quay].
"""
NOTHING = """
{Holt} <thanked> [him].
{The board} <passed> [it].
{Holt} <could have considered> [them].
"""


def _lines(written: str) -> list[str]:
    return [line for line in written.strip().split("\n") if line]


@pytest.mark.parametrize("written", _lines(WHOLE))
def test_utterances_clauses_and_things_judged_are_statements(written: str) -> None:
    assert {f.body["whole"] for f in found(marked(written), CAST)} == {True}


@pytest.mark.parametrize("written", _lines(FRAGMENTS))
def test_names_of_things_plans_deeds_and_what_befalls_somebody_are_fragments(written: str) -> None:
    pieces = [f for f in quotations.LAYER.find(marked(written), {}) if isinstance(f, Finding)]
    assert {f.body["whole"] for f in pieces} == {False}
    assert max(f.confidence for f in pieces) <= 0.45


@pytest.mark.parametrize("written", _lines(NOTHING))
def test_somebody_thanked_or_something_passed_is_no_content(written: str) -> None:
    assert found(marked(written), CAST) == []


def test_words_in_marks_inside_a_clause_are_a_fragment_of_it() -> None:
    doc = marked('{Holt} <said> [the quay was "beyond repair"].')
    assert [(f.span.of(doc.text), f.body["whole"]) for f in found(doc, CAST)] == [
        ('the quay was "beyond repair"', True),
        ("beyond repair", False),
    ]


def test_the_writers_words_beside_an_utterance_are_a_fragment_and_less_sure() -> None:
    doc = marked('[As a phone rang], {Holt} <said>: ["We wait for nobody."]')
    beside, said = found(doc, CAST)
    assert (beside.body["whole"], said.body["whole"]) == (False, True)
    assert beside.confidence <= 0.45 < said.confidence


def test_when_and_where_beside_a_clause_are_no_statement_of_their_own() -> None:
    doc = marked("[At the same time], {Holt} <added> [that nobody had come].")
    assert [f.body["whole"] for f in found(doc, CAST)] == [False, True]


def test_the_source_of_an_utterance_is_no_content() -> None:
    doc = marked('["I saw nothing,"] <said> [the man everybody calls “Tick.”]')
    assert [f.span.of(doc.text) for f in found(doc, CAST)] == ["I saw nothing,"]


def test_many_parts_of_one_cue_take_linear_time() -> None:
    doc = marked('["We wait,"] {Holt} <said>, ' + "[it was late], " * 4_000)
    assert len(found(doc, CAST)) > 1
