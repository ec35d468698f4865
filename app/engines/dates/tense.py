"""Whether the words around a date expression speak of past or future, by the nearest verb.

English word lists, no grammar beyond them. `nearest` is careful, for a doubt about the article's
date rests on it; `looks_ahead` reads a whole sentence. On which side of a day an expression lies is
up to `direction`.
"""

import re
from itertools import pairwise

from app.engines.word_lists import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[;:\"“”()—]|\d[\d.,]*")
# Verbs that may introduce what is still to come: "In 2030, he said, they would".
_FORETOLD = frozenset(
    {"said", "predicted", "forecast", "projected", "estimated", "believed", "hoped", "thought"}
)
_LATER = frozenset({"would", "will", "could", "should"})
_AHEAD = 12  # words and marks looked at on the right
_STOPS = frozenset({";", ":", "—", "“", "”", '"'})
# Characters looked at on either side; a clause of news is seldom longer.
_REACH = 90
# Irregular past forms and participles.
_IRREGULAR = words(
    """
    was were had did went came took made left won lost fell rose met held said told began became
    brought built bought broke chose cut dealt drew drove ate felt fought found flew forgot got gave
    grew heard hit kept knew laid led lent let lay lit meant paid put read ran sang sank saw sold
    sent set shook shot showed shut slept spoke spent stood stole struck swept swam swung taught
    tore thought threw understood woke wore wrote been begun born broken chosen done driven eaten
    fallen flown forgotten given gone grown hidden known laid proven ridden risen seen shaken shown
    spoken stolen taken thrown torn worn written killed sought caught sat bore bound bred dug fed
    fled hung hurt overthrew overcame withdrew underwent undertook shrank sprang
    """
)
# Past forms that are nouns as often (`a takeover bid`): verbs only where their clause has no other
# verb that tells.
_OR_NOUNS = words("bid bet cost split spread burst cast beat upset offset quit")
# Words in -ed that are no past forms, or adjectives as a rule.
_NO_VERB = words(
    """
    hundred united red need indeed speed seed feed bed shed breed deed wed sacred naked wicked
    rugged crooked kindred hatred shed exceed proceed succeed bleed embed agreed-upon so-called
    unprecedented alleged supposed related limited advanced continued increased estimated
    """
)
# Words that place what follows in the future.
_FUTURE = words(
    """
    will shall won't won’t due scheduled planned plans plan planning upcoming expected expects
    expect set slated intends intend hopes hope aims next until going likely ready
    """
)
_MODAL = words("would could should may might can must cannot")
# "could not be reached on Friday" says nothing of what is to come, and so `could` is not here.
_BINDING = words("would should may might must")
_BE = words(
    "be is are am being 'll it'll we'll they'll he'll she'll it’ll we’ll they’ll he’ll she’ll"
)
_TO_BE = (["to", "be"], ["to", "get"])
# Before `to` and a past form they make it a plan: "plans to put".
_WISHES = words(
    """
    plans planned plan expected expects expect hopes hoped hope agreed agrees due set scheduled
    wants wanted want intends intended promised promises promise vowed vows vow pledged pledges
    pledge voted decided decides ready likely is are was were going able ordered aims aimed asked
    prepares preparing refused offered needs supposed designed
    """
)
# Past verbs of speech and decision: the time of what they introduce is open.
SPEECH = words(
    """
    said told announced predicted pledged vowed promised agreed forecast projected estimated
    approved signed budgeted proposed warned suggested believed hoped wanted wished allocated
    extended delayed postponed offered ordered called asked decided voted aimed targeted committed
    """
)
# From here on lists for whole sentences. What follows a form of `be`: `is due to`, `is expected`.
_AWAITED = words("going set due likely unlikely poised about ready supposed bound tipped")
_FORESEEN = words("expected scheduled slated planned projected hoped forecast predicted")
# Before `to` they express an intention.
_INTENDING = words(
    """
    plans plan planned planning intends intend intended aims aim aimed hopes hope hoped wants want
    wanted expects expect expected seeks seek sought vows vow vowed pledges pledge pledged promises
    promise promised proposes proposed
    """
)
_PLANS = words("plan plans planned intention intentions")
# Verbs of speech that `looks_ahead` skips.
_TOLD = SPEECH | words(
    """
    indicated claimed added noted revealed confirmed explained stated reiterated stressed insisted
    argued hinted signalled signaled disclosed declared reported unveiled outlined presented
    expressed recommended underlined emphasised emphasized maintained thought
    """
)
_UNDECIDED = words("will shall won't won’t should must ought may might could would can't can’t")
_PRESENT = words("is are was were be been being am 's ’s has have had")
_OPENERS = words("if when as after before once while although though unless until since because")
_RELATIVES = words("which who whose where")
# A past form behind one of these describes a noun.
_BEFORE_ADJECTIVES = words(
    """
    the a an this these those its his her their our some any newly recently of for with by in , more
    most
    """
)
_CLAUSE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|,")


# Things that are over once they have a date: nobody schedules them.
HAPPENED = (
    r"(?:bombings?|attacks?|killings?|murders?|crash|massacre|invasion|earthquake|floods?|coup"
    r"|outbreak|riots?|uprising|revolution|collapse|defeat|deaths?|assassination|shootings?|slaying"
    r"|explosions?|blasts?|disaster|arrest|war|accident|fire|storm|hurricane|overthrow|kidnapping"
    r"|raid|victory|annexation)"
)


def sides(text: str, start: int, end: int, first: int, last: int) -> tuple[list[str], list[str]]:
    """The lower-case words and marks within reach on either side of `text[start:end]`.

    The nearest is the last on the left and the first on the right; `text[first:last]` is the
    sentence.
    """
    left = _WORD.findall(text, max(first, start - _REACH), start)
    right = _WORD.findall(text, end, max(end, min(last, end + _REACH)))
    reaches_opening = start - first <= _REACH
    if not reaches_opening:
        left = left[1:]  # the first may be half a word
    return _lowered(left, opens=reaches_opening), _lowered(right)


def _lowered(words: list[str], opens: bool = False) -> list[str]:
    """The words in lower case, except names that look like past forms (`Ahmed`).

    The first word of a sentence (`opens`) may have its capital without being a name.
    """
    lowered = []
    for k, word in enumerate(w for w in words if w != "May"):
        is_name = word[0].isupper() and word.endswith("ed") and not (opens and k == 0)
        lowered.append(word if is_name else word.lower())
    return lowered


def nearest(text: str, start: int, end: int, first: int, last: int) -> tuple[str | None, str]:
    """The tense of `text[start:end]` in the sentence `text[first:last]`, and the verb that says so.

    `past`, `future`, `said` (a past verb of speech or decision, which leaves the time of what it
    introduces open) or None.
    """
    left, right = sides(text, start, end, first, last)
    tense, k = governing(left)
    ahead, later = rightwards(right)
    if tense in {"open", "modal"}:
        # "what could bring him to run in 2030, he demurred": the verb after it is not of the date
        return ("future" if ahead == "future" else None), left[k]
    if tense in {None, "said"} and ahead == "future":
        return ahead, later
    if tense is None and ahead:
        # "In July 1997, the alliance announced": the date leads, so the announcement is of then
        is_foretold = later in _FORETOLD and _LATER & set(right)  # "In 2030, he said, they would"
        return (None if is_foretold else "past"), later
    return tense, left[k] if tense else ""


def governing(left: list[str]) -> tuple[str | None, int]:
    """What the nearest verb to the left says, and its index.

    None and 0 where the clause has no verb.
    """
    noun_or_verb = None
    for k in range(len(left) - 1, -1, -1):
        if left[k] in _STOPS:
            break
        tense = _reading(left, k)
        if tense:
            return tense, k
        if noun_or_verb is None and _may_be_verb(left, k):
            noun_or_verb = k
    return (None, 0) if noun_or_verb is None else ("past", noun_or_verb)


def rightwards(right: list[str], reach: int = _AHEAD) -> tuple[str | None, str]:
    """What the nearest verb to the right says, and that verb; None and no word without one.

    Only the next `reach` words and marks are looked at.
    """
    noun_or_verb = ""
    for k, word in enumerate(right[:reach]):
        if word in _STOPS or word in {"that", "which", "who"}:
            break
        tense = _reading(right, k)
        if tense:
            return (None if tense in {"open", "modal"} else tense), word
        if not noun_or_verb and _may_be_verb(right, k):
            noun_or_verb = word
    return ("past", noun_or_verb) if noun_or_verb else (None, "")


def _may_be_verb(words: list[str], k: int) -> bool:
    """Whether it is a past form that is a noun as often, and no infinitive."""
    return words[k] in _OR_NOUNS and words[k - 1 : k] != ["to"]


def _reading(words: list[str], k: int) -> str | None:
    """What the word at `k` says; None where it is no verb with a tense.

    `past`, `future`, `said` (a past verb of speech or decision), `modal` (it binds the future),
    `open` (it leaves the time open).
    """
    word = words[k]
    if word == "set":
        return _reading_of_set(words, k)
    if word == "next" and words[k + 1 : k + 2] == ["to"]:
        return None
    if word in _FUTURE or word.endswith(("'ll", "’ll")):
        return "future"
    if word in _MODAL:
        return _reading_of_modal(words, k)
    before = words[max(0, k - 3) : k]
    if _follows_wish(before):
        return None if before[0] == "not" else "future"
    return _reading_of_past(words, k) if is_past(word) else None


def _follows_wish(before: list[str]) -> bool:
    """Whether the words before a verb end in `plans to`."""
    return before[-1:] == ["to"] and bool(_WISHES & set(before[-2:-1]))


def _reading_of_set(words: list[str], k: int) -> str:
    """`is set`, `set for` and `set to end` look ahead; `set aside` and `set fire to` do not."""
    after, before = words[k + 1 : k + 2], words[k - 1 : k]
    return "future" if {"for", "to"} & set(after) or _BE & set(before) else "past"


def _reading_of_modal(words: list[str], k: int) -> str:
    """`must close` binds the future; `could be`, `would not` and `should have` leave it open."""
    is_weakened = {"not", "have"} & set(words[k + 1 : k + 2])
    return "modal" if words[k] in _BINDING and not is_weakened else "open"


def _reading_of_past(words: list[str], k: int) -> str:
    """What a past form says; as a participle it takes its time from the words before it."""
    start = max(0, k - 3)
    before = words[start:k]
    if {"will", "shall"} & set(before) or any(list(two) in _TO_BE for two in pairwise(before)):
        return "future"  # "will be opened", "to be opened"
    modal = next((j for j in range(start, k) if words[j] in _MODAL), None)
    if modal is not None:
        return _reading_of_modal(words, modal)
    if _BE & set(before[-1:]):
        return "open"  # "is closed"
    return "said" if words[k] in SPEECH else "past"


def is_past(word: str) -> bool:
    """Whether a lower-case word is a past form: irregular, or in -ed."""
    if word in _IRREGULAR:
        return True
    is_regular = word.endswith("ed") and word.islower() and len(word) > 3
    return is_regular and word not in _NO_VERB


def looks_ahead(sentence: str) -> bool:
    """Whether a sentence says what is planned, foreseen or only possible: `is to vote`.

    Its first verb with a tense decides, speech aside (`said it would cut`). A clause before the
    main one, a relative clause and a participle that describes a noun do not count.
    """
    words = [w.lower() for w in _CLAUSE.findall(sentence) if w != "May"]
    if words and words[0] in _OPENERS and "," in words:
        words = words[words.index(",") + 1 :]
    answers = (_awaits(words, k) for k in range(len(words)))
    return next((answer for answer in answers if answer is not None), False)


def _awaits(words: list[str], k: int) -> bool | None:
    """Whether the word at `k` says that the sentence looks ahead; None where it says neither."""
    word, before, after = words[k], words[max(0, k - 2) : k], words[k + 1 : k + 4]
    if _RELATIVES & set(before):
        return None
    if _is_undecided(word, after):
        return True
    if word in _PRESENT:
        if _is_awaited(after, words[k + 1 : k + 7]):
            return True
        is_auxiliary = word in {"'s", "’s"} or _TOLD & set(after[:2])
        return None if is_auxiliary else False
    is_statement = is_past(word) and word not in _TOLD
    return False if is_statement and not _describes_noun(before, after) else None


def _describes_noun(before: list[str], after: list[str]) -> bool:
    """Whether a past form is a participle: `averaged over a year`, `the annexed`, `designed by`."""
    return not before or before[-1] in _BEFORE_ADJECTIVES or "by" in after


def _is_undecided(word: str, after: list[str]) -> bool:
    """A word of will or possibility (`will`, `you'd need`), or an intention (`unveiled plans`)."""
    if word in _UNDECIDED or word.endswith(("'ll", "’ll")):
        return True
    if word.endswith(("'d", "’d")):  # "you'd need", not "he'd left" or "you'd better"
        return bool(after) and not is_past(after[0]) and after[0] != "better"
    if word in _INTENDING and after[:1] == ["to"]:
        return True
    may_have_plans = word in _TOLD or word in {"have", "has"}
    return may_have_plans and bool(_PLANS & set(after))


def _is_awaited(after: list[str], beyond: list[str]) -> bool:
    """Whether what follows a form of `be` makes it `is to`, `is expected` or `is now likely to`."""
    if after[:1] == ["to"] or _FORESEEN & set(after[:2]):
        return True
    awaited = next((n for n, word in enumerate(after) if word in _AWAITED), None)
    return awaited is not None and "to" in beyond[awaited + 1 : awaited + 4]
