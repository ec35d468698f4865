"""Whose a cue is and how sure that is: the sources of cues as the model marks them, corrected by rules. Knows readings, no store.

Who a source stands for is decided in `linking.speakers`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from math import exp, log, log1p
from typing import Any

from app.engines.model.tagger import TaggedSpan
from app.engines.reporting.cues import is_plain_saying
from app.layers.speech.contents import Part
from app.linking.sources.attributions import Borders, sources_of
from app.linking.sources.mentions import Speaker
from app.linking.sources.passives import by_agent, is_told_of
from app.linking.sources.subjects import subject_of
from app.text.spans import Span

# Log odds that the source is the right one where the words are somebody's, by logistic regression
# on every other article of PolNeAR's dev
# part (836 attributions, .937 right): a constant, the weights of the log odds of source and cue,
# and of the logarithm of the characters
# between them. Of those at .95 and more .974 are right, of those below .8 two thirds.
_BASE, _SOURCE, _CUE, _GAP = 1.85, 0.6, 0.1, 0.26
UNMARKED = 0.2
"""What a source counts as marked that is the subject right before its cue and that the model does
not mark."""
_BESIDE = 3  # characters between a source and its cue within which nothing tells against it
# What a listener does: the words before it, closed by a full stop, are somebody else's.
_GESTURES = frozenset(
    """
    nodded nods smiled smiles shrugged shrugs listened listens laughed laughs grinned grins frowned winced blinked stared waited watched
    shook shivered blushed paused hesitated looked turned
    """.split()
)


def sources_of_cues(
    text: str,
    cues: Sequence[TaggedSpan],
    sources: Sequence[TaggedSpan],
    told: Mapping[int, Sequence[Part]],
    names: Sequence[Span],
    borders: Borders,
) -> list[TaggedSpan | None]:
    """The source of each cue; None where nobody is said to say it.

    `told` are the words that hang on a cue, by its number.

    `names` are where names stand, in order.
    """
    within = cut(sources, borders.sentences)
    may_be = _may_be(text, cues, within, told)
    nearest = sources_of([c.span for c in cues], [s.span for s in within], borders, may_be)
    return [
        within[n] if n is not None else _subject(text, cue, names)
        for cue, n in zip(cues, nearest, strict=True)
    ]


def cut(sources: Sequence[TaggedSpan], sentences: Sequence[int]) -> list[TaggedSpan]:
    """The sources, each in the pieces that the beginnings of `sentences` (ascending) cut it into: none spans two sentences."""
    found = []
    for source in sources:
        inside = sentences[
            bisect_right(sentences, source.start) : bisect_left(sentences, source.end)
        ]
        for start, end in zip([source.start, *inside], [*inside, source.end], strict=True):
            found.append(TaggedSpan(start, end, source.kind, source.confidence))
    return found


def is_listener(text: str, cue: Span, words: Span) -> bool:
    """Whether the cue only tells what somebody did after the words were said, as in `‘It is too old.’ Bob nodded`."""
    did = cue.of(text).casefold().split()
    return (
        bool(did)
        and did[0] in _GESTURES
        and words.end <= cue.start
        and text[words.end - 1] in ".!?…"
    )


def is_its(cue: TaggedSpan, source: TaggedSpan | None) -> float:
    """How likely the source is the cue's, where the words are somebody's at all; 0 without one."""
    if source is None:
        return 0.0
    gap = max(0, source.start - cue.end, cue.start - source.end)
    odds = (
        _BASE
        + _SOURCE * _log_odds(source.confidence)
        + _CUE * _log_odds(cue.confidence)
        - _GAP * log1p(gap)
    )
    return 1 / (1 + exp(-odds))


def on_the_wire(speakers: Sequence[Speaker], source: float) -> dict[str, Any]:
    """Who speaks, in a quotation's body; `source` is how likely the source is theirs.

    `named` says that it is an entity, not words such as `critics`; `speakers` is there only where
    several speak jointly.
    """
    first = speakers[0] if speakers else None
    told: dict[str, Any] = {
        "speaker": first.name if first else None,
        "chain": first.chain if first else None,
        "named": bool(first and first.chain),
        "speaker_confidence": round(source * min(s.sure for s in speakers), 2)
        if speakers
        else None,
    }
    if len(speakers) > 1:
        told["speakers"] = [{"speaker": s.name, "chain": s.chain} for s in speakers]
    return told


def _may_be(
    text: str,
    cues: Sequence[TaggedSpan],
    sources: Sequence[TaggedSpan],
    told: Mapping[int, Sequence[Part]],
) -> Callable[[int, int], bool]:
    """Whether a source (the second index) may be that of a cue: not a subject of whom others say it, nor words inside what is said."""
    told_of = {k for k in told if is_told_of(text, cues[k].span)}

    def may_be(cue: int, source: int) -> bool:
        who = sources[source].span
        if cue in told_of:
            return by_agent(text, cues[cue].span, who)
        is_beside = 0 <= cues[cue].start - who.end < _BESIDE
        return is_beside or not any(
            p.outer.start < who.start and p.outer.covers(who) for p in told.get(cue, ())
        )

    return may_be


def _subject(text: str, cue: TaggedSpan, names: Sequence[Span]) -> TaggedSpan | None:
    """The subject right before a cue that has no source marked."""
    is_own = is_plain_saying(cue.span.of(text)) and not is_told_of(text, cue.span)
    who = subject_of(text, cue.span, names) if is_own else None
    return TaggedSpan(who.start, who.end, "source", UNMARKED) if who else None


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return log(bounded / (1 - bounded))


_THAT_SAID = re.compile(r"\b(?:that|having)(?: being)? said\Z", re.IGNORECASE)
_NEEDLESS = re.compile(r"\b(?:needless|that is) to say\Z", re.IGNORECASE)


def is_connective(text: str, cue: Span) -> bool:
    """Whether a verb of saying joins two thoughts of the writer's: `That said, …`, `Having said that, …`, `Needless to say, …`."""
    until, behind = text[max(0, cue.start - 20) : cue.end], text[cue.end : cue.end + 6].casefold()
    if _THAT_SAID.search(until):
        return behind.startswith((",", " that,"))
    return bool(_NEEDLESS.search(until))
