"""Speech and attitude, by the verb of the cue."""

import pytest

from app.engines.cues import act_of

SPEECH = """said; says; has said; told; according to; announced; did not say; said he hopes to tell; reports; wrote; called; :;
would later say; has learned; went on to say; slammed; accused; was quoted as saying; pointed out; noted;
happy to say; is surprised to report"""
ATTITUDES = """hopes; wants; believes; thought; plans; has planned; is planning; is expected; intends; feared; supports; opposed;
knew; decided; will vote on; will discuss; to discuss; is widely expected to; is set to vote; said to believe; worries; would like;
expressed hope; is convinced; are not sure; was happy"""


@pytest.mark.parametrize("cue", SPEECH.replace("\n", " ").split("; "))
def test_what_is_said_is_speech(cue: str) -> None:
    assert act_of(cue) == "speech"


@pytest.mark.parametrize("cue", ATTITUDES.replace("\n", " ").split("; "))
def test_what_is_thought_wanted_or_planned_is_an_attitude(cue: str) -> None:
    assert act_of(cue) == "attitude"
