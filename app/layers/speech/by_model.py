"""The attributions that the model reads in a text: contents, cues and sources brought together.

What is content is decided in `contents`, which cue belongs to it in
`linking.sources.attributions`, whose cue it is in `cue_sources`, what is reported in
`reported_speech`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.engines.model.tagger import Reading, TaggedSpan
from app.engines.reporting.polarity import Polarity, polarity_of
from app.layers.base import Doc
from app.layers.layout import Layout
from app.layers.speech import acceptance
from app.layers.speech.attribution import Attribution
from app.layers.speech.contents import Marks, Part, contents
from app.layers.speech.cue_acts import is_asked_or_planned
from app.layers.speech.cue_sources import (
    UNMARKED_CONFIDENCE,
    is_connective,
    is_gesture,
    source_probability,
    sources_of_cues,
)
from app.layers.speech.marks.nested_quotes import split_nested
from app.layers.speech.marks.quotation_marks import Quotation, quotations
from app.layers.speech.marks.utterances import desk, signature, speaker_before
from app.layers.speech.reported_speech import Reported, form_alone, reported
from app.layers.speech.runs import closed, joined
from app.layers.speech.transcripts.marked_labels import labelled_turns
from app.linking.sources.attributions import Borders, cues_of
from app.linking.sources.passives import is_asked
from app.text.spans import Span

_HEADS = ("news", "gum")  # the first whose heads the model has
# For words in marks without a cue: half of the share that is an attribution at all in PolNeAR's
# training articles (.78).
_WITHOUT_CUE = 0.5
_SIGNED = 0.95  # confidence in a dash and a name that end the line behind words in marks
_TURNED = 60  # characters before a cue in which a word that negates it is looked for
_TAIL = 80  # characters at the end of an unclosed quotation in which its cue is looked for


@dataclass(frozen=True, slots=True)
class _Tagged:
    """The cues, sources and names of a text in order, and the borders between them."""

    cues: Sequence[TaggedSpan]
    sources: Sequence[TaggedSpan]
    names: Sequence[Span]
    borders: Borders


def quoted(doc: Doc, reading: Reading) -> list[Quotation]:
    """The words in marks.

    A stretch without a closing mark that ends with a cue, `…, he said.`, was not open to its end.
    """
    _, *heads = _heads(reading)
    cues_and_sources = sorted((m.start, m.end) for head in heads for m in reading.marked(head))

    def ends_with_cue(span: Span) -> bool:
        low = bisect_left(cues_and_sources, (max(span.start, span.end - _TAIL), 0))
        high = bisect_left(cues_and_sources, (span.end, 0))
        last = cues_and_sources[low:high][-2:]
        closed = [doc.text[start - 2 : start].strip()[-1:] in tuple(",?!") for start, _ in last]
        return any(closed) and len(doc.text[last[-1][1] : span.end].split()) < 3

    return quotations(doc.text, doc.blocks, ends_with_cue)


def attributions(
    doc: Doc, reading: Reading, marks: Marks, names: Sequence[Span]
) -> Iterator[Attribution]:
    """The attributions of a text, its contents joined by their cue; `names` are in order.

    Only words in marks have a cue in another sentence, or none: of 17 reported contents in the 28
    articles of PolNeAR's dev sample that were given a cue across a full stop, none was its own.
    """
    content, _, _ = _heads(reading)
    kind = content.split(":")[0]
    said: list[tuple[Part, ...]] = []
    for parts in contents(
        marks, reading.marked(content), lambda span: reading.share(content, kind, span)
    ):
        signed = _signed(doc.text, parts)
        yield from signed
        if not signed:
            said.append(parts)

    tagged = _tagged(doc, reading, said, names)
    by_cue, without_cue = _by_cue(doc, said, tagged)
    for parts in without_cue:
        confidence = round(_WITHOUT_CUE * parts[0].confidence, 2)
        yield Attribution(parts, confidence, (True,) * len(parts))
    yield from _with_cue(doc, by_cue, tagged)


def _tagged(
    doc: Doc, reading: Reading, said: Sequence[tuple[Part, ...]], names: Sequence[Span]
) -> _Tagged:
    """The cues and sources outside exact words, without verbs that only join two thoughts."""
    _, cue, source = _heads(reading)
    utterances = [p.outer for parts in said for p in parts if p.kind == "direct"]
    cues = _outside(reading.marked(cue), utterances)
    return _Tagged(
        cues=[c for c in cues if not is_connective(doc.text, c.span)],
        sources=_outside(reading.marked(source), utterances),
        names=names,
        borders=Borders([s.start for s in doc.sentences], [b.start for b in doc.blocks]),
    )


def _heads(reading: Reading) -> tuple[str, str, str]:
    """The heads for content, cue and source."""
    head = next(h for h in _HEADS if f"content:{h}" in reading.labels.heads)
    return f"content:{head}", f"cue:{head}", f"source:{head}"


def _by_cue(
    doc: Doc, said: Sequence[tuple[Part, ...]], tagged: _Tagged
) -> tuple[dict[int, list[Part]], list[tuple[Part, ...]]]:
    """The contents that depend on each cue, by its index, and the utterances without one."""
    cues = [c.span for c in tagged.cues]
    said = joined(doc.text, doc.blocks, said, tagged.borders)
    of_content = cues_of(
        [[p.outer for p in parts] for parts in said],
        cues,
        [_sure(doc.text, c) for c in tagged.cues],
        tagged.borders,
        closed=closed(doc.text, said),
    )
    layout = Layout(doc.text, doc.blocks)
    by_cue: dict[int, list[Part]] = {}
    without_cue = []
    for parts, k in zip(said, of_content, strict=True):
        if k is not None and _may_depend(doc.text, layout, parts, cues[k], tagged.borders):
            by_cue.setdefault(k, []).extend(parts)
        elif parts[0].kind == "direct" and form_alone(doc.text, parts) == "utterance":
            without_cue.append(parts)
    return by_cue, without_cue


def _sure(text: str, cue: TaggedSpan) -> float:
    """How sure a cue is; what somebody is asked never belongs to the answer behind it."""
    return 1.0 if is_asked(text, cue.span) else cue.confidence


def _with_cue(
    doc: Doc, by_cue: Mapping[int, Sequence[Part]], tagged: _Tagged
) -> Iterator[Attribution]:
    """The attributions of the contents that have a cue, those nested in them among them."""
    text, cues = doc.text, tagged.cues
    of_cue = sources_of_cues(text, cues, tagged.sources, by_cue, tagged.names, tagged.borders)
    for k, parts in by_cue.items():
        source = of_cue[k]
        said = reported(text, parts, cues[k].span, source.span if source else None)
        if said is None:
            continue
        split = [split_nested(text, p, cues, tagged.sources, tagged.names) for p in said.parts]
        own_parts = tuple(part for part, _ in split)
        yield _attribution(doc, Reported(own_parts, said.whole), cues[k], source)
        for _, nested in split:
            for inner in nested:
                who = TaggedSpan(
                    inner.source.start, inner.source.end, "source", UNMARKED_CONFIDENCE
                )
                yield _attribution(doc, Reported((inner.part,), (False,)), inner.cue, who)


def _signed(text: str, parts: tuple[Part, ...]) -> list[Attribution]:
    """The attributions of words in marks that their form gives to a speaker.

    A name in capitals and a colon at their beginning, a signature, or a name before them.
    """
    if parts[-1].kind != "direct":
        return []
    labelled = labelled_turns(text, parts)
    if labelled:
        return [_with_signature(turn.parts, turn.colon, turn.name) for turn in labelled]
    start = parts[0].outer.start
    signed = (
        signature(text, parts[-1].outer.end) or desk(text, start) or speaker_before(text, start)
    )
    return [_with_signature(parts, *signed)] if signed else []


def _with_signature(parts: tuple[Part, ...], cue: Span, source: Span) -> Attribution:
    whole = (True,) * len(parts)
    return Attribution(parts, _SIGNED, whole, cue, source, source_probability=_SIGNED)


def _may_depend(
    text: str, layout: Layout, parts: tuple[Part, ...], cue: Span, borders: Borders
) -> bool:
    """Whether words may depend on a cue.

    Reported words only on one of their sentence, those in marks not across a caption's border.
    """
    if is_gesture(text, cue, parts[-1].words):
        return False
    first = parts[0]
    if first.kind == "direct":
        return not layout.is_apart(first.words, cue)
    return not borders.part(first.words, cue) and not layout.is_standfirst(cue)


def _attribution(
    doc: Doc, said: Reported, cue: TaggedSpan, source: TaggedSpan | None
) -> Attribution:
    """The attribution of reported words to their cue and source, with its probability.

    What is asked or planned is no statement, unless it is quoted.
    """
    who = source.span if source else None
    whole = said.whole
    if is_asked_or_planned(doc.text, doc.reading, cue.span, said.parts[0].words):
        pairs = zip(said.parts, said.whole, strict=True)
        whole = tuple(is_whole and part.kind == "direct" for part, is_whole in pairs)
    evidence = acceptance.AttributionEvidence(
        content=max(p.confidence for p in said.parts),
        cue=cue.confidence,
        source=source.confidence if source else None,
        cue_words=cue.span.of(doc.text),
        source_words=who.of(doc.text) if who else "",
        whole=any(whole),
    )
    return Attribution(
        said.parts,
        acceptance.probability(evidence),
        whole,
        cue.span,
        who,
        _polarity(doc, said.parts, cue.span, who),
        source_probability(cue, source),
    )


def _polarity(doc: Doc, said: Sequence[Part], cue: Span, source: Span | None) -> Polarity:
    """Whether the words are affirmed, denied or refused, by the cue and the words before it."""
    n = bisect_right(doc.sentences, Span(cue.start, 1 << 62)) - 1
    sentence_start = doc.sentences[n].start if n >= 0 else 0
    before = doc.text[max(sentence_start, cue.start - _TURNED) : cue.start]
    content = said[0].words.of(doc.text)
    source_words = source.of(doc.text) if source else ""
    return polarity_of(cue.of(doc.text), before, content, source_words, direct=said[0].free)


def _outside(marked: Sequence[TaggedSpan], utterances: Sequence[Span]) -> list[TaggedSpan]:
    """The marked spans outside exact words: whoever is quoted inside them is not their speaker."""
    outside = []
    for span in marked:
        n = bisect_right(utterances, Span(span.start, 1 << 62)) - 1
        if n < 0 or not utterances[n].covers(span.span):
            outside.append(span)
    return outside
