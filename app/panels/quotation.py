"""Quotation: the card says who speaks and what else they say here, the panel what they say elsewhere."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.layers import density
from app.layers import statements as grouping
from app.panels.base import Panel
from app.reading.mark_context import MarkContext
from app.reading.sourcing import further_speakers, keys, named
from app.store.annotations import statements
from app.store.annotations.rows import AnnotationRow
from app.store.articles.access import Reader
from app.store.schema.annotations import Annotation

ELSEWHERE = 6


@dataclass(frozen=True, slots=True)
class Other:
    """Another statement of the same speaker in the article: its words by piece with their kind, and the words of a denial, if it is one."""

    id: int
    pieces: tuple[tuple[str, str], ...]
    denied: str | None


def told(at: MarkContext) -> dict[str, Any]:
    """The attribution of a quotation: speaker (and who speaks with them), whether that is sure, source, cue, type, what is denied."""
    body = at.annotation.body
    return {
        "speaker": at.entity_name or body.get("speaker"),
        "speakers": further_speakers(body),
        "perhaps": not density.is_speaker_sure(at.annotation),
        "entity_id": at.annotation.entity_id,
        "source": (body.get("source") or {}).get("exact"),
        "cue": (body.get("cue") or {}).get("exact"),
        "type": body.get("type", at.annotation.kind),
        "act": body.get("act", "speech"),
        "denied": grouping.denial(body),
    }


def others(at: MarkContext) -> list[Other]:
    """What else this speaker says in this article, as far as the page draws it by default: as many as the list of who speaks counts."""
    own = next((r for r in at.rows if r.id == at.annotation.id), None)
    known = named(at.rows)
    voices = set(keys(own, known)) - {(None, None)} if own else set()
    return [
        Other(
            one.lead.id,
            tuple((at.revision.text[p.start : p.end], p.kind) for p in one.pieces),
            grouping.denial(one.lead.body),
        )
        for one in grouping.statements(at.rows)
        if one.is_speech
        and voices & set(keys(one.lead, known))
        and not any(_holds(piece, at.annotation) for piece in one.pieces)
    ]


def _holds(piece: AnnotationRow, own: Annotation) -> bool:
    """Whether a piece is the annotation, or has it inside it, or belongs to the same attribution."""
    same = piece.body.get("attribution") is not None and piece.body.get(
        "attribution"
    ) == own.body.get("attribution")
    return piece.id == own.id or same or (piece.start <= own.start and own.end <= piece.end)


def load_card(_s: Session, _reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The card of a quotation."""
    return at.base() | told(at) | {"others": others(at)}


def load_panel(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The panel of a quotation; elsewhere is in other articles."""
    entity = at.annotation.entity_id
    quotes = (
        statements.quotes(
            s, reader, speaker=entity, listed=True, but=at.article.id, limit=ELSEWHERE
        )
        if entity
        else None
    )
    return (
        at.base() | told(at) | {"quotes": quotes, "others": others(at), "mentioned": at.mentioned}
    )


CARD = Panel("quotation_card", load_card)
PANEL = Panel("quotation", load_panel)
