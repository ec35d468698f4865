"""The layer `quotation`: what was said or thought, with cue, source and speaker; where the model has not learnt the language, rules.

Knows no store. What is content is decided in `contents` and `marks`, what belongs together in `linking.attributions`, who speaks in
`linking.speakers`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.engines.model.tagger import Reading, TaggedSpan
from app.engines.reporting.cues import act_of
from app.engines.reporting.polarity import Polarity, polarity_of
from app.engines.word_lists import CREATOR, ROLES
from app.layers.base import Doc, Earlier, Finding
from app.layers.layout import Layout
from app.layers.speech import acceptance, transcript_labels
from app.layers.speech.by_rule import spoken
from app.layers.speech.contents import Marks, Part, contents
from app.layers.speech.cue_sources import (
    UNMARKED,
    is_connective,
    is_its,
    is_listener,
    on_the_wire,
    sources_of_cues,
)
from app.layers.speech.nested_quotes import split_nested
from app.layers.speech.quotation_marks import Quotation, quotations
from app.layers.speech.reported_speech import Reported, form_alone, reported
from app.layers.speech.utterances import desk, signature
from app.linking.sources.attributions import Borders, cues_of
from app.linking.sources.mentions import NamedMention
from app.linking.sources.pronouns import Turn
from app.linking.sources.speakers import Cast
from app.text.spans import Doubt, Span

KINDS = ("direct", "indirect", "mixed")
_HEADS = ("news", "gum")  # the first whose heads the model has
# of words in marks without a model: half of the share that is an attribution at all in PolNeAR's
# training articles (.78)
_UNTOLD = 0.5
_SIGNED = 0.95  # confidence in a dash and a name that end the line behind words in marks
_TURNED = 60  # characters before a cue in which what turns it is looked for
_TAIL = 80  # characters at the end of an unclosed quotation in which its cue is looked for


@dataclass(frozen=True, slots=True)
class _Attribution:
    """Contents that share a cue, before the speaker is known.

    `whole` says of each part whether it is, or belongs to, a statement.
    """

    parts: tuple[Part, ...]
    confidence: float
    whole: tuple[bool, ...]
    cue: Span | None = None
    source: Span | None = None
    polarity: Polarity = "affirmed"
    is_its: float = 0.0
    """How likely the source is that of these words."""


class Quotations:
    """Words that somebody said, and what somebody thinks."""

    name = "quotation"
    label = "Quotations"
    card: str | None = "quotation_card"
    engine = "tagger"
    version = "2"
    kinds: tuple[str, ...] = KINDS
    # PolNeAR's dev: .79 of attributions found with their source at .74 precision; at .3 .77 at .77
    threshold = 0.2

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """One finding for each piece of each attribution, and for the exact words inside a mixed one."""
        marks = Marks(doc.text, doc.blocks, _quoted(doc))
        named = earlier.get("entity", ())
        names = sorted(f.span for f in named)
        found = (
            list(_by_rule(doc, marks))
            if doc.reading is None
            else _read(doc, doc.reading, marks, names)
        )
        pieces = [p.outer for p in marks.pieces]
        cast = Cast(doc.text, [_named(f, doc.text) for f in named], doc.sentences, pieces, ROLES)
        creator = f"{self.engine}@{doc.reading.labels.version}" if doc.reading else CREATOR
        return list(self._findings(doc.text, found, cast, creator))

    def _findings(
        self, text: str, found: Iterable[_Attribution], cast: Cast, creator: str
    ) -> Iterator[Finding]:
        turns: list[Turn] = []
        for n, a in enumerate(sorted(found, key=lambda a: a.parts[0].words), 1):
            speakers = cast.speakers(a.source, turns) if a.source else ()
            if speakers and a.source:
                turns.append((a.source.start, speakers))
            body = {
                "act": _act(text, a),
                "polarity": a.polarity,
                "attribution": f"q{n}",
                "source": _wire(text, a.source),
                "cue": _wire(text, a.cue),
                **on_the_wire(speakers, a.is_its),
            }
            for part, whole in zip(a.parts, a.whole, strict=True):
                # What is reported beside a statement and is none itself, as `As a phone rang`
                # before `he said: “…”`, is the writer's.
                sure = (
                    a.confidence
                    if whole or part.kind == "direct"
                    else min(a.confidence, acceptance.OF_FRAGMENTS)
                )
                pieces = [
                    (part.words, part.kind, part.found_by, whole),
                    *((s, "direct", "marks", False) for s in part.exact),
                ]
                for span, kind, by, is_whole in pieces:
                    told = {"type": kind, "found_by": by, "whole": is_whole, **body}
                    # The words in marks that somebody denies are somebody else's: `disputed that it
                    # was an “irregular” channel`.
                    others = part.kind != "direct" and kind == "direct" and a.polarity != "affirmed"
                    likely = min(sure, acceptance.OF_FRAGMENTS) if others else sure
                    yield Finding(self.name, span.start, span.end, kind, told, likely, creator)


LAYER = Quotations()


def _named(finding: Finding, text: str) -> NamedMention:
    role: dict[str, Any] | None = finding.body.get("role")
    words = text[role["start"] : role["end"]] if role else None
    return NamedMention(
        finding.start,
        finding.end,
        finding.kind,
        finding.body["name"],
        finding.body.get("chain"),
        words,
    )


def _act(text: str, a: _Attribution) -> str:
    """`speech` or `attitude`; whoever declines to comment has said so."""
    return act_of(a.cue.of(text)) if a.cue and a.polarity != "refused" else "speech"


def _wire(text: str, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "exact": span.of(text)}


def _heads(reading: Reading) -> tuple[str, str, str]:
    """The heads for content, cue and source."""
    head = next(h for h in _HEADS if f"content:{h}" in reading.labels.heads)
    return f"content:{head}", f"cue:{head}", f"source:{head}"


def _quoted(doc: Doc) -> list[Quotation]:
    """What stands in marks.

    A stretch without a closing mark that ends with a cue, `…, he said.`, was never open to its end.
    """
    if doc.reading is None:
        return quotations(doc.text, doc.blocks)
    _, *heads = _heads(doc.reading)
    telling = sorted((m.start, m.end) for head in heads for m in doc.reading.marked(head))

    def reports(span: Span) -> bool:
        last = telling[
            bisect_left(telling, (max(span.start, span.end - _TAIL), 0)) : bisect_left(
                telling, (span.end, 0)
            )
        ][-2:]
        closed = [doc.text[start - 2 : start].strip()[-1:] in tuple(",?!") for start, _ in last]
        return any(closed) and len(doc.text[last[-1][1] : span.end].split()) < 3

    return quotations(doc.text, doc.blocks, reports)


def _by_rule(doc: Doc, marks: Marks) -> Iterator[_Attribution]:
    """What marks and dashes show of a text that the model cannot read."""
    for said in spoken(marks, doc.blocks, doc.language):
        yield _Attribution(
            said.parts, said.confidence, (said.whole,) * len(said.parts), said.cue, said.source
        )


def _read(
    doc: Doc, reading: Reading, marks: Marks, names: Sequence[Span]
) -> Iterator[_Attribution]:
    """The attributions that the model reads: contents joined by their cue.

    Only words in marks have it in another sentence, or none: of 17 reported contents in the 28
    articles of PolNeAR's dev sample that were given a cue across a full stop, none was its own.
    """
    content, cue, source = _heads(reading)
    found: list[tuple[Part, ...]] = []
    for parts in contents(
        marks,
        reading.marked(content),
        lambda span: reading.share(content, content.split(":")[0], span),
    ):
        by_form = _by_form(doc.text, parts)
        yield from by_form
        if not by_form:
            found.append(parts)
    spoken = [p.outer for parts in found for p in parts if p.kind == "direct"]
    cues = [c for c in _outside(reading.marked(cue), spoken) if not is_connective(doc.text, c.span)]
    sources = _outside(reading.marked(source), spoken)
    borders = Borders([s.start for s in doc.sentences], [b.start for b in doc.blocks])
    of_content = cues_of(
        [[p.outer for p in parts] for parts in found],
        [c.span for c in cues],
        [c.confidence for c in cues],
        borders,
    )
    of_content = [
        None if k is not None and is_listener(doc.text, cues[k].span, parts[-1].words) else k
        for parts, k in zip(found, of_content, strict=True)
    ]
    layout = Layout(doc.text, doc.blocks)
    told: dict[int, list[Part]] = {}
    for parts, k in zip(found, of_content, strict=True):
        if k is not None and _may_hang(layout, parts[0], cues[k].span, borders):
            told.setdefault(k, []).extend(parts)
        elif parts[0].kind == "direct" and form_alone(doc.text, parts) == "utterance":
            yield _Attribution(parts, round(_UNTOLD * parts[0].confidence, 2), (True,) * len(parts))
    of_cue = sources_of_cues(doc.text, cues, sources, told, names, borders)
    for k, joined in told.items():
        who = of_cue[k]
        said = reported(doc.text, joined, cues[k].span, who.span if who else None)
        if said:
            split = [split_nested(doc.text, p, cues, sources, names) for p in said.parts]
            yield _attributed(
                doc, Reported(tuple(part for part, _ in split), said.whole), cues[k], who
            )
            for inner in (i for _, several in split for i in several):
                its = TaggedSpan(inner.source.start, inner.source.end, "source", UNMARKED)
                yield _attributed(doc, Reported((inner.part,), (False,)), inner.cue, its)


def _by_form(text: str, parts: tuple[Part, ...]) -> list[_Attribution]:
    """Words in marks whose speaker their form tells: a name in capitals and a colon before them, a signature, a desk they come from."""
    if parts[-1].kind != "direct":
        return []
    labelled = transcript_labels.turns(text, parts)
    if labelled:
        return [
            _Attribution(said, _SIGNED, (True,) * len(said), colon, name, is_its=_SIGNED)
            for said, colon, name in labelled
        ]
    signed = signature(text, parts[-1].outer.end) or desk(text, parts[0].outer.start)
    return (
        [_Attribution(parts, _SIGNED, (True,) * len(parts), *signed, is_its=_SIGNED)]
        if signed
        else []
    )


def _may_hang(layout: Layout, part: Part, cue: Span, borders: Borders) -> bool:
    """Whether words may hang on a cue: reported ones on one of their sentence, those in marks not across a caption's border."""
    if part.kind == "direct":
        return not layout.is_apart(part.words, cue)
    return not borders.part(part.words, cue) and not layout.is_standfirst(cue)


def _attributed(doc: Doc, said: Reported, cue: TaggedSpan, who: TaggedSpan | None) -> _Attribution:
    """The attribution of a statement to its cue and source: how likely it is, and whether it was affirmed."""
    source = who.span if who else None
    evidence = acceptance.AttributionEvidence(
        content=max(p.confidence for p in said.parts),
        cue=cue.confidence,
        source=who.confidence if who else None,
        cue_words=cue.span.of(doc.text),
        source_words=source.of(doc.text) if source else "",
        whole=any(said.whole),
    )
    polarity = _polarity(doc, said.parts, cue.span, source)
    return _Attribution(
        said.parts,
        acceptance.probability(evidence),
        said.whole,
        cue.span,
        source,
        polarity,
        is_its(cue, who),
    )


def _polarity(doc: Doc, said: Sequence[Part], cue: Span, source: Span | None) -> Polarity:
    n = bisect_right(doc.sentences, Span(cue.start, 1 << 62)) - 1
    begin = max(doc.sentences[n].start if n >= 0 else 0, cue.start - _TURNED)
    before = doc.text[begin : cue.start]
    content, named = said[0].words.of(doc.text), source.of(doc.text) if source else ""
    return polarity_of(cue.of(doc.text), before, content, named, direct=said[0].free)


def _outside(marked: Sequence[TaggedSpan], spoken: Sequence[Span]) -> list[TaggedSpan]:
    """The marked spans that stand in nobody's exact words: who quotes another there is not the one who speaks."""
    last = [bisect_right(spoken, Span(m.start, 1 << 62)) - 1 for m in marked]
    return [m for m, n in zip(marked, last, strict=True) if n < 0 or not spoken[n].covers(m.span)]
