"""On which side of the declared date an expression without its year or week lies, by the words around it. English; knows no dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from app.engines.dates.tense import HAPPENED, governing, is_past, rightwards, sides
from app.engines.word_lists import words


class Side(NamedTuple):
    """`past`, `future` or None, and what says so.

    That is `words` made for it (since, next), the nearest `verb`, a verb `ahead`, a `modal` verb,
    an `event`, a `plan` that came to nothing, or nothing (`none`); `torn` where words point both
    ways.
    """

    where: str | None
    by: str

    @property
    def sure(self) -> float:
        """How often an expression resolved by it is right, rounded down."""
        return _SURE.get((self.where or "", self.by), _GUESSED)


# Measured on half of tempeval3 dev, days and months without a year or week: past right in 102 of
# 110, future in 10 of 14; and on dates of
# polnear train, gum and worldwide whose years were hidden. No word says where, and so the nearest:
# 13 of 14 and 89 of 91, but most of the
# latter are within days of the article; what news leaves without a year is harder, so that a guess
# is no more than .7.
_SURE = {
    ("past", "words"): 0.9,
    ("past", "verb"): 0.9,
    ("past", "event"): 0.9,
    ("past", "ahead"): 0.85,
    ("past", "plan"): 0.75,
    ("future", "words"): 0.85,
    ("future", "verb"): 0.75,
}
_GUESSED = 0.7


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around an expression: the text before it in its sentence and after it, the words and verbs on either side."""

    before: str
    after: str
    left: list[str]
    right: list[str]
    said: str | None
    at: int
    ahead: str | None


_END_OF = r"(?:the\s)?(?:(?:end|start|beginning|close)\sof\s)?\Z"
_SINCE = re.compile(rf"\b(?i:since)\s{_END_OF}")
_AHEAD = re.compile(
    r"\b(?i:as early as|as soon as|next|ahead "
    r"of|(?:effective|due|scheduled|listed|planned)(?:\s(?:on|in|for|from))?)\s\Z|"
    r"\bahead of\s(?:[\w’'-]+\s){1,6}(?:on|in)\s\Z"
)
_BEGINNING = re.compile(r"\b(?i:beginning|starting)(?:\s(?:on|in|from))?\s\Z")
_BY = re.compile(rf"\b[Bb]y\s{_END_OF}")
_UNTIL = re.compile(rf"\b(?i:until|till)\s{_END_OF}")
_AS_OF = re.compile(rf"\b[Aa]s\sof\s{_END_OF}")
# Present forms that with a date say what is arranged: "The board meets again on Wednesday",
# "testifies before the committee on Friday".
_ARRANGED = re.compile(
    r"\b(?:meets?|opens|begins?|starts|returns|resumes?|rises|sits|ends|closes|expires?|votes|arrives?|leaves|sails|appears?|runs|"
    r"follow|takes (?:place|effect|office|over|up \w+(?: \w+)?)|comes into "
    r"force)\s(?:again\s|here\s|only\s)?(?:(?:on|in|at|from)\s)?\Z"
)
_ARRANGES = re.compile(
    r"(?<!\bthe\s)(?<!\bits\s)(?<!\bof\s)\b(?:holds|hosts|testifies|turns|convenes|delivers|travels|gathers|launches|concludes|kicks "
    r"off|"
    r"premieres|celebrates|decides|reopens|publishes|goes)\s(?P<between>[^.;:“”\"]{0,60})\Z"
)
# What is written has a date because it is there already: "your note of 3 May".
_WRITTEN = re.compile(
    r"\b(?:notes?|letters?|questions?|minutes|reports?|orders?|statements?|papers?|speech|decision|judgment|judgement|ruling|agreement|"
    r"e-?mails?|memos?|memorandum|memoranda|invoices?|messages?|articles?|complaint|petition|decree|entry|entries)\sof\s\Z"
)
_SETS = re.compile(r"\b(?:set|sets|fixed|fixes|named|chose)\s\Z")  # "set Friday as the deadline"
_INTENDED = re.compile(
    r",?\s(?:[\w’'-]+\s){1,6}?(?:planned|hoped|intended|expected|wanted|(?:was|were)(?:\s(?:due|set|scheduled|expected))?)\sto\s(?!have\b)"
)
# Whoever is called to do something does it later: "subpoenaed her to testify on".
_CALLED = re.compile(
    r"\b(?:subpoenaed|summoned|invited|ordered|required|instructed|directed|booked|hired|urged)\s(?:[\w’'.-]+\s){1,6}?to\s[a-z]+\s"
    r"[^.;:“”\"]{0,70}\Z"
)
_HAPPENS_AFTER = re.compile(rf"[ \n](?:[a-z-]+[ \n])?{HAPPENED}\b")
_OVER = r"(?:victory|victories|wins?|defeats?|results?|remarks|comments|scenes|announcement|loss|losses)"
_HAPPENED_BEFORE = re.compile(
    rf"\b(?:{HAPPENED}|{_OVER})\s(?:(?:in|at|of|near|from|over)\s[^.;:,]{{1,50}}\s)?(?:on\s|in\s|late\s)?\Z"
)
_NAMES_A_THING = re.compile(r"\b(?:the|a|an|its|his|her|their)\s\Z")  # "the 7 August blasts"
_IF = re.compile(r"\b(?i:if|unless|whether|once)\s(?:[\w’'-]+\s){0,5}\Z")
_TOLD_APART = re.compile(r"\b[Tt]he\s\Z")
_BY_AN_EVENT = re.compile(
    r"[ \n](?:after|before|following|when)\b"
)  # "the Wednesday after the vote"
# `until` closes a state that is over: "was deputy until", "who ran it until", and ", chief engineer
# until" with no verb at all.
_APPOSED = re.compile(r",\s(?:[a-z’'-]+\s){1,6}until\s(?:the\s)?(?:end\sof\s)?\Z")
_HELD = words(
    "was were had ran led held served worked lived headed chaired commanded been remained "
    "stayed managed coached played sat taught"
)
# `nothing until October`, `it took until May`: what began then is over.
_NOT_UNTIL = words(
    "not never nothing nobody none no without only took waited wasn't didn't hadn't wasn’t "
    "didn’t hadn’t"
)
_BESIDE = words("on in at late early last the earlier this")
_WILL = words("will would is are was were could should may might must has shall")
_SHALL = words("will shall won't won’t")
_NO_VERBS = words(
    "the a an its his her their this one two three four five six seven eight nine ten eleven "
    "twelve half more less about"
)
_AT_ONCE = words("on late early")
_PLAN = r"(?:vow|promise|pledge|plan|deadline|target|goal|aim|commitment|hope|intention|attempt|bid|schedule)s?"
_MEANT = r"(?:due|set|meant|supposed|scheduled|planned|hoped|vowed|promised|pledged|intended|expected|wanted)"
# A plan that came to nothing has its day behind it: `failed in his vow to leave on`, `had been due
# to open on`.
_BROKEN = re.compile(
    rf"\b(?:(?:failed|failing|failure|unable|too late)\b(?:\s[\w’'-]+){{0,6}}?\s(?:to|{_PLAN})\b|"
    r"(?:missed|missing|broke|broken|breaking|breached|abandoned|dropped|reneged on|went "
    rf"back on)\s(?:[\w’'-]+\s){{0,4}}?{_PLAN}\b|"
    rf"(?:had|originally)\s(?:\w+ly\s)?(?:been\s)?{_MEANT}\b|"
    r"(?:was|were)\s(?:once\s|originally\s|first\s)?(?:supposed\s|meant\s|due\s|scheduled\s)?to\shave\b)"
)
_GOES_ON = re.compile(
    r"\b(?:will|shall|is|are|may|must|can|but)\b|’ll|'ll|[;:—“”\"]|,\s(?:and|so|which|who)\b|\band\s\w+ed\b"
)
_MISSED = re.compile(r"\b(?:missed|missing)\s(?:the|an?|its|his|her|their|that)\s(?:[a-z-]+\s)?\Z")
_DEADLINE = re.compile(r"[ \n](?:[a-z-]+[ \n])?(?:deadline|target|cut-?off)\b")
# What was planned for a day and called off: the day may lie on either side.
_CALLED_OFF = re.compile(
    r"[^.;]{0,40}\b(?:was|were|is|are|has been|have been|had "
    r"been)\s(?:\w+ly\s)?(?:cancell?ed|postponed|called off|scrapped|delayed|"
    r"abandoned|moved|put off)\b"
)
_PLANNED = re.compile(
    r"\b(?:planned|scheduled|due|set|slated|billed|meant)\s(?:[\w’'-]+\s){0,8}?(?:for|on|in)\s(?:late\s|early\s)?\Z"
)
_INTENDS = re.compile(
    rf"\b{_PLAN}\sto\s(?:[\w’'-]+\s){{1,9}}?(?:on|in|by|before|from|until|this|next)\s(?:the\send\sof\s)?\Z"
)
_OPENING = 2  # words before a date that opens its sentence: "In a July interview"
_OPENING_REACH = (
    20  # words after a date that opens its sentence, among which the verb of that sentence is
)
_REACH = 120  # characters before an expression, as far as a broken plan may be from its day


def direction_of(text: str, start: int, end: int, first: int, last: int) -> Side:
    """On which side of the declared date to look for an expression without its year or week, in the sentence `text[first:last]`."""
    left, right = sides(text, start, end, first, last)
    left = left[:-1] if left[-1:] in (["until"], ["till"]) else left
    said, at = governing(left)
    ahead, _ = rightwards(right, _OPENING_REACH) if len(left) <= 1 else rightwards(right)
    around = _Around(
        text[max(first, start - _REACH) : start],
        text[end : max(end, last)],
        left,
        right,
        said,
        at,
        ahead,
    )
    answers = (rule(around) for rule in _RULES)
    return next((side for side in answers if side), Side(None, "none"))


def _stated(a: _Around) -> Side | None:
    if _SINCE.search(a.before) or _WRITTEN.search(a.before):
        return Side("past", "words")
    if _BEGINNING.search(a.before) and a.said == "past":
        return Side("past", "verb")
    ahead = any(
        pattern.search(a.before) for pattern in (_AHEAD, _BEGINNING, _ARRANGED, _INTENDS, _CALLED)
    )
    return Side("future", "words") if ahead else None


def _plan_undone(a: _Around) -> Side | None:
    """What came to nothing is over; what was called off, or was once intended, may lie on either side of today."""
    broken = next(iter(reversed(list(_BROKEN.finditer(a.before)))), None)
    if broken and not _GOES_ON.search(a.before, broken.end()):
        return Side("past", "plan")
    if _MISSED.search(a.before) and _DEADLINE.match(a.after):
        return Side("past", "plan")
    called_off = _PLANNED.search(a.before) and _CALLED_OFF.match(a.after)
    told_by_event = _TOLD_APART.search(a.before) and _BY_AN_EVENT.match(a.after)
    intended = not a.left[1:] and _INTENDED.match(a.after)
    torn = called_off or told_by_event or intended or _SETS.search(a.before)
    return Side(None, "torn") if torn else None


def _arranged(a: _Around) -> Side | None:
    """`holds its vote on`, with no verb of the past between."""
    match = _ARRANGES.search(a.before)
    between = match["between"].split() if match else []
    return (
        Side("future", "verb") if match and not any(is_past(w.lower()) for w in between) else None
    )


def _until(a: _Around) -> Side | None:
    """`until` closes what is over (`ran it until`, `said nothing until`, `Until May, nobody had`), else it looks ahead."""
    if not _UNTIL.search(a.before):
        return None
    held = a.said in {"past", "open"} and a.left[a.at] in _HELD
    late = a.said in {"past", "said", "open"} and bool(_NOT_UNTIL & set(a.left[-8:]))
    opening = not a.left and "had" in a.right[:6]
    apposed = a.said is None and (opening or bool(_APPOSED.search(a.before)))
    return Side("past" if held or late or apposed else "future", "verb")


def _by(a: _Around) -> Side | None:
    """What was done `by` a day is over when a past verb governs it directly (`had risen by`, not `moved to close by`)."""
    if not _BY.search(a.before):
        return None
    done = (
        not _intends(a.left[a.at + 1 :])
        if a.said == "past"
        else a.said is None and a.ahead in {"past", "said"}
    )
    return Side("past" if done else "future", "verb")


def _intends(between: list[str]) -> bool:
    """Whether `to` leads to a verb there (`moved to close`), not to a place or a count (`rose to nine`)."""
    return any(
        one == "to" and two.isalpha() and two not in _NO_VERBS for one, two in pairwise(between)
    )


def _as_of(a: _Around) -> Side | None:
    if not _AS_OF.search(a.before):
        return None
    return Side("future" if _SHALL & {*a.left, *a.right[:8]} else "past", "words")


def _event(a: _Around) -> Side | None:
    """A date that says when something happened: `the 7 August blasts`, `the raid in Orle on Friday`."""
    if a.said == "said":
        return None
    return (
        Side("past", "event")
        if _HAPPENS_AFTER.match(a.after) or _HAPPENED_BEFORE.search(a.before)
        else None
    )


def _speech(a: _Around) -> Side | None:
    """A verb of speech or decision: the date may be of its content."""
    if a.said != "said":
        return None
    return Side("past" if _takes(a) or a.ahead != "future" else "future", "verb")


def _condition(a: _Around) -> Side | None:
    return (
        Side("future", "modal")
        if a.said is None and a.ahead is None and _IF.search(a.before)
        else None
    )


def _thing(a: _Around) -> Side | None:
    """`his March trial`, `a July interview`: no verb governs it; `would open Monday's talks` tells nothing."""
    if _NAMES_A_THING.search(a.before) and a.after[:1] in {" ", "\n"}:
        if a.said == "future":
            return Side("future", "verb")
        leads = len(a.left) <= _OPENING and a.said is None and a.ahead in {"past", "said"}
        return Side("past" if leads else None, "none")
    return Side(None, "none") if a.said == "modal" and a.after[:2] in {"'s", "’s"} else None


def _verb(a: _Around) -> Side | None:
    """By the nearest verb on the left, else on the right; `his next speech, on 3 May, was` is over."""
    adjective = a.said == "future" and a.left[a.at] == "next"
    if adjective and a.ahead in {"past", "said"}:
        return Side("past", "ahead")
    if a.said in {None, "open"}:
        if a.ahead == "future":
            return Side("future", "ahead")
        return Side("past", "ahead") if a.ahead and a.said is None else None
    return Side("future", "modal") if a.said == "modal" else Side(a.said, "verb")


def _takes(a: _Around) -> bool:
    """Whether the date says when the verb of speech was: beside it (`asked in October`), or before what was said (`on Monday that`)."""
    between = a.left[a.at + 1 :]
    if all(w in _BESIDE for w in between):
        return True
    return (
        bool(_AT_ONCE & set(between[-2:]))
        and "that" not in between
        and not (a.right and a.right[0] in _WILL)
    )


_RULES: tuple[Callable[[_Around], Side | None], ...] = (
    _plan_undone,
    _stated,
    _arranged,
    _until,
    _by,
    _as_of,
    _event,
    _speech,
    _condition,
    _thing,
    _verb,
)
