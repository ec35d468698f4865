"""Whether a cue reports its words as said, as denied, or as refused.

Reads the cue and what stands beside it; knows no person and no model.

The verbs are those of the 19,831 cues of PolNeAR's training articles in which somebody denies,
rejects or withholds what follows.
"""

import re
from typing import Literal

from app.engines.word_lists import words

Polarity = Literal["affirmed", "denied", "refused"]

AFFIRMED: Polarity = "affirmed"
DENIED: Polarity = "denied"
REFUSED: Polarity = "refused"

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NOT = words("not never no nor neither none cannot without nothing nobody hardly")
# Who denies holds that it is not so, or will not have it so; who says `doubtful` or `untrue` of it
# does too.
_DENIES = frozenset(
    f"{stem}{end}"
    for stems, ends in (
        (
            (
                "reject dismiss contradict disavow disown retract recant oppos debunk rebuff "
                "resist discount downplay"
            ),
            "ed ing s es e",
        ),
        ("disput refut repudiat disprov disbeliev disagre negat decri challeng", "e es ed ing"),
        ("den disclaim rebut doubt object protest", "y ies ied ying s ed ing"),
    )
    for stem in stems.split()
    for end in ("", *ends.split())
) | words(
    """rebutted rebutting denial denials rejection rebuttal repudiation refutation disagreement opposition objection objections doubt
    doubts doubtful sceptical skeptical unconvinced untrue disagreeing contested contesting scoff scoffs scoffed scoffing unaware unsure"""
)
_NO_DENIAL = words(
    "challenge challenges challenged challenging decried decry decries decrying protest "
    "protests protested protesting object"
)
_DENYING_PHRASES = re.compile(
    r"\b(?:(?:rul|cast|throw|threw|shoot|shot|brush|push|wav|laugh|shrug)(?:e|es|s|ed|ing)?\s(?:out|aside|down|off|away)"
    r"|(?:walk|took|take|taken|taking|roll|row)(?:s|ed|ing)?\sback|push(?:es|ed|ing)?\sback(?:\sagainst|\son|\sat)?"
    r"|(?:pour|thr[eo]w|cast)\w*\s(?:cold\swater|doubt)|(?:knock|shoot|shot|batt)\w*\sdown|took\sissue|takes?\sissue|call\w*\sinto\s(?:question|doubt)"
    r"|distanc\w+\s(?:him|her|it|them)sel(?:f|ves)|far\sfrom|anything\sbut)\b"
)
_NO_SAYING = re.compile(r"\b(?:walk|push|roll|row)\w*\s(?:out|down|off|away|aside)\b")
_REFUSES = words(
    """refuse refuses refused refusing refusal decline declines declined declining dodge dodges dodged dodging sidestep sidesteps
    sidestepped sidestepping deflect deflects deflected deflecting withhold withholds withheld withholding unwilling unable
    reluctant non-answer noncommittal evade evades evaded evading avoid avoids avoided avoiding ducked ducking demurred demurs
    demurring balked balks hesitate hesitates hesitated hesitating fail fails failed failing"""
)
_REFUSING_PHRASES = re.compile(
    r"\b(?:st(?:o|oo)p\w*\s(?:well\s|just\s)?short|fell\sshort|(?:has|have|had|is|are|was|were)\syet\sto|yet\sto\b|kept\s(?:silent|quiet|mum)"
    r"|(?:stay|remain)\w*\s(?:silent|mum|quiet|tight-lipped|coy)|(?:is|are|was|were)\s(?:coy|tight-lipped|mum|silent|evasive)"
    r"|pass\w*\sup|stonewall\w*|shy\w*\saway|shied\saway|steer\w*\sclear)\b"
)
# What one answers with: `did not comment on` withholds, where `did not believe` holds the contrary.
_ANSWERS = words(
    """comment commented respond responded reply replied answer answered return returned elaborate elaborated confirm confirmed
    disclose disclosed reveal revealed identify identified specify specified provide provided release released explain
    explained discuss discussed address addressed give gave given offer offered name named clarify clarified detail detailed
    divulge speculate commit predict rule promise pledge guarantee endorse endorsed"""
)
_SAYS = words(
    """say said saying says tell told telling state stated claim claimed mention mentioned indicate indicated admit admitted acknowledge
    acknowledged announce announced suggest suggested describe described speak spoke spoken talk talked report reported write wrote
    add added adding warn warned insist insisted argue argued"""
)
_LINK = re.compile(r"\s(?:and|but|before|then)\s")
_WILLING = words(
    "would will could can wouldn't won't couldn't can't cannot wouldn’t won’t couldn’t can’t"
)
_OPEN = words("whether if when why how what who whom where which any anything anyone about")
# Negations that deny nothing: `could not help saying`, `made no secret of`, `has no doubt`, `not
# only said`.
_IDIOMS = re.compile(
    r"\b(?:not\sonly|(?:not|n['’]t)\s(?:help|resist|wait)|no\s(?:secret|bones|doubt|less|question)|without\s(?:doubt|question)|not\swithout"
    r"|min[cs]\w+\sno\swords|(?:can(?:not|\snot|['’]t)|could(?:\snot|n['’]t))(?:\s\w+ly)?\s(?:believe|agree\smore|imagine|wait|forget)"
    r"|(?:did|does|do|has|have)(?:\snot|n['’]t)\s(?:hesitate|mince|shy|fail|stop)|never\s(?:stopp?\w*|tir\w*|fail\w*|hesitat\w*|ceas\w*)"
    r"|not\sunlike|no\ssooner|not\ssurpris\w+|not\sto\smention|not\sjust|left\sno\sdoubt|nothing\sbut)\b"
)
_NEITHER = re.compile(
    r"\b(?:neither|not|never|nor|would|could|can|n['’]t|cannot)\b.{0,30}\bconfirm\w*\s(?:or|nor)\sden\w+|\bconfirm\w*\snor\sden"
)
# What may stand before a cue and turn it: `did not`, `never`, `refused to`, `denied having`,
# `rejected the`.
_BEFORE = re.compile(
    r"(?:\b(?:did|does|do|has|have|had|is|are|was|were|would|will|could|can|should|may|might|must)\s)?"
    r"(?:\b(?:not|never|neither|nor|without|cannot)|\b\w+n['’]t|\b(?:refus|declin|den|reject|dismiss|disput|avoid|fail|hesitat)\w*(?:\sto)?"
    r"|\bst(?:o|oo)pp?\w*\sshort\sof|\byet\sto|\b(?:unwilling|unable|reluctant)\sto)"
    r"(?:\s(?:having|ever|even|yet|also|been|be|once|the|any|all|such|those|these|a|his|her|their|its|directly|immediately|\w+ly))*\s\Z"
)
_REACH = 48
"""Characters before a cue in which what turns it is looked for: the longest of these leads in
English."""
_NO_SOURCE = re.compile(r"(?:no\b(?!\.)|nobody\b|none\b|neither\b|no one\b|few\b)", re.IGNORECASE)


def polarity_of(
    cue: str, before: str = "", content: str = "", source: str = "", *, direct: bool = False
) -> Polarity:
    """What is done with the words reported.

    `before` is what stands before the cue in its sentence, the others are as written.

    A negated denial (`did not deny that`) affirms, or at least denies nothing. Of an utterance in
    marks (`direct`) a verb of denial says how it was meant, not that it was never said:
    `"Nonsense," she objected`.
    """
    lead = (
        _BEFORE.search(" ".join(before.split())[-_REACH:].casefold() + " ")
        if before.strip()
        else None
    )
    told = _last(" ".join([*(lead[0].split() if lead else ()), *cue.casefold().split()]))
    if direct and not _negated(told) and not _SAYS & set(_WORD.findall(told)):
        return AFFIRMED
    if _NEITHER.search(told):
        return REFUSED
    if _IDIOMS.search(told):
        return AFFIRMED
    turned = _of_words(told, content.casefold())
    if turned == AFFIRMED and _NO_SOURCE.match(source) and not _negated(told):
        return DENIED
    return turned


def _last(told: str) -> str:
    """What follows the last link where that says something: `walked back his remarks and said`."""
    *_, last = _LINK.split(told)
    return last if _SAYS & set(_WORD.findall(last)) else told


def _of_words(told: str, content: str) -> Polarity:
    """The first of the words that turns decides; of `did not deny` the negation is undone by the denial."""
    found = _WORD.findall(told)
    denies = bool(_DENYING_PHRASES.search(told)) and not _NO_SAYING.search(told)
    denies = denies or any(w in _DENIES - _NO_DENIAL for w in found)
    refuses = any(w in _REFUSES for w in found) or bool(_REFUSING_PHRASES.search(told))
    if _negated(told):
        if denies or refuses:
            return REFUSED if _WILLING & set(found) else AFFIRMED
        return _negated_saying(found, content)
    if refuses:
        return REFUSED
    return DENIED if denies else AFFIRMED


def _negated(told: str) -> bool:
    return any(w in _NOT or w.endswith(("n't", "n’t")) for w in _WORD.findall(told))


def _negated_saying(found: list[str], content: str) -> Polarity:
    """`did not say whether` and `did not comment on` withhold, `did not say that` and `did not believe` deny."""
    if any(w in _ANSWERS for w in found):
        return REFUSED
    if not any(w in _SAYS for w in found):
        return DENIED
    begin = content.split()[:1]
    if begin and begin[0] in _OPEN:
        return REFUSED
    return REFUSED if _WILLING & set(found) and begin != ["that"] else DENIED
