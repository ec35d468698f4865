"""Whether the words around an expression speak of past or future, by the nearest verb of its clause. English; knows no grammar beyond."""

import re

from app.engines.rules import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[;:\"“”()—]")
_REACH = 90  # characters looked at on the left, and at most as many on the right; a clause of news is seldom longer
_IRREGULAR = words(
    """was were had did went came took made left won lost fell rose met held said told began became brought built bought broke chose
    cut dealt drew drove ate felt fought found flew forgot got gave grew heard hit kept knew laid led lent let lay lit meant
    paid put read ran sang sank saw sold sent set shook shot showed shut slept spoke spent stood stole struck swept swam swung
    taught tore thought threw understood woke wore wrote been begun born broken chosen done driven eaten fallen flown forgotten
    given gone grown hidden known laid proven ridden risen seen shaken shown spoken stolen taken thrown torn worn written killed
    sought caught sat bore bound bred dug fed fled hung hurt overthrew overcame withdrew underwent undertook shrank sprang"""
)
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
_BE = words("be is are am being 'll it'll we'll they'll he'll she'll it’ll we’ll they’ll he’ll she’ll")
_WISHES = words(
    """plans planned plan expected expects expect hopes hoped hope agreed agrees due set scheduled wants wanted want intends intended
    promised promises vowed vows pledged pledges voted decided decides ready likely is are was were going able ordered aims
    aimed asked prepares preparing refused offered needs supposed designed"""
)
SPEECH = words(
    """said told announced predicted pledged vowed promised agreed forecast projected estimated approved signed budgeted proposed
    warned suggested believed hoped wanted wished allocated extended delayed postponed offered ordered called asked decided
    voted aimed targeted committed"""
)


def nearest(text: str, start: int, end: int, first: int, last: int) -> tuple[str | None, str]:
    """The tense of the expression `text[start:end]` in the sentence `text[first:last]`, with the verb that says so.

    `past`, `future`, `said` (a past verb of speech or decision, which leaves the time of what it introduces open) or None.
    """
    left = _WORD.findall(text, max(first, start - _REACH), start)
    right = _WORD.findall(text, end, max(end, min(last, end + _REACH)))
    if start - first > _REACH:
        left = left[1:]  # the first may be half a word
    tense, verb = _leftwards([w.lower() for w in left])
    if tense in {None, "said"}:
        ahead, later = _rightwards([w.lower() for w in right])
        if ahead == "future":
            return ahead, later
        if tense is None and ahead:  # "In July 1997, the alliance announced": the date leads, so the announcement is of then
            return "past", later
    return tense, verb


def _leftwards(found: list[str]) -> tuple[str | None, str]:
    for k in range(len(found) - 1, -1, -1):
        word = found[k]
        if not word[0].isalpha():
            if word in {";", ":", "—", "“", "”", '"'}:
                break
            continue
        tense = _reading(found, k)
        if tense:
            return (None if tense == "open" else tense), word
    return None, ""


def _rightwards(found: list[str]) -> tuple[str | None, str]:
    for k, word in enumerate(found[:12]):
        if word in {";", ":", "—", "“", "”", '"', "that", "which", "who"}:
            break
        tense = _reading(found, k)
        if tense:
            return (None if tense == "open" else tense), word
    return None, ""


def _reading(found: list[str], k: int) -> str | None:
    """What one word says; None where it is no verb that tells."""
    word = found[k]
    before = found[max(0, k - 3) : k]
    if word in _FUTURE or word.endswith(("'ll", "’ll")):
        return "future"
    if word in _MODAL:
        return "open"
    if before and before[-1] == "to" and len(before) > 1 and before[-2] in _WISHES:
        return "future"
    if not is_past(word):
        return None
    if any(w in {"will", "shall", "to"} for w in before):
        return "future"
    if (before and before[-1] in _BE) or any(w in _MODAL for w in before):
        return "open"
    return "said" if word in SPEECH else "past"


def is_past(word: str) -> bool:
    """Whether a lower-case word is a past form: irregular, or in -ed."""
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in _NO_VERB)
