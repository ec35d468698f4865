"""Where a source names several who speak jointly: `Both Ana Holt and Jonas Reed`, `Holt, Reed and the mayor`. Pure; resolves nobody."""

import re
from collections.abc import Iterator, Sequence

from app.linking.names.noun_phrases import DETERMINERS, OWNED
from app.linking.sources.mentions import NamedMention
from app.text.spans import Span

_AND = re.compile(
    r",?\s+(?:and|as well as|together with|along with)\s+|\s+&\s+|,\s+", re.IGNORECASE
)
_BOTH = re.compile(r"\s*(?:both|neither|either)\s+", re.IGNORECASE)
_FIRST = re.compile(r"[^\W_]+")
_LOOSE = re.compile(
    r"\b(?:of|for|to|with|by|at|from|on|in|between|among|than|like|including|who|which|that)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\W*(?:[^\W_]+[.'’-]*\s+){0,7}\W*$")
_MOST = 6  # speakers of one source; more is a list of signatures


def parts(text: str, source: Span, mentions: Sequence[NamedMention]) -> list[Span]:
    """The phrases of a source that each name one speaker, in order; the source alone where it names one, or nobody can tell.

    `mentions` are the names inside the source, in order. Cut at commas and `and`s that stand in no name, where what follows begins a
    phrase of its own. At least one part is a name, and none hangs on a preposition of the part before.
    """
    both = _BOTH.match(text, source.start, source.end)
    whole = Span(both.end() if both else source.start, source.end)
    heads = [
        m for m in mentions if m.kind in ("person", "organization", "group", "place", "facility")
    ]
    found = list(_cut(text, whole, heads))
    if not 1 < len(found) <= _MOST or not _is_last_joined(text, found):
        return [source]
    return found if all(_begins(text, p, heads, n) for n, p in enumerate(found)) else [source]


def _cut(text: str, whole: Span, heads: Sequence[NamedMention]) -> Iterator[Span]:
    """The pieces between joining words outside names and brackets; an apposition stays with its name."""
    at = whole.start
    for sign in _AND.finditer(text, whole.start, whole.end):
        is_inside = any(m.start < sign.end() and sign.start() < m.end for m in heads)
        is_bracketed = text.count("(", at, sign.start()) > text.count(")", at, sign.start())
        if is_inside or is_bracketed:
            continue
        is_named = any(at <= m.start and m.end <= sign.start() for m in heads)
        if sign[0].strip() == "," and not (is_named and _opens(text, sign.end(), whole.end, heads)):
            continue
        yield Span(at, sign.start())
        at = sign.end()
    yield Span(at, whole.end)


def _opens(text: str, at: int, end: int, heads: Sequence[NamedMention]) -> bool:
    """Whether a name, its title before it or not, stands right behind a comma: the next of a list."""
    following = next((m for m in heads if at <= m.start < end), None)
    if following is None or following.kind != "person":
        return False
    between = text[at : following.start]
    return not between or (
        between[0].isupper() and bool(_TITLED.fullmatch(between)) and not _LOOSE.search(between)
    )


def _is_last_joined(text: str, found: Sequence[Span]) -> bool:
    """Whether an `and` stands before the last: without one a comma only describes."""
    return bool(
        re.search(
            r"\b(?:and|as well as|with)\b|&", text[found[-2].end : found[-1].start], re.IGNORECASE
        )
    )


def _begins(text: str, part: Span, heads: Sequence[NamedMention], number: int) -> bool:
    """Whether a part is a phrase that names a speaker: a name behind its titles, or a determiner and a noun."""
    inside = [m for m in heads if part.start <= m.start and m.end <= part.end]
    name = next((m for m in inside if m.kind == "person"), inside[0] if inside else None)
    first = _FIRST.search(text, part.start, part.end)
    if first is None:
        return False
    if name is None:
        described = first[0].casefold() in DETERMINERS | OWNED and number > 0
        return described and len(part.of(text).split()) < 5
    lead, behind = text[part.start : name.start], text[name.end : part.end].strip()
    if behind and not (behind[0] in ",(" or (name.kind == "person" and _LOOSE.match(behind))):
        return False
    if _LOOSE.search(lead) and not lead.rstrip().endswith(","):
        return False
    return (
        not lead.strip()
        or first[0][0].isupper()
        or first[0].casefold() in DETERMINERS
        or _is_described(lead)
    )


def _is_described(lead: str) -> bool:
    """Whether small words before a name are a title: `party leader`."""
    return len(lead.split()) < 4
