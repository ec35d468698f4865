"""Cues that state nothing: those of questions and of plans, in English.

Checked against the 19,833 cues of PolNeAR's training articles, of which 421 ask and 896 plan.
"""

import re

from app.engines.reporting.cues import reporting

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


def asks(cue: str) -> bool:
    """Whether the cue asks: `wondered whether`, not `asked for`, which wants something."""
    written = " ".join(cue.casefold().split())
    return bool(_ASKS.search(written)) and not _REQUESTS.search(written)


def plans(cue: str) -> bool:
    """Whether it intends, wishes or expects, and nothing is said: `hopes to`, `is expected to`."""
    written = " ".join(cue.casefold().split())
    is_planned = reporting(cue) == "planning" or bool(_PLANS.search(written))
    return is_planned and not _SAID_AFTER_ALL.search(written)
