"""Whose a cue in the passive is: never its subject's, of whom something is said, but the agent's behind `by`, or nobody's.

Pure: reads the words of a cue and what stands around them; knows no model. Read off the 640 passive cues of PolNeAR's training articles:
380 have no source, 122 the agent, and of the 138 with their subject all but a handful tell a feeling (`is worried`) or a further verb
of saying (`was quoted as saying`, `was forced to admit`).
"""

import re

from app.text.spans import Span

_BE = r"(?:am|is|are|was|were|be|been|being|get|gets|got|gotten)"
_BETWEEN = r"(?:\s+(?:\w+ly|also|not|n['’]t|once|often|never|now|still|just|then|so|far|long|being|been|yet|since|later|again))*"
_IRREGULAR = "said|told|known|seen|shown|heard|given|written|drawn|thought|understood|held|found|made|sought|put|taken|overridden|sworn"
_PASSIVE = re.compile(
    rf"\b{_BE}{_BETWEEN}\s+(?P<verb>\w+ed|{_IRREGULAR})\b(?P<rest>[^,;:.]*)", re.IGNORECASE
)
# Verbs that have a person as their object: where the preposition follows at once, somebody else is
# the one who does it.
_REDUCED = re.compile(
    r"(?:^|\s)(?:(?:accused|suspected|convicted|acquitted) of|charged with"
    r"|(?:blamed|criticised|criticized|praised|condemned|mocked|attacked) for"
    r"|(?:described|labelled|labeled|branded|hailed|regarded|viewed|portrayed|seen|known|remembered) "
    r"as)\b",
    re.IGNORECASE,
)
# What somebody meets with at the hands of others.
_MEETS = (
    r"c[ao]m(?:e|es|ing) under|fac(?:es|ed|ing|e)|dr(?:ew|aws|awing|awn)|dogged by|met with|sparked"
    r"|earned|subject to|(?:under|amid) (?:fire|criticism|pressure)"
)
_AT_HANDS = (
    r"criticisms?|fire|charges|accusations?|allegations?|questions?|scrutiny|calls|praise|condemnation|outrage|ire"
    r"|pressure|backlash"
)
_MET_WITH = re.compile(rf"\b(?:{_MEETS})\b.*\b(?:{_AT_HANDS})\b", re.IGNORECASE)
_IMPERSONAL = re.compile(
    rf"\bit(?:\s+\w+){{0,2}}\s*(?:{_BE}|['’]s|seems|seemed|appears|appeared|remains|remained|became|becomes)(?:\s+\w+){{0,2}}\s+"
    r"(?:clear|unclear|obvious|apparent|evident|plain|possible|impossible|likely|unlikely|known|unknown|true|doubtful|uncertain)\b",
    re.IGNORECASE,
)
# Participles that say how somebody feels or stands: their subject is the one who does.
_FELT = frozenset(
    """
    agreed aligned alarmed amazed amused angered annoyed appalled ashamed assured astonished attracted baffled bothered committed concerned
    confused convinced dedicated delighted depressed determined devoted disappointed discouraged disgusted dismayed disturbed divided
    embarrassed embittered encouraged engaged enraged excited focused focussed frightened frustrated gripped heartened horrified humbled
    impressed inclined infuriated inspired interested intrigued irritated locked mixed motivated moved mystified obliged obsessed offended
    opposed outraged overwhelmed perplexed persuaded pleased poised prepared prejudiced preoccupied puzzled reassured relieved resigned
    resolved satisfied saddened scared shaken shocked split startled stunned surprised tempted terrified thrilled tired torn touched
    troubled undecided unconcerned unconvinced unfazed unified unimpressed unmoved united upset used worried
    """.split()
)
# Behind these `to` tells what is said of the subject; behind others (`was forced to admit`) what
# the subject says.
_TOLD_OF = frozenset(
    """
    said reported believed alleged thought understood known rumored rumoured considered deemed claimed presumed estimated expected supposed
    found seen shown
    """.split()
)
_BEHIND = re.compile(
    r"\b(?:by|from|among)\s+(?:(?:both|the|an?|his|her|their|its|former|then|[A-Z][\w.]*)\s+){0,4}$"
)
_OBJECT_BEFORE = re.compile(r"\b(?:whom|which|that|what|who)\b")
_AGENT = re.compile(r"(?:by|from|among)\s", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:to\s+(?!be\b|have\b)\w+|(?:as\s+)?\w+ing)\s*\w*$", re.IGNORECASE)
_PREPOSITION = 6  # characters behind a cue in which its preposition stands
_LEAD = 40  # characters before a cue in which its auxiliary may stand


def is_about_subject(text: str, cue: Span) -> bool:
    """Whether the cue tells what others say of its subject: `was accused of`, `is said to`, `came under criticism for`, `it is clear`."""
    written = cue.of(text)
    if _MET_WITH.search(written) or _IMPERSONAL.search(_clause(text, cue) + written):
        return True
    if _REDUCED.search(text[cue.start : cue.end + _PREPOSITION]) and not _OBJECT_BEFORE.search(
        _clause(text, cue)
    ):
        return True
    passive = _PASSIVE.search(written) or _split(text, cue)
    if passive is None or passive["verb"].casefold() in _FELT:
        return False
    return not _SAYS.search(passive["rest"]) or passive["verb"].casefold() in _TOLD_OF


def by_agent(text: str, cue: Span, source: Span) -> bool:
    """Whether the source is the agent of such a cue: it stands behind it and right behind `by` or `from`, its own first word or not."""
    if source.start < cue.end:
        return False
    return bool(
        _BEHIND.search(text[max(cue.start, source.start - _LEAD) : source.start])
        or _AGENT.match(source.of(text)[:_LEAD])
    )


def _clause(text: str, cue: Span) -> str:
    """What stands before the cue in its clause."""
    return re.split(r"[.,;:!?\n“”\"]", text[max(0, cue.start - _LEAD) : cue.start])[-1]


def _split(text: str, cue: Span) -> re.Match[str] | None:
    """A passive whose auxiliary stands before the cue: `was` <accused of>."""
    before = _clause(text, cue)
    found = _PASSIVE.search(before + cue.of(text))
    return found if found and found.start("verb") == len(before) else None
