"""Whose a cue in the passive is.

Never its subject's, unless it tells a feeling or a further verb of saying.
"""

import pytest

from app.linking.sources.passives import by_agent, is_about_subject
from app.text.spans import Span

TOLD_OF = [
    "The harbour board <was accused of> hiding the leak.",
    "The harbour board was <accused> of hiding the leak.",
    "Ivo Brandt, <accused of> hiding the leak, left.",
    "The pilot <is alleged to> have slept.",
    "The pilot <is said to> have slept.",
    "The plan <has been widely labelled> a farce.",
    "The minister <came under harsh criticism for> the delay.",
    "The minister <has faced questions about> the delay.",
    "<It was unclear> whether the wall would hold.",
    "The pilots <were expected to> agree.",
    "The wall <seems> too weak.",
    "The quay <looks like> a ruin.",
    "Among pilots there <was more agreement> that the wall leaks.",
    "<There was much speculation> that the wall leaks.",
    "<Asked about> the wall, Ivo Brandt left.",
    "When <pressed> on the wall, Ivo Brandt left.",
    "The pilots met amid <growing concerns> that the wall leaks.",
    "The board stayed despite <claims> that the wall leaks.",
]
OWN = [
    "The pilots <are worried> that the wall is weak.",
    "The minister <was quoted as saying> that the wall is weak.",
    "The minister <was forced to admit> that the wall is weak.",
    "The board <accused> the pilot of sleeping.",
    "The crews <were convinced> that the wall is weak.",
    "The board <has criticised> the plan.",
    "It <is steering clear of criticising> the plan.",
    "The board <appears> set to veto the plan.",
    "Ivo Brandt <asked about> the wall.",
    "The pilots <raised concerns> that the wall leaks.",
    "The pilots laughed at the board's <claims> that the wall holds.",
    "If there is one thing that Ivo Brandt <is passionate about>, it is the wall.",
]


def marked(written: str) -> tuple[str, Span]:
    start, end = written.index("<"), written.index(">") - 1
    return written.replace("<", "").replace(">", ""), Span(start, end)


@pytest.mark.parametrize("written", TOLD_OF)
def test_who_is_told_of_is_not_the_one_who_tells(written: str) -> None:
    assert is_about_subject(*marked(written))


@pytest.mark.parametrize("written", OWN)
def test_a_subject_that_feels_or_says_keeps_its_words(written: str) -> None:
    assert not is_about_subject(*marked(written))


def test_the_agent_stands_behind_by() -> None:
    text = "The board was accused by Ivo Brandt of hiding the leak from its members."
    cue = Span(text.index("was"), text.index("accused") + len("accused"))
    board, brandt, members = (
        Span(text.index(w), text.index(w) + len(w))
        for w in ("The board", "Ivo Brandt", "its members")
    )
    assert [by_agent(text, cue, who) for who in (board, brandt)] == [False, True]
    assert not by_agent(text, cue, Span(text.index("hiding"), members.start - 6))


def test_words_behind_another_clause_are_no_agent() -> None:
    text = "There was more agreement that it leaks, after a push from Ivo Brandt."
    cue = Span(text.index("was"), text.index(" that"))
    assert not by_agent(text, cue, Span(text.index("Ivo"), len(text) - 1))
