"""The source of a passive cue: the agent behind `by`, or nobody, never the subject.

Read off the 640 passive cues of PolNeAR's training articles: 380 have no source, 122 the agent, and
of the 138 with their subject all but a handful express a feeling (`is worried`) or have a further
verb of saying (`was quoted as saying`, `was forced to admit`).
"""

import re

from app.text.spans import Span

_BE = r"(?:am|is|are|was|were|be|been|being|get|gets|got|gotten)"
_BETWEEN = (
    r"(?:\s+(?:\w+ly|also|not|n['’]t|once|often|never|now|still|just|then|so|far|long|being|been|yet"
    r"|since|later|again))*"
)
_IRREGULAR = (
    "said|told|known|seen|shown|heard|given|written|drawn|thought|understood|held|found|made|sought"
    "|put|taken|overridden|sworn"
)
_PASSIVE = re.compile(
    rf"\b{_BE}{_BETWEEN}\s+(?P<verb>\w+ed|{_IRREGULAR})\b(?P<rest>[^,;:.]*)", re.IGNORECASE
)
# Verbs with a person as their object: where the preposition follows at once, somebody else does it.
_REDUCED = re.compile(
    r"(?:^|\s)(?:(?:accused|suspected|convicted|acquitted) of|charged with"
    r"|(?:blamed|criticised|criticized|praised|condemned|mocked|attacked) for"
    r"|(?:described|labelled|labeled|branded|hailed|regarded|viewed|portrayed|seen|known"
    r"|remembered) as)\b",
    re.IGNORECASE,
)
# What somebody meets with at the hands of others.
_MEETS = (
    r"c[ao]m(?:e|es|ing) under|fac(?:es|ed|ing|e)|dr(?:ew|aws|awing|awn)|dogged by|met with|sparked"
    r"|earned|subject to|(?:under|amid) (?:fire|criticism|pressure)"
)
_AT_HANDS = (
    r"criticisms?|fire|charges|accusations?|allegations?|questions?|scrutiny|calls|praise"
    r"|condemnation|outrage|ire|pressure|backlash"
)
_MET_WITH = re.compile(rf"\b(?:{_MEETS})\b.{{0,200}}\b(?:{_AT_HANDS})\b", re.IGNORECASE)
# `it is clear`, not `it is steering clear of`.
_IMPERSONAL = re.compile(
    rf"\bit(?:\s+\w+){{0,2}}\s*(?:{_BE}|['’]s|seems|seemed|appears|appeared|remains|remained|becomes"
    r"|became)(?:\s+(?!\w+ing\b)\w+){0,2}\s+(?:clear|unclear|obvious|apparent|evident|plain"
    r"|possible|impossible|likely|unlikely|known|unknown|true|doubtful|uncertain)\b",
    re.IGNORECASE,
)
# So it looks to the writer: 174 of the 180 such cues of PolNeAR's training articles have no source.
_SEEMING = re.compile(
    r"\b(?:(?:seem|appear)(?:s|ed|ing)?|look(?:s|ed)? (?:like|as if|as though))$", re.IGNORECASE
)
_PLANNED = re.compile(r"\s(?:set|poised|ready|determined|willing)\b")
# Words that are there without anybody who has them: `there is growing concern that`. 32 of 50 have
# no source, and most others have theirs behind `among`.
_THERE = re.compile(
    rf"\bthere(?:['’]s|\s+(?:{_BE}|has|have|had|remains|remained))\b"
    r"(?:\s+(?!that\b|which\b|who\b|what\b|\w+ing\b)[\w-]+)*\s*$",
    re.IGNORECASE,
)
# Whoever is asked first and then speaks: `Asked about the quay, Holt said`. Of 88 such participles
# of the training articles 73 have no source, and those in the middle of a sentence an agent.
_ASKED = re.compile(
    r"(?:asked|pressed|questioned|quizzed|challenged|told|accused|urged|confronted)\b",
    re.IGNORECASE,
)
_ASKED_WHEN = re.compile(r"(?:^|[.!?:]\s|\b(?:when|if|once|while)\s+)$", re.IGNORECASE)
# Words that nobody is named for: `amid growing concerns that`, `despite claims that`. Of 81 such
# nouns of the training articles whose source is not next to them 47 have none, 15 an agent.
_NAMELESS = (
    r"(?:concerns?|fears?|worries|anxiety|claims?|reports?|rumou?rs?|allegations?|accusations?"
    r"|charges|speculation|questions?|calls|criticisms?|suggestions?|doubts?|complaints?|outrage"
    r"|sk?c?epticism|suspicions?|disagreements?|demands?|warnings?|expectations?|answers?|talk"
    r"|debates?|predictions?|discussions?|anger|frustration|pressure|signs?|opposition|support)"
)
_NOUN_CUE = re.compile(
    rf"(?:[\w-]+\s){{0,3}}{_NAMELESS}(?:\s(?:of|about|over|that|for|to|against|on))?", re.IGNORECASE
)
_UNDER_PREPOSITION = re.compile(
    r"\b(?:amid|despite|following|because of|due to|given|of|over|about|including|from|during|after"
    r"|against|by|to)\s+(?:(?:an?|the|some|any|\w+ing|new|recent|initial|deep)\s+)*$",
    re.IGNORECASE,
)
# Participles that say how somebody feels or what position one takes: their subject is the source.
_FELT = frozenset(
    """
    agreed aligned alarmed amazed amused angered annoyed appalled ashamed assured astonished
    attracted baffled bothered committed concerned confused convinced dedicated delighted depressed
    determined devoted disappointed discouraged disgusted dismayed disturbed divided embarrassed
    embittered encouraged engaged enraged excited focused focussed frightened frustrated gripped
    heartened horrified humbled impressed inclined infuriated inspired interested intrigued
    irritated locked mixed motivated moved mystified obliged obsessed offended opposed outraged
    overwhelmed perplexed persuaded pleased poised prepared prejudiced preoccupied puzzled reassured
    relieved resigned resolved satisfied saddened scared shaken shocked split startled stunned
    surprised tempted terrified thrilled tired torn touched troubled undecided unconcerned
    unconvinced unfazed unified unimpressed unmoved united upset used worried
    """.split()
)
# Behind these `to` begins what is said of the subject; behind others (`was forced to admit`) what
# the subject says.
_SAID_OF_SUBJECT = frozenset(
    """
    said reported believed alleged thought understood known rumored rumoured considered deemed
    claimed presumed estimated expected supposed found seen shown
    """.split()
)
_BEHIND = re.compile(
    r"\b(?:by|from|among)\s+(?:(?:both|the|an?|his|her|their|its|former|then|[A-Z][\w.]*)\s+){0,4}$"
)
# A comma without the preposition at once behind it: `agreement that it leaks, after a push from`.
_OTHER_CLAUSE = re.compile(r",\s(?!(?:by|from|among|not\s\w+\sby)\b)")
_OBJECT_BEFORE = re.compile(r"\b(?:whom|which|that|what|who)\b")
_AGENT = re.compile(r"(?:by|from|among)\s", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:to\s+(?!be\b|have\b)\w{1,40}|(?:as\s+)?\w{1,40}ing)\s{0,9}\w{0,40}$", re.IGNORECASE
)
_PREPOSITION = 6  # characters behind a cue in which its preposition is
_LEAD = 40  # characters before a cue in which its auxiliary may be


def is_about_subject(text: str, cue: Span) -> bool:
    """Whether the cue says what others say of its subject.

    As in `was accused of`, `is said to`, `came under criticism for`, `it is clear`.
    """
    if _is_nobodys(text, cue) or _is_met_with(text, cue):
        return True
    passive = _PASSIVE.search(cue.of(text)) or _split_passive(text, cue)
    if passive is None or passive["verb"].casefold() in _FELT:
        return False
    return not _SAYS.search(passive["rest"]) or passive["verb"].casefold() in _SAID_OF_SUBJECT


def _is_nobodys(text: str, cue: Span) -> bool:
    """Whether the cue has no subject that speaks: `seems`, `there was talk`, `Asked about`."""
    written, before = cue.of(text), _clause_before(text, cue)
    if _seems(text, cue) or is_asked(text, cue) or _THERE.search(before + written):
        return True
    return bool(_UNDER_PREPOSITION.search(before) and _NOUN_CUE.fullmatch(written))


def _is_met_with(text: str, cue: Span) -> bool:
    """Whether the subject meets with it: `came under criticism`, `it is clear`, <accused of>."""
    written, before = cue.of(text), _clause_before(text, cue)
    if _MET_WITH.search(written) or _IMPERSONAL.search(before + written):
        return True
    is_reduced = _REDUCED.search(text[cue.start : cue.end + _PREPOSITION])
    return bool(is_reduced) and not _OBJECT_BEFORE.search(before)


def _seems(text: str, cue: Span) -> bool:
    """Whether the cue says how something looks; `appears set to veto` is a plan."""
    if not _SEEMING.search(cue.of(text)):
        return False
    return not _PLANNED.match(text, cue.end)


def is_asked(text: str, cue: Span) -> bool:
    """Whether the cue is what somebody else asks before the speaker answers: `Asked about`."""
    if not _ASKED.match(cue.of(text)):
        return False
    before = text[max(0, cue.start - _LEAD) : cue.start].rpartition("\n")[2]
    return bool(_ASKED_WHEN.search(before.lstrip("\"“‘'")))


def by_agent(text: str, cue: Span, source: Span) -> bool:
    """Whether the source is the agent of such a cue: behind it, and right behind `by` or `from`.

    The preposition may be the first word of the source.
    """
    if source.start < cue.end or _OTHER_CLAUSE.search(text, cue.end, source.start):
        return False
    before = text[max(cue.start, source.start - _LEAD) : source.start]
    return bool(_BEHIND.search(before) or _AGENT.match(source.of(text)[:_LEAD]))


def _clause_before(text: str, cue: Span) -> str:
    """The words before the cue in its clause."""
    return re.split(r"[.,;:!?\n“”\"]", text[max(0, cue.start - _LEAD) : cue.start])[-1]


def _split_passive(text: str, cue: Span) -> re.Match[str] | None:
    """A passive whose auxiliary comes before the cue: `was` <accused of>."""
    before = _clause_before(text, cue)
    passive = _PASSIVE.search(before + cue.of(text))
    return passive if passive and passive.start("verb") == len(before) else None
