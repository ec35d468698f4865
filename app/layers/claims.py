"""The layer `claim`: sentences that assert something checkable, how much checking would pay, and whose claim it is. Judges no truth."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.engines import checkable, rules
from app.layers.base import Doc, Earlier, Finding
from app.text.spans import Block, Doubt, Span

_OUTER = " \t\n\u00a0\"'“”‘’„‚«»‹›"
_NOT_SAID = frozenset({"heading", "caption", "table", "code"})
_SHARE_ATTRIBUTED = (
    0.4  # of a sentence that stands in somebody's words before the claim is theirs; the scare quote `"urgent"` is no claimant's
)


class Claims:
    """Check-worthy sentences by additive signs."""

    name = "claim"
    label = "Claims"
    card: str | None = "claim_card"
    engine = rules.ENGINE
    version = rules.VERSION
    kinds: tuple[str, ...] = ("claim",)
    # At 0.76 the median of 500 words is 4.8 claims in 150 of worldwide's training articles and 4.7 in the demonstration library.
    threshold = 0.76

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """Every sentence of running text with its check-worthiness as confidence; those below the threshold are for `--all`."""
        names, dates, said = (_Ordered(earlier.get(layer, ())) for layer in ("entity", "date", "quotation"))
        for sentence in _sentences(doc):
            span = _trimmed(doc.text, sentence)
            if span:
                signs = checkable.signs(span.of(doc.text), any(_is_dated(f) for f in dates.within(sentence)), len(names.within(sentence)))
                yield _finding(span, signs, _claimant(sentence, said.touching(sentence)))


LAYER = Claims()


class _Ordered:
    """Findings by start, for asking which lie in or touch a span without looking at all."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self._found = sorted(found, key=lambda f: f.start)
        self._starts = [f.start for f in self._found]
        self._longest = max((f.end - f.start for f in found), default=0)

    def within(self, span: Span) -> list[Finding]:
        """Those that begin in the span."""
        return self._found[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def touching(self, span: Span) -> list[Finding]:
        """Those that share a character with it."""
        first = bisect_left(self._starts, span.start - self._longest)
        return [f for f in self._found[first : bisect_left(self._starts, span.end)] if f.end > span.start]


def _sentences(doc: Doc) -> Iterator[Span]:
    """The sentences of blocks that assert: no headings, captions, tables, code."""
    mute = [b for b in doc.blocks if b.kind in _NOT_SAID or _is_headline(doc, b)]
    at = 0
    for sentence in doc.sentences:
        while at < len(mute) and mute[at].end <= sentence.start:
            at += 1
        if at == len(mute) or mute[at].start > sentence.start:
            yield sentence


def _is_headline(doc: Doc, block: Block) -> bool:
    """A short line without final punctuation among other blocks, where the importer marked no headings."""
    return len(doc.blocks) > 1 and block.end - block.start < 100 and doc.text[block.end - 1] not in ".!?…:;,\"”»'’"


def _trimmed(text: str, sentence: Span) -> Span | None:
    """The sentence without outer white space and without marks that open and close outside it; None if nothing is left."""
    words = sentence.of(text)
    bare = words.strip().strip(_OUTER).strip()
    if not bare:
        return None
    kept = bare if _balanced(bare) else words.strip()
    start = sentence.start + words.index(kept)
    return Span(start, start + len(kept))


def _balanced(words: str) -> bool:
    """Whether every mark inside has its other half inside."""
    return words.count('"') % 2 == 0 and words.count("“") == words.count("”") and words.count("«") == words.count("»")


def _is_dated(finding: Finding) -> bool:
    return not str(finding.body["value"]).endswith("_REF")


def _claimant(sentence: Span, said: Sequence[Finding]) -> tuple[str | None, str | None]:
    """Who says it, and the chain: the speaker of the quotation that holds most of it, if that is enough of it."""
    best, most = None, _SHARE_ATTRIBUTED * (sentence.end - sentence.start)
    for finding in said:
        shared = min(finding.end, sentence.end) - max(finding.start, sentence.start)
        if shared >= most:
            best, most = finding, shared
    if best is None:
        return None, None
    source: dict[str, Any] = best.body.get("source") or {}
    return best.body.get("speaker") or source.get("exact"), best.body.get("chain")


def _finding(span: Span, signs: dict[str, float], claimant: tuple[str | None, str | None]) -> Finding:
    worth = checkable.worth(signs)
    why = [*checkable.why(signs), *(["attribution"] if claimant[0] else [])]
    body = {"check_worthiness": worth, "claimant": claimant[0], "claimant_chain": claimant[1], "why": why}
    return Finding("claim", span.start, span.end, "claim", body, worth, rules.CREATOR)
