"""The layer `quotation`: what was said or thought, with cue, source and speaker; where the model has not learnt the language, marks alone.

Knows no store. What is content is decided in `contents` and `marks`, what belongs together in `linking.attributions`, who speaks in
`linking.speakers`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.engines.cues import act_of
from app.engines.polarity import Polarity, polarity_of
from app.engines.rules import CREATOR
from app.engines.tagger import Marked, Reading
from app.layers import acceptance
from app.layers.base import Doc, Earlier, Finding
from app.layers.clauses import is_subordinate
from app.layers.contents import Marks, Part, contents
from app.layers.marks import Quoted, quoted
from app.layers.statements import Form, form_of
from app.layers.utterances import is_utterance, signature
from app.linking.attributions import Borders, cues_of, sources_of
from app.linking.speakers import Cast, Named, Speaker
from app.text.spans import Doubt, Span

KINDS = ("direct", "indirect", "mixed")
_HEADS = ("news", "gum")  # the first whose heads the model has
_UNTOLD = 0.5  # of words in marks without a model: half of the share that is an attribution at all in PolNeAR's training articles (.78)
_SIGNED = 0.95  # confidence in a dash and a name that end the line behind words in marks
_CLOSE = 2  # characters between a cue and what stands at once before or behind it
_TURNED = 60  # characters before a cue in which what turns it is looked for
_TAIL = 80  # characters at the end of an unclosed quotation in which its cue is looked for


@dataclass(frozen=True, slots=True)
class _Attribution:
    """Contents that share a cue, before the speaker is known. `whole` says of each part whether it is, or belongs to, a statement."""

    parts: tuple[Part, ...]
    confidence: float
    whole: tuple[bool, ...]
    cue: Span | None = None
    source: Span | None = None
    polarity: Polarity = "affirmed"


class Quotations:
    """Words that somebody said, and what somebody thinks."""

    name = "quotation"
    label = "Quotations"
    card: str | None = "quotation_card"
    engine = "tagger"
    version = "2"
    kinds: tuple[str, ...] = KINDS
    threshold = 0.2  # PolNeAR's dev: .79 of attributions found with their source at .74 precision; at .3 .77 at .77

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """One finding for each piece of each attribution, and for the exact words inside a mixed one."""
        marks = Marks(doc.text, doc.blocks, _quoted(doc))
        found = list(_in_marks(marks)) if doc.reading is None else _read(doc, doc.reading, marks)
        cast = Cast(doc.text, [_named(f, doc.text) for f in earlier.get("entity", ())], doc.sentences, [p.outer for p in marks.pieces])
        creator = f"{self.engine}@{doc.reading.labels.version}" if doc.reading else CREATOR
        return list(self._findings(doc.text, found, cast, creator))

    def _findings(self, text: str, found: Iterable[_Attribution], cast: Cast, creator: str) -> Iterator[Finding]:
        turns: list[tuple[int, Speaker]] = []
        for n, a in enumerate(sorted(found, key=lambda a: a.parts[0].words), 1):
            speaker = cast.speaker(a.source, turns) if a.source else None
            if speaker and a.source:
                turns.append((a.source.start, speaker))
            body = {
                "act": act_of(a.cue.of(text)) if a.cue else "speech",
                "polarity": a.polarity,
                "attribution": f"q{n}",
                "source": _wire(text, a.source),
                "cue": _wire(text, a.cue),
                "speaker": speaker.name if speaker else None,
                "chain": speaker.chain if speaker else None,
            }
            for part, whole in zip(a.parts, a.whole, strict=True):
                yield self._finding(part.words, part.kind, part.found_by, whole, body, a, creator)
                for span in part.exact:
                    yield self._finding(span, "direct", "marks", False, body, a, creator)

    def _finding(self, span: Span, kind: str, by: str, whole: bool, body: dict[str, Any], a: _Attribution, creator: str) -> Finding:
        told = {"type": kind, "found_by": by, "whole": whole, **body}
        return Finding(self.name, span.start, span.end, kind, told, a.confidence, creator)


LAYER = Quotations()


def _named(finding: Finding, text: str) -> Named:
    role: dict[str, Any] | None = finding.body.get("role")
    words = text[role["start"] : role["end"]] if role else None
    return Named(finding.start, finding.end, finding.kind, finding.body["name"], finding.body.get("chain"), words)


def _wire(text: str, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "exact": span.of(text)}


def _heads(reading: Reading) -> tuple[str, str, str]:
    """The heads for content, cue and source."""
    head = next(h for h in _HEADS if f"content:{h}" in reading.labels.heads)
    return f"content:{head}", f"cue:{head}", f"source:{head}"


def _quoted(doc: Doc) -> list[Quoted]:
    """What stands in marks. A stretch without a closing mark that ends with a cue, `…, he said.`, was never open to its end."""
    if doc.reading is None:
        return quoted(doc.text, doc.blocks)
    _, *heads = _heads(doc.reading)
    telling = sorted((m.start, m.end) for head in heads for m in doc.reading.marked(head))

    def reports(span: Span) -> bool:
        last = telling[bisect_left(telling, (max(span.start, span.end - _TAIL), 0)) : bisect_left(telling, (span.end, 0))][-2:]
        closed = [doc.text[start - 2 : start].strip()[-1:] in tuple(",?!") for start, _ in last]
        return any(closed) and len(doc.text[last[-1][1] : span.end].split()) < 3

    return quoted(doc.text, doc.blocks, reports)


def _in_marks(marks: Marks) -> Iterator[_Attribution]:
    """Utterances in marks, where nobody can tell who speaks."""
    for q in marks.whole:
        if any(is_utterance(marks.text, p.words) and not marks.names(p) for p in q.pieces):
            parts = tuple(Part(p.words, p.outer, "direct", "marks", _UNTOLD, free=True) for p in q.pieces)
            yield _Attribution(parts, _UNTOLD, (True,) * len(parts))


def _read(doc: Doc, reading: Reading, marks: Marks) -> Iterator[_Attribution]:
    """The attributions that the model reads: contents joined by their cue.

    Only words in marks have it in another sentence, or none: of 17 reported contents in the 28 articles of PolNeAR's dev sample that were
    given a cue across a full stop, none was its own.
    """
    content, cue, source = _heads(reading)
    found: list[tuple[Part, ...]] = []
    for parts in contents(marks, reading.marked(content), lambda span: reading.share(content, content.split(":")[0], span)):
        signed = signature(doc.text, parts[-1].outer.end) if parts[-1].kind == "direct" else None
        if signed:
            yield _Attribution(parts, _SIGNED, (True,) * len(parts), *signed)
        else:
            found.append(parts)
    spoken = [p.outer for parts in found for p in parts if p.kind == "direct"]
    cues, sources = _outside(reading.marked(cue), spoken), _outside(reading.marked(source), spoken)
    borders = Borders([s.start for s in doc.sentences], [b.start for b in doc.blocks])
    of_content = cues_of([[p.outer for p in parts] for parts in found], [c.span for c in cues], [c.confidence for c in cues], borders)
    of_cue = sources_of([c.span for c in cues], [s.span for s in sources], borders)
    told: dict[int, list[Part]] = {}
    for parts, k in zip(found, of_content, strict=True):
        if k is not None and (parts[0].kind == "direct" or not borders.part(parts[0].words, cues[k].span)):
            told.setdefault(k, []).extend(parts)
        elif parts[0].kind == "direct":
            whole = form_of(doc.text, parts, None) == "utterance"
            yield _Attribution(parts, round(_UNTOLD * parts[0].confidence, 2), (whole,) * len(parts))
    for k, joined in told.items():
        n = of_cue[k]
        who = None if n is None else sources[n]
        said = [p for p in joined if not _is_speaker(doc.text, p, joined, cues[k].span, who.span if who else None)]
        if said:
            yield _attributed(doc, _near(said, cues[k].span), cues[k], who)


def _near(said: Sequence[Part], cue: Span) -> list[Part]:
    """The parts without those told that have a surer told part between them and the cue: these are the writer's more often than not.

    Of 31 attributions with such a part in half of PolNeAR's dev, 22 were wrong with it.
    """
    told = [p for p in said if p.kind != "direct"]
    before = [p for p in told if p.words.end <= cue.start]
    behind = [p for p in told if p.words.end > cue.start]
    far = {
        p.words
        for nearest, others in ((before[-1:], before[:-1]), (behind[:1], behind[1:]))
        for n in nearest
        for p in others
        if p.confidence < n.confidence
    }
    return [p for p in said if p.words not in far]


def _attributed(doc: Doc, said: Sequence[Part], cue: Marked, who: Marked | None) -> _Attribution:
    """The attribution of these parts to a cue and its source: which parts are statements, how likely it all is, and how it was meant."""
    forms: dict[bool, Form] = {}
    words = cue.span.of(doc.text)
    for direct in (True, False):
        parts = [p for p in said if (p.kind == "direct") is direct]
        if parts:
            forms[direct] = form_of(doc.text, parts, words)
    if len(forms) == 2 and forms[False] == "fragment" and forms[True] == "utterance":
        said = [p for p in said if p.kind == "direct"]  # the writer's words between cue and utterance: `As a phone rang, he said`
        del forms[False]
    evidence = acceptance.Evidence(
        content=max(p.confidence for p in said),
        cue=cue.confidence,
        source=who.confidence if who else None,
        form=forms.get(False, forms.get(True, "fragment")),
        marked=any(p.exact or p.kind == "direct" for p in said),
        cue_words=words,
        source_words=who.span.of(doc.text) if who else "",
        words=sum(len(p.words.of(doc.text).split()) for p in said),
    )
    whole = tuple(forms[p.kind == "direct"] != "fragment" for p in said)
    polarity = _polarity(doc, said, cue.span, who.span if who else None)
    return _Attribution(tuple(said), acceptance.probability(evidence), whole, cue.span, who.span if who else None, polarity)


def _polarity(doc: Doc, said: Sequence[Part], cue: Span, source: Span | None) -> Polarity:
    n = bisect_right(doc.sentences, Span(cue.start, 1 << 62)) - 1
    begin = max(doc.sentences[n].start if n >= 0 else 0, cue.start - _TURNED)
    before = doc.text[begin : cue.start]
    content, named = said[0].words.of(doc.text), source.of(doc.text) if source else ""
    return polarity_of(cue.of(doc.text), before, content, named, direct=said[0].free)


def _is_speaker(text: str, part: Part, joined: Sequence[Part], cue: Span, source: Span | None) -> bool:
    """Whether the part is no content but who speaks, or the beginning of it: `“…,” said the man everybody calls “Tick.”`."""
    if source is not None and part.words.start == source.start and part.words.end <= source.end + _CLOSE:
        return True
    if part.kind == "direct" and not part.free:
        return any(_is_speaker(text, p, joined, cue, source) and p.words.covers(part.words) for p in joined if p.kind != "direct")
    spoken = any(p.free and 0 <= cue.start - p.outer.end <= _CLOSE for p in joined)
    behind = spoken and part.kind != "direct" and 0 <= part.words.start - cue.end <= _CLOSE
    return behind and not is_subordinate(part.words.of(text))


def _outside(marked: Sequence[Marked], spoken: Sequence[Span]) -> list[Marked]:
    """The marked spans that stand in nobody's exact words: who quotes another there is not the one who speaks."""
    last = [bisect_right(spoken, Span(m.start, 1 << 62)) - 1 for m in marked]
    return [m for m, n in zip(marked, last, strict=True) if n < 0 or not spoken[n].covers(m.span)]
