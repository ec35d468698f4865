"""Lines: what a page or a list needs of an annotation, how it is selected and put together.

Owns no table and asks no question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    null,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.store.annotations import excerpts
from app.store.annotations.excerpts import Excerpt
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.text.spans import Span

LONGEST_STATEMENT = 4_000
"""Characters behind the beginning of a statement up to which a line brings its pieces together; a
design choice."""


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """What a page needs of one annotation: no words, they are the revision's."""

    id: int
    layer: str
    kind: str
    start: int
    end: int
    body: dict[str, Any]
    confidence: float
    creator: str
    entity_id: int | None
    entity_name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """What a line of a list says of the article it is about."""

    id: int
    title: str | None
    lede: str
    publisher: str | None
    published_on: str | None
    date_doubted: bool
    sorted_on: str
    revision_id: int
    revision: int
    source_url: str | None
    language: str = "und"


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """Words of a statement; `kind` says whether they stood in marks, `evidence` where they name whom they were asked for as being about."""

    words: str
    kind: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quotation or claim in a list: the annotation, where it stands, its words in their sentence; its entity is who said it.

    `evidence` is where in the words they name whom they were asked for as being about. `pieces` are all the words of its statement.
    """

    annotation: AnnotationRow
    article: ArticleLine
    excerpt: Excerpt
    evidence: tuple[Span, ...] = ()
    pieces: tuple[QuotePiece, ...] = ()


_HIDDEN = and_(
    col(Annotation.corrected), col(Entity.public_mentions) == 0, col(Article.visibility) == "public"
)
"""A person led a public article's words to somebody whom only closed articles name: nobody is told
by it who that is."""
ROW = (
    col(Annotation.id),
    col(Annotation.layer),
    case(
        (
            and_(col(Annotation.layer) == "entity", col(Entity.found_kind).is_not(None)),
            col(Entity.kind),
        ),
        else_=col(Annotation.kind),
    ),
    col(Annotation.start),
    col(Annotation.end),
    col(Annotation.body),
    col(Annotation.confidence),
    col(Annotation.creator),
    case((_HIDDEN, None), else_=col(Annotation.entity_id)),
    case((_HIDDEN, None), else_=col(Entity.name)),
    col(Annotation.created_at),
)
_ARTICLE = (
    col(Article.id),
    col(Article.title),
    col(Article.lede),
    col(Article.publisher),
    col(Article.published_on),
    col(Article.date_doubted),
    col(Article.sorted_on),
    col(Annotation.revision_id),
    col(Revision.number),
    col(Article.source_url),
    col(Article.language),
)


def annotation_lines(
    ids: list[int], evidence: ColumnElement[Any] | None = None, whole: bool = False
) -> Select[*tuple[Any, ...]]:
    """Everything that lines say of these annotations; `whole` with the words from the first to the last piece of their statement."""
    where = null() if evidence is None else evidence
    pieces = _pieces(ids if whole else [])
    first = case((pieces.c.last.is_not(None), col(Annotation.lead)), else_=col(Annotation.start))
    words = excerpts.columns(
        col(Revision.text), first, func.coalesce(pieces.c.last, col(Annotation.end))
    )
    return (
        select(
            *[c.label(f"a{n}") for n, c in enumerate(ROW)],
            *[c.label(f"b{n}") for n, c in enumerate(_ARTICLE)],
            *words,
            where.label("evidence"),
            first.label("first"),
            pieces.c.pieces,
        )
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Revision, col(Revision.id) == col(Annotation.revision_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .outerjoin(pieces, pieces.c.id == col(Annotation.id))
        .where(col(Annotation.id).in_(ids))
    )


def _pieces(ids: list[int]) -> Subquery:
    """By annotation the pieces of its statement near its beginning, `17-23-direct 40-46-indirect`, and where the last of them ends.

    Nothing of one that is no piece, or stands too far from the beginning for a line.
    """
    own, piece = aliased(Annotation), aliased(Annotation)
    furthest = col(own.lead) + LONGEST_STATEMENT
    place = (
        cast(col(piece.start), String) + "-" + cast(col(piece.end), String) + "-" + col(piece.kind)
    )
    ours = and_(
        col(piece.revision_id) == col(own.revision_id),
        col(piece.layer) == col(own.layer),
        col(piece.lead) == col(own.lead),
        col(piece.retired_at).is_(None),
        col(piece.start).between(col(own.lead), furthest),
    )
    told_of: tuple[Any, ...] = (
        col(own.id).label("id"),
        func.max(col(piece.end)).label("last"),
        func.aggregate_strings(place, " ").label("pieces"),
    )
    found: Select[*tuple[Any, ...]] = select(*told_of)
    near = (
        found.select_from(own)
        .join(piece, ours)
        .where(col(own.id).in_(ids), col(own.start) <= furthest)
    )
    return near.group_by(col(own.id)).subquery()


def line(row: Row[*tuple[Any, ...]]) -> QuoteLine:
    """A row of `told` as a line of a list."""
    n, m = len(ROW), len(ROW) + len(_ARTICLE)
    said, around = AnnotationRow(*row[:n]), excerpts.around(*row[m : m + 3])
    evidence = sorted(
        Span(int(start), int(end))
        for start, _, end in (x.partition("-") for x in set((row.evidence or "").split()))
    )
    spans = sorted(
        {
            (int(start), int(end), kind)
            for start, end, kind in (x.split("-", 2) for x in (row.pieces or "").split())
        }
    )
    stretch = row.text_words
    pieces = [
        QuotePiece(
            stretch[start - row.first : end - row.first], kind, _within(evidence, Span(start, end))
        )
        for start, end, kind in spans or [(said.start, said.end, said.kind)]
    ]
    own = Span(said.start, said.end)
    words = stretch[own.start - row.first : own.end - row.first]
    return QuoteLine(
        said,
        ArticleLine(*row[n:m]),
        around._replace(words=words),
        _within(evidence, own),
        tuple(pieces),
    )


def _within(evidence: Sequence[Span], words: Span) -> tuple[Span, ...]:
    """Those that lie in the words, counted from where these begin."""
    return tuple(
        Span(x.start - words.start, x.end - words.start) for x in evidence if words.covers(x)
    )
