"""The roles that a text gives to people next to their names: `its chair, Ana Holt`."""

import re
from collections.abc import Iterator, Sequence

from app.linking.names.noun_phrases import DETERMINERS, WORD
from app.linking.sources.mentions import NamedMention
from app.linking.sources.offices import Role

APPOSED = re.compile(r",\s(?:[A-ZÀ-Þ][^\W\d_]*\.?\s){0,2}$")
"""What is between a description and the name behind it: a comma and titles."""
ENDED = re.compile(r"\s*(?:[,.;:)!?—–]|$)")
"""What ends an apposition behind its name."""
_AS = re.compile(r"([^,.;:()\n“”\"«»„—]{0,60}?)\sas (?:the )?([^\W\d_]+(?: [^\W\d_]+){0,2})")
_LEAVES = re.compile(
    r"\b(?:resign|quit|retire|replace|remove|sack|oust|dismiss|succeed|depart|left)"
)
_DESCRIBES = re.compile(r"[^,.;:()\n“”\"«»„—]{3,70}$")
_LOOSE = ("of", "for", "in", "at", "to", "from")
_BEFORE, _BEHIND = 30, 120  # characters before and behind a name that are read
_LONGEST = 70  # characters of a description before a comma
_MOST_WORDS = 7  # of a description


def described_roles(text: str, people: Sequence[NamedMention]) -> Iterator[tuple[str, Role]]:
    """The roles of each person by key: those of the names, and those that are told next to them."""
    for mention in people:
        if mention.role:
            yield mention.key, Role.of(WORD.findall(mention.role.casefold()))
        held = _held_as(text, mention)
        if held:
            yield mention.key, held
        apposed = _apposed_description(text, mention)
        if apposed:
            yield mention.key, Role.of(apposed)


def _held_as(text: str, mention: NamedMention) -> Role | None:
    """The role behind the name: `Holt resigned as transport minister`."""
    behind = _AS.match(text, mention.end, mention.end + _BEHIND)
    if behind is None:
        return None
    words = WORD.findall(behind[2].casefold())
    return Role.held_as(words, leaving=bool(_LEAVES.search(behind[1])))


def _apposed_description(text: str, mention: NamedMention) -> Sequence[str]:
    """The words of `the finance minister` before a comma and the name; empty if there are none."""
    comma = APPOSED.search(text, max(0, mention.start - _BEFORE), mention.start)
    if comma is None or not ENDED.match(text, mention.end):
        return ()
    start = comma.start()
    described = _DESCRIBES.search(text, max(0, start - _LONGEST), start)
    return _last_phrase(WORD.findall(described[0].casefold())) if described else ()


def _last_phrase(words: Sequence[str]) -> Sequence[str]:
    """The last independent noun phrase of `told the chairman of the board`."""
    begins = [
        n
        for n, word in enumerate(words)
        if _is_determiner(word) and (n == 0 or words[n - 1] not in _LOOSE)
    ]
    if not begins or len(words) - begins[-1] > _MOST_WORDS:
        return ()
    return words[begins[-1] :]


def _is_determiner(word: str) -> bool:
    return word in DETERMINERS or word.endswith(("'s", "’s"))
