"""On which side of the declared date an expression without its year or week lies.

By the words around it, in English; it is not told what the expression or the date is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from app.engines.dates.tense import HAPPENED, governing, is_past, rightwards, sides
from app.engines.word_lists import words


class Side(NamedTuple):
    """`past`, `future` or None, and what says so.

    `by` is `words` made for it (since, next), the nearest `verb`, a verb `ahead`, a `modal` verb,
    an `event`, a `plan` that came to nothing, `torn` where words point both ways, or `none`.
    """

    where: str | None
    by: str

    @property
    def sure(self) -> float:
        """How often an expression resolved by it is right, rounded down."""
        return _SURE.get((self.where or "", self.by), _GUESSED)


# Measured on half of tempeval3 dev, days and months without a year or week (past right in 102 of
# 110, future in 10 of 14), and on dates of polnear train, gum and worldwide whose years were
# hidden. Where no word says so the nearest date is right in 13 of 14 and in 89 of 91, but most of
# the latter are within days of the article; what news leaves without a year is harder, so a guess
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
class _Context:
    """The text and the words before and after an expression, with the verbs that govern it.

    `said` is what the nearest verb to the left says and `verb` its index in `left`; `ahead` is what
    the nearest verb to the right says.
    """

    before: str
    after: str
    left: list[str]
    right: list[str]
    said: str | None
    verb: int
    ahead: str | None


_END_OF = r"(?:the\s)?(?:(?:end|start|beginning|close)\sof\s)?\Z"
_SINCE = re.compile(rf"\b(?i:since)\s{_END_OF}")
# Words that only look ahead: "due on", "ahead of the vote on".
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
    r"\b(?:meets?|opens|begins?|starts|returns|resumes?|rises|sits|ends|closes|expires?|votes"
    r"|arrives?|leaves|sails|appears?|runs|follow|takes (?:place|effect|office|over"
    r"|up \w+(?: \w+)?)|comes into force)\s(?:again\s|here\s|only\s)?(?:(?:on|in|at|from)\s)?\Z"
)
_ARRANGES = re.compile(
    r"(?<!\bthe\s)(?<!\bits\s)(?<!\bof\s)\b(?:holds|hosts|testifies|turns|convenes|delivers"
    r"|travels|gathers|launches|concludes|kicks off|premieres|celebrates|decides|reopens"
    r"|publishes|goes)\s(?P<between>[^.;:“”\"]{0,60})\Z"
)
# What is written has a date because it is there already: "your note of 3 May".
_WRITTEN = re.compile(
    r"\b(?:notes?|letters?|questions?|minutes|reports?|orders?|statements?|papers?|speech"
    r"|decision|judgment|judgement|ruling|agreement|e-?mails?|memos?|memorandum|memoranda"
    r"|invoices?|messages?|articles?|complaint|petition|decree|entry|entries)\sof\s\Z"
)
_SETS = re.compile(r"\b(?:set|sets|fixed|fixes|named|chose)\s\Z")  # "set Friday as the deadline"
# What was once intended for the day before its verb: ", the board had hoped to".
_INTENDED = re.compile(
    r",?\s(?:[\w’'-]+\s){1,6}?(?:planned|hoped|intended|expected|wanted|(?:was|were)(?:\s(?:due"
    r"|set|scheduled|expected))?)\sto\s(?!have\b)"
)
# Whoever is called to do something does it later: "subpoenaed her to testify on".
_CALLED = re.compile(
    r"\b(?:subpoenaed|summoned|invited|ordered|required|instructed|directed|booked|hired"
    r"|urged)\s(?:[\w’'.-]+\s){1,6}?to\s[a-z]+\s[^.;:“”\"]{0,70}\Z"
)
# A date beside what happened then: "the 7 August blasts", "their victory in Orle on".
_HAPPENS_AFTER = re.compile(rf"[ \n](?:[a-z-]+[ \n])?{HAPPENED}\b")
_OVER = (
    r"(?:victory|victories|wins?|defeats?|results?|remarks|comments|scenes|announcement|loss"
    r"|losses)"
)
_HAPPENED_BEFORE = re.compile(
    rf"\b(?:{HAPPENED}|{_OVER})\s(?:(?:in|at|of|near|from|over)\s[^.;:,]{{1,50}}\s)?(?:on\s|in\s"
    rf"|late\s)?\Z"
)
_NAMES_A_THING = re.compile(r"\b(?:the|a|an|its|his|her|their)\s\Z")  # "the 7 August blasts"
_IF = re.compile(r"\b(?i:if|unless|whether|once)\s(?:[\w’'-]+\s){0,5}\Z")
_ARTICLE = re.compile(r"\b[Tt]he\s\Z")
# "the Wednesday after the vote"
_BY_AN_EVENT = re.compile(r"[ \n](?:after|before|following|when)\b")
# `until` closes a state that is over: "was deputy until", "who ran it until", and ", chief engineer
# until" with no verb at all.
_APPOSED = re.compile(r",\s(?:[a-z’'-]+\s){1,6}until\s(?:the\s)?(?:end\sof\s)?\Z")
_HELD = words(
    """
    was were had ran led held served worked lived headed chaired commanded been remained stayed
    managed coached played sat taught
    """
)
# `nothing until October`, `it took until May`: what began then is over.
_NOT_UNTIL = words(
    """
    not never nothing nobody none no without only took waited wasn't didn't hadn't wasn’t didn’t
    hadn’t
    """
)
_PREPOSITIONS = words("on in at late early last the earlier this")
_WILL = words("will would is are was were could should may might must has shall")
_SHALL = words("will shall won't won’t")
# Behind `to` these are no verbs: "rose to nine".
_NO_VERBS = words(
    """
    the a an its his her their this one two three four five six seven eight nine ten eleven twelve
    half more less about
    """
)
_AT_ONCE = words("on late early")
_PLAN = (
    r"(?:vow|promise|pledge|plan|deadline|target|goal|aim|commitment|hope|intention|attempt|bid"
    r"|schedule)s?"
)
_MEANT = (
    r"(?:due|set|meant|supposed|scheduled|planned|hoped|vowed|promised|pledged|intended|expected"
    r"|wanted)"
)
# A plan that came to nothing has its day behind it: `failed in his vow to leave on`, `had been due
# to open on`.
_BROKEN = re.compile(
    rf"\b(?:(?:failed|failing|failure|unable|too late)\b(?:\s[\w’'-]+){{0,6}}?\s(?:to|{_PLAN})\b|"
    r"(?:missed|missing|broke|broken|breaking|breached|abandoned|dropped|reneged on|went "
    rf"back on)\s(?:[\w’'-]+\s){{0,4}}?{_PLAN}\b|(?:had"
    rf"|originally)\s(?:\w+ly\s)?(?:been\s)?{_MEANT}\b|"
    r"(?:was|were)\s(?:once\s|originally\s|first\s)?(?:supposed\s|meant\s|due\s"
    r"|scheduled\s)?to\shave\b)"
)
# Behind a broken plan these begin another statement.
_GOES_ON = re.compile(
    r"\b(?:will|shall|is|are|may|must|can|but)\b|’ll|'ll|[;:—“”\"]|,\s(?:and|so|which|who)\b"
    r"|\band\s\w+ed\b"
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
    r"\b(?:planned|scheduled|due|set|slated|billed|meant)\s(?:[\w’'-]+\s){0,8}?(?:for|on"
    r"|in)\s(?:late\s|early\s)?\Z"
)
_INTENDS = re.compile(
    rf"\b{_PLAN}\sto\s(?:[\w’'-]+\s){{1,9}}?(?:on|in|by|before|from|until|this"
    rf"|next)\s(?:the\send\sof\s)?\Z"
)
_OPENING = 2  # words before a date that opens its sentence: "In a July interview"
# Words after a date that opens its sentence, among which the verb of that sentence is.
_OPENING_REACH = 20
_REACH = 120  # characters before an expression, as far as a broken plan may be from its day
_LOOKING_AHEAD = (_AHEAD, _BEGINNING, _ARRANGED, _INTENDS, _CALLED)


def direction_of(text: str, start: int, end: int, first: int, last: int) -> Side:
    """On which side of the declared date to look for the expression `text[start:end]`.

    It lacks its year or week; `text[first:last]` is its sentence.
    """
    context = _context(text, start, end, first, last)
    answers = (rule(context) for rule in _RULES)
    return next((side for side in answers if side), Side(None, "none"))


def _context(text: str, start: int, end: int, first: int, last: int) -> _Context:
    left, right = sides(text, start, end, first, last)
    if left[-1:] in (["until"], ["till"]):
        left = left[:-1]  # a rule of its own reads them
    said, verb = governing(left)
    opens_sentence = len(left) <= 1
    ahead, _ = rightwards(right, _OPENING_REACH) if opens_sentence else rightwards(right)
    before = text[max(first, start - _REACH) : start]
    return _Context(before, text[end : max(end, last)], left, right, said, verb, ahead)


def _plan_undone(c: _Context) -> Side | None:
    """What came to nothing is over."""
    broken = list(_BROKEN.finditer(c.before))
    if broken and not _GOES_ON.search(c.before, broken[-1].end()):
        return Side("past", "plan")
    if _MISSED.search(c.before) and _DEADLINE.match(c.after):
        return Side("past", "plan")
    return None


def _torn(c: _Context) -> Side | None:
    """What was called off, or was once intended, may lie on either side of today."""
    called_off = _PLANNED.search(c.before) and _CALLED_OFF.match(c.after)
    beside_event = _ARTICLE.search(c.before) and _BY_AN_EVENT.match(c.after)
    once_intended = not c.left[1:] and _INTENDED.match(c.after)
    set_as_deadline = _SETS.search(c.before)
    is_torn = called_off or beside_event or once_intended or set_as_deadline
    return Side(None, "torn") if is_torn else None


def _stated(c: _Context) -> Side | None:
    """By words made for it (`since`, `next`)."""
    if _SINCE.search(c.before) or _WRITTEN.search(c.before):
        return Side("past", "words")
    if _BEGINNING.search(c.before) and c.said == "past":
        return Side("past", "verb")
    if any(pattern.search(c.before) for pattern in _LOOKING_AHEAD):
        return Side("future", "words")
    return None


def _arranged(c: _Context) -> Side | None:
    """`holds its vote on`, with no verb of the past between."""
    match = _ARRANGES.search(c.before)
    if match is None or any(is_past(word.lower()) for word in match["between"].split()):
        return None
    return Side("future", "verb")


def _until(c: _Context) -> Side | None:
    """`until` closes what is over, else it looks ahead.

    Over: `ran it until`, `said nothing until`, `Until May, nobody had`.
    """
    if not _UNTIL.search(c.before):
        return None
    is_over = _is_held(c) or _is_negated(c) or _is_closed_without_verb(c)
    return Side("past" if is_over else "future", "verb")


def _is_held(c: _Context) -> bool:
    """Whether a state lasted: `was deputy until`."""
    return c.said in {"past", "open"} and c.left[c.verb] in _HELD


def _is_negated(c: _Context) -> bool:
    """Whether something began only then: `said nothing until`."""
    return c.said in {"past", "said", "open"} and bool(_NOT_UNTIL & set(c.left[-8:]))


def _is_closed_without_verb(c: _Context) -> bool:
    """`Until May, nobody had`; `, chief engineer until`."""
    opens_past = not c.left and "had" in c.right[:6]
    return c.said is None and (opens_past or bool(_APPOSED.search(c.before)))


def _by(c: _Context) -> Side | None:
    """What was done `by` a day is over where a past verb governs it directly.

    `had risen by` is over, `moved to close by` is not.
    """
    if not _BY.search(c.before):
        return None
    if c.said == "past":
        is_done = not _intends(c.left[c.verb + 1 :])
    else:
        is_done = c.said is None and c.ahead in {"past", "said"}
    return Side("past" if is_done else "future", "verb")


def _intends(between: list[str]) -> bool:
    """Whether `to` leads to a verb there (`moved to close`), not to a place or a count."""
    return any(
        word == "to" and after.isalpha() and after not in _NO_VERBS
        for word, after in pairwise(between)
    )


def _as_of(c: _Context) -> Side | None:
    """`as of` is over, unless `will` or `shall` is near."""
    if not _AS_OF.search(c.before):
        return None
    looks_ahead = _SHALL & {*c.left, *c.right[:8]}
    return Side("future" if looks_ahead else "past", "words")


def _event(c: _Context) -> Side | None:
    """A date that says when something happened: `the 7 August blasts`, `the raid in Orle on`."""
    if c.said == "said":
        return None
    happened = _HAPPENS_AFTER.match(c.after) or _HAPPENED_BEFORE.search(c.before)
    return Side("past", "event") if happened else None


def _speech(c: _Context) -> Side | None:
    """By a verb of speech or decision; the date may be of its content."""
    if c.said != "said":
        return None
    return Side("past" if _is_of_speech(c) or c.ahead != "future" else "future", "verb")


def _condition(c: _Context) -> Side | None:
    """`if the port opens on`: without a verb of its own what is conditional is to come."""
    has_no_verb = c.said is None and c.ahead is None
    return Side("future", "modal") if has_no_verb and _IF.search(c.before) else None


def _thing(c: _Context) -> Side | None:
    """`his March trial`, `a July interview`: no verb governs the date of a thing.

    `would open Monday's talks` says nothing either.
    """
    if not _NAMES_A_THING.search(c.before) or c.after[:1] not in {" ", "\n"}:
        is_owner = c.said == "modal" and c.after[:2] in {"'s", "’s"}
        return Side(None, "none") if is_owner else None
    if c.said == "future":
        return Side("future", "verb")
    opens_sentence = len(c.left) <= _OPENING and c.said is None
    is_over = opens_sentence and c.ahead in {"past", "said"}
    return Side("past" if is_over else None, "none")


def _verb(c: _Context) -> Side | None:
    """By the nearest verb on the left, else on the right."""
    if c.said == "future" and c.left[c.verb] == "next" and c.ahead in {"past", "said"}:
        return Side("past", "ahead")  # `his next speech, on 3 May, was`
    if c.said in {None, "open"}:
        return _verb_ahead(c)
    return Side("future", "modal") if c.said == "modal" else Side(c.said, "verb")


def _verb_ahead(c: _Context) -> Side | None:
    """By the verb on the right; `open` on the left leaves only the future to it."""
    if c.ahead == "future":
        return Side("future", "ahead")
    return Side("past", "ahead") if c.ahead and c.said is None else None


def _is_of_speech(c: _Context) -> bool:
    """Whether the date says when the verb of speech was, and not what was said.

    Right behind the verb (`asked in October`), or before what was said (`said on Monday that`).
    """
    between = c.left[c.verb + 1 :]
    if all(word in _PREPOSITIONS for word in between):
        return True
    is_near = bool(_AT_ONCE & set(between[-2:])) and "that" not in between
    leads_to_verb = bool(c.right) and c.right[0] in _WILL
    return is_near and not leads_to_verb


_RULES: tuple[Callable[[_Context], Side | None], ...] = (
    _plan_undone,
    _torn,
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
"""The rules in order: the first that answers decides."""
