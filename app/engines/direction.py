"""On which side of the declared date an expression without its year or week lies, by the words around it. English; knows no dates."""

import re
from typing import NamedTuple

from app.engines.rules import words
from app.engines.tense import HAPPENED, governing, rightwards, sides


class Side(NamedTuple):
    """`past`, `future` or None, and what says so.

    That is `words` made for it (since, next), the nearest `verb`, a verb `ahead`, a `modal` verb, an `event`, or nothing (`none`);
    `torn` where words point both ways.
    """

    where: str | None
    by: str

    @property
    def sure(self) -> float:
        """How often an expression resolved by it is right, rounded down."""
        return _SURE.get((self.where, self.by), _GUESSED)


# Measured on half of tempeval3 dev, 138 days and months without a year or week (past .92 of 104, future .76 of 18), and on 140 dates of
# polnear train, gum and worldwide whose years were hidden (no word says where, and so the nearest one: .97 of 105 in both, of dates that
# their writers gave a year; what news leaves without one is harder).
_SURE = {
    ("past", "words"): 0.9,
    ("past", "verb"): 0.9,
    ("past", "event"): 0.9,
    ("past", "ahead"): 0.85,
    ("future", "words"): 0.85,
    ("future", "verb"): 0.75,
}
_GUESSED = 0.7


_SINCE = re.compile(r"\b(?i:since)\s(?:the\s)?(?:end\sof\s|start\sof\s)?\Z")
_AHEAD = re.compile(
    r"\b(?i:as early as|as soon as|next|(?:beginning|starting|effective|due|scheduled|listed|planned)(?:\s(?:on|in|for|from))?)\s\Z"
)
_BY = re.compile(r"\b[Bb]y\s(?:the\s)?(?:end\sof\s)?\Z")
_UNTIL = re.compile(r"\b(?i:until|till)\s(?:the\s)?(?:end\sof\s)?\Z")
# Present forms that with a date say what is arranged: "The board meets again on Wednesday".
_ARRANGED = re.compile(
    r"\b(?:meets?|opens?|begins?|starts?|returns?|resumes?|rises|sits|ends|closes|expires?|votes|arrives?|leaves|sails|appears?|runs|"
    r"takes (?:place|effect|office|over|up \w+(?: \w+)?)|comes into force)\s(?:again\s|here\s|only\s)?(?:on|in|at|from)\s\Z"
)
# What is written has a date because it is there already: "your note of 3 May".
_WRITTEN = re.compile(
    r"\b(?:notes?|letters?|questions?|minutes|reports?|orders?|statements?|papers?|speech|decision|judgment|judgement|ruling|agreement|"
    r"e-?mails?|memos?|memorandum|memoranda|invoices?|messages?|articles?|complaint|petition|decree|entry|entries)\sof\s\Z"
)
_HAPPENS_AFTER = re.compile(rf"[ \n](?:[a-z-]+[ \n])?{HAPPENED}\b")
_NAMES_A_THING = re.compile(r"\b(?:the|a|an|its|his|her|their)\s\Z")  # "the 7 August blasts"
# `until` closes a state that is over: "was deputy until", "who ran it until", and ", chief engineer until" with no verb at all.
_APPOSED = re.compile(r",\s(?:[a-z’'-]+\s){1,6}until\s(?:the\s)?(?:end\sof\s)?\Z")
_HELD = words(
    "was were had ran led held served worked lived headed chaired commanded been remained stayed managed coached played sat taught"
)
_BESIDE = words("on in at late early last the earlier this")
_WILL = words("will would is are was were could should may might must has shall")
_AT_ONCE = words("on late early")


_AS_OF = re.compile(r"\b[Aa]s\sof\s(?:the\send\sof\s)?\Z")
# `nothing until October`, `it took until May`: what began then is over.
_NOT_UNTIL = words("not never nothing nobody none no without only took waited wasn't didn't hadn't wasn’t didn’t hadn’t")
_PLAN = r"(?:vow|promise|pledge|plan|deadline|target|goal|aim|commitment|hope|intention|attempt|bid|schedule)s?"
# A plan that came to nothing has its day behind it: `failed in his vow to leave on`, `missed the 31 October`, `had been due to open on`.
_BROKEN = re.compile(
    rf"\b(?:(?:failed|failing|failure|unable|too late)\b(?:\s[\w’'-]+){{0,6}}?\s(?:to|{_PLAN})\b|"
    rf"(?:missed|missing|broke|broken|breaking|breached|abandoned|dropped|reneged on|went back on)\s(?:[\w’'-]+\s){{0,4}}?(?:{_PLAN}\b|\Z)|"
    r"had\s(?:\w+ly\s)?(?:been\s)?(?:due|set|meant|supposed|scheduled|planned|hoped|vowed|promised|pledged|intended|expected|wanted)\b|"
    r"(?:was|were)\s(?:once\s|originally\s|first\s)?(?:to|supposed to|meant to|due to|scheduled to)\shave\b|originally\b)"
)
_MISSED = re.compile(r"\b(?:missed|missing|after)\s(?:the|an?|its|his|her|their|that)\s(?:[a-z-]+\s)?\Z")
_DEADLINE = re.compile(r"[ \n](?:[a-z-]+[ \n])?(?:deadline|target|cut-?off)\b")
# What was planned for a day and called off: the day may lie on either side.
_CALLED_OFF = re.compile(
    r"[^.;]{0,40}\b(?:was|were|is|are|has been|have been|had been)\s(?:\w+ly\s)?(?:cancell?ed|postponed|called off|scrapped|delayed|"
    r"abandoned|moved|put off)\b"
)
_PLANNED = re.compile(r"\b(?:planned|scheduled|due|set|slated|billed|meant)\s(?:[\w’'-]+\s){0,8}?(?:for|on|in)\s(?:late\s|early\s)?\Z")
_INTENDS = re.compile(rf"\b(?:{_PLAN})\sto\s(?:[\w’'-]+\s){{1,9}}?(?:on|in|by|before|from|until|this|next)\s(?:the\send\sof\s)?\Z")


def reckoned(text: str, start: int, end: int, first: int, last: int) -> Side:
    """On which side of the declared date to look for an expression without its year or week, in the sentence `text[first:last]`."""
    lead = text[max(first, start - 120) : start]
    stated = _stated(text, lead, end, last)
    if stated:
        return stated
    left, right = sides(text, start, end, first, last)
    left = left[:-1] if left[-1:] in (["until"], ["till"]) else left
    said, k = governing(left)
    ahead, _ = rightwards(right)
    if _UNTIL.search(lead):
        return _until(lead, left, right, said, k)
    if _BY.search(lead):
        return Side("past" if _over_by(left, said, k, ahead) else "future", "verb")
    if _AS_OF.search(lead):
        return Side("future" if "future" in {said, ahead} else "past", "words")
    if said == "said":
        return Side("past" if _takes(left, right, k) or ahead != "future" else "future", "verb")
    if _HAPPENS_AFTER.match(text, end):
        return Side("past", "event")
    if _NAMES_A_THING.search(lead) and text[end : end + 1] in {" ", "\n"}:
        return Side("future", "verb") if said == "future" else Side(None, "none")
    if said == "modal" and text[end : end + 2] in {"'s", "’s"}:
        return Side(None, "none")
    return _by_verb(said, ahead)


def _stated(text: str, lead: str, end: int, last: int) -> Side | None:
    """What words made for it say, whatever the verbs."""
    if _SINCE.search(lead) or _WRITTEN.search(lead):
        return Side("past", "words")
    if _BROKEN.search(lead) or (_MISSED.search(lead) and _DEADLINE.match(text, end)):
        return Side("past", "words")
    if _PLANNED.search(lead) and _CALLED_OFF.match(text[end:last]):
        return Side(None, "torn")
    if _AHEAD.search(lead) or _ARRANGED.search(lead) or _INTENDS.search(lead):
        return Side("future", "words")
    return None


def _until(lead: str, left: list[str], right: list[str], said: str | None, k: int) -> Side:
    """`until` closes what is over (`ran it until`, `said nothing until`, `Until May, nobody had`), else it looks ahead."""
    held = said in {"past", "open"} and left[k] in _HELD
    late = said in {"past", "said", "open"} and bool(_NOT_UNTIL & set(left[-8:]))
    opening = not left and "had" in right[:6]
    apposed = said is None and (opening or bool(_APPOSED.search(lead)))
    return Side("past" if held or late or apposed else "future", "verb")


def _over_by(left: list[str], said: str | None, k: int, ahead: str | None) -> bool:
    """Whether what was done `by` a day is done: a past verb governs it directly (`had risen by`, not `moved to close by`)."""
    if said == "past":
        return "to" not in left[k + 1 :]
    return said is None and ahead in {"past", "said"}


def _by_verb(said: str | None, ahead: str | None) -> Side:
    """By the nearest verb on the left, else on the right."""
    if said is None or said == "open":
        if ahead == "future":
            return Side("future", "ahead")
        return Side("past", "ahead") if ahead and said is None else Side(None, "none")
    return Side("future", "modal") if said == "modal" else Side(said, "verb")


def _takes(left: list[str], right: list[str], k: int) -> bool:
    """Whether the date says when the verb of speech was: beside it (`asked in October`), or before what was said (`on Monday that`)."""
    between = left[k + 1 :]
    if all(w in _BESIDE for w in between):
        return True
    return bool(_AT_ONCE & set(between[-2:])) and "that" not in between and not (right and right[0] in _WILL)
