"""Speech and attitude, and what a cue makes of its words, by its verb."""

import pytest

from app.engines.reporting.cues import act_of, is_plain_saying, reporting

SPEECH = """\
said; says; has said; told; according to; announced; did not say; said he hopes to tell;
reports; wrote; called; :; would later say; has learned; went on to say; slammed; accused; was
quoted as saying; pointed out; noted; happy to say; is surprised to report"""
ATTITUDES = """\
hopes; wants; believes; thought; plans; has planned; is planning; is expected; intends; feared;
supports; opposed; knew; decided; will vote on; will discuss; to discuss; is widely expected to;
is set to vote; said to believe; worries; would like; expressed hope; is convinced; are not
sure; was happy"""


@pytest.mark.parametrize("cue", SPEECH.replace("\n", " ").split("; "))
def test_what_is_said_is_speech(cue: str) -> None:
    assert act_of(cue) == "speech"


@pytest.mark.parametrize("cue", ATTITUDES.replace("\n", " ").split("; "))
def test_what_is_thought_wanted_or_planned_is_an_attitude(cue: str) -> None:
    assert act_of(cue) == "attitude"


MADE: dict[str, str] = {
    (
        "said; told reporters; according to; argues; :; pointed out; made it clear; was quoted as "
        "saying; hopes; wondered"
    ): "saying",
    (
        "condemned; sharply criticised; praised; called; described; announced; denied; blames; "
        "expressed appreciation for"
    ): "judging",
    "will vote on; is to discuss; plans to discuss; going to say": "planning",
    (
        "was accused of; were widely condemned; was told; has been asked about; faced questions "
        "about; Asked; drew criticism for"
    ): "undergoing",
    (
        "has named; signed a decree recognizing and signed; released; was looking at; seemed; "
        "appears; pursued; sings; filed"
    ): "doing",
}


@pytest.mark.parametrize(
    ("cue", "made"), [(cue.strip(), made) for cues, made in MADE.items() for cue in cues.split(";")]
)
def test_a_cue_says_judges_plans_undergoes_or_does(cue: str, made: str) -> None:
    assert reporting(cue) == made


@pytest.mark.parametrize(
    ("cue", "plain"),
    [("said", True), ("according to", True), (":", True), ("praised", False), ("sang", False)],
)
def test_plain_saying_takes_clauses(cue: str, plain: bool) -> None:
    assert is_plain_saying(cue) is plain
