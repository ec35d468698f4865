"""Where an article mentions one entity: paragraphs to jump to, sentences that are not dimmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.store.annotations.rows import AnnotationRow
from app.store.schema.articles import Article, Revision
from app.text.sentences import sentences
from app.text.spans import Span

LONGEST_SENTENCE = 160


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that names the entity.

    `number` is that of its id on the page (`#p3`); `before`, `words` and `after` are the sentence
    of the first mention.
    """

    number: int
    mentions: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class EntityFocus:
    """The article that a card or panel was opened in, and where it names the entity."""

    article: Article
    revision: Revision
    mentions: int
    places: list[Paragraph]

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
        (r.start, r.end) for r in rows if r.layer == "entity" and r.entity_id == entity_id
    )
    return EntityFocus(article, revision, len(named), list(_places(revision, named)))


def _places(revision: Revision, named: Sequence[tuple[int, int]]) -> Iterable[Paragraph]:
    for number, block in enumerate(revision.blocks, 1):
        inside = [Span(*ends) for ends in named if block["start"] <= ends[0] < block["end"]]
        if not inside:
            continue
        first = inside[0]
        in_block = sentences(revision.text, block["start"], block["end"])
        around = [first, *(x for x in in_block if x.overlaps(first))]
        start, end = min(x.start for x in around), max(x.end for x in around)
        before, after = revision.text[start : first.start], revision.text[first.end : end]
        yield Paragraph(number, len(inside), *_short(before, after, first.of(revision.text)))


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
    about: list[Span] = []
    for block in revision.blocks:
        inside = _overlapping(mentions, Span(block["start"], block["end"]))
        if inside:
            in_block = sentences(revision.text, block["start"], block["end"])
            about += [sentence for sentence in in_block if _overlapping(inside, sentence)]
    return about


def _overlapping(spans: Iterable[Span], other: Span) -> list[Span]:
    return [span for span in spans if span.overlaps(other)]
