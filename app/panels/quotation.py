"""Quotation: who speaks, how sources describe them, and what they say elsewhere and here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.layers import density
from app.layers import statements as grouping
from app.panels.base import Panel
from app.panels.dependencies import of_lines
from app.panels.entity import described
from app.reading.long_text import is_long
from app.reading.mark_context import MarkContext
from app.reading.sourcing import further_speakers, keys, named
from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow, QuoteLine
from app.store.articles.access import Reader
from app.store.change_log import dependencies
from app.store.change_log.dependencies import Dependencies
from app.store.db.ids import id_of
from app.store.db.pagination import Page
from app.store.schema.annotations import Annotation
from app.store.statements import statements

ELSEWHERE, ELSEWHERE_ON_CARD = 6, 2

Pieces = tuple[tuple[str, str], ...]
"""Words in reading order, each with its kind (`direct`, `indirect` or `mixed`)."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another statement of the same speaker in the article.

    `pieces` are its words with their kind; `denied` the words of a denial, if it is one.
    """

    id: int
    pieces: Pieces
    denied: str | None


def _details(at: MarkContext) -> dict[str, Any]:
    """The attribution of a quotation: speakers and how sure they are, source, cue, type, denial."""
    body = at.annotation.body
    return {
        "speaker": at.entity_name or body.get("speaker"),
        "speakers": further_speakers(body),
        "is_uncertain": not density.is_speaker_sure(at.annotation),
        "entity_id": at.annotation.entity_id,
        "source": (body.get("source") or {}).get("exact"),
        "cue": (body.get("cue") or {}).get("exact"),
        "type": body.get("type", at.annotation.kind),
        "act": body.get("act", "speech"),
        "denied": grouping.denial(body),
    }


@dataclass(frozen=True, slots=True)
class Said:
    """The statement of a mark, in all its `pieces`, and the speaker's `others` in the article."""

    pieces: Pieces
    others: list[Other]


def said(s: Session, reader: Reader, at: MarkContext) -> Said:
    """What the speaker says here, and what else in this article.

    Others as far as the page draws them by default: as many statements as the list of speakers
    counts. One query; of a long text two.
    """
    own = at.own
    if own is None:
        return Said(((at.exact, at.annotation.kind),), [])
    rows = _rows(s, reader, at, own)
    return Said(_joined(at, own, rows), _others(at, own, rows))


def _joined(at: MarkContext, own: AnnotationRow, rows: Sequence[AnnotationRow]) -> Pieces:
    """The words of a mark with those that its attribution has further on or before."""
    every = (statement.pieces for statement in grouping.statements(rows))
    together = next((some for some in every if own.id in {piece.id for piece in some}), (own,))
    return _words(at, together)


def _words(at: MarkContext, rows: Sequence[AnnotationRow]) -> Pieces:
    return tuple((at.revision.text[row.start : row.end], row.kind) for row in rows)


def _others(at: MarkContext, own: AnnotationRow, rows: Sequence[AnnotationRow]) -> list[Other]:
    known = named(rows)
    voices = set(keys(own, known)) - {(None, None)}
    return [
        _other(at, statement)
        for statement in grouping.statements(rows)
        if statement.is_speech
        and voices & set(keys(statement.lead, known))
        and not _is_of_mark(statement, at.annotation)
    ]


def _rows(s: Session, reader: Reader, at: MarkContext, own: AnnotationRow) -> list[AnnotationRow]:
    """The annotations of the revision; of a long text those of these speakers alone."""
    revision_id = id_of(at.revision)
    if not is_long(at.revision):
        return annotations.of_revision(s, reader, revision_id)
    own_chains = {str(one["chain"]) for one in own.body.get("speakers") or [] if one.get("chain")}
    names = annotations.of_chains(s, reader, revision_id, own_chains)
    voices = keys(own, named(names))
    entity_ids = {entity_id for entity_id, _ in voices if entity_id}
    words = {name for _, name in voices if name}
    said = annotations.quotations_by(s, reader, revision_id, id_of(at.article), entity_ids, words)
    return [*names, *said]


def _other(at: MarkContext, statement: grouping.Statement[AnnotationRow]) -> Other:
    return Other(
        statement.lead.id, _words(at, statement.pieces), grouping.denial(statement.lead.body)
    )


def _is_of_mark(statement: grouping.Statement[AnnotationRow], own: Annotation) -> bool:
    """Whether the annotation is, or is part of, a statement."""
    return any(_holds(piece, own) for piece in statement.pieces)


def _holds(piece: AnnotationRow, own: Annotation) -> bool:
    """Whether a piece is the annotation, or contains it, or belongs to the same attribution."""
    attribution = piece.body.get("attribution")
    is_same = attribution is not None and attribution == own.body.get("attribution")
    contains = piece.start <= own.start and own.end <= piece.end
    return piece.id == own.id or is_same or contains


def load_card(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The card of a quotation."""
    speaker = at.annotation.entity_id
    answer = {
        "described": described(s, reader, speaker, at.article) if speaker else None,
        "quotes": _elsewhere(s, reader, at, ELSEWHERE_ON_CARD),
        "others": said(s, reader, at).others,
    }
    return at.base() | _details(at) | answer


def load_panel(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The panel of a quotation."""
    said_here = said(s, reader, at)
    answer = {
        "quotes": _elsewhere(s, reader, at, ELSEWHERE),
        "pieces": said_here.pieces,
        "others": said_here.others,
        "mentioned": at.mentioned,
    }
    return at.base() | _details(at) | answer


def _elsewhere(s: Session, reader: Reader, at: MarkContext, limit: int) -> Page[QuoteLine] | None:
    """The newest whole statements of the speaker in other articles, if the speaker is known."""
    speaker = at.annotation.entity_id
    if speaker is None:
        return None
    return statements.quotes(
        s, reader, speaker=speaker, listed=True, but=at.article.id, limit=limit
    )


def _quoted_elsewhere(context: dict[str, Any]) -> Dependencies:
    """The speaker, and so every article that quotes them."""
    speaker, quotes = context["entity_id"], context["quotes"]
    if speaker is None or quotes is None:
        return frozenset()
    return of_lines(quotes.items) | {dependencies.entity(speaker)}


CARD = Panel("quotation_card", load_card, depends_on=_quoted_elsewhere)
PANEL = Panel("quotation", load_panel, depends_on=_quoted_elsewhere)
