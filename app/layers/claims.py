"""The layer `claim`: sentences that assert something checkable, how much checking would pay, and whose claim it is. Judges no truth."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import log

from app.engines import word_lists
from app.engines.claims import checkworthiness, uncheckable
from app.engines.model.tagger import Reading
from app.layers.base import Doc, Earlier, Finding
from app.layers.claimants import Claimant, claimant
from app.linking.within import sports_teams
from app.text.spans import Block, Doubt, Span

_OUTER = " \t\n\u00a0\"'“”‘’„‚«»‹›"
_APART = frozenset({"heading", "caption", "table", "code"})
# How much each of the model's sentence heads says. On the sentences that training keeps out, 1, 0.8
# and 0.6 for the first give an average
# precision of .961, .961, .960 on claimbuster's and .881, .887, .891 on policlaim's.
_HEADS = {"claims:debates": 0.8, "claims:speeches": 0.2}
_FINAL = ".!?…:;,\"”»'’"
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")
_CERTAIN = 1e-6  # the model's answers are held this far from 0 and 1


class Claims:
    """Check-worthy sentences: the model ranks them beside their signs; where it does not know the language, signs alone."""

    name = "claim"
    label = "Claims"
    card: str | None = "claim_card"
    engine = "tagger"
    version = "2"
    kinds: tuple[str, ...] = ("claim",)
    threshold = 0.5

    def find(self, doc: Doc, earlier: Earlier) -> Iterable[Finding | Doubt]:
        """Every sentence with its check-worthiness as confidence; those below the threshold are for `--all`."""
        said = _Ordered(earlier.get("quotation", ()))
        reading = doc.reading
        learns = [head for head in _HEADS if reading and head in reading.labels.claims]
        creator = (
            f"{self.engine}@{reading.labels.version}" if reading and learns else word_lists.CREATOR
        )
        sentences = _weighed(doc, earlier)
        _of_the_article(doc, sentences, said)
        for sentence, span, signs in sentences:
            learnt = _learnt(reading, learns, sentence) if reading and learns else None
            who = claimant(doc.text, sentence, said.touching(sentence))
            yield _finding(
                doc.text,
                span,
                signs,
                learnt,
                who if doc.reading else replace(who, reported=who.reported or None),
                creator,
            )


LAYER = Claims()


class _Ordered:
    """Findings by start, for asking which lie in or touch a span without looking at all."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self._found = sorted(found, key=lambda f: f.start)
        self._starts = [f.start for f in self._found]
        self._longest = max((f.end - f.start for f in found), default=0)

    def within(self, span: Span) -> list[Finding]:
        """Those that begin in the span."""
        return self._found[
            bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)
        ]

    def touching(self, span: Span) -> list[Finding]:
        """Those that share a character with it."""
        first = bisect_left(self._starts, span.start - self._longest)
        return [
            f
            for f in self._found[first : bisect_left(self._starts, span.end)]
            if f.end > span.start
        ]


def _weighed(doc: Doc, earlier: Earlier) -> list[tuple[Span, Span, dict[str, float]]]:
    """Every sentence that has words: itself, its words without outer marks, and its signs."""
    names, dates = (_Ordered(earlier.get(layer, ())) for layer in ("entity", "date"))
    weighed = []
    for sentence, apart in _sentences(doc):
        span = _trimmed(doc.text, sentence)
        if span:
            dated, named = (
                any(_is_dated(f) for f in dates.within(sentence)),
                len(names.within(sentence)),
            )
            weighed.append(
                (sentence, span, checkworthiness.signs(span.of(doc.text), dated, named, apart))
            )
    return weighed


def _of_the_article(
    doc: Doc, sentences: Sequence[tuple[Span, Span, dict[str, float]]], said: "_Ordered"
) -> None:
    """Gives every sentence the signs that the article has as a whole: a report of sport, an opinion piece, an advertisement."""
    own = [signs for sentence, _, signs in sentences if not said.touching(sentence)]
    argued, sport = uncheckable.argues(own), sports_teams.is_sport(doc.text)
    advertised = uncheckable.advertises([signs for _, _, signs in sentences])
    for _, _, signs in sentences:
        signs["argued"], signs["advertised"] = float(argued), float(advertised)
        signs["trifle"] = float(sport or signs["trifle"])


def _sentences(doc: Doc) -> Iterator[tuple[Span, bool]]:
    """Every sentence, and whether it stands apart from what the article asserts: in a heading, a caption, a table or code."""
    apart = [b for b in doc.blocks if b.kind in _APART or _is_headline(doc, b)]
    at = 0
    for sentence in doc.sentences:
        while at < len(apart) and apart[at].end <= sentence.start:
            at += 1
        yield sentence, at < len(apart) and apart[at].start <= sentence.start


def _is_headline(doc: Doc, block: Block) -> bool:
    """A line among others, where the importer marked no headings: a short one without final punctuation, or the first in Title Case."""
    written = doc.text[block.start : block.end]
    first = block.start == doc.blocks[0].start
    if len(doc.blocks) < 2 or len(written) >= (200 if first else 100):
        return False
    return written[-1] not in _FINAL or (first and _is_title_case(written))


def _is_title_case(line: str) -> bool:
    """Whether nearly all its longer words are capitalised; a sentence has some that are not, however many names it holds."""
    longer = [w for w in _LONGER_WORD.findall(line) if w[0].isupper() != w[0].islower()]
    return len(longer) > 3 and sum(w[0].isupper() for w in longer) >= 0.85 * len(longer)


def _learnt(reading: Reading, heads: Sequence[str], sentence: Span) -> float:
    """What the model says of a sentence, in log-odds: the mean of its heads by their weights."""
    answers = (
        (_HEADS[head], min(1 - _CERTAIN, max(_CERTAIN, reading.worth(head, sentence))))
        for head in heads
    )
    return sum(weight * log(p / (1 - p)) for weight, p in answers) / sum(
        _HEADS[head] for head in heads
    )


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
    return (
        words.count('"') % 2 == 0
        and words.count("“") == words.count("”")
        and words.count("«") == words.count("»")
    )


def _is_dated(finding: Finding) -> bool:
    return not str(finding.body["value"]).endswith("_REF")


def _finding(
    text: str,
    span: Span,
    signs: dict[str, float],
    learnt: float | None,
    who: Claimant,
    creator: str,
) -> Finding:
    worth = checkworthiness.worth(signs, learnt)
    body = {
        "check_worthiness": worth,
        "claimant": who.name,
        "claimant_chain": who.chain,
        "reported": who.reported,
        "why": checkworthiness.why(span.of(text), signs),
    }
    return Finding("claim", span.start, span.end, "claim", body, worth, creator)
