"""Whether a cue reports what was said or what was thought, by its verb or what it says somebody is. Knows no person and no model.

Attitudes are checked against the 19,831 cues of PolNeAR's training articles: what is not listed here is speech.
"""

import re

from app.engines.rules import words

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


# Base, third person, past and -ing of verbs of wanting, meaning, knowing and siding. Regular forms are made of the base.
_REGULAR = words(
    """
    believe hope fear doubt expect suspect assume worry wish imagine reckon consider prefer want plan intend decline refuse threaten
    agree decide try support oppose favor favour endorse seem appear need love like hate enjoy regret trust disagree dislike
    anticipate aim aspire dream desire resent view regard ignore care await welcome accept approve resist aid fancy ponder hesitate vote
    """
)
_IRREGULAR = words(
    """
    think thinks thought thinking feel feels felt feeling know knows knew knowing understand understands understood understanding
    seek seeks sought seeking foresee foresees foresaw foreseeing see sees saw seeing mean means meant meaning backs
    backed backing
    """
)
_MINDS = words("hopes belief beliefs desire opinion opinions fears doubts plans intention intentions attitude expectation expectations")
# What somebody is, not does: `is convinced`, `are not sure`.
_STATES = words(
    """
    convinced confident concerned afraid aware unaware sure unsure certain uncertain hopeful optimistic pessimistic skeptical sceptical
    eager willing unwilling reluctant keen interested shocked surprised disappointed proud happy unhappy scared frightened furious angry
    upset uneasy wary anxious alarmed delighted glad pleased inclined excited
    """
)
# Verbs of saying; where one comes last it is said after all: `hopes to tell`, `refused to say`.
_SPEECH = words(
    """
    say says said saying tell tells told telling announce announces announced announcing write writes wrote writing express expresses
    expressed expressing voice voices voiced voicing state states stated tweet tweets tweeted claim claims claimed argue argues argued
    declare declared ask asks asked asking reply replied answer answered add adds added adding warn warns warned promise promises
    promised vow vows vowed pledge pledges pledged describe described describes call calls called calling according report reports
    reported testify testified suggest suggests suggested
    """
)
_AHEAD = re.compile(
    r"(?:will|shall|won['’]t|to|plans? to|going to|(?:is|are|was|were|be)(?: \w+ly)? (?:set|due|about|expected|likely|scheduled|poised))\b"
)
_DOUBLES = words("plan")


def _forms(verb: str) -> set[str]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    stem = verb[:-1] if verb.endswith("e") else verb + verb[-1] if verb in _DOUBLES else verb
    return {verb, verb + ("es" if verb.endswith(("sh", "ss", "x")) else "s"), stem + "ed", stem + "ing"}


_ATTITUDES = _IRREGULAR | _MINDS | _STATES | {form for verb in _REGULAR for form in _forms(verb)}


def act_of(cue: str) -> str:
    """`speech` or `attitude`: that of the cue's last word that tells; a plan (`will discuss`, `is expected to vote`) is an attitude."""
    written = " ".join(cue.casefold().split())
    telling = [w for w in _WORD.findall(written) if w in _SPEECH or w in _ATTITUDES]
    if telling and telling[-1] in _SPEECH and not _AHEAD.match(written):
        return "speech"
    return "attitude" if telling or _AHEAD.match(written) else "speech"
