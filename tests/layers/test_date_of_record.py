from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers.base import Doc
from app.layers.dates import LAYER
from app.text.spans import Doubt

DECLARED = date(2027, 3, 4)


def doubts(text: str, declared: date | None = DECLARED) -> list[Doubt]:
    return [d for d in LAYER.find(Doc.bare(text, declared=declared), {}) if isinstance(d, Doubt)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It exceeds the force that the navy fielded in February 2032.", "February 2032"),
        ("The mole was rebuilt in 2031.", "2031"),
        ("She has lived there since 2029.", "2029"),
        ("In July 2030, the council announced that it was over.", "July 2030"),
        ("The 12 May 2031 bombing of the mole is being investigated.", "12 May 2031"),
        ("They were paid from 2029 to 2031.", "2031"),
        ("He is accused of setting fire to the customs house in 2031.", "2031"),
        ("When the mayor announced the sale in June 2031, he wept.", "June 2031"),
        ("“It is dry,” she told Averil Radio in May 2031.", "May 2031"),
        ("Ida Fenwick rows at a regatta in Orle on June 14, 2033.", "June 14, 2033"),
        ("She was in the 2031 Averil Bay storm.", "2031"),
        ("Nobody read the 2031 Harbour Act.", "2031"),
        ("Vale dropped out of the race on 3 May 2031.", "3 May 2031"),
    ],
)
def test_a_later_past_raises_one_doubt_with_its_evidence(text: str, words: str) -> None:
    (doubt,) = doubts(text)
    assert doubt.kind == "date-of-record"
    assert words in [e.of(text) for e in doubt.evidence]
    assert (
        doubt.message
        == f"The text mentions {words} as past, but the source gives the date 4 March 2027."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The mole will be rebuilt by 2030.",
        "The council approved a budget for 2031.",
        "The contract runs until 2035, the minister said.",
        "She said that the bridge will open in 2031.",
        "They promised to close the mine in 2030.",
        "The next elections are scheduled for May 2031.",
        "Notes due 2034 were sold.",
        "The forecast showed a deficit in fiscal 2030.",
        "He was expected to retire in 2029.",
        "It was hoped that the games in 2032 would pay.",
        "Could it have been 2031?",
        "The storm reframed the 2028 presidential contest.",
        "He shows what the 2028 Averil Comet, built in Orle, would cost.",
        "Vale faces a reelection fight in 2029, and talk had begun of a rival.",
        "Pushed on what could bring him to run in 2029 or 2030, he laughed.",
        "Then, in 2028, Vale said that 100,000 would be let in.",
        "They studied harvests over 2020 - 2050 in Orle.",
        "A poll of 2047 registered voters was released.",
        "The lease on the quay ends on 31 December 2033.",
    ],
)
def test_a_mentioned_future_raises_none(text: str) -> None:
    assert doubts(text) == []


def test_a_true_past_raises_none() -> None:
    assert doubts("The mole was rebuilt in 2019, and again in March 2027.") == []


def test_a_few_days_ahead_are_no_contradiction() -> None:
    assert doubts("The mole was reopened on 9 March 2027.") == []
    assert len(doubts("The mole was reopened on 9 May 2027.")) == 1


def test_without_a_declared_date_there_is_nothing_to_contradict() -> None:
    assert doubts("The mole was rebuilt in 2031.", None) == []


def test_a_date_that_a_person_settled_is_not_doubted() -> None:
    settled = replace(
        Doc.bare("The mole was rebuilt in 2031.", declared=DECLARED), date_settled=True
    )
    assert not any(isinstance(d, Doubt) for d in LAYER.find(settled, {}))


def test_all_evidence_goes_into_one_doubt_and_its_message_names_the_latest() -> None:
    text = "The mole was rebuilt in 2031. It fell in June 2033. It was sold in 2030."
    (doubt,) = doubts(text)
    assert [e.of(text) for e in doubt.evidence] == ["2031", "June 2033", "2030"]
    assert "June 2033" in doubt.message


@given(st.text(max_size=200), st.integers(2027, 2099), st.dates())
def test_evidence_lies_in_the_text(text: str, year: int, declared: date) -> None:
    whole = f"{text} It was rebuilt in {year}. {text}"
    for doubt in doubts(whole, declared):
        assert doubt.evidence
        assert all(0 <= e.start < e.end <= len(whole) for e in doubt.evidence)
