"""Two other ways to find a passage in an edited text: its offsets, and a fuzzy search.

The search is our own writing of what annotation tools commonly do: the exact words where they
stand, else the stretch most like them, at least half alike; of several the one whose 32 characters
before and behind, and whose place, are most like those cited.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from app.text.selectors import Quote, quote_selector
from app.text.spans import Span

_LIKE = 50  # per cent; a search with errors allows commonly half of the words' characters
_MOST = 200  # exact places looked at
_QUOTE, _CONTEXT, _PLACE = 50, 20, 2  # weights as commonly chosen


@dataclass(frozen=True, slots=True)
class Found:
    """What a method says of a passage: a verdict, its place, and whether its words changed.

    The last two are None without a place.
    """

    verdict: str
    span: Span | None
    words_changed: bool | None = None


def by_offsets(new: str, span: Span) -> Found:
    """The same offsets; whether the words are the same is unknown.

    A text that ends before them has nothing there.
    """
    return Found("same", span, False) if span.end <= len(new) else Found("removed", None)


def by_search(old: str, new: str, span: Span) -> Found:
    """The words wherever they stand best."""
    wanted = quote_selector(old, span)
    places = _exact(new, wanted.exact) or _alike(new, wanted)
    if not places:
        return Found("removed", None)
    best = max(places, key=lambda place: _score(new, wanted, place, span.start))
    same = best.of(new) == wanted.exact
    return Found("same" if same else "changed", best, not same)


def _exact(text: str, words: str) -> list[Span]:
    spans: list[Span] = []
    at = text.find(words)
    while at >= 0 and len(spans) < _MOST:
        spans.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return spans


def _alike(text: str, wanted: Quote) -> list[Span]:
    """The stretch most like the words, and the one most like them in their context."""
    spans = []
    whole = wanted.prefix + wanted.exact + wanted.suffix
    for words, lead, tail in (
        (wanted.exact, 0, 0),
        (whole, len(wanted.prefix), len(wanted.suffix)),
    ):
        like = (
            fuzz.partial_ratio_alignment(words, text, score_cutoff=_LIKE)
            if len(words) <= len(text)
            else None
        )
        if like and like.dest_end - tail > like.dest_start + lead:
            place = Span(like.dest_start + lead, like.dest_end - tail)
            if fuzz.ratio(wanted.exact, place.of(text)) >= _LIKE:
                spans.append(place)
    return spans


def _score(text: str, wanted: Quote, place: Span, at: int) -> float:
    before, behind = (
        text[max(0, place.start - len(wanted.prefix)) : place.start],
        text[place.end : place.end + len(wanted.suffix)],
    )
    near = 1 - abs(place.start - at) / max(1, len(text))
    context = fuzz.ratio(wanted.prefix, before) + fuzz.ratio(wanted.suffix, behind)
    return (
        _QUOTE * fuzz.ratio(wanted.exact, place.of(text)) + _CONTEXT * context
    ) / 100 + _PLACE * near
