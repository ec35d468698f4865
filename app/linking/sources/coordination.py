"""Where a source names several joint speakers: `Both Ana Holt and Jonas Reed`.

It finds the phrases; who they are is decided in `speakers`.
"""

import re
from collections.abc import Iterator, Sequence

from app.linking.names.noun_phrases import DETERMINERS, OWNED
from app.linking.sources.mentions import NamedMention
from app.text.spans import Span

_AND = re.compile(
    r",?\s{1,9}(?:and|as well as|together with|along with)\s+|\s{1,9}&\s+|,\s+", re.IGNORECASE
)
_LAST_JOINED = re.compile(r"\b(?:and|as well as|with)\b|&", re.IGNORECASE)
_BOTH = re.compile(r"\s*(?:both|neither|either)\s+", re.IGNORECASE)
_FIRST = re.compile(r"[^\W_]+")
_LOOSE = re.compile(
    r"\b(?:of|for|to|with|by|at|from|on|in|between|among|than|like|including|who|which|that)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\W*(?:[^\W_]+[.'’-]*\s+){0,7}\W*$")
_HEADS = ("person", "organization", "group", "place", "facility")
_MOST = 6  # speakers of one source; more is a list of signatures
_LONGEST_DESCRIPTION, _LONGEST_TITLE = 4, 3  # words of a phrase without a name, before a name
_LONGEST_REST = 8  # words of `other members of the harbour board`


def parts(text: str, source: Span, mentions: Sequence[NamedMention]) -> list[Span]:
    """The phrases of a source that each name one speaker, in order; else the source alone.

    `mentions` are the names inside the source, in order. The source is cut at commas and `and`s
    outside names, where what follows begins a phrase of its own that does not depend on a
    preposition of the part before.
    """
    both = _BOTH.match(text, source.start, source.end)
    whole = Span(both.end() if both else source.start, source.end)
    heads = [m for m in mentions if m.kind in _HEADS]
    phrases = list(_cut(text, whole, heads))
    if not 1 < len(phrases) <= _MOST or not _is_last_joined(text, phrases):
        return [source]
    are_speakers = (
        _names_speaker(text, phrase, heads, is_first=n == 0) for n, phrase in enumerate(phrases)
    )
    return phrases if all(are_speakers) else [source]


def _cut(text: str, whole: Span, heads: Sequence[NamedMention]) -> Iterator[Span]:
    """The pieces between joining words; an apposition stays with its name."""
    start = whole.start
    for sign in _AND.finditer(text, whole.start, whole.end):
        if _is_inside(text, start, sign, heads):
            continue
        if sign[0].strip() == "," and not _separates(text, start, sign, whole.end, heads):
            continue
        yield Span(start, sign.start())
        start = sign.end()
    yield Span(start, whole.end)


def _is_inside(text: str, start: int, sign: re.Match[str], heads: Sequence[NamedMention]) -> bool:
    """Whether a joining word is inside a name or brackets."""
    opened = text.count("(", start, sign.start())
    if opened > text.count(")", start, sign.start()):
        return True
    return any(m.start < sign.end() and sign.start() < m.end for m in heads)


def _separates(
    text: str, start: int, comma: re.Match[str], end: int, heads: Sequence[NamedMention]
) -> bool:
    """Whether a comma separates a name from the next one of a list."""
    has_name = any(start <= m.start and m.end <= comma.start() for m in heads)
    return has_name and _begins_with_person(text, comma.end(), end, heads)


def _begins_with_person(text: str, start: int, end: int, heads: Sequence[NamedMention]) -> bool:
    """Whether a person's name follows at once, with or without a title before it."""
    following = next((m for m in heads if start <= m.start < end), None)
    if following is None or following.kind != "person":
        return False
    between = text[start : following.start]
    if not between:
        return True
    is_title = between[0].isupper() and _TITLED.fullmatch(between)
    return bool(is_title) and not _LOOSE.search(between)


def _is_last_joined(text: str, phrases: Sequence[Span]) -> bool:
    """Whether an `and` comes before the last: without one a comma only describes."""
    return bool(_LAST_JOINED.search(text[phrases[-2].end : phrases[-1].start]))


def _names_speaker(
    text: str, phrase: Span, heads: Sequence[NamedMention], *, is_first: bool
) -> bool:
    """Whether a phrase is a name behind its titles, or a determiner and a noun."""
    first = _FIRST.search(text, phrase.start, phrase.end)
    if first is None:
        return False
    name = _name_inside(phrase, heads)
    if name is None:
        return not is_first and _is_description(first[0], phrase.of(text))
    if not _only_description_follows(text, name, phrase):
        return False
    lead = text[phrase.start : name.start]
    if _LOOSE.search(lead) and not lead.rstrip().endswith(","):
        return False
    begins_phrase = first[0][0].isupper() or first[0].casefold() in DETERMINERS
    # Small words before a name are a title: `party leader`.
    return begins_phrase or len(lead.split()) <= _LONGEST_TITLE


def _name_inside(phrase: Span, heads: Sequence[NamedMention]) -> NamedMention | None:
    """The first person named in a phrase, else the first name of another kind."""
    inside = [m for m in heads if phrase.start <= m.start and m.end <= phrase.end]
    people = [m for m in inside if m.kind == "person"]
    return next(iter(people or inside), None)


def _is_description(first: str, phrase: str) -> bool:
    """Whether a short phrase without a name begins with a determiner: `the mayor`, `others`."""
    if first.casefold() in ("other", "others"):
        return len(phrase.split()) <= _LONGEST_REST
    return first.casefold() in DETERMINERS | OWNED and len(phrase.split()) <= _LONGEST_DESCRIPTION


def _only_description_follows(text: str, name: NamedMention, phrase: Span) -> bool:
    """Whether nothing but a description follows the name in its phrase.

    It follows behind a comma or in brackets, or after a person with a small word: `Holt of Orle`.
    """
    behind = text[name.end : phrase.end].strip()
    if not behind or behind[0] in ",(":
        return True
    return name.kind == "person" and bool(_LOOSE.match(behind))
