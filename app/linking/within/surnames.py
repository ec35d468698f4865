"""Which of several people of one last name a mention of it means: by title, office or pronoun."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.linking.names.first_names import FEMALE, MALE
from app.linking.names.noun_phrases import MEN, WOMEN, WORD

# Abbreviated titles and other spellings, with the title that they mean.
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
    r"\b(?:his|her|their|whose)\s(?:\w+\s)?"
    r"(husband|wife|brother|sister|son|daughter|father|mother|uncle|aunt),?\s$"
)
_REPORTS = re.compile(
    r"\s(?:\w+ly\s|also\s|then\s|later\s)?"
    r"(?:said|says|added|told|argued|claimed|insisted|wrote|explained|believed|thought|hoped)"
    r"(?:\s(?:that|on\s\w+|\w+day))?\s(he|she)\b"
)
_APPOSITION = re.compile(
    r",\s(?:the|a|an|his|her|its|their|then|former)?\s?([^,.;:()\n]{3,60})[,.;]"
)
_BEFORE, _BEHIND = 24, 90  # characters around a name that are read for its title or description
_LONGEST_INITIAL = 2  # letters of a first name that is an initial or two


@dataclass(frozen=True, slots=True)
class Hint:
    """The words next to one mention that distinguish people of one last name.

    `titles` are words of title and office; `gender` is what these or a pronoun show (`m`, `f`).
    """

    titles: frozenset[str] = frozenset()
    gender: str | None = None


NO_HINT = Hint()


def hint(text: str, start: int, end: int, roles: frozenset[str]) -> Hint:
    """The hint next to the name `text[start:end]`; `roles` are words for offices."""
    before = text[max(0, start - _BEFORE) : start]
    title = _TITLE.search(before)
    titles = {title[1].casefold()} if title else set[str]()
    apposition = _APPOSITION.match(text, end, end + _BEHIND)
    described = set(WORD.findall(apposition[1].casefold())) if apposition else set[str]()
    offices = {_SAME.get(word, word) for word in titles | described if word in roles | _SAME.keys()}
    kin = _KIN.search(before)
    gendered = titles | {_first(text[start:end])} | ({kin[1]} if kin else set())
    gender = _gender_of_words(gendered) or _gender_of_pronoun(text, end)
    return Hint(frozenset(offices - _COURTESY), gender)


def _gender_of_words(words: set[str]) -> str | None:
    """The gender that titles, kinship and first names show: `m`, `f` or None."""
    if words & (MEN | MALE):
        return "m"
    return "f" if words & (WOMEN | FEMALE) else None


def _gender_of_pronoun(text: str, end: int) -> str | None:
    """The gender of the pronoun after a name and its verb: `Holt said she …`."""
    pronoun = _REPORTS.match(text, end, end + _BEHIND)
    if pronoun is None:
        return None
    return "m" if pronoun[1] == "he" else "f"


def _first(name: str) -> str:
    """The first name of a full one."""
    parts = name.split()
    return parts[0].casefold() if len(parts) > 1 else ""


def bearer(bearers: Mapping[_Key, Sequence[Hint]], mention: Hint) -> _Key | None:
    """The one person whom the mention can mean; None where nothing decides.

    An office decides that only one of them has; else the gender, if only one may be of it.
    """
    in_office = [key for key, hints in bearers.items() if _share_title(mention, hints)]
    if len(in_office) == 1:
        return in_office[0]
    if mention.gender is None:
        return None
    possible = [
        key for key in in_office or bearers if _gender(bearers[key]) in (mention.gender, None)
    ]
    return possible[0] if len(possible) == 1 else None


def _share_title(mention: Hint, hints: Sequence[Hint]) -> bool:
    return any(mention.titles & hint.titles for hint in hints)


def _gender(hints: Sequence[Hint]) -> str | None:
    """The gender of a person by all hints; None where they say nothing or contradict."""
    genders = {hint.gender for hint in hints} - {None}
    return genders.pop() if len(genders) == 1 else None


def may_be_one(names: Sequence[str]) -> bool:
    """Whether `Phil Holt`, `P. R. Holt` and `Philip Holt` may be one person.

    They may where each first name begins with the shortest one.
    """
    first_names = sorted((name.split(" ", 1)[0] for name in names), key=len)
    shortest = first_names[0]
    # Of initials only the first counts.
    beginning = shortest[:1] if len(shortest) <= _LONGEST_INITIAL else shortest
    return all(first_name.startswith(beginning) for first_name in first_names)
