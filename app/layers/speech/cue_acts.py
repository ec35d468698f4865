"""What a cue does with its words, as the model has learnt it beside the rules.

It states them, denies them, refuses to say them, asks them or plans them.
"""

from typing import Literal, get_args

from app.engines.model.tagger import Reading
from app.engines.reporting.polarity import AFFIRMED, Polarity
from app.text.spans import Span

HEAD = "act:news"
CueAct = Literal["stated", "denied", "refused", "asked", "planned"]
_SURE = 0.6
"""The mean probability over the cue's words from which it is believed."""


def act_of_cue(reading: Reading, cue: Span) -> CueAct:
    """What the model takes the cue for; `stated` where it is not sure, or has not learnt it."""
    if HEAD not in reading.labels.heads:
        return "stated"
    acts: tuple[CueAct, ...] = get_args(CueAct)
    best = max(acts, key=lambda act: reading.share(HEAD, act, cue))
    return best if reading.share(HEAD, best, cue) >= _SURE else "stated"


def polarity_by_both(ruled: Polarity, act: CueAct) -> Polarity:
    """The polarity by the rules, and where they find no denial the model's."""
    if ruled == AFFIRMED and act in ("denied", "refused"):
        return "denied" if act == "denied" else "refused"
    return ruled
