"""Whether the words around an expression speak of past or future, by the nearest verb of its clause. English; knows no grammar beyond.

`nearest` is careful, for a doubt stands on it; `looks_ahead` reads a whole sentence. On which side of a day an expression lies is up to
`direction`.
"""

import re

from app.engines.word_lists import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[;:\"“”()—]|\d[\d.,]*")
_FORETOLD = frozenset(
    {"said", "predicted", "forecast", "projected", "estimated", "believed", "hoped", "thought"}
)
_LATER = frozenset({"would", "will", "could", "should"})
_AHEAD = 12  # words and marks looked at on the right
_STOPS = frozenset({";", ":", "—", "“", "”", '"'})
# characters looked at on the left, and at most as many on the right; a clause of news is seldom
# longer
_REACH = 90
_IRREGULAR = words(
    """was were had did went came took made left won lost fell rose met held said told began became brought built bought broke chose
    cut dealt drew drove ate felt fought found flew forgot got gave grew heard hit kept knew laid led lent let lay lit meant
    paid put read ran sang sank saw sold sent set shook shot showed shut slept spoke spent stood stole struck swept swam swung
    taught tore thought threw understood woke wore wrote been begun born broken chosen done driven eaten fallen flown forgotten
    given gone grown hidden known laid proven ridden risen seen shaken shown spoken stolen taken thrown torn worn written killed
    sought caught sat bore bound bred dug fed fled hung hurt overthrew overcame withdrew underwent undertook shrank sprang"""
)
# Past forms that are nouns as often (`a takeover bid`): verbs only where their clause has no other
# verb that tells.
_OR_NOUNS = words("bid bet cost split spread burst cast beat upset offset quit")
_NO_VERB = words(
    """hundred united red need indeed speed seed feed bed shed breed deed wed sacred naked wicked rugged crooked kindred hatred shed
    exceed proceed succeed bleed embed agreed-upon so-called unprecedented alleged supposed related limited advanced continued
    increased estimated"""
)
_FUTURE = words(
    """will shall won't won’t due scheduled planned plans plan planning upcoming expected expects expect set slated intends intend
    hopes hope aims next until going likely ready"""
)
_MODAL = words("would could should may might can must cannot")
_BINDING = words(
    "would should may might must"
)  # "could not be reached on Friday" says nothing of what is to come
_BE = words(
    "be is are am being 'll it'll we'll they'll he'll she'll it’ll we’ll they’ll he’ll she’ll"
)
_TO_BE = (["to", "be"], ["to", "get"])
_WISHES = words(
    """plans planned plan expected expects expect hopes hoped hope agreed agrees due set scheduled wants wanted want intends intended
    promised promises promise vowed vows vow pledged pledges pledge voted decided decides ready likely is are was were going able
    ordered aims aimed asked prepares preparing refused offered needs supposed designed"""
)
SPEECH = words(
    """said told announced predicted pledged vowed promised agreed forecast projected estimated approved signed budgeted proposed
    warned suggested believed hoped wanted wished allocated extended delayed postponed offered ordered called asked decided
    voted aimed targeted committed"""
)
# For whole sentences. What follows a form of `be` in `is expected to`, and a verb in `plans to`.
_AWAITED = words("going set due likely unlikely poised about ready supposed bound tipped")
_FORESEEN = words("expected scheduled slated planned projected hoped forecast predicted")
_INTENDING = words(
    """plans plan planned planning intends intend intended aims aim aimed hopes hope hoped wants want wanted expects expect expected
    seeks seek sought vows vow vowed pledges pledge pledged promises promise promised proposes proposed"""
)
_PLANS = words("plan plans planned intention intentions")
_TOLD = SPEECH | words(
    """indicated claimed added noted revealed confirmed explained stated reiterated stressed insisted argued hinted signalled signaled
    disclosed declared reported unveiled outlined presented expressed recommended underlined emphasised emphasized maintained thought"""
)
_UNDECIDED = words("will shall won't won’t should must ought may might could would can't can’t")
_PRESENT = words("is are was were be been being am 's ’s has have had")
_OPENERS = words("if when as after before once while although though unless until since because")
_RELATIVES = words("which who whose where")
_BEFORE_ADJECTIVES = words(
    "the a an this these those its his her their our some any newly recently of for with by "
    "in , more most"
)
_CLAUSE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|,")


# Things that are over once they have a date: nobody schedules them.
HAPPENED = (
    r"(?:bombings?|attacks?|killings?|murders?|crash|massacre|invasion|earthquake|floods?|coup|outbreak|riots?|uprising|revolution|collapse|"
    r"defeat|deaths?|assassination|shootings?|slaying|explosions?|blasts?|disaster|arrest|war|accident|fire|storm|hurricane|overthrow|"
    r"kidnapping|raid|victory|annexation)"
)


def sides(text: str, start: int, end: int, first: int, last: int) -> tuple[list[str], list[str]]:
    """The lower-case words and marks within reach on either side, nearest the expression last and first."""
    left = _WORD.findall(text, max(first, start - _REACH), start)
    right = _WORD.findall(text, end, max(end, min(last, end + _REACH)))
    if start - first > _REACH:
        left = left[1:]  # the first may be half a word
    return _lowered(left, opens=start - first <= _REACH), _lowered(right)


def _lowered(found: list[str], opens: bool = False) -> list[str]:
    """The words in lower case, but names that look like verbs of the past (`Ahmed`); the first word of a sentence is no name for that."""
    kept = [w for w in found if w != "May"]
    return [
        w if w[0].isupper() and w.endswith("ed") and not (opens and k == 0) else w.lower()
        for k, w in enumerate(kept)
    ]


def nearest(text: str, start: int, end: int, first: int, last: int) -> tuple[str | None, str]:
    """The tense of the expression `text[start:end]` in the sentence `text[first:last]`, with the verb that says so.

    `past`, `future`, `said` (a past verb of speech or decision, which leaves the time of what it introduces open) or None.
    """
    left, right = sides(text, start, end, first, last)
    tense, k = governing(left)
    if tense in {
        "open",
        "modal",
    }:  # "what could bring him to run in 2030, he demurred": the verb after it is not of the date
        return ("future" if rightwards(right)[0] == "future" else None), left[k]
    verb = left[k] if tense else ""
    if tense in {None, "said"}:
        ahead, later = rightwards(right)
        if ahead == "future":
            return ahead, later
        if (
            tense is None and ahead
        ):  # "In July 1997, the alliance announced": the date leads, so the announcement is of then
            plans = later in _FORETOLD and _LATER & set(right)  # "In 2030, he said, they would"
            return (None if plans else "past"), later
    return tense, verb


def governing(left: list[str]) -> tuple[str | None, int]:
    """What the nearest verb to the left says, and where it stands; None and 0 without one in the clause."""
    perhaps = None
    for k in range(len(left) - 1, -1, -1):
        if left[k] in _STOPS:
            break
        tense = _reading(left, k)
        if tense:
            return tense, k
        if perhaps is None and left[k] in _OR_NOUNS and left[k - 1 : k] != ["to"]:
            perhaps = k
    return (None, 0) if perhaps is None else ("past", perhaps)


def rightwards(found: list[str], reach: int = _AHEAD) -> tuple[str | None, str]:
    """What the nearest verb to the right says, and that verb; None and no word without one among the next `reach` words and marks."""
    perhaps = ""
    for k, word in enumerate(found[:reach]):
        if word in _STOPS or word in {"that", "which", "who"}:
            break
        tense = _reading(found, k)
        if tense:
            return (None if tense in {"open", "modal"} else tense), word
        if word in _OR_NOUNS and found[k - 1 : k] != ["to"]:
            perhaps = perhaps or word
    return ("past", perhaps) if perhaps else (None, "")


def _reading(found: list[str], k: int) -> str | None:
    """What one word says; None where it is no verb that tells."""
    word = found[k]
    before, after = found[max(0, k - 3) : k], "".join(found[k + 1 : k + 2])
    if word == "set":  # "is set", "set for", "set to end"; "set aside", "set fire to"
        return "future" if after in {"for", "to"} or _BE & set(before[-1:]) else "past"
    if word == "next" and after == "to":
        return None
    if word in _FUTURE or word.endswith(("'ll", "’ll")):
        return "future"
    if word in _MODAL:
        return (
            "modal"
            if word in _BINDING and not {"not", "have"} & set(found[k + 1 : k + 2])
            else "open"
        )
    if before and before[-1] == "to" and len(before) > 1 and before[-2] in _WISHES:
        return "future" if before[0] != "not" else None
    if not is_past(word):
        return None
    if any(w in {"will", "shall"} for w in before) or any(
        before[n : n + 2] in _TO_BE for n in range(len(before))
    ):
        return "future"
    modal = next((j for j in range(max(0, k - 3), k) if found[j] in _MODAL), None)
    if modal is not None:
        return _reading(found, modal)
    if before and before[-1] in _BE:
        return "open"
    return "said" if word in SPEECH else "past"


def is_past(word: str) -> bool:
    """Whether a lower-case word is a past form: irregular, or in -ed."""
    return word in _IRREGULAR or (
        word.endswith("ed") and word.islower() and len(word) > 3 and word not in _NO_VERB
    )


def looks_ahead(sentence: str) -> bool:
    """Whether its first verb that tells, speech aside, says what is planned, foreseen or only possible: `is to vote`, `said it would cut`.

    A clause before the main one, a relative clause and a participle that describes a noun tell nothing.
    """
    found = [w.lower() for w in _CLAUSE.findall(sentence) if w != "May"]
    if found and found[0] in _OPENERS and "," in found:
        found = found[found.index(",") + 1 :]
    answers = (_awaits(found, k) for k in range(len(found)))
    return next((answer for answer in answers if answer is not None), False)


def _awaits(found: list[str], k: int) -> bool | None:
    """Whether one word says that the sentence looks ahead; None where it tells neither."""
    word, before, after = found[k], found[max(0, k - 2) : k], found[k + 1 : k + 4]
    if _RELATIVES & set(before):
        return None
    if _is_undecided(word, after) or (
        word in _PRESENT and _is_awaited(after, found[k + 1 : k + 7])
    ):
        return True
    if word in _PRESENT:
        return None if word in {"'s", "’s"} or _TOLD & set(after[:2]) else False
    described = (
        not before or before[-1] in _BEFORE_ADJECTIVES or "by" in after
    )  # `averaged over a year`, `the annexed`, `designed by`
    return False if is_past(word) and word not in _TOLD and not described else None


def _is_undecided(word: str, after: list[str]) -> bool:
    """A word of will or possibility (`will`, `could`, `you'd need`), or one that intends (`plans to`, `unveiled plans`)."""
    if word in _UNDECIDED or word.endswith(("'ll", "’ll")):
        return True
    if word.endswith(("'d", "’d")):
        return bool(after) and not is_past(after[0]) and after[0] != "better"
    return (word in _INTENDING and after[:1] == ["to"]) or (
        (word in _TOLD or word in {"have", "has"}) and bool(_PLANS & set(after))
    )


def _is_awaited(after: list[str], beyond: list[str]) -> bool:
    """Whether what follows a form of `be` makes it `is to`, `is expected` or `is now likely to`."""
    awaited = next((n for n, w in enumerate(after) if w in _AWAITED), None)
    return (
        after[:1] == ["to"]
        or bool(_FORESEEN & set(after[:2]))
        or (awaited is not None and "to" in beyond[awaited + 1 : awaited + 4])
    )
