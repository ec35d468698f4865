"""Cues that state nothing: those of questions and of plans, in English.

Checked against the 19,833 cues of PolNeAR's training articles.
"""

import re

from app.engines.reporting.cues import reporting

_ASKS = re.compile(
    r"\b(?:(?:ask|wonder|inquir|enquir|quizz|grill|prob)(?:e|s|es|ed|ing)?"
    r"|quer(?:y|ies|ied|ying)|question(?:s|ed|ing)?|demand\w* to know"
    r"|press(?:es|ed|ing)?(?: \w+)? (?:on|about))\b"
)
_REQUESTS = re.compile(r"\bask\w*(?: \w+)? (?:for|to|that)\b|\b(?:tell|told|said|say)\w*\b")
_WISHES = re.compile(
    r"\b(?:plan|intend|want|hop|seek|aspir|desir|prefer|wish|prepar|mull)"
    r"(?:s|e|es|ed|ing|ned|ning|red|ring)?\b|\bsought\b|\bconsidering\b|\baim\w* to\b"
    r"|\b(?:would|['’]d) (?:like|prefer|rather|love)\b|\blook(?:s|ed|ing)? (?:to|forward)\b"
    r"|\b(?:plans?|intentions?|intent|decision|desire|wish(?:es)?|hopes?) (?:to|of|for)\b"
)
# These plan what somebody will do, and state what they are sure of: `decided to pay`, `decided that
# the contract was void`.
_PLANS_DEEDS = re.compile(r"\b(?:decid|expect|anticipat)(?:e|es|ed|ing|s)?(?P<to> to)?$")
_TO = re.compile(r"\s*to\b")
_SAID_AFTER_ALL = re.compile(
    r"\b(?:said|says?|saying|told|tells?|announc\w+|vow\w*|promis\w+|pledg\w+|added)\b"
)


def asks(cue: str) -> bool:
    """Whether the cue asks: `wondered whether`, not `asked for`, which wants something."""
    written = " ".join(cue.casefold().split())
    return bool(_ASKS.search(written)) and not _REQUESTS.search(written)


def plans(cue: str, content: str) -> bool:
    """Whether the cue intends, wishes or expects, and its content is not said to be so.

    As `hopes to`, `is expected to`; not `expects that prices will fall`, which is a forecast.
    """
    written = " ".join(cue.casefold().split())
    if _SAID_AFTER_ALL.search(written):
        return False
    deeds = _PLANS_DEEDS.search(written)
    if deeds and (deeds["to"] or _TO.match(content)):
        return True
    return reporting(cue) == "planning" or bool(_WISHES.search(written))
