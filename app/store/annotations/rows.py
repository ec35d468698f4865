"""Rows and lines: what a page or a list needs of an annotation, and how it is selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

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
    type_coerce,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.annotations import excerpts
from app.store.annotations.excerpts import Excerpt
from app.store.articles import intact_text
from app.store.db.columns import KindWord
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.text.spans import Span

LONGEST_STATEMENT = 4_000
"""Characters behind the beginning of a statement up to which a line brings its pieces together; a
design choice."""


class AnnotationRow(NamedTuple):
    """What a page needs of one annotation: no words, they are the revision's.

    A tuple, because a long article has tens of thousands.
    """

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
    """A stretch of words of a statement; `kind` says whether they were in quotation marks.

    `evidence` is where they mention the entity that the list is about.
    """

    words: str
    kind: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quotation or claim in a list, with its article and its words in their sentence.

    The annotation's entity is who said it. `evidence` is where the words mention the entity that
    the list is about; `pieces` are all the words of its statement.
    """

    annotation: AnnotationRow
    article: ArticleLine
    excerpt: Excerpt
    evidence: tuple[Span, ...] = ()
    pieces: tuple[QuotePiece, ...] = ()


_HIDDEN = and_(
    col(Annotation.corrected), col(Entity.public_mentions) == 0, col(Article.visibility) == "public"
)
"""The editor moved a public article's words to somebody whom only closed articles mention: readers
do not learn from it who that is."""
ROW = (
    col(Annotation.id),
    col(Annotation.layer),
    case(
        (
            and_(col(Annotation.layer) == "entity", col(Entity.found_kind).is_not(None)),
            # As it is: a word that is stored whole is read as itself.
            type_coerce(col(Entity.kind), KindWord),
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
_ARTICLE_ID, _REVISION_ID = 0, 7
"""Where in `_ARTICLE` an article and its revision are."""


def annotation_lines(
    ids: list[int], evidence: ColumnElement[Any] | None = None, whole: bool = False
) -> Select[*tuple[Any, ...]]:
    """Everything that lines say of these annotations.

    With `whole` the words go from the first to the last piece of their statement.
    """
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
    """The pieces of each annotation's statement, `17-23-direct 40-46-indirect`, and their end.

    Only those near the statement's start. None for an annotation that is no piece of a statement,
    or that is too far from its start for a line.
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
    columns: tuple[Any, ...] = (
        col(own.id).label("id"),
        func.max(col(piece.end)).label("last"),
        func.aggregate_strings(place, " ").label("pieces"),
    )
    statement: Select[*tuple[Any, ...]] = select(*columns).select_from(own).join(piece, ours)
    near = statement.where(col(own.id).in_(ids), col(own.start) <= furthest)
    return near.group_by(col(own.id)).subquery()


def read_lines(
    s: Session, ids: list[int], evidence: ColumnElement[Any] | None = None, whole: bool = False
) -> dict[int, QuoteLine]:
    """These annotations as lines of a list, by id; without words of a text that was altered.

    With `whole` the words go from the first to the last piece of their statement.
    """
    return as_lines(s, s.execute(annotation_lines(ids, evidence, whole)).all())


def as_lines(s: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[int, QuoteLine]:
    """The rows of `annotation_lines` as lines, by id."""
    article, revision = f"b{_ARTICLE_ID}", f"b{_REVISION_ID}"
    of_lines = {row[0]: (getattr(row, article), getattr(row, revision)) for row in rows}
    altered = intact_text.altered(s, list(of_lines.values()))
    return {row[0]: _line(row, is_intact=of_lines[row[0]][1] not in altered) for row in rows}


def _line(row: Row[*tuple[Any, ...]], *, is_intact: bool) -> QuoteLine:
    n, m = len(ROW), len(ROW) + len(_ARTICLE)
    annotation = AnnotationRow(*row[:n])
    if not is_intact:
        piece = QuotePiece(intact_text.NOT_SHOWN, "indirect")  # in no marks
        return QuoteLine(annotation, ArticleLine(*row[n:m]), excerpts.NOT_SHOWN, (), (piece,))
    around = excerpts.around(*row[m : m + 3])
    own = Span(annotation.start, annotation.end)
    evidence = _spans(row.evidence)
    pieces = [
        QuotePiece(_words(row, span), kind, _within(evidence, span))
        for span, kind in _kinds(row.pieces) or [(own, annotation.kind)]
    ]
    return QuoteLine(
        annotation,
        ArticleLine(*row[n:m]),
        around._replace(words=_words(row, own)),
        _within(evidence, own),
        tuple(pieces),
    )


def _words(row: Row[*tuple[Any, ...]], span: Span) -> str:
    """The words of a span, out of the stretch that was selected."""
    words: str = row.text_words[span.start - row.first : span.end - row.first]
    return words


def _spans(joined: str | None) -> list[Span]:
    """The spans in `17-23 40-46`, in order, each once."""
    parts = (part.partition("-") for part in set((joined or "").split()))
    return sorted(Span(int(start), int(end)) for start, _, end in parts)


def _kinds(joined: str | None) -> list[tuple[Span, str]]:
    """The spans with their kinds in `17-23-direct 40-46-indirect`, in order, each once."""
    parts = (part.split("-", 2) for part in set((joined or "").split()))
    return sorted((Span(int(start), int(end)), KindWord.word(kind)) for start, end, kind in parts)


def _within(evidence: Sequence[Span], words: Span) -> tuple[Span, ...]:
    """Those that lie in the words, counted from where the words start."""
    return tuple(
        Span(x.start - words.start, x.end - words.start) for x in evidence if words.covers(x)
    )
