"""What the layer `quotation` finds: pieces of statements with cue, source and speaker.

By the model, or by rules in a language that it has not learnt.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.engines.model.choice import ENGINE
from app.engines.reporting.cues import act_of
from app.engines.word_lists import CREATOR, ROLES
from app.layers.base import Doc, Finding
from app.layers.speech import acceptance, by_model
from app.layers.speech.attribution import Attribution
from app.layers.speech.by_rule import quoted_speech
from app.layers.speech.contents import Marks, Part
from app.layers.speech.cue_sources import names_nobody, speaker_body
from app.layers.speech.marks.quotation_marks import quotations
from app.layers.speech.transcripts import turns as transcripts
from app.linking.names.noun_phrases import HE, SHE
from app.linking.sources.mentions import NamedMention, Speaker
from app.linking.sources.pronouns import Turn
from app.linking.sources.speakers import Cast
from app.text.spans import Span

_Spoken = tuple[Span, tuple[Speaker, ...]]
"""A paragraph of a turn in a transcript, and whose turn it is."""


def found(doc: Doc, names: Sequence[Finding]) -> list[Finding]:
    """A finding for each piece of each attribution and for exact words inside a mixed piece.

    `names` are the findings of the layer `entity`.
    """
    marks, attributions = _attributions(doc, sorted(f.span for f in names))
    mentions = [_named_mention(f, doc.text) for f in names]
    people = sorted((m for m in mentions if m.kind == "person"), key=lambda m: m.start)
    found = transcripts.turns(doc.text, doc.blocks, people, doc.language)
    cast = Cast(
        doc.text,
        mentions,
        doc.sentences,
        [p.outer for p in marks.pieces],
        ROLES,
    )
    creator = f"{ENGINE}@{doc.reading.labels.version}" if doc.reading else CREATOR
    everything = transcripts.attributions(attributions, found)
    return list(_findings(doc.text, everything, cast, creator))


def _findings(
    text: str, attributions: Iterable[Attribution], cast: Cast, creator: str
) -> Iterator[Finding]:
    turns: list[Turn] = []
    in_turns: list[_Spoken] = []
    in_order = sorted(attributions, key=lambda a: a.parts[0].words)
    for number, attribution in enumerate(in_order, 1):
        source = attribution.source
        speakers = _speakers(text, attribution, cast, turns, in_turns)
        in_turns += [(p.words, speakers) for p in attribution.parts if p.found_by == "labels"]
        if speakers and source:
            turns.append((source.start, speakers))
        body = {
            "act": _act(text, attribution),
            "polarity": attribution.polarity,
            "attribution": f"q{number}",
            "source": _span_body(text, source),
            "cue": _span_body(text, attribution.cue),
            **speaker_body(speakers, attribution.source_probability),
        }
        for part, whole in zip(attribution.parts, attribution.whole, strict=True):
            for piece in _pieces(attribution, part, whole):
                span, kind, found_by, is_whole, confidence = piece
                own = {"type": kind, "found_by": found_by, "whole": is_whole, **body}
                yield Finding("quotation", span.start, span.end, kind, own, confidence, creator)


def _attributions(doc: Doc, names: Sequence[Span]) -> tuple[Marks, Sequence[Attribution]]:
    """The words in marks and the attributions, by the model where it can read the text."""
    if doc.reading is None:
        marks = Marks(doc.text, doc.blocks, quotations(doc.text, doc.blocks))
        return marks, list(_by_rule(doc, marks))
    marks = Marks(doc.text, doc.blocks, by_model.quoted(doc, doc.reading))
    return marks, list(by_model.attributions(doc, doc.reading, marks, names))


def _by_rule(doc: Doc, marks: Marks) -> Iterator[Attribution]:
    """What marks and dashes show in a text that the model cannot read."""
    for said in quoted_speech(marks, doc.blocks, doc.language):
        whole = (said.whole,) * len(said.parts)
        yield Attribution(said.parts, said.confidence, whole, said.cue, said.source)


def _pieces(
    attribution: Attribution, part: Part, whole: bool
) -> Iterator[tuple[Span, str, str, bool, float]]:
    """A part and the exact words inside it: span, kind, how found, if a statement, confidence."""
    confidence = attribution.confidence
    # What is reported next to a statement and is none itself is the writer's, as `As a phone rang`
    # before `he said: “…”`.
    if not whole and part.kind != "direct":
        confidence = min(confidence, acceptance.OF_FRAGMENTS)
    yield part.words, part.kind, part.found_by, whole, confidence

    # The words in marks that a speaker denies are somebody else's: `disputed that it was an
    # “irregular” channel`.
    if part.kind != "direct" and attribution.polarity != "affirmed":
        confidence = min(confidence, acceptance.OF_FRAGMENTS)
    for exact in part.exact:
        yield exact, "direct", "marks", False, confidence


def _named_mention(finding: Finding, text: str) -> NamedMention:
    role: dict[str, Any] | None = finding.body.get("role")
    return NamedMention(
        finding.start,
        finding.end,
        finding.kind,
        finding.body["name"],
        finding.body.get("chain"),
        text[role["start"] : role["end"]] if role else None,
    )


def _speakers(
    text: str,
    attribution: Attribution,
    cast: Cast,
    turns: Sequence[Turn],
    in_turns: Sequence[_Spoken],
) -> tuple[Speaker, ...]:
    """Whom the source means; inside somebody's turn `I` is the one who has it, `he` is not."""
    source = attribution.named or attribution.source
    if source is None or names_nobody(source.of(text)):
        return ()
    speakers = cast.speakers(source, turns)
    n = bisect_right(in_turns, source.start, key=lambda spoken: spoken[0].start) - 1
    own = in_turns[n][1] if n >= 0 and in_turns[n][0].covers(source) else ()
    if not own:
        return speakers
    written = source.of(text).casefold()
    if written == "i":
        return own
    return () if written in HE | SHE and set(speakers) & set(own) else speakers


def _act(text: str, attribution: Attribution) -> str:
    """`speech` or `attitude`; whoever declines to comment has said so."""
    if attribution.cue is None or attribution.polarity == "refused":
        return "speech"
    return act_of(attribution.cue.of(text))


def _span_body(text: str, span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "exact": span.of(text)}
