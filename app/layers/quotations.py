"""The layer `quotation`: what stands in marks and is speech, and what is reported without marks; with cue, source and speaker.

Knows no store and no model. Who speaks is decided in `linking.speakers`, what belongs together in `attributing` and `marks`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.engines.clauses import Phrase, sentences_of
from app.engines.frames import Frame, frames
from app.layers.attributing import Said, Sentence, attribute, read
from app.layers.base import Doc, Earlier, Finding
from app.layers.marks import Piece, Quoted, quoted
from app.layers.reported import reported
from app.linking.speakers import Cast, Named, Speaker
from app.text.spans import Doubt, Span

KINDS = ("direct", "indirect", "mixed")
# Share of findings of each rule that lie in an attribution of PolNeAR's 840 training articles and overlap its source; for words without
# a source, half of the share that is an attribution at all (.78). Rules are those of `attributing` and `reported`.
_WHOLE = {"after": 0.97, "before": 0.85, "continued": 0.95, "announced": 0.95, "colon": 0.75, "led": 0.67, "none": 0.5}
_PARTIAL = {"after": 0.71, "before": 0.74, "within": 0.79, "trailing": 0.79, "colon": 0.75}
_REPORTED = {"that": 0.82, "bare": 0.73, "according": 0.86, "trailing": 0.8, "wish": 0.5}
_KNOWN = frozenset({"en", "und"})


@dataclass(frozen=True, slots=True)
class _Attribution:
    """One attribution before its speaker is known."""

    spans: tuple[Span, ...]
    kinds: tuple[str, ...]
    confidence: float
    source: Span | None
    cue: Span | None
    act: str
    stands_for: Span | None = None


class Quotations:
    """Words that somebody said, in marks or reported."""

    name = "quotation"
    label = "Quotations"
    card: str | None = "quotation_card"
    engine = "rules"
    version = "1"
    kinds: tuple[str, ...] = KINDS
    threshold = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """One finding for each piece of each attribution."""
        whole = quoted(doc.text, doc.blocks, lambda span: _ends_reporting(doc.text, span))
        pieces = [p for q in whole for p in q.pieces]
        sentences = read(doc, pieces, doc.language in _KNOWN)
        said = attribute(doc.text, sentences, pieces)
        found = sorted([*_in_marks(whole, pieces, sentences, said), *_told(sentences, said)], key=lambda a: a.spans[0])
        if doc.language not in _KNOWN:  # who speaks cannot be read without the language's verbs
            found = [replace(a, source=None, stands_for=None) for a in found]
        cast = Cast(doc.text, [_named(f, doc.text) for f in earlier.get("entity", ())], doc.sentences, [p.outer for p in pieces])
        return list(self._findings(doc.text, found, cast))

    def _findings(self, text: str, found: Sequence[_Attribution], cast: Cast) -> Iterator[Finding]:
        turns: list[tuple[int, Speaker]] = []
        for n, a in enumerate(found, 1):
            speaker = cast.speaker(a.stands_for or a.source, turns) if a.source else None
            if speaker and a.source:
                turns.append((a.source.start, speaker))
            body = {
                "act": a.act,
                "attribution": f"q{n}",
                "source": _wire(text, a.source),
                "cue": _wire(text, a.cue),
                "speaker": speaker.name if speaker else None,
                "chain": speaker.chain if speaker else None,
            }
            for span, kind in zip(a.spans, a.kinds, strict=True):
                yield Finding(self.name, span.start, span.end, kind, {"type": kind, **body}, a.confidence, f"{self.engine}@{self.version}")


LAYER = Quotations()


def _ends_reporting(text: str, span: Span) -> bool:
    """Whether a stretch whose closing mark is missing ends with `…, he said.`: then it never was open to its end."""
    tail = Span(max(span.start, span.end - 200), span.end)
    tokens = next(iter(sentences_of(text, [tail], [])), [])
    return any(
        f.left and tokens[f.left - 1].text in ",?!" and f.right + 2 >= len(tokens)
        for f in frames(tokens)
        if f.order in ("plain", "inverted")
    )


def _named(finding: Finding, text: str) -> Named:
    role: dict[str, Any] | None = finding.body.get("role")
    words = text[role["start"] : role["end"]] if role else None
    return Named(finding.start, finding.end, finding.kind, finding.body["name"], finding.body.get("chain"), words)


def _wire(text: str, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "exact": span.of(text)}


def _span(sentence: Sentence, phrase: Phrase | None) -> Span | None:
    return Span(sentence.tokens[phrase[0]].start, sentence.tokens[phrase[1]].end) if phrase else None


def _in_marks(
    whole: Sequence[Quoted], pieces: Sequence[Piece], sentences: Sequence[Sentence], said: dict[int, Said]
) -> Iterator[_Attribution]:
    """The attributions of what stands in marks: all pieces of one clause together, and all paragraphs of one quotation."""
    homes: dict[object, list[tuple[Span, Said]]] = {}
    at = 0
    for q in whole:
        own = range(at, at + len(q.pieces))
        at += len(q.pieces)
        why = [said[n] for n in own if n in said]
        if why:
            best = next((s for s in why if s.frame), next((s for s in why if s.source), why[0]))
            key = best.home if best.source or best.frame else (own[0], None)
            homes.setdefault(key, []).extend((pieces[n].words, best) for n in own)
    for parts in homes.values():
        yield _attribution(sorted(parts, key=lambda p: p[0]), sentences)


def _attribution(parts: Sequence[tuple[Span, Said]], sentences: Sequence[Sentence]) -> _Attribution:
    first = next((s for _, s in parts if s.rule not in ("continued", "announced")), parts[0][1])
    sentence = sentences[first.sentence]
    cue = _span(sentence, first.frame.cue) if first.frame else None
    free = any(s.free for _, s in parts)
    kinds = tuple("direct" if s.free or (free and s.rule == "before") else "mixed" for _, s in parts)
    act = first.frame.verb.act if first.frame else "speech"
    confidence = (_WHOLE if first.free else _PARTIAL)[first.rule]
    return _Attribution(
        tuple(p for p, _ in parts), kinds, confidence, _span(sentence, first.source), cue, act, _stands_for(sentence, first.frame)
    )


def _told(sentences: Sequence[Sentence], said: dict[int, Said]) -> Iterator[_Attribution]:
    """The attributions of reported clauses."""
    quoting: dict[int, set[tuple[int, int]]] = {}
    for s in said.values():
        if s.frame and s.free:
            quoting.setdefault(s.sentence, set()).add(s.frame.cue)
    for n, sentence in enumerate(sentences):
        for r in reported(sentence, frozenset(quoting.get(n, ()))):
            source, cue = _span(sentence, r.frame.source), _span(sentence, r.frame.cue)
            kind = "mixed" if r.mixed else "indirect"
            yield _Attribution(
                r.words, (kind,) * len(r.words), _REPORTED[r.rule], source, cue, r.frame.verb.act, _stands_for(sentence, r.frame)
            )


def _stands_for(sentence: Sentence, frame: Frame | None) -> Span | None:
    return _span(sentence, frame.stands_for) if frame else None
