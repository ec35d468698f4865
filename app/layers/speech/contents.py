"""What is said: the model's contents and the words in marks brought together.

The marks win: direct speech begins and ends with them. Cues and sources are found elsewhere.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.engines.model.tagger import TaggedSpan
from app.layers.speech.clauses import is_clause
from app.layers.speech.marks.quotation_marks import Quotation, QuotedPiece
from app.layers.speech.marks.utterances import is_free, is_name, is_title
from app.text.spans import Block, Span

_WORD = re.compile(r"[^\W_]+")
# Mean share of content from which words in marks are speech: of PolNeAR's dev part 932 of 939
# stretches that are, 38 of 74 that are not.
_SURE = 0.5
_SIGNS = re.compile(r"[\s,;:—–]*")  # signs between content and cue
# With these the writer goes on, whoever was reported up to there: `, in an act condemned by …`, `,
# a claim that …`, `, according to …`. Of PolNeAR's training articles, 332 contents end where one
# begins and 15 hold one.
_GOES_ON = re.compile(
    r",? (?:[–—-] )?(?:in an? (?:\w+ )?(?:act|move|step|gesture|bid|attempt|effort) |in what "
    r"(?:\w+ ){1,5}(?:call|said|describ|see|regard)"
    r"|(?<=[,–—-] )an? (?:\w+ )?(?:move|step|claim|charge|allegation|accusation|assertion) "
    r"(?:that|which|by|\w+ed|has|is|was)\b"
    r"|according to |(?<=, )(?:mirroring|echoing|prompting|sparking|drawing|citing|quoting) )"
)
# A relative clause behind a comma, to the end of the content. Of PolNeAR's training articles, 113
# contents that are no clause end before one and 50 hold it; of clauses, 73 and 46. What another
# says in it stays: `a statement by the son, who said that it was late`.
_BACKGROUND = re.compile(
    r",\s(?:who|which|where|whose)\s(?!\w*\s?(?:said|says|told|tells|claim|argu|den(?:y|ied))\w*\b)"
    r"(?:(?!,\s)[^;:.!?])*\Z"
)
_AND_THEN = re.compile(r"\s(?:and|but|before|then|while)\b")
_FEWEST_BESIDE_NAME = 2  # words next to a name in marks from which something is said of it
_FEWEST_OUTSIDE = 3  # words outside the marks from which a content is more than the words in them


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a content.

    `outer` are its words with the marks around them, `exact` the words in marks inside it. `free`
    is an utterance of its own, not words in marks amid somebody else's sentence.
    """

    words: Span
    outer: Span
    kind: str
    found_by: str
    confidence: float
    exact: tuple[Span, ...] = ()
    free: bool = False


class Marks:
    """The stretches in marks of one text: utterances, fragments and names, looked up by span."""

    def __init__(self, text: str, blocks: Sequence[Block], whole: Sequence[Quotation]) -> None:
        self.text = text
        self._block_starts = [b.start for b in blocks]
        self.whole = whole
        self.pieces = [p for q in whole for p in q.pieces]
        self._ends = [p.outer.end for p in self.pieces]
        self._starts = [p.outer.start for p in self.pieces]

    def inside(self, span: Span) -> list[QuotedPiece]:
        """The stretches that share a character with the span."""
        low = bisect_right(self._ends, span.start)
        high = bisect_left(self._starts, span.end)
        return self.pieces[low:high]

    def speaks(self, whole: Quotation) -> bool:
        """Whether it is an utterance of its own, judged by its form and place."""
        return any(self.is_free(p) and not self.names(p) for p in whole.pieces)

    def is_free(self, piece: QuotedPiece) -> bool:
        """Whether it begins and ends where a sentence does, or after a comma or colon."""
        return is_free(self.text, self._block_start(piece), piece)

    def names(self, piece: QuotedPiece) -> bool:
        """Whether the marks hold a name or title."""
        return is_title(self.text, piece.words) or self.called(piece)

    def called(self, piece: QuotedPiece) -> bool:
        """Whether the words before the marks announce a name, a title or a word as such."""
        return is_name(self.text, self._block_start(piece), piece)

    def _block_start(self, piece: QuotedPiece) -> int:
        return self._block_starts[bisect_right(self._block_starts, piece.outer.start) - 1]


def contents(
    marks: Marks, marked: Sequence[TaggedSpan], share: Callable[[Span], float]
) -> list[tuple[Part, ...]]:
    """Every content in order: the paragraphs of a quotation together, else one part.

    `marked` are the contents of the model, `share` is how surely words are somebody's.
    """
    utterances = _utterances(marks, share)
    outer_of_utterances = {part.outer for parts in utterances for part in parts}
    reported = [
        _part(marks, span, confidence)
        for span, confidence in _merged(_reported_spans(marks, marked, outer_of_utterances))
        if not _only_names(marks, span)
    ]
    covered = [part.outer for part in reported]
    # An utterance inside a reported clause belongs to that clause.
    standing_alone = [parts for parts in utterances if not _is_within(parts[0].outer, covered)]
    fragments = _fragments(marks, share, outer_of_utterances, covered)
    everything = [*((part,) for part in reported), *standing_alone, *fragments]
    return sorted(everything, key=lambda parts: parts[0].words)


def _utterances(marks: Marks, share: Callable[[Span], float]) -> list[tuple[Part, ...]]:
    """The quotations that are utterances of their own by form, and speech by the model."""
    utterances = []
    for quotation in marks.whole:
        confidence = max(share(p.words) for p in quotation.pieces)
        if confidence >= _SURE and marks.speaks(quotation):
            parts = (
                Part(p.words, p.outer, "direct", "marks", confidence, free=True)
                for p in quotation.pieces
            )
            utterances.append(tuple(parts))
    return utterances


def _fragments(
    marks: Marks,
    share: Callable[[Span], float],
    utterances: Collection[Span],
    covered: Sequence[Span],
) -> list[tuple[Part, ...]]:
    """Words in marks amid the writer's own sentence that the model takes for speech."""
    fragments: list[tuple[Part, ...]] = []
    for piece in marks.pieces:
        is_in_other = piece.outer in utterances or _is_within(piece.outer, covered)
        if is_in_other or marks.names(piece):
            continue
        confidence = share(piece.words)
        if confidence >= _SURE:
            fragments.append((Part(piece.words, piece.outer, "direct", "marks", confidence),))
    return fragments


def _is_within(span: Span, covered: Sequence[Span]) -> bool:
    """Whether one of the covered spans (in order, apart) holds the span."""
    n = bisect_right(covered, Span(span.start, 1 << 62)) - 1
    return n >= 0 and covered[n].covers(span)


def _reported_spans(
    marks: Marks, marked: Sequence[TaggedSpan], utterances: Collection[Span]
) -> Iterator[tuple[Span, float]]:
    """The model's contents with their confidence, none of which ends amid words in marks.

    Each takes the fragments that it touches along; of one that crosses the border of an utterance
    only what is outside the utterances remains. A sign without words is no content.
    """
    for content in marked:
        if not _count_words(marks.text, content.span):
            continue
        for span in _without_utterances(marks, content.span, utterances):
            yield span, content.confidence


def _without_utterances(
    marks: Marks, content: Span, utterances: Collection[Span]
) -> Iterable[Span]:
    """A content with the fragments that it touches, or what utterances leave of it."""
    touched = [p.outer for p in marks.inside(content)]
    own_utterances = [outer for outer in touched if outer in utterances]
    if own_utterances and _is_mostly(marks.text, content, own_utterances):
        return ()
    if all(content.covers(outer) for outer in own_utterances):
        return (_hull([content, *touched]),)
    return _without(marks.text, content, own_utterances)


def _hull(spans: Sequence[Span]) -> Span:
    """The shortest span that covers all of them."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _is_mostly(text: str, span: Span, utterances: Sequence[Span]) -> bool:
    """Whether hardly any word of the span is outside the utterances."""
    inside = sum(_count_words(text, _shared(span, outer)) for outer in utterances)
    return _count_words(text, span) - inside < _FEWEST_OUTSIDE


def _merged(spans: Iterable[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """The spans, overlapping ones as one that has the higher confidence."""
    merged: list[tuple[Span, float]] = []
    for span, confidence in spans:
        if merged and span.start < merged[-1][0].end:
            before, other = merged.pop()
            merged.append((_hull([before, span]), max(confidence, other)))
        else:
            merged.append((span, confidence))
    return merged


def _only_names(marks: Marks, span: Span) -> bool:
    """Whether the span is hardly more than a name: `goes by “Shorty”`, `call it “the lip”`."""
    names = [p for p in marks.inside(span) if marks.called(p)]
    if not names:
        return False
    in_names = sum(_count_words(marks.text, p.words) for p in names)
    return _count_words(marks.text, span) - in_names < _FEWEST_BESIDE_NAME


def _part(marks: Marks, span: Span, confidence: float) -> Part:
    """The part of a reported span; direct where all its words are in one pair of marks."""
    span = _without_addition(marks, _trimmed(marks.text, span))
    inside = [p for p in marks.inside(span) if span.covers(p.outer)]
    count = _count_words(marks.text, span)
    only = next((p for p in inside if _count_words(marks.text, p.words) == count), None)
    if only:
        return Part(only.words, only.outer, "direct", "marks", confidence, free=marks.is_free(only))
    exact = tuple(p.words for p in inside if not marks.names(p))
    return Part(span, span, "mixed" if exact else "indirect", "model", confidence, exact)


def _without_addition(marks: Marks, span: Span) -> Span:
    """The span without what the writer adds after it."""
    inside = marks.inside(span)
    # `“We wait,” and left`: a sign inside the mark ends what was said.
    if (
        inside
        and marks.text[inside[-1].words.end - 1] in ",.!?"
        and _AND_THEN.match(marks.text, inside[-1].outer.end, span.end)
    ):
        return Span(span.start, inside[-1].outer.end)
    added = _GOES_ON.search(marks.text, span.start, span.end)
    kept = span
    if added and not any(p.outer.end > added.start() for p in inside):
        kept = _trimmed(marks.text, Span(span.start, added.start()))
    kept = _without_background(marks, kept)
    return kept if _count_words(marks.text, kept) >= _FEWEST_OUTSIDE else span


def _without_background(marks: Marks, span: Span) -> Span:
    """A thing without the relative clause at its end, in which the writer explains it."""
    background = _BACKGROUND.search(marks.text, span.start, span.end)
    if background is None or marks.inside(span):
        return span
    thing = Span(span.start, background.start())
    return span if is_clause(thing.of(marks.text)) else thing


def _trimmed(text: str, span: Span) -> Span:
    """The span without the signs that separate it from its cue."""
    words = span.of(text)
    leading, trailing = _SIGNS.match(words), _SIGNS.match(words[::-1])
    start = span.start + (leading.end() if leading else 0)
    end = span.end - (trailing.end() if trailing else 0)
    return Span(start, end)


def _count_words(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))


def _shared(a: Span, b: Span) -> Span:
    return Span(max(a.start, b.start), min(a.end, b.end))


def _without(text: str, span: Span, cut: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span between the stretches cut out of it, if more than a few words."""
    starts = [span.start, *(c.end for c in cut)]
    ends = [*(c.start for c in cut), span.end]
    for start, end in zip(starts, ends, strict=True):
        words = list(_WORD.finditer(text, start, max(start, end)))
        if len(words) >= _FEWEST_OUTSIDE:
            yield Span(words[0].start(), words[-1].end())
