"""One made article: its text in revisions, and what the layers would have found in it.

Pure: the same number and shape always give the same article.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from app.importers.base import DeclaredDate, Draft
from app.layers.base import Finding
from app.text.spans import Block, Inline, Span
from benchmarks.load.library import words
from benchmarks.load.library.sentences import (
    DAYS,
    FIRST_DAY,
    Mention,
    Quote,
    Sentence,
    Shape,
    revised,
    sentences,
)

REVISED, SHARED = 10, 7
"""Every tenth article has a second revision, every seventh (3, 10, …) a shared passage."""
CAPTURED = datetime(2026, 1, 1, tzinfo=UTC)
PUBLISHERS = tuple(f"The {words.entity(10 * n + 8).name} Courier" for n in range(20))
MODEL, RULES = "tagger@standard-2", "rules@2"
"""The creators of what is found here."""
_IN_A_PARAGRAPH = 4


@dataclass(frozen=True)
class MadeRevision:
    """One revision, with the entity (by its rank) of each chain of mentions."""

    draft: Draft
    findings: tuple[Finding, ...]
    rank_of: dict[str, int]
    captured_at: datetime

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Chain → the names that the text uses for it, in reading order."""
        used: dict[str, dict[str, None]] = {}
        for f in self.findings:
            if f.layer == "entity":
                used.setdefault(f.body["chain"], {})[f.span.of(self.draft.text)] = None
        return {chain: list(names) for chain, names in used.items()}


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article by its number, from 1. A shared passage is a span of the first revision."""

    number: int
    revisions: tuple[MadeRevision, ...]
    passage: Span | None


def revisions_of(number: int) -> int:
    """How many revisions the article of this number has."""
    return 2 if number % REVISED == 0 else 1


def first_revision(number: int) -> int:
    """The number, from 1, of an article's first revision among those of all articles."""
    return number + (number - 1) // REVISED


def make(number: int, shape: Shape) -> MadeArticle:
    """The article of this number."""
    rng = Random(shape.seed * 1_000_003 + number)
    written = sentences(rng, shape)
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    captured = CAPTURED + timedelta(seconds=number)
    revisions = [_revision(number, written, day, captured)]
    if revisions_of(number) == 2:
        again = _revision(number, revised(rng, written), day, captured + timedelta(days=1))
        revisions.append(again)
    passage = None
    if number % SHARED == 3:
        second = revisions[0].draft.blocks[1]
        passage = Span(second.start, second.end)
    return MadeArticle(number, tuple(revisions), passage)


def _revision(
    number: int, written: Sequence[Sentence], day: date, captured: datetime
) -> MadeRevision:
    """The sentences in paragraphs, and what is found in them."""
    findings = _Findings()
    paragraphs: list[str] = []
    blocks: list[Block] = []
    at = 0
    for n in range(0, len(written), _IN_A_PARAGRAPH):
        some, start = written[n : n + _IN_A_PARAGRAPH], at
        for sentence in some:
            findings.add(sentence, at)
            at += len(sentence.text) + 1
        blocks.append(Block("paragraph", start, at - 1))
        paragraphs.append(" ".join(sentence.text for sentence in some))
        at += 1
    return MadeRevision(
        _draft(number, "\n\n".join(paragraphs), blocks, day),
        tuple(sorted(findings.found, key=lambda f: (f.start, -f.end))),
        findings.rank_of,
        captured,
    )


def _draft(number: int, text: str, blocks: Sequence[Block], day: date) -> Draft:
    publisher = PUBLISHERS[number % len(PUBLISHERS)]
    beginning = " ".join(text[:60].split(" ")[1:6])
    host = publisher.split(" ")[1].lower()
    return Draft(
        text,
        tuple(blocks),
        title=f"No {number}: {beginning}",
        byline=(words.entity(10 * (number % 50)).name,),
        publisher=publisher,
        source_url=f"https://{host}.example/{day:%Y/%m}/report-{number}",
        language="en",
        declared_date=DeclaredDate(day.isoformat(), "header"),
        inlines=(Inline("emphasis", blocks[0].start, blocks[0].start + 3),),
    )


class _Findings:
    """What was found in the sentences so far, at its place in the text."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.rank_of: dict[str, int] = {}
        self._chains: dict[int, str] = {}
        self._quotations = 0

    def add(self, sentence: Sentence, at: int) -> None:
        """Adds what is in a sentence that begins there."""
        for mention in sentence.mentions:
            self._mention(sentence, mention, at)
        if sentence.date:
            start, end, value = sentence.date
            body = {"value": value, "relative": False, "anchor": None, "unresolved": None}
            self.found.append(Finding("date", at + start, at + end, "date", body, 1.0, RULES))
        if sentence.claim is not None:
            self._claim(sentence, at, sentence.claim)
        if sentence.quote:
            self._quotation(sentence, sentence.quote, at)

    def _chain(self, rank: int) -> str:
        if rank not in self._chains:
            self._chains[rank] = f"e{len(self._chains) + 1}"
            self.rank_of[self._chains[rank]] = rank
        return self._chains[rank]

    def _mention(self, sentence: Sentence, m: Mention, at: int) -> None:
        entity = words.entity(m.rank)
        role = _quoted(sentence, m.role, at) if m.role else None
        chain = self._chain(m.rank)
        is_central = int(chain[1:]) <= 6
        body: dict[str, Any] = {
            "kind": entity.kind,
            "name": entity.name,
            "chain": chain,
            "role": role,
        }
        body |= {"central": is_central}
        found = Finding("entity", at + m.start, at + m.end, entity.kind, body, m.confidence, MODEL)
        self.found.append(found)

    def _claim(self, sentence: Sentence, at: int, worth: float) -> None:
        body: dict[str, Any] = {"check_worthiness": worth, "claimant": None}
        body |= {"claimant_chain": None, "reported": False, "why": ["it gives a figure"]}
        end = at + len(sentence.text)
        self.found.append(Finding("claim", at, end, "claim", body, worth, MODEL))

    def _quotation(self, sentence: Sentence, q: Quote, at: int) -> None:
        self._quotations += 1
        body: dict[str, Any] = {
            "type": q.kind,
            "found_by": "marks" if q.kind == "direct" else "model",
            "whole": True,
            "act": "speech",
            "polarity": "affirmed",
            "attribution": f"q{self._quotations}",
            "source": _quoted(sentence, q.source, at),
            "cue": _quoted(sentence, q.cue, at),
            "speaker": words.entity(q.rank).name,
            "chain": self._chain(q.rank),
            "named": True,
            "speaker_confidence": q.confidence,
        }
        start, end = at + q.start, at + q.end
        self.found.append(Finding("quotation", start, end, q.kind, body, q.confidence, MODEL))


def _quoted(sentence: Sentence, place: tuple[int, int], at: int) -> dict[str, Any]:
    start, end = place
    return {"start": at + start, "end": at + end, "exact": sentence.text[start:end]}
