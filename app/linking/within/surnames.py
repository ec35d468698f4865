"""Which of several people of one last name a mention of it alone means: by title, office or the pronoun behind it. Pure; joins nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.linking.names.first_names import FEMALE, MALE
from app.linking.names.noun_phrases import MEN, WOMEN, WORD

# What a title is short for.
_SAME = {
    "dr": "doctor",
    "prof": "professor",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "pres": "president",
    "gen": "general",
    "col": "colonel",
    "capt": "captain",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "cllr": "councillor",
    "councilor": "councillor",
    "rev": "reverend",
    "pm": "minister",
}
_Key = TypeVar("_Key")
_COURTESY = frozenset(
    "mr mrs ms miss mx sir dame lady lord madam madame monsieur herr frau señor señora the".split()
)
_TITLE = re.compile(r"(?:^|[^\w])([^\W\d_]+)\.?\s(?:[^\W\d_]\.\s)?$")
_KIN = re.compile(
    r"\b(?:his|her|their|whose)\s(?:\w+\s)?(husband|wife|brother|sister|son|daughter|father|mother|uncle|aunt),?\s$"
)
_REPORTS = re.compile(
    r"\s(?:\w+ly\s|also\s|then\s|later\s)?(?:said|says|added|told|argued|claimed|insisted|wrote|explained|believed|thought|hoped)"
    r"(?:\s(?:that|on\s\w+|\w+day))?\s(he|she)\b"
)
_APPOSITION = re.compile(
    r",\s(?:the|a|an|his|her|its|their|then|former)?\s?([^,.;:()\n]{3,60})[,.;]"
)
_BEFORE, _BEHIND = 24, 90  # characters beside a name in which its title, kin or description stand


@dataclass(frozen=True, slots=True)
class Hint:
    """What stands beside one mention: words of title and office, and the gender that they or a pronoun behind it tell (`m`, `f`)."""

    titles: frozenset[str] = frozenset()
    gender: str | None = None


NO_HINT = Hint()


def hint(text: str, start: int, end: int, roles: frozenset[str]) -> Hint:
    """What stands beside the name `text[start:end]`; `roles` are words for offices."""
    before = text[max(0, start - _BEFORE) : start]
    title = _TITLE.search(before)
    words = {title[1].casefold()} if title else set()
    kin = _KIN.search(before)
    told = words | ({kin[1]} if kin else set()) | {_first(text[start:end])}
    behind = _APPOSITION.match(text, end, end + _BEHIND)
    described = set(WORD.findall(behind[1].casefold())) if behind else set()
    offices = {_SAME.get(w, w) for w in (words | described) if w in roles or w in _SAME} - _COURTESY
    pronoun = _REPORTS.match(text, end, end + _BEHIND)
    gender = "m" if told & (MEN | MALE) else "f" if told & (WOMEN | FEMALE) else None
    if pronoun and gender is None:
        gender = "m" if pronoun[1] == "he" else "f"
    return Hint(frozenset(offices), gender)


def _first(name: str) -> str:
    """The first name of a full one."""
    parts = name.split()
    return parts[0].casefold() if len(parts) > 1 else ""


def bearer(bearers: Mapping[_Key, Sequence[Hint]], mention: Hint) -> _Key | None:
    """The one of them whom the mention can mean; None where nothing decides.

    An office that one of them was given decides; else the gender: the only one of it, or the only
    one that may be of it.
    """
    held = [
        key
        for key, hints in bearers.items()
        if mention.titles & frozenset().union(*(h.titles for h in hints))
    ]
    if len(held) == 1:
        return held[0]
    among = held or list(bearers)
    if mention.gender is None:
        return None
    possible = [key for key in among if _gender(bearers[key]) in (mention.gender, None)]
    return possible[0] if len(possible) == 1 else None


def _gender(hints: Sequence[Hint]) -> str | None:
    found = {h.gender for h in hints} - {None}
    return found.pop() if len(found) == 1 else None


def may_be_one(names: Sequence[str]) -> bool:
    """Whether `Phil Holt`, `P. R. Holt` and `Philip Holt` may be one person: each first name begins with the shortest."""
    firsts = sorted((name.split(" ", 1)[0] for name in names), key=len)
    return all(
        first.startswith(firsts[0][:_INITIAL] if len(firsts[0]) <= _INITIALS else firsts[0])
        for first in firsts
    )


_INITIAL, _INITIALS = (
    1,
    2,
)  # letters of a first name that is an initial; up to how many letters it is one or two of them
