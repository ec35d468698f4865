"""The source of each cue and how sure that is: the model's spans, corrected by rules.

Who a source stands for is decided in `linking.sources.speakers`.
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
from app.linking.sources.passives import by_agent, is_about_subject
from app.linking.sources.places import Places
from app.linking.sources.subjects import subject_of
from app.text.spans import Span

# Log odds that the source is the right one where the words are somebody's, by logistic regression
# on every other article of PolNeAR's dev part (836 attributions, .937 right): a constant, the
# weights of the log odds of source and cue, and of the logarithm of the characters between them.
# Of those at .95 and more .974 are right, of those below .8 two thirds.
_BASE, _SOURCE, _CUE, _GAP = 1.85, 0.6, 0.1, 0.26
UNMARKED_CONFIDENCE = 0.2
"""The confidence in the subject right before a cue that the model does not mark as a source."""
_NEXT_TO_CUE = 3  # characters between source and cue within which nothing speaks against it
# What a listener does: the words before it, closed by a full stop, are somebody else's.
_GESTURES = frozenset(
    """
    nodded nods smiled smiles shrugged shrugs listened listens laughed laughs grinned grins frowned
    winced blinked stared waited watched shook shivered blushed paused hesitated looked turned
    """.split()
)
_NOBODY = re.compile(
    r"(?:no\b(?!\.)|nobody\b|neither\b|none\b|whose\b|(?:all|some|most|both|one) of whom\b)",
    re.IGNORECASE,
)
_THAT_SAID = re.compile(r"\b(?:that|having)(?: being)? said\Z", re.IGNORECASE)
_NEEDLESS = re.compile(r"\b(?:needless|that is) to say\Z", re.IGNORECASE)


def sources_of_cues(
    text: str,
    cues: Sequence[TaggedSpan],
    sources: Sequence[TaggedSpan],
    contents: Mapping[int, Sequence[Part]],
    names: Sequence[Span],
    borders: Borders,
) -> list[TaggedSpan | None]:
    """The source of each cue; None where there is none.

    `contents` are the words that depend on each cue, by its index; `names` are in text order.
    """
    pieces = cut_at_sentences(sources, borders.sentences)
    may_be = _may_be(text, cues, pieces, contents)
    nearest = sources_of([c.span for c in cues], [p.span for p in pieces], borders, may_be)
    return [
        pieces[n] if n is not None else _unmarked_subject(text, cue, names)
        for cue, n in zip(cues, nearest, strict=True)
    ]


def cut_at_sentences(sources: Sequence[TaggedSpan], sentences: Sequence[int]) -> list[TaggedSpan]:
    """The sources, each cut where a sentence begins inside it; `sentences` are ascending starts."""
    pieces = []
    for source in sources:
        low = bisect_right(sentences, source.start)
        high = bisect_left(sentences, source.end)
        inside = sentences[low:high]
        for start, end in zip([source.start, *inside], [*inside, source.end], strict=True):
            pieces.append(TaggedSpan(start, end, source.kind, source.confidence))
    return pieces


def names_nobody(source: str) -> bool:
    """Whether the words name none who speaks: `no official`, `none of whom`, `whose name`."""
    return bool(_NOBODY.match(source))


def is_gesture(text: str, cue: Span, words: Span) -> bool:
    """Whether the cue is what a listener does after the words: `‘It is too old.’ Bob nodded`."""
    verbs = cue.of(text).casefold().split()
    if not verbs or verbs[0] not in _GESTURES:
        return False
    return words.end <= cue.start and text[words.end - 1] in ".!?…"


def source_probability(cue: TaggedSpan, source: TaggedSpan | None) -> float:
    """How likely the source is the cue's, if the words are somebody's at all; 0 without one."""
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


def speaker_body(speakers: Sequence[Speaker], source: float) -> dict[str, Any]:
    """The speaker in the body of a quotation; `source` is the probability of its source.

    `named` is false for words such as `critics`; `speakers` is there only where several speak
    jointly.
    """
    first = speakers[0] if speakers else None
    confidence = None
    if speakers:
        confidence = round(source * min(s.sure for s in speakers), 2)
    body: dict[str, Any] = {
        "speaker": first.name if first else None,
        "chain": first.chain if first else None,
        "named": bool(first and first.chain),
        "speaker_confidence": confidence,
    }
    if len(speakers) > 1:
        body["speakers"] = [{"speaker": s.name, "chain": s.chain} for s in speakers]
    return body


def _may_be(
    text: str,
    cues: Sequence[TaggedSpan],
    sources: Sequence[TaggedSpan],
    contents: Mapping[int, Sequence[Part]],
) -> Callable[[int, int], bool]:
    """A test for the index of a cue and of a source: whether the source may be that of the cue.

    Words inside what is said are not, nor is the subject of a passive cue.
    """
    about_subject = {k for k in contents if is_about_subject(text, cues[k].span)}
    places = Places(text, [c.span for c in cues], [s.span for s in sources])

    def may_be(cue: int, source: int) -> bool:
        who, said = sources[source].span, [p.outer for p in contents.get(cue, ())]
        if cue in about_subject:
            return by_agent(text, cues[cue].span, who) and not places.has_cue_between(cue, source)
        is_next = 0 <= cues[cue].start - who.end < _NEXT_TO_CUE
        return places.may_be(cue, source, said) and (is_next or not _is_inside(who, said))

    return may_be


def _is_inside(who: Span, said: Sequence[Span]) -> bool:
    """Whether a source stands in what is said, and not at its beginning."""
    return any(words.start < who.start and words.covers(who) for words in said)


def _unmarked_subject(text: str, cue: TaggedSpan, names: Sequence[Span]) -> TaggedSpan | None:
    """The subject right before a cue for which the model marks no source."""
    if is_about_subject(text, cue.span):
        return None
    subject = subject_of(text, cue.span, names)
    is_it = subject is not None and subject.of(text).casefold() == "it"
    if subject is None or (is_it and not is_plain_saying(cue.span.of(text))):
        return None
    return TaggedSpan(subject.start, subject.end, "source", UNMARKED_CONFIDENCE)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return log(bounded / (1 - bounded))


def is_connective(text: str, cue: Span) -> bool:
    """Whether a verb of saying only joins two thoughts of the writer: `That said, …`.

    Others are `Having said that, …` and `Needless to say, …`.
    """
    until_cue = text[max(0, cue.start - 20) : cue.end]
    behind = text[cue.end : cue.end + 6].casefold()
    if _THAT_SAID.search(until_cue):
        return behind.startswith((",", " that,"))
    return bool(_NEEDLESS.search(until_cue))
