"""Words in marks inside a reported clause that a third person says.

`She said that Holt had called it "a joke"`: only where the clause names a speaker of its own and a
verb of saying comes between; else the words belong to the speaker of the clause.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.engines.model.tagger import TaggedSpan
from app.engines.reporting.cues import act_of
from app.layers.speech.contents import Part
from app.linking.sources.subjects import subject_of
from app.text.spans import Span

# characters between a verb of saying and the words in marks; `dubbed the plan … as "a joke"`
_REACH = 90


@dataclass(frozen=True, slots=True)
class Inner:
    """Words in marks with their own cue and source."""

    part: Part
    cue: TaggedSpan
    source: Span


def split_nested(
    text: str,
    part: Part,
    cues: Sequence[TaggedSpan],
    sources: Sequence[TaggedSpan],
    names: Sequence[Span],
) -> tuple[Part, list[Inner]]:
    """The part without the words in marks of a third person, and those words.

    Marked spans and names are in text order.
    """
    nested = []
    for exact in part.exact:
        inner = _inner(text, part, exact, cues, sources, names)
        if inner:
            nested.append(inner)
    taken = {inner.part.words for inner in nested}
    return replace(part, exact=tuple(e for e in part.exact if e not in taken)), nested


def _inner(
    text: str,
    part: Part,
    exact: Span,
    cues: Sequence[TaggedSpan],
    sources: Sequence[TaggedSpan],
    names: Sequence[Span],
) -> Inner | None:
    """The words in marks with the nearest cue before them that has a subject."""
    for cue in _cues_before(part, exact, cues):
        who = _subject(text, part, cue, sources, names)
        if who:
            quoted = replace(
                part, words=exact, outer=exact, kind="direct", found_by="marks", exact=()
            )
            return Inner(quoted, cue, who)
    return None


def _cues_before(part: Part, exact: Span, cues: Sequence[TaggedSpan]) -> Iterator[TaggedSpan]:
    """The cues of the part before the words in marks, the nearest first."""
    low = bisect_left(cues, part.words.start, key=lambda c: c.start)
    high = bisect_left(cues, exact.start, key=lambda c: c.start)
    for cue in reversed(cues[low:high]):
        if cue.end <= exact.start and exact.start - cue.end < _REACH:
            yield cue


def _subject(
    text: str, part: Part, cue: TaggedSpan, sources: Sequence[TaggedSpan], names: Sequence[Span]
) -> Span | None:
    """Who says the inner words: the source or name right before `cue`, a verb of saying.

    None where the cue is another kind of verb, or nobody inside the part stands before it.
    """
    if act_of(cue.span.of(text)) != "speech":
        return None
    # The sources between the beginning of the part and the cue; they are in text order.
    low = bisect_left(sources, part.words.start, key=lambda s: s.start)
    high = bisect_left(sources, cue.start, key=lambda s: s.start)
    adjacent = [s.span for s in sources[low:high] if not text[s.end : cue.start].strip(" ,")]
    who = adjacent[-1] if adjacent else subject_of(text, cue.span, names)
    return who if who and who.start >= part.words.start else None
