"""On which side of the declared date an expression lies, by the words around it."""

import pytest

from app.engines.dates.direction import direction_of
from app.engines.dates.tense import looks_ahead, nearest


def side(marked: str) -> tuple[str | None, str]:
    """The side of the expression in square brackets, and what says so."""
    start = marked.index("[")
    end = marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = direction_of(text, start, end, 0, len(text))
    return found.where, found.by


@pytest.mark.parametrize(
    ("marked", "where", "by"),
    [
        ("It has rained since [May].", "past", "words"),
        ("Thank you for your letter of [3 May].", "past", "words"),
        ("The port is due to open in [May].", "future", "verb"),
        ("The port opens again on [Friday].", "future", "words"),
        ("The board summoned the clerk to speak on [Friday].", "future", "words"),
        ("The board holds its vote on [Friday].", "future", "verb"),
        ("Hale failed in his vow to leave on [Friday].", "past", "plan"),
        ("The ferry had been due to sail on [Friday].", "past", "plan"),
        ("The council missed the [Friday] deadline.", "past", "plan"),
        ("A vote planned for [Friday] was cancelled.", None, "torn"),
        ("The [Wednesday] after the vote was quiet.", None, "torn"),
        ("They set [Friday] as the deadline.", None, "torn"),
        ("Hale was deputy until [May].", "past", "verb"),
        ("Hale said nothing until [May].", "past", "verb"),
        ("Hale, chief engineer until [May], spoke.", "past", "verb"),
        ("The bridge stays shut until [May].", "future", "verb"),
        ("Traffic had risen by [May].", "past", "verb"),
        ("The council moved to close it by [May].", "future", "verb"),
        ("As of [May] the rule applies.", "past", "words"),
        ("As of [May] the rule will apply.", "future", "words"),
        ("The [7 August] blasts shook Orle.", "past", "event"),
        ("The raid in Orle on [Friday] shook many.", "past", "event"),
        ("Hale asked in [October] for help.", "past", "verb"),
        ("Hale said that the port will open on [Friday].", "future", "verb"),
        ("If the port shuts in [May]", "future", "modal"),
        ("The port would open in [May].", "future", "modal"),
        ("The ferry sank in [May].", "past", "verb"),
        ("In [May], the ferry sank.", "past", "ahead"),
        ("In [May], the ferry will sail.", "future", "ahead"),
        ("Rain in [May].", None, "none"),
    ],
)
def test_words_and_verbs_say_on_which_side(marked: str, where: str | None, by: str) -> None:
    assert side(marked) == (where, by)


@pytest.mark.parametrize(
    ("marked", "tense", "verb"),
    [
        ("The ferry sank in [2030].", "past", "sank"),
        ("The ferry will sail in [2030].", "future", "will"),
        ("The ferry is set to sail in [2030].", "future", "sail"),
        ("Hale set aside a day in [2030].", "past", "set"),
        ("Hale said in [2030].", "said", "said"),
        ("Hale said that in [2030] the ferry will sail.", "future", "will"),
        ("In [1997], the alliance announced it.", "past", "announced"),
        ("In [2030], Hale said, they would sail.", None, "said"),
        ("What could bring him to run in [2030], he demurred.", None, "could"),
        ("The ferry, to be opened in [2030], waits.", "future", "opened"),
        ("A takeover bid in [2030].", "past", "bid"),
        ("Hale plans to bid in [2030].", "future", "bid"),
        ("The ferry; in [2030].", None, ""),
    ],
)
def test_the_nearest_verb_gives_the_tense(marked: str, tense: str | None, verb: str) -> None:
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    assert nearest(text, start, start + 4, 0, len(text)) == (tense, verb)


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("The council is to vote.", True),
        ("The council is expected to vote.", True),
        ("The port is now likely to close.", True),
        ("Hale said the port would close.", True),
        ("Hale unveiled plans for a port.", True),
        ("You'd need a ferry.", True),
        ("He'd left the ferry.", False),
        ("The council voted.", False),
        ("When the port will open, the ferry sank.", False),
        ("Hale has said the port is open.", False),
        ("A port in Orle.", False),
    ],
)
def test_a_sentence_looks_ahead_by_its_first_verb_with_a_tense(sentence: str, ahead: bool) -> None:
    assert looks_ahead(sentence) is ahead
