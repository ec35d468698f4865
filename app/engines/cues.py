"""The words by which English reports speech and belief: verbs with their forms, and the small words around them. Knows no person.

The verbs are those that news writers use, checked against the cues of PolNeAR's training articles (19,833 cues; these verbs cover
all that occur there at least 20 times and report words or thoughts rather than acts).
"""

from dataclasses import dataclass


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


@dataclass(frozen=True, slots=True)
class Verb:
    """What one word form can do as a cue.

    `act`: speech or attitude. `form`: base, finite (third person), past, participle (-ing). `clause`: takes a clause; `that_only`: only
    with `that`. `hearer`: names first whom (`told Ana`). `inverts`: may stand before its subject (`said Ana`).
    """

    lemma: str
    act: str
    form: str
    clause: bool = False
    that_only: bool = False
    hearer: bool = False
    inverts: bool = False


# base, third person, past, participle of -ing; regular forms are made
_IRREGULAR = {
    lemma: forms
    for lemma, *forms in map(
        str.split,
        """
    say says said saying; snap snaps snapped snapping; plan plans planned planning; shrug shrugs shrugged shrugging; seek seeks sought
    seeking; cast casts cast casting; tell tells told telling; write writes wrote writing; think thinks thought thinking; feel feels
    felt feeling; know knows knew knowing; read reads read reading; swear swears swore swearing; foresee foresees foresaw foreseeing;
    put puts put putting; speak speaks spoke speaking; rail rails railed railing; see sees saw seeing; find finds found finding; admit
    admits admitted admitting; quip quips quipped quipping; refer refers referred referring; slam slams slammed slamming; show shows
    showed showing; rebut rebuts rebutted rebutting; hold holds held holding; maintain maintains maintained maintaining; blog blogs
    blogged blogging; brag brags bragged bragging; begin begins began beginning; concur concurs concurred concurring; understand
    understands understood understanding; text texts texted texting; break breaks broke breaking; shout shouts shouted shouting; mean
    means meant meaning; run runs ran running
    """.split(";"),
    )
}
_SPEAK = _words(
    """
    say add claim argue note report announce suggest explain write tweet insist reply respond continue declare acknowledge recall
    state conclude stress emphasise emphasize observe remark repeat comment complain confirm concede admit assert allege contend
    maintain warn predict estimate reveal disclose boast brag joke quip lament concur reiterate counter rebut promise vow pledge swear
    testify propose recommend recount remember reckon post blog text answer ask muse shout cry whisper mutter murmur exclaim demand
    protest snap sigh laugh shrug begin agree object interject chime deny hint signal indicate clarify caution advise underline
    underscore enthuse retort intone opine theorise theorize calculate proclaim bark chant charge stipulate elaborate point ponder
    wonder yell scoff thunder sneer confess pronounce question profess beam boom gush hiss grumble mumble plead groan gasp scream
    cheer grouse fume vent rail crow venture marvel email rejoin stammer insinuate posit speculate read start put
    """
)
_TELL = _words("tell remind assure inform persuade convince notify reassure warn advise promise")
_THINK = _words(
    """
    think believe hope fear feel know doubt expect suspect assume worry wish understand imagine foresee reckon consider prefer
    """
)
_WANT = _words("want hope plan intend wish prefer decline refuse offer threaten vow pledge promise agree expect propose seek")
_JUDGE = _words(
    """
    describe call slam denounce condemn dismiss hail praise characterise characterize brand label blast decry deride mock criticise
    criticize attack reject portray cast depict welcome deem term ridicule laud tout criticise brand paint lambast lambaste excoriate
    celebrate refer cite accuse blame thank urge mention discuss defend talk speak assail quote
    """
)
_FIND = _words("show find")  # of studies and polls: `the survey found that`
_RUN = _words("run")  # of writings alone: `the letter runs`
_BRITISH = _words("label signal marvel")  # these may double their last letter
_INVERT = _SPEAK - _words("claim deny propose put point charge")
_ONLY_THAT = _words(
    """
    demand propose recommend ask find show promise deny boast joke signal hint indicate prefer report state note write read know see
    feel hold post tweet expect consider understand object mention recall remember continue begin reply respond answer proclaim
    profess email posit speculate pronounce confess stipulate question
    """
)
_NO_CLAUSE = _words(
    """
    ask continue begin reply respond answer shout cry whisper murmur mutter exclaim snap sigh laugh shrug demand chime muse comment
    object read chant bark yell charge question point ponder wonder scoff sneer plead vent rail cheer beam boom read start put
    """
)


def _forms(lemma: str) -> tuple[str, str, str]:
    """Third person, past and -ing of one verb."""
    if lemma in _IRREGULAR:
        third, past, ing = _IRREGULAR[lemma]
        return third, past, ing
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    return lemma + ("es" if lemma.endswith(("sh", "ss", "x")) else "s"), lemma + "ed", lemma + "ing"


def _verb(lemma: str, form: str) -> Verb:
    attitude = lemma in (_THINK | _WANT) and lemma not in _SPEAK
    return Verb(
        lemma,
        "attitude" if attitude else "speech",
        form,
        clause=lemma in (_SPEAK | _TELL | _THINK | _FIND) - _NO_CLAUSE,
        that_only=lemma in _ONLY_THAT,
        hearer=lemma in _TELL,
        inverts=lemma in _INVERT,
    )


def _all() -> dict[str, Verb]:
    verbs: dict[str, Verb] = {}
    for lemma in sorted(_SPEAK | _TELL | _THINK | _WANT | _JUDGE | _FIND | _RUN):
        third, past, ing = _forms(lemma)
        verbs[lemma], verbs[third] = _verb(lemma, "base"), _verb(lemma, "finite")
        verbs[ing], verbs[past] = _verb(lemma, "participle"), _verb(lemma, "past")
        if lemma in _BRITISH:
            verbs[f"{lemma}{lemma[-1]}ing"], verbs[f"{lemma}{lemma[-1]}ed"] = verbs[ing], verbs[past]
    return verbs


VERBS = _all()
WANTS = _WANT  # these take `to …` as what is wanted

OBJECTS = _words("me us him them myself ourselves himself herself themselves itself")  # these are never a verb's subject
PRONOUNS = _words("he she they it i we you who one everyone everybody nobody someone somebody anyone many some others most both")
DETERMINERS = _words(
    """
    a an the this that these those his her its their my our your one two three four five several many some most all no every each
    another both any few
    """
)
AUXILIARIES = _words(
    """
    is are was were be been being am has have had having do does did will would shall should may might must can could ought isn't
    aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't shouldn't can't couldn't cannot isn’t aren’t
    wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t shouldn’t can’t couldn’t he's she's it's they're we're
    i'm you're he'd she'd they'd i'd we'd i've we've they've he’s she’s it’s they’re we’re i’m you’re he’d she’d they’d i’d we’d i’ve
    we’ve they’ve get gets got let lets make makes made go goes went come comes came take takes took give gives gave use uses used
    keep kept leave left stand stands stood sit sat run ran set seem seems seemed appear appears try tries begin begins began
    """
)
ADVERBS = _words(
    """
    also later then again once just even still now never ever already often always earlier soon thus therefore too meanwhile instead
    yet only simply far long first last recently reportedly not n't there here today yesterday tonight tomorrow afterwards afterward
    back however
    """
)
DAYS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november
    december morning afternoon evening night week month year
    """
)
PREPOSITIONS = _words(
    """
    in on at by with from to for of about after before during since until through over under between among against into onto upon
    within without across amid despite along behind beyond near off out up down per via toward towards as like than around following
    according because including while regarding
    """
)
CONJUNCTIONS = _words(
    """
    and or but nor so yet that because when while if although though whereas as after before since until whether unless where which
    who whom whose how why what once
    """
)
# A noun of these before words in marks names them; it does not say them.
NAMING_VERBS = _words("called named dubbed titled entitled nicknamed termed styled christened labelled labeled known")
NAMING_NOUNS = _words(
    """
    term word words phrase name nickname slogan title book novel film movie song album play show series episode poem essay article
    painting ship ferry boat vessel yacht trawler operation codename magazine newspaper single track opera musical documentary
    exhibition motto expression label rule programme program campaign project band group hashtag chant headline column podcast game
    concept
    """
)
# How something is said: `said by telephone`, where `by` names nobody.
MEANS = _words("telephone phone email e-mail mail post letter text radio video fax hand satellite teleconference videolink twitter way")
# What such nouns do when they do speak: "in a statement", "in a tweet" are part of the clause, not the source.
MEDIA = _words(
    """
    statement interview tweet letter speech email e-mail post memo report briefing conference release article message op-ed filing
    call telegram note book column
    """
)
# Whom something is said to, where no name does.
HEARERS = _words(
    """
    reporters journalists lawmakers parliament congress supporters voters viewers listeners investors colleagues me us him her them
    you it people
    """
)
