"""What is said: the model's contents and the words in marks brought together.

The marks win: direct speech begins and ends with them.

Knows nothing of cues and sources.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.engines.model.tagger import TaggedSpan
from app.layers.speech.quotation_marks import Quotation, QuotedPiece
from app.layers.speech.utterances import is_free, is_name, is_title
from app.text.spans import Block, Span

_WORD = re.compile(r"[^\W_]+")
# Mean share of content from which words in marks are speech: of PolNeAR's dev part 932 of 939
# stretches that are, 38 of 74 that are not.
_SURE = 0.5
_PARTS = re.compile(r"[\s,;:—–]*")  # signs between content and cue
# With these the writer goes on, whoever was reported up to there: `, in an act condemned by …`, `,
# a claim that …`, `, according to …`. Of
# PolNeAR's training articles, 332 contents end where one begins and 15 hold one.
_GOES_ON = re.compile(
    r",? (?:[–—-] )?(?:in an? (?:\w+ )?(?:act|move|step|gesture|bid|attempt|effort) |in what "
    r"(?:\w+ ){1,5}(?:call|said|describ|see|regard)"
    r"|(?<=[,–—-] )an? (?:\w+ )?(?:move|step|claim|charge|allegation|accusation|assertion) "
    r"(?:that|which|by|\w+ed|has|is|was)\b"
    r"|according to |(?<=, )(?:mirroring|echoing|prompting|sparking|drawing|citing|quoting) )"
)
_AND_THEN = re.compile(r"\s(?:and|but|before|then|while)\b")
_REST = 2  # words beside a name in marks from which something is said of it
_FEW = 3  # words outside the marks from which a content is more than the words in them


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a content: its words, the same with outer marks, and the words in marks inside it.

    `free` is an utterance of its own, and no words in marks amid somebody else's sentence.
    """

    words: Span
    outer: Span
    kind: str
    found_by: str
    confidence: float
    exact: tuple[Span, ...] = ()
    free: bool = False


class Marks:
    """The stretches in marks of one text: which are utterances of their own, which fragments, and which of them stand in a span."""

    def __init__(self, text: str, blocks: Sequence[Block], whole: Sequence[Quotation]) -> None:
        self.text = text
        self._begins = [b.start for b in blocks]
        self.whole = whole
        self.pieces = [p for q in whole for p in q.pieces]
        self._ends = [p.outer.end for p in self.pieces]
        self._starts = [p.outer.start for p in self.pieces]

    def inside(self, span: Span) -> list[QuotedPiece]:
        """The stretches that share a character with the span."""
        return self.pieces[
            bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)
        ]

    def speaks(self, whole: Quotation) -> bool:
        """Whether it is an utterance of its own, to go by its form and place."""
        return any(self.is_free(p) and not self.names(p) for p in whole.pieces)

    def is_free(self, piece: QuotedPiece) -> bool:
        """Whether the stretch begins and ends where a sentence does, or what a comma or colon announces."""
        return is_free(self.text, self._begin(piece), piece)

    def names(self, piece: QuotedPiece) -> bool:
        """Whether a name or title stands in the marks."""
        return is_title(self.text, piece.words) or self.called(piece)

    def called(self, piece: QuotedPiece) -> bool:
        """Whether what stands before the marks says that a name, a title or a word as such is in them."""
        return is_name(self.text, self._begin(piece), piece)

    def _begin(self, piece: QuotedPiece) -> int:
        return self._begins[bisect_right(self._begins, piece.outer.start) - 1]


def contents(
    marks: Marks, marked: Sequence[TaggedSpan], share: Callable[[Span], float]
) -> list[tuple[Part, ...]]:
    """Every content in order: the paragraphs of a quotation together, else one part.

    `share` is how surely words are somebody's.
    """
    spoken: list[tuple[Part, ...]] = []
    for q in marks.whole:
        sure = max(share(p.words) for p in q.pieces)
        if sure >= _SURE and marks.speaks(q):
            spoken.append(
                tuple(Part(p.words, p.outer, "direct", "marks", sure, free=True) for p in q.pieces)
            )
    utterances = {p.outer for parts in spoken for p in parts}
    told = [
        _part(marks, span, sure)
        for span, sure in _joined(_told(marks, marked, utterances))
        if not _only_names(marks, span)
    ]
    covered = [p.outer for p in told]
    whole = [u for u in spoken if not _within(u[0].outer, covered)]
    alone = [
        p
        for p in marks.pieces
        if p.outer not in utterances and not _within(p.outer, covered) and not marks.names(p)
    ]
    fragments = [
        (Part(p.words, p.outer, "direct", "marks", sure),)
        for p in alone
        if (sure := share(p.words)) >= _SURE
    ]
    return sorted([*((p,) for p in told), *whole, *fragments], key=lambda parts: parts[0].words)


def _within(span: Span, covered: Sequence[Span]) -> bool:
    """Whether the span lies in the last of the covered (in order, apart) that begins no later."""
    n = bisect_right(covered, Span(span.start, 1 << 62)) - 1
    return n >= 0 and covered[n].covers(span)


def _told(
    marks: Marks, marked: Sequence[TaggedSpan], utterances: Collection[Span]
) -> Iterator[tuple[Span, float]]:
    """The model's contents, none of which ends amid words in marks: each with the fragments it touches, or what utterances leave of it.

    A sign alone is no content, whatever the model says.
    """
    for m in marked:
        if not _words(marks.text, m.span):
            continue
        touched = [p.outer for p in marks.inside(m.span)]
        free = [t for t in touched if t in utterances]
        if (
            free
            and _words(marks.text, m.span)
            - sum(_words(marks.text, _shared(m.span, f)) for f in free)
            < _FEW
        ):
            continue
        if all(m.span.covers(f) for f in free):
            yield (
                Span(
                    min([m.start, *(t.start for t in touched)]),
                    max([m.end, *(t.end for t in touched)]),
                ),
                m.confidence,
            )
        else:
            yield from ((rest, m.confidence) for rest in _beside(marks.text, m.span, free))


def _joined(told: Iterable[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """The spans, those that overlap as one."""
    found: list[tuple[Span, float]] = []
    for span, sure in told:
        if found and span.start < found[-1][0].end:
            before, other = found.pop()
            span, sure = (
                Span(min(before.start, span.start), max(before.end, span.end)),
                max(sure, other),
            )
        found.append((span, sure))
    return found


def _only_names(marks: Marks, span: Span) -> bool:
    """Whether a name or title in marks is all that is told: `goes by “Shorty”`, `call it “the lip”`."""
    names = [p for p in marks.inside(span) if marks.called(p)]
    return (
        bool(names)
        and _words(marks.text, span) - sum(_words(marks.text, p.words) for p in names) < _REST
    )


def _part(marks: Marks, span: Span, sure: float) -> Part:
    span = _own(marks, _trimmed(marks.text, span))
    inside = [p for p in marks.inside(span) if span.covers(p.outer)]
    count = _words(marks.text, span)
    only = next((p for p in inside if _words(marks.text, p.words) == count), None)
    if only:
        return Part(only.words, only.outer, "direct", "marks", sure, free=marks.is_free(only))
    exact = tuple(p.words for p in inside if not marks.names(p))
    return Part(span, span, "mixed" if exact else "indirect", "model", sure, exact)


def _own(marks: Marks, span: Span) -> Span:
    """The span without what the writer adds behind it."""
    inside = marks.inside(span)
    if (
        inside
        and marks.text[inside[-1].words.end - 1] in ",.!?"
        and _AND_THEN.match(marks.text, inside[-1].outer.end, span.end)
    ):
        return Span(
            span.start, inside[-1].outer.end
        )  # `“We wait,” and left`: a sign inside the mark ends what was said
    added = _GOES_ON.search(marks.text, span.start, span.end)
    if added is None or any(p.outer.end > added.start() for p in inside):
        return span
    own = _trimmed(marks.text, Span(span.start, added.start()))
    return own if _words(marks.text, own) >= _FEW else span


def _trimmed(text: str, span: Span) -> Span:
    """The span without the signs that part it from its cue."""
    words = span.of(text)
    begin, end = _PARTS.match(words), _PARTS.match(words[::-1])
    return Span(span.start + (begin.end() if begin else 0), span.end - (end.end() if end else 0))


def _words(text: str, span: Span) -> int:
    return len(_WORD.findall(text, span.start, span.end))


def _shared(a: Span, b: Span) -> Span:
    return Span(max(a.start, b.start), min(a.end, b.end))


def _beside(text: str, span: Span, cut: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span without the stretches cut out of it, where that is more than a few words."""
    for start, end in zip(
        [span.start, *(c.end for c in cut)], [*(c.start for c in cut), span.end], strict=True
    ):
        words = list(_WORD.finditer(text, start, max(start, end)))
        if len(words) >= _FEW:
            yield Span(words[0].start(), words[-1].end())
