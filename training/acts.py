"""What a cue of PolNeAR does: the labels of the head `act`, by the program's rules.

PolNeAR marks who says what, not whether it is affirmed. The program's rules for denials,
refusals, questions and plans label its cues, and the head learns to tell the same from the whole
window, also for cues that no table lists.
"""

from typing import Any

from app.engines.reporting.polarity import AFFIRMED, polarity_of
from app.engines.reporting.questions_and_plans import asks, plans

ACTS = ("stated", "denied", "refused", "asked", "planned")
"""`stated` is what is said or thought to be so; the two that follow are denials and refusals to
answer, then questions, then what is intended, wished or only expected of somebody."""
_BEFORE = 60
"""Characters before a cue in which a negation may stand."""


def act_of(cue: str, before: str, content: str, source: str) -> str:
    """One of ACTS, by the cue, what stands before it, what it reports and who says it."""
    polarity = polarity_of(cue, before, content, source)
    if polarity != AFFIRMED:
        return polarity
    if asks(cue):
        return "asked"
    return "planned" if plans(cue, content) else "stated"


def labelled(text: str, spans: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
    """Every cue among the spans of one text as (start, end, act)."""
    parts: dict[tuple[Any, str], str] = {}
    for s in spans:
        parts.setdefault((_attribution(s), s["label"]), text[s["start"] : s["end"]])
    found = []
    for s in spans:
        if s["label"] == "cue":
            start, end = s["start"], s["end"]
            content = parts.get((_attribution(s), "content"), "")
            source = parts.get((_attribution(s), "source"), "")
            before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
            found.append((start, end, act_of(text[start:end], before, content, source)))
    return found


def _attribution(span: dict[str, Any]) -> Any:
    return (span.get("attrs") or {}).get("attribution")
