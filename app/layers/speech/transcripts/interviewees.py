"""Whom a text names as the one who answers `Q:`, or who hides behind a label such as `MO:`."""

import re
from collections.abc import Iterable, Sequence

from app.linking.sources.mentions import NamedMention
from app.text.spans import Span

# What comes before the name of the one who is asked, a description between them or not: `an
# interview with the mayor, Mara Orr`, `Q&A: Mara Orr`, `We met Mara Orr`.
_WITH = re.compile(
    r"(?:\b(?:interview(?:s|ed)?|conversation|Q ?& ?A|questions)\b"
    r"|\b(?:we|I) (?:spoke|talked|chatted|met|sat down|caught up|asked)\b)"
    r"(?: with| to| for| of|:)?(?: (?!by\b)[\w’'-]+,?){0,5}\s?\Z",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:\A|\n)\W{0,9}(?:[Bb]y|BY|[Ii]nterview by)\s\Z")
# What comes behind: `Mara Orr, who runs the port, spoke to the paper`, `Mara Orr on the new pier`.
_ANSWERS = re.compile(
    r"(?:,[^.!?\n]{1,120},|\s\([^)\n]{1,40}\))?\s(?:has |have )?"
    r"(?:sp(?:oke|oken|eaks?)|talk(?:s|ed)|answer(?:s|ed)|tells|told|discuss(?:es|ed)|sat down"
    r"|explain(?:s|ed)|reflects?)\b"
)
_REACH = 80  # characters before and behind a name that are read
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|prof|sir|sen|rep|gov|capt|captain|mayor|president)\.?\s")
_SEVERAL = 2

_Firsts = dict[str, dict[str, NamedMention]]
"""The first mention of each person, by what is written and by the person."""


def interviewee(text: str, before: Sequence[NamedMention]) -> Span | None:
    """Where the one is named who answers; None where nobody or more than one may be meant.

    `before` are the people whom the headline and the introduction name, in order.
    """
    writers = {m.key for m in before if _BYLINE.search(text[max(0, m.start - 20) : m.start])}
    named = [m for m in before if m.key not in writers]
    asked = [m for m in named if _is_asked(text, m)]
    return _only(named) or _only(asked) or _only(_in_headline(text, named))


def _in_headline(text: str, named: Sequence[NamedMention]) -> list[NamedMention]:
    end = text.find("\n")
    return [m for m in named if m.start < end]


def _only(mentions: Sequence[NamedMention]) -> Span | None:
    """The first of the mentions, if all are of one person."""
    return _span(mentions[0]) if len({m.key for m in mentions}) == 1 else None


class Bearers:
    """The people whom a label may mean: by the name, its last word or its initials.

    `mentions` are in the order of the text.
    """

    def __init__(self, mentions: Iterable[NamedMention]) -> None:
        self._by_name: _Firsts = {}
        self._by_initials: _Firsts = {}
        for mention in mentions:
            name = _TITLE.sub("", mention.name.casefold())
            parts = name.split()
            for written in (name, *parts[-1:]):
                _note(self._by_name, written, mention)
            if len(parts) > 1:
                _note(self._by_initials, "".join(part[0] for part in parts), mention)

    def person(self, label: str) -> str | None:
        """What identifies the person whom a label in small letters means.

        None where it is nobody's name; where several bear it, the label with a sign before it.
        """
        keys = {m.key for m in self._meant(label)}
        return keys.pop() if len(keys) == 1 else (f"={label}" if keys else None)

    def named(self, label: str) -> Span | None:
        """Where the person is named first; None where nobody or more than one may be meant."""
        return _only(sorted(self._meant(label), key=lambda m: m.start))

    def _meant(self, label: str) -> list[NamedMention]:
        written = _TITLE.sub("", label)
        initials = written.replace(".", "").replace(" ", "")
        by_name = self._by_name.get(written, {})
        return [*by_name.values(), *self._by_initials.get(initials, {}).values()]


def _note(firsts: _Firsts, written: str, mention: NamedMention) -> None:
    """Keep the first mention of a person; of those who share a name two are enough."""
    known = firsts.setdefault(written, {})
    if len(known) < _SEVERAL:
        known.setdefault(mention.key, mention)


def _is_asked(text: str, mention: NamedMention) -> bool:
    """Whether the words around a name say that this one was asked or answers."""
    lead = text[max(0, mention.start - _REACH) : mention.start]
    if _WITH.search(lead):
        return True
    return bool(_ANSWERS.match(text, mention.end, mention.end + 2 * _REACH))


def _span(mention: NamedMention) -> Span:
    return Span(mention.start, mention.end)
