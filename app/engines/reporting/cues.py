"""What a cue reports, by its words: speech or thought, a judgement of something, or a mere deed.

English. Attitudes are checked against the 19,831 cues of PolNeAR's training articles: what is not
listed here is speech.
"""

import re
from typing import Literal

from app.engines.word_lists import words

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


# Base, third person, past and -ing of verbs of wanting, meaning, knowing and siding. Regular forms
# are made of the base.
_REGULAR = words(
    """
    believe hope fear doubt expect suspect assume worry wish imagine reckon consider prefer want
    plan intend decline refuse threaten agree decide try support oppose favor favour endorse seem
    appear need love like hate enjoy regret trust disagree dislike anticipate aim aspire dream
    desire resent view regard ignore care await welcome accept approve resist aid fancy ponder
    hesitate vote
    """
)
_IRREGULAR = words(
    """
    think thinks thought thinking feel feels felt feeling know knows knew knowing understand
    understands understood understanding seek seeks sought seeking foresee foresees foresaw
    foreseeing see sees saw seeing mean means meant meaning backs backed backing
    """
)
_MINDS = words(
    """
    hopes belief beliefs desire opinion opinions fears doubts plans intention intentions attitude
    expectation expectations
    """
)
# What somebody is, not does: `is convinced`, `are not sure`.
_STATES = words(
    """
    convinced confident concerned afraid aware unaware sure unsure certain uncertain hopeful
    optimistic pessimistic skeptical sceptical eager willing unwilling reluctant keen interested
    shocked surprised disappointed proud happy unhappy scared frightened furious angry upset uneasy
    wary anxious alarmed delighted glad pleased inclined excited
    """
)
# Verbs of saying; where one comes last it is said after all: `hopes to tell`, `refused to say`.
_SPEECH = words(
    """
    say says said saying tell tells told telling announce announces announced announcing write
    writes wrote writing express expresses expressed expressing voice voices voiced voicing state
    states stated tweet tweets tweeted claim claims claimed argue argues argued declare declared ask
    asks asked asking reply replied answer answered add adds added adding warn warns warned promise
    promises promised vow vows vowed pledge pledges pledged describe described describes call calls
    called calling according report reports reported testify testified suggest suggests suggested
    """
)
_AHEAD = re.compile(
    r"(?:will|shall|won['’]t|to|(?:is|are|was|were) to|plans? to|going to"
    r"|(?:is|are|was|were|be)(?: \w+ly)? (?:set|due|about|expected|likely|scheduled|poised))\b"
)
_DOUBLES = words("plan")


def _forms(verb: str) -> set[str]:
    """The base, third person, past and -ing of a regular verb."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    stem = verb
    if verb.endswith("e"):
        stem = verb[:-1]
    elif verb in _DOUBLES:
        stem = verb + verb[-1]
    ending = "es" if verb.endswith(("sh", "ss", "x")) else "s"
    return {verb, verb + ending, stem + "ed", stem + "ing"}


_ATTITUDES = _IRREGULAR | _MINDS | _STATES | {form for verb in _REGULAR for form in _forms(verb)}


def act_of(cue: str) -> str:
    """`speech` or `attitude`, by the cue's last word that is one of them; without one it is speech.

    A plan (`will discuss`, `is expected to vote`) is an attitude.
    """
    written = " ".join(cue.casefold().split())
    if _AHEAD.match(written):
        return "attitude"
    telling = [w for w in _WORD.findall(written) if w in _SPEECH or w in _ATTITUDES]
    return "speech" if not telling or telling[-1] in _SPEECH else "attitude"


Reporting = Literal["saying", "judging", "planning", "undergoing", "doing"]
"""What a cue does with its words: says them, judges or announces the thing they name, has yet to do
so, has it said of oneself (`was accused of`), or does something else."""

# Regular verbs that say or think what follows.
_SAYING = words(
    """
    admit allege answer argue assert assume assure believe boast brag caution chant claim comment
    complain concede conclude confess contend continue counter deem doubt echo emphasise emphasize
    estimate exclaim explain expect fear feel figure find forecast foresee guess hear hint hold hope
    imagine imply indicate infer inform charge apprise insist instruct interject joke know learn
    maintain mean mention muse note notice observe opine order persist point posit predict presume
    proclaim profess project quip read realise realize reason recall reckon reflect reiterate relate
    remark remember remind repeat reply report respond say sense shout show signal speculate state
    stress submit suggest surmise suspect swear teach tell testify think thunder tweet underline
    underscore understand urge utter venture vow warn whisper wish wonder write yell add ask beg
    call command counsel declare decide demand deny determine direct disclose dispute encourage
    implore invite plead pledge promise propose question recommend refuse request require reveal
    rule threaten agree vote want seek aim plan intend prefer try advise announce confirm describe
    conjecture acknowledge claim refute reject dismiss attest calculate clarify retort snap
    stipulate specify volunteer concur post tout interview quote record document elaborate lament
    bemoan grumble message email text blog
    """
)
# Verbs that judge or announce what their object names.
_JUDGING = words(
    """
    condemn criticise criticize denounce deplore decry slam blast lambast lambaste attack assail
    rail mock ridicule deride rebuke chide berate scold castigate rap chastise pan praise hail
    applaud laud commend celebrate congratulate welcome honour honor salute accuse blame fault
    oppose support back endorse defend champion advocate favour favor reject dismiss deny dispute
    disavow denies contradict rebut refute challenge question doubt regret apologise apologize thank
    appreciate admire call label brand dub liken compare portray depict paint characterise
    characterize describe cast cite mention blame announce reveal unveil declare confirm disclose
    report propose demand promise pledge urge recommend request predict forecast warn threaten order
    rule protest decline disown acknowledge concede admit fear expect foresee anticipate want seek
    """
)
_IRREGULAR_SAYING = words(
    """
    said says saying told tells telling thought thinks thinking felt feels feeling found finds
    finding forecast forecasts foresaw foresees foreseeing heard hears hearing held holds holding
    knew knows knowing learnt learned meant means meaning read reads reading shown showed shows
    showing swore swears swearing taught teaches understood understands understanding wrote writes
    written writing sought seeks seeking replied replies replying according per statement argument
    assertion claim claims belief view opinion warning announcement suggestion allegation complaint
    conclusion estimate forecast testimony word words message quoted quipped clear obvious evident
    apparent true false
    """
)
# Nouns for a judgement that is expressed: `expressed concern about`.
_EXPRESSED = words(
    """
    criticism condemnation praise support opposition endorsement accusation accusations denial
    rejection concern concerns appreciation gratitude thanks regret regrets confidence satisfaction
    alarm outrage dismay condolences sympathy solidarity
    """
)
# So it looks to the writer, and nobody has said it.
_SEEMING = words("seem seems seemed appear appears appeared look looks looked")
# Acts that have words in them and do not report them: `signed`, `voted on`.
_DEEDS = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|releas(?:es|ed|ing)|issu(?:es|ed|ing)|post(?:s|ed|ing)?|publish(?:es"
    r"|ed|ing)?|fil(?:es|ed|ing)|launch(?:es|ed|ing)?|adopt(?:s|ed|ing)?|pass(?:es|ed|ing)?"
    r"|vot(?:e|es|ed|ing) (?:on|for|against)|appoint(?:s|ed|ing)?|nam(?:es|ed|ing)|nominat(?:e|es"
    r"|ed|ing)|hir(?:es|ed|ing)|air(?:s|ed|ing)?|unveil(?:s|ed|ing)?|delet(?:es|ed|ing)|look(?:s"
    r"|ed|ing)? at|watch(?:es|ed|ing)?|negotiat(?:e|es|ed|ing)|talk(?:s|ed|ing)? (?:about|with)"
    r"|discuss(?:es|ed|ing)?)$"
)


# Whoever `was accused of`, `faced questions about` or, `Asked why`, answered something is spoken of
# and is no speaker.
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|get|gets|got)(?: \w+ly| also| not| never| once| again"
    r"| long)* (\w+ed|told|seen|known|shown|held|thought|said|found|heard|given|taken"
    r"|understood)\b(?!.*\b(?:by|\w+ing)\b)"
)
_FEELINGS = _STATES | words(
    """
    worried determined committed opposed agreed satisfied relieved puzzled annoyed outraged
    horrified saddened thrilled encouraged united divided
    """
)
_UNDERGOES = re.compile(
    r"\b(?:fac|receiv|draw|drew|met with|come under|came under|coming under|under|attract|weather"
    r"|suffer|endur)\w{0,20}\b.{0,200}\b(?:questions?|criticisms?|accusations?|warnings?|charges?|calls"
    r"|pressure|condemnation|backlash|rebukes?|praise|fire|allegations?)\b"
)
_AT_FIRST = re.compile(
    r"(?:Asked|Pressed|Questioned|Quizzed|Challenged|Told|Accused|Criticised|Criticized|Urged)\b"
)


def reporting(cue: str) -> Reporting:
    """What the cue does with its words, by its last verb that reports.

    Punctuation (`:`, `—`) reports as `said` does.
    """
    written = " ".join(cue.casefold().replace("’", "'").split())
    words = _WORD.findall(written)
    if not words:
        return "saying"
    if _AHEAD.match(written):
        return "planning"
    if _is_undergone(written) or _AT_FIRST.match(cue):
        return "undergoing"
    verb = None if _DEEDS.search(written) else _last_reporting(words)
    if verb is None or verb in _SEEMING:
        return "doing"
    return "judging" if verb in _JUDGEMENTS else "saying"


def _last_reporting(words: list[str]) -> str | None:
    """The last word that says or judges something."""
    return next((w for w in reversed(words) if w in _TELLING or w in _JUDGEMENTS), None)


def _is_undergone(written: str) -> bool:
    """Whether the subject is spoken of: `was accused of`; not `was worried that`."""
    if _UNDERGOES.search(written):
        return True
    passive = _PASSIVE.search(written)
    return passive is not None and passive[1] not in _FEELINGS


def _inflected(verbs: frozenset[str]) -> frozenset[str]:
    """All forms of regular verbs, those with a doubled consonant too."""
    return frozenset(
        form
        for verb in verbs
        for form in (*_forms(verb), verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    )


_TELLING = _inflected(_SAYING) | _IRREGULAR_SAYING | _ATTITUDES | _SPEECH
_JUDGEMENTS = _inflected(_JUDGING) | _EXPRESSED


# Verbs that take clauses and hardly anything else.
_PLAIN = words(
    """
    say says said saying tell tells told telling add adds added adding write writes wrote argue
    argues argued arguing believe believes believed believing think thinks thought thinking
    according claim claims claimed note notes noted noting warn warns warned insist insists insisted
    explain explains explained reply replied reiterated tweeted tweets recalled testified quipped
    joked per
    """
)


def is_plain_saying(cue: str) -> bool:
    """Whether the cue's last reporting verb takes hardly anything but clauses: `said`, `argued`."""
    words = _WORD.findall(cue.casefold())
    if not words:
        return bool(cue.strip())  # punctuation
    return _last_reporting(words) in _PLAIN
