"""Where an article mentions one entity: paragraphs to jump to, sentences that are not dimmed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from app.store.annotations.rows import AnnotationRow
from app.store.schema.articles import Article, Revision
from app.text.sentences import sentences
from app.text.spans import Span

LONGEST_SENTENCE = 160


QUOTED = 6
"""Paragraphs of which cards and panels show a sentence."""


@dataclass(frozen=True, slots=True)
class QuotedParagraph:
    """A paragraph that names the entity.

    `number` is that of its id on the page (`#p3`); `before`, `words` and `after` are the sentence
    of the first mention.
    """

    number: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class EntityFocus:
    """The article that a card or panel was opened in, and where it names the entity.

    `paragraphs` are the numbers of all that do, `quoted` the first of them.
    """

    article: Article
    revision: Revision
    mentions: int
    paragraphs: list[int]
    quoted: list[QuotedParagraph]

    @property
    def address(self) -> str:
        """The page of that article as it is read."""
        page = f"/articles/{self.article.id}"
        is_newest = self.revision.id == self.article.newest_revision_id
        return page if is_newest else f"{page}?revision={self.revision.number}"


def entity_focus(
    article: Article, revision: Revision, rows: Iterable[AnnotationRow], entity_id: int
) -> EntityFocus:
    """Where `revision` names the entity."""
    named = sorted(
        Span(r.start, r.end) for r in rows if r.layer == "entity" and r.entity_id == entity_id
    )
    first = dict(reversed([(_block(revision, span), span) for span in named]))
    numbers = sorted(n for n in first if n)
    quoted = [_quoted(revision, number, first[number]) for number in numbers[:QUOTED]]
    return EntityFocus(article, revision, len(named), numbers, quoted)


def _block(revision: Revision, span: Span) -> int:
    """The number of the block in which a span starts; 0 for none."""
    number = bisect_right(revision.blocks, span.start, key=itemgetter("start"))
    return number if number and span.start < revision.blocks[number - 1]["end"] else 0


def _quoted(revision: Revision, number: int, first: Span) -> QuotedParagraph:
    text, block = revision.text, revision.blocks[number - 1]
    in_block = sentences(text, block["start"], block["end"])
    around = [first, *(x for x in in_block if x.overlaps(first))]
    start, end = min(x.start for x in around), max(x.end for x in around)
    words = _short(text[start : first.start], text[first.end : end], first.of(text))
    return QuotedParagraph(number, *words)


def _short(before: str, after: str, words: str) -> tuple[str, str, str]:
    """The sentence, cut at words on both sides where it is long."""
    side = max(20, (LONGEST_SENTENCE - len(words)) // 2)
    if len(before) > side:
        before = "…" + before[-side:].partition(" ")[2]
    if len(after) > side:
        after = after[:side].rpartition(" ")[0] + "…"
    return before, words, after


def sentences_about(
    revision: Revision, rows: Iterable[AnnotationRow], entity_id: int
) -> list[Span]:
    """The sentences that name the entity or in which it speaks, in order."""
    mentions = [
        Span(row.start, row.end)
        for row in rows
        if row.entity_id == entity_id and row.layer in ("entity", "quotation")
    ]
    by_block: dict[int, list[Span]] = {}
    for span in sorted(mentions):
        for number in _blocks_over(revision, span):
            by_block.setdefault(number, []).append(span)
    about: list[Span] = []
    for number, inside in sorted(by_block.items()):
        block = revision.blocks[number]
        in_block = sentences(revision.text, block["start"], block["end"])
        about += [sentence for sentence in in_block if _overlaps_any(sentence, inside)]
    return about


def _blocks_over(revision: Revision, span: Span) -> range:
    """The places in `revision.blocks` of those that share a character with a span."""
    first = bisect_right(revision.blocks, span.start, key=itemgetter("end"))
    stop = bisect_left(revision.blocks, span.end, key=itemgetter("start"))
    return range(first, stop)


def _overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def is_inside(row: AnnotationRow, shown: Sequence[Span]) -> bool:
    """Whether an annotation shares a character with one of `shown`, which are in order."""
    after = bisect_right(shown, row.start, key=attrgetter("end"))
    return after < len(shown) and shown[after].start < row.end
