"""What a cue of PolNeAR does: the labels of the head `act`, by a table of words.

PolNeAR marks who says what, not whether it is affirmed. The program's rules for denials and
refusals and the table below label its cues, and the head learns to tell the same from the whole
window, also for cues that no table lists.
"""

import re
from typing import Any

from app.engines.reporting.cues import reporting
from app.engines.reporting.polarity import AFFIRMED, polarity_of

ACTS = ("stated", "denied", "refused", "asked", "planned")
"""`stated` is what is said or thought to be so; the two that follow are denials and refusals to
answer, then questions, then what is intended, wished or only expected of somebody."""
_BEFORE = 60
"""Characters before a cue in which a negation may stand."""

_ASKS = re.compile(
    r"\b(?:(?:ask|wonder|inquir|enquir|quer|quizz|probe)(?:s|e|es|ed|ing|y|ies|ied|ying)?"
    r"|question(?:s|ed|ing)?)\b"
)
_REQUESTS = re.compile(r"\bask\w*(?: \w+)? (?:for|to|that)\b|\b(?:tell|told|said|say)\w*\b")
_PLANS = re.compile(
    r"\b(?:plan|intend|want|hop|seek|aspir|desir|prefer|wish|decid|prepar|expect|anticipat|mull)"
    r"(?:s|e|es|ed|ing|ned|ning|red|ring|n)?\b|\bsought\b|\bconsidering\b|\baim\w* to\b"
    r"|\b(?:would|['’]d) (?:like|prefer|rather|love)\b|\blook(?:s|ed|ing)? (?:to|forward)\b"
    r"|\b(?:plans?|intentions?|intent|decision|desire|wish(?:es)?|hopes?) (?:to|of|for)\b"
)
_SAID_AFTER_ALL = re.compile(
    r"\b(?:said|says?|saying|told|tells?|announc\w+|vow\w*|promis\w+|pledg\w+|added)\b"
)


def act_of(cue: str, before: str, content: str, source: str) -> str:
    """One of ACTS, by the cue, what stands before it, what it reports and who says it."""
    polarity = polarity_of(cue, before, content, source)
    if polarity != AFFIRMED:
        return polarity
    written = " ".join(cue.casefold().split())
    if _ASKS.search(written) and not _REQUESTS.search(written):
        return "asked"
    is_planned = reporting(cue) == "planning" or _PLANS.search(written)
    return "planned" if is_planned and not _SAID_AFTER_ALL.search(written) else "stated"


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
