"""Notes and highlights: what persons write on words that are followed through every revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, and_, or_, select
from sqlmodel import Session, col

from app.errors import NotFound, Unprocessable
from app.importers.base import NOTE_LAYER
from app.store.annotations.rows import ArticleLine
from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.articles.articles import revision_ids
from app.store.creators import by_person
from app.store.db.columns import now, this_second
from app.store.db.ids import id_of
from app.store.db.packed import bodies
from app.store.db.pagination import Key, Page, paginate
from app.store.passages import anchor_states
from app.store.passages.anchors import Anchor
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.passages import StoredAnchorState
from app.store.summaries import publishers
from app.text.diff.anchor_state import Outcome, Verdict, outcome_of
from app.text.segments import too_deep
from app.text.selectors import quote_selector
from app.text.spans import Span

MAX_CHARACTERS = 20_000
"""The most that a note has: it comments on an article and is none. Not tuned."""
MOST_ON_WORDS = 100
"""Notes that may be written on the same words of a revision."""
_LIVE = and_(
    col(Annotation.layer) == NOTE_LAYER,
    by_person(Annotation.creator),
    col(Annotation.retired_at).is_(None),
)
_NEWEST_FIRST = (Key(col(Annotation.id), int, descending=True),)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in a list.

    `exact` are the words it is about; `verdict` and `outcome` are their state in the article's
    newest revision. An imported one may have `tags`; `quoted` are the words as they were
    highlighted, where the text has others, and `ambiguous` says that they stand in several places.
    """

    id: int
    kind: str
    text: str
    exact: str
    visibility: str
    created_at: datetime
    revision: int
    article: ArticleLine
    verdict: Verdict
    outcome: Outcome
    tags: tuple[str, ...] = ()
    quoted: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note that is to be stored; without words it is a highlight, unless `kind` says otherwise.

    `creator` is `person:ID`; `more` is what its body says besides its words.
    """

    creator: str
    span: Span
    text: str
    visibility: str
    created_at: datetime
    more: Mapping[str, Any] = field(default_factory=dict)
    kind: str | None = None


def write(
    s: Session,
    creator: str,
    revision: Revision,
    span: Span,
    text: str,
    visibility: str = "public",
    *,
    highlight: bool = False,
    other_addresses: Mapping[str, str | list[str]] | None = None,
) -> Annotation:
    """A person's note on a span; without words it is a highlight, which may have some too.

    `creator` is `person:ID`; `other_addresses` are its `canonical` and `via`. Raises Unprocessable
    for a note that is too long, and for one too many on the same words.
    """
    _check(text)
    _refuse_too_many(s, revision, span)
    note = PlacedNote(
        creator,
        span,
        text,
        visibility,
        this_second(),
        more=other_addresses or {},
        kind="highlight" if highlight else None,
    )
    return write_all(s, revision, [note])[0]


def write_all(s: Session, revision: Revision, new: Sequence[PlacedNote]) -> list[Annotation]:
    """Notes on spans of one revision, all stored together."""
    if not new:
        return []
    rows = [_row(revision, note) for note in new]
    s.add_all(rows)
    s.flush()
    anchor_states.start(s, revision.article_id, [anchor(row) for row in rows])
    publishers.count_annotations(s, [revision.article_id])
    return rows


def _row(revision: Revision, note: PlacedNote) -> Annotation:
    quote = quote_selector(revision.text, note.span)
    return Annotation(
        article_id=revision.article_id,
        revision_id=id_of(revision),
        layer=NOTE_LAYER,
        kind=note.kind or _kind(note.text),
        start=note.span.start,
        end=note.span.end,
        body={"text": note.text, **note.more},
        creator=note.creator,
        visibility=note.visibility,
        created_at=note.created_at,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


Words = tuple[str, ...]
"""By what a note is known: the words it is on and its own, else what stands around them."""


def words_of(text: str, span: Span, note: str) -> Words:
    """The words of a note on this span of a text."""
    quote = quote_selector(text, span)
    return _words(quote.exact, quote.prefix, quote.suffix, note)


def _words(exact: str, prefix: str, suffix: str, note: str) -> Words:
    return (exact, note) if note else (exact, prefix, suffix, "")


def on_words(s: Session, article_id: int) -> set[Words]:
    """The words of every note on an article."""
    a = Annotation
    columns = col(a.exact), col(a.prefix), col(a.suffix), col(a.body)
    statement = select(*columns).where(col(a.revision_id).in_(revision_ids([article_id])), _LIVE)
    return {
        _words(exact or "", prefix or "", suffix or "", body.get("text", ""))
        for exact, prefix, suffix, body in s.execute(statement)
    }


def anchor(row: Annotation) -> Anchor:
    """The note as something that is followed."""
    return Anchor("annotation_id", id_of(row), row.revision_id, Span(row.start, row.end))


def get(s: Session, reader: Reader, id: int) -> NoteLine:
    """The note with what a list says of it. Raises NotFound."""
    row = s.execute(_lines(reader).where(col(Annotation.id) == id)).one_or_none()
    if row is None:
        raise NotFound("The note was not found in this library.")
    return _line(row)


def newest(
    s: Session,
    reader: Reader,
    *,
    q: str | None = None,
    article: int | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[NoteLine]:
    """The notes that this reader may see, newest first.

    `q` occurs in the note or in the words it is about.
    """
    statement = _lines(reader)
    if q:
        in_note = bodies.text_of(col(Annotation.body), "text").icontains(q, autoescape=True)
        in_quote = col(Annotation.exact).icontains(q, autoescape=True)
        statement = statement.where(or_(in_note, in_quote))
    if article is not None:
        statement = statement.where(col(Annotation.revision_id).in_(revision_ids([article])))
    return paginate(s, statement, _NEWEST_FIRST, _line, cursor, limit)


def edit(s: Session, id: int, text: str, visibility: str, *, highlight: bool = False) -> None:
    """Changes a note's words and visibility. Raises NotFound, Unprocessable."""
    _check(text)
    row = _own(s, id)
    row.body = {**row.body, "text": text}
    row.kind = "highlight" if highlight else _kind(text)
    row.visibility = visibility
    s.flush()
    publishers.count_annotations(s, [row.article_id])


def remove(s: Session, id: int) -> None:
    """Deletes a note's words; its address answers that it is gone. Raises NotFound."""
    row = _own(s, id)
    row.retired_at, row.body = now(), {}
    s.flush()
    publishers.count_annotations(s, [row.article_id])


def _check(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise Unprocessable(f"A note has at most {MAX_CHARACTERS:,} characters.")


def _refuse_too_many(s: Session, revision: Revision, span: Span) -> None:
    a = Annotation
    statement = select(col(a.start), col(a.end)).where(col(a.revision_id) == id_of(revision), _LIVE)
    statement = statement.where(col(a.start) < span.end, col(a.end) > span.start)
    there = [Span(max(start, span.start), end) for start, end in s.execute(statement)]
    if too_deep(there, MOST_ON_WORDS - 1):
        raise Unprocessable(f"The same words have at most {MOST_ON_WORDS} notes.")


def _kind(text: str) -> str:
    return "comment" if text else "highlight"


def _own(s: Session, id: int) -> Annotation:
    row = s.scalars(select(Annotation).where(col(Annotation.id) == id, _LIVE)).one_or_none()
    if row is None:
        raise NotFound("The note was not found in this library.")
    return row


def _lines(reader: Reader) -> Any:
    a, f = Annotation, StoredAnchorState
    here = and_(
        col(f.annotation_id) == col(a.id), col(f.revision_id) == col(Article.newest_revision_id)
    )
    return (
        select(
            col(a.id),
            col(a.kind),
            col(a.body),
            col(a.exact),
            col(a.visibility),
            col(a.created_at),
            col(Revision.number),
            col(f.verdict),
            col(f.reworded),
            Article,
        )
        .join(Article, col(Article.id) == col(a.article_id))
        .join(Revision, col(Revision.id) == col(a.revision_id))
        .outerjoin(f, here)
        .where(_LIVE, may_read(reader), may_read_annotation(reader))
    )


def _line(row: Row[*tuple[Any, ...]]) -> NoteLine:
    id_, kind, body, exact, visibility, created_at, number, verdict, reworded, article = row[:10]
    line = ArticleLine(
        article.id,
        article.title,
        article.lede,
        article.publisher,
        article.published_on,
        article.date_doubted,
        article.sorted_on,
        article.newest_revision_id,
        number,
        article.source_url,
        article.language,
    )
    known_verdict = cast(Verdict, verdict or "same")
    outcome = outcome_of(known_verdict, reworded)
    return NoteLine(
        id_,
        kind,
        body.get("text", ""),
        exact or "",
        visibility,
        created_at,
        number,
        line,
        known_verdict,
        outcome,
        tuple(body.get("tags", ())),
        body.get("quoted"),
        body.get("ambiguous", False),
    )
