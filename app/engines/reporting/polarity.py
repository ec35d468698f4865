"""Whether a cue reports its words as said, as denied, or as refused.

By the cue and the words around it, in English.

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
# Whoever denies says that it is not so, or will not have it so; so does whoever calls it `doubtful`
# or `untrue`. The endings are tried with each stem of their line.
_DENIES = frozenset(
    f"{stem}{end}"
    for stems, ends in (
        (
            """
            reject dismiss contradict disavow disown retract recant oppos debunk rebuff resist
            discount downplay
            """,
            "ed ing s es e",
        ),
        ("disput refut repudiat disprov disbeliev disagre negat decri challeng", "e es ed ing"),
        ("den disclaim rebut doubt object protest", "y ies ied ying s ed ing"),
    )
    for stem in stems.split()
    for end in ("", *ends.split())
) | words(
    """
    rebutted rebutting denial denials rejection rebuttal repudiation refutation disagreement
    opposition objection objections doubt doubts doubtful sceptical skeptical unconvinced untrue
    disagreeing contested contesting scoff scoffs scoffed scoffing unaware unsure
    """
)
# Forms made above that are no denials.
_NO_DENIAL = words(
    """
    challenge challenges challenged challenging decried decry decries decrying protest protests
    protested protesting object
    """
)
# `ruled out`, `walked back`, `cast doubt on`, `distanced himself from`.
_DENYING_PHRASES = re.compile(
    r"\b(?:(?:rul|cast|throw|threw|shoot|shot|brush|push|wav|laugh|shrug)(?:e|es|s|ed"
    r"|ing)?\s(?:out|aside|down|off|away)|(?:walk|took|take|taken|taking|roll|row)(?:s|ed"
    r"|ing)?\sback|push(?:es|ed|ing)?\sback(?:\sagainst|\son|\sat)?|(?:pour|thr[eo]w"
    r"|cast)\w*\s(?:cold\swater|doubt)|(?:knock|shoot|shot|batt)\w*\sdown|took\sissue"
    r"|takes?\sissue|call\w*\sinto\s(?:question|doubt)|distanc\w+\s(?:him|her|it|them)sel(?:f"
    r"|ves)|far\sfrom|anything\sbut)\b"
)
# `walked out`, `pushed aside`: movements, unlike `walked back`.
_NO_SAYING = re.compile(r"\b(?:walk|push|roll|row)\w*\s(?:out|down|off|away|aside)\b")
_REFUSES = words(
    """
    refuse refuses refused refusing refusal decline declines declined declining dodge dodges dodged
    dodging sidestep sidesteps sidestepped sidestepping deflect deflects deflected deflecting
    withhold withholds withheld withholding unwilling unable reluctant non-answer noncommittal evade
    evades evaded evading avoid avoids avoided avoiding ducked ducking demurred demurs demurring
    balked balks hesitate hesitates hesitated hesitating fail fails failed failing
    """
)
# `stopped short of`, `has yet to`, `kept silent`, `steered clear of`.
_REFUSING_PHRASES = re.compile(
    r"\b(?:st(?:o|oo)p\w*\s(?:well\s|just\s)?short|fell\sshort|(?:has|have|had|is|are|was"
    r"|were)\syet\sto|yet\sto\b|kept\s(?:silent|quiet|mum)|(?:stay|remain)\w*\s(?:silent|mum"
    r"|quiet|tight-lipped|coy)|(?:is|are|was|were)\s(?:coy|tight-lipped|mum|silent|evasive)"
    r"|pass\w*\sup|stonewall\w*|shy\w*\saway|shied\saway|steer\w*\sclear)\b"
)
# What one answers with: `did not comment on` withholds, where `did not believe` holds the contrary.
_ANSWERS = words(
    """
    comment commented respond responded reply replied answer answered return returned elaborate
    elaborated confirm confirmed disclose disclosed reveal revealed identify identified specify
    specified provide provided release released explain explained discuss discussed address
    addressed give gave given offer offered name named clarify clarified detail detailed divulge
    speculate commit predict rule promise pledge guarantee endorse endorsed
    """
)
_SAYS = words(
    """
    say said saying says tell told telling state stated claim claimed mention mentioned indicate
    indicated admit admitted acknowledge acknowledged announce announced suggest suggested describe
    described speak spoke spoken talk talked report reported write wrote add added adding warn
    warned insist insisted argue argued
    """
)
_CONJUNCTION = re.compile(r"\s(?:and|but|before|then)\s")
_WILLING = words(
    "would will could can wouldn't won't couldn't can't cannot wouldn’t won’t couldn’t can’t"
)
# What follows leaves open what was not said.
_OPEN = words("whether if when why how what who whom where which any anything anyone about")
# Negations that deny nothing: `could not help saying`, `made no secret of`, `has no doubt`, `not
# only said`.
_IDIOMS = re.compile(
    r"\b(?:not\sonly|(?:not|n['’]t)\s(?:help|resist|wait)|no\s(?:secret|bones|doubt|less"
    r"|question)|without\s(?:doubt|question)|not\swithout|min[cs]\w+\sno\swords|(?:can(?:not"
    r"|\snot|['’]t)|could(?:\snot|n['’]t))(?:\s\w+ly)?\s(?:believe|agree\smore|imagine|wait"
    r"|forget)|(?:did|does|do|has|have)(?:\snot|n['’]t)\s(?:hesitate|mince|shy|fail|stop)"
    r"|never\s(?:stopp?\w*|tir\w*|fail\w*|hesitat\w*|ceas\w*)|not\sunlike|no\ssooner"
    r"|not\ssurpris\w+|not\sto\smention|not\sjust|left\sno\sdoubt|nothing\sbut)\b"
)
# `would neither confirm nor deny`.
_NEITHER = re.compile(
    r"\b(?:neither|not|never|nor|would|could|can|n['’]t|cannot)\b.{0,30}\bconfirm\w*\s(?:or"
    r"|nor)\sden\w+|\bconfirm\w*\snor\sden"
)
# What may stand before a cue and turn it: `did not`, `never`, `refused to`, `denied having`,
# `rejected the`.
_BEFORE = re.compile(
    r"(?:\b(?:did|does|do|has|have|had|is|are|was|were|would|will|could|can|should|may|might"
    r"|must)\s)?(?:\b(?:not|never|neither|nor|without|cannot)|\b\w+n['’]t|\b(?:refus|declin|den"
    r"|reject|dismiss|disput|avoid|fail|hesitat)\w*(?:\sto)?|\bst(?:o|oo)pp?\w*\sshort\sof"
    r"|\byet\sto|\b(?:unwilling|unable|reluctant)\sto)(?:\s(?:having|ever|even|yet|also|been|be"
    r"|once|the|any|all|such|those|these|a|his|her|their|its|directly|immediately|\w+ly))*\s\Z"
)
_REACH = 48
"""Characters before a cue in which what turns it is looked for: the longest of these leads in
English."""
# Reported words that begin with a denial: `it was not true that`.
_NOT_TRUE = re.compile(
    r"(?:that\s)?(?:it|this)\s(?:(?:was|is)\s(?:not\s(?:true|the\scase|so)|untrue|false|a\slie)"
    r"|(?:was|is)n['’]t\s(?:true|the\scase|so))(?:\sto\s(?:say|suggest|claim))?\sthat\b",
    re.IGNORECASE,
)
_NO_SOURCE = re.compile(r"(?:no\b(?!\.)|nobody\b|none\b|neither\b|no one\b|few\b)", re.IGNORECASE)


def polarity_of(
    cue: str, before: str = "", content: str = "", source: str = "", *, direct: bool = False
) -> Polarity:
    """Whether the reported words are affirmed, denied or refused.

    `before` is what precedes the cue in its sentence, the others are as written. A negated denial
    (`did not deny that`) affirms, or at least denies nothing. Of words in quotation marks
    (`direct`) a verb of denial says how they were meant, not that they were never said:
    `"Nonsense," she objected`.
    """
    phrase = _phrase(cue, before)
    words = _WORD.findall(phrase)
    is_negated = _is_negated(words)
    if direct and not is_negated and not _SAYS & set(words):
        return AFFIRMED
    if _NEITHER.search(phrase):
        return REFUSED
    if _IDIOMS.search(phrase):
        return AFFIRMED
    polarity = _of_words(phrase, words, content.casefold())
    if polarity == AFFIRMED and not is_negated and _is_denied_otherwise(content, source, direct):
        return DENIED
    return polarity


def _is_denied_otherwise(content: str, source: str, direct: bool) -> bool:
    """Whether nobody says it, or the reported words themselves deny what follows."""
    return bool(_NO_SOURCE.match(source)) or bool(not direct and _NOT_TRUE.match(content))


def _phrase(cue: str, before: str) -> str:
    """The cue in lower case with what turns it before it, behind its last conjunction.

    `walked back his remarks and said` is read as `said`, if what follows reports something.
    """
    words = cue.casefold().split()
    if before.strip():
        lead = _BEFORE.search(" ".join(before.split())[-_REACH:].casefold() + " ")
        words = [*(lead[0].split() if lead else ()), *words]
    phrase = " ".join(words)
    *_, last = _CONJUNCTION.split(phrase)
    return last if _SAYS & set(_WORD.findall(last)) else phrase


def _of_words(phrase: str, words: list[str], content: str) -> Polarity:
    """By denials, refusals and negations; in `did not deny` they cancel each other."""
    denies, refuses = _denies(phrase, words), _refuses(phrase, words)
    if _is_negated(words):
        if not denies and not refuses:
            return _of_negated_saying(words, content)
        return REFUSED if _WILLING & set(words) else AFFIRMED
    if refuses:
        return REFUSED
    return DENIED if denies else AFFIRMED


def _denies(phrase: str, words: list[str]) -> bool:
    if _DENYING_PHRASES.search(phrase) and not _NO_SAYING.search(phrase):
        return True
    return any(word in _DENIES - _NO_DENIAL for word in words)


def _refuses(phrase: str, words: list[str]) -> bool:
    return any(word in _REFUSES for word in words) or bool(_REFUSING_PHRASES.search(phrase))


def _is_negated(words: list[str]) -> bool:
    return any(word in _NOT or word.endswith(("n't", "n’t")) for word in words)


def _of_negated_saying(words: list[str], content: str) -> Polarity:
    """What a negated verb of saying or thinking does.

    `did not say whether` and `did not comment on` withhold, `did not say that` and `did not
    believe` deny.
    """
    if any(word in _ANSWERS for word in words):
        return REFUSED
    if not any(word in _SAYS for word in words):
        return DENIED
    opening = content.split()[:1]
    if opening and opening[0] in _OPEN:
        return REFUSED
    return REFUSED if _WILLING & set(words) and opening != ["that"] else DENIED
