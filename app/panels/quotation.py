"""Quotation: the card says who speaks and what else they say here, the panel what they say elsewhere."""

from typing import Any

from sqlmodel import Session

from app.panels.base import Panel
from app.panels.standing import Standing, Under
from app.store import annotations
from app.store.access import Reader

ELSEWHERE = 6


def told(at: Standing) -> dict[str, Any]:
    """The attribution of a quotation: speaker, source, cue, type."""
    body = at.annotation.body
    return {
        "speaker": at.entity_name or body.get("speaker"),
        "entity_id": at.annotation.entity_id,
        "source": (body.get("source") or {}).get("exact"),
        "cue": (body.get("cue") or {}).get("exact"),
        "type": body.get("type", at.annotation.kind),
        "act": body.get("act", "speech"),
    }


def others(at: Standing) -> list[Under]:
    """The other words of this speaker in this article."""
    speaker, entity = at.annotation.body.get("speaker"), at.annotation.entity_id
    same = [
        r
        for r in at.rows
        if r.layer == "quotation"
        and r.id != at.annotation.id
        and ((entity and r.entity_id == entity) or (speaker and r.body.get("speaker") == speaker))
    ]
    return [Under(r.id, "Quotation", at.revision.text[r.start : r.end]) for r in same]


def load_card(_s: Session, _reader: Reader, at: Standing) -> dict[str, Any]:
    """The card of a quotation."""
    return at.base() | told(at) | {"others": others(at)}


def load_panel(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The panel of a quotation."""
    entity = at.annotation.entity_id
    quotes = annotations.quotes(s, reader, speaker=entity, outermost=True, limit=ELSEWHERE + 1) if entity else None
    if quotes:
        quotes.items[:] = [q for q in quotes.items if q.annotation.id != at.annotation.id][:ELSEWHERE]
    return at.base() | told(at) | {"quotes": quotes, "mentioned": at.mentioned}


CARD = Panel("quotation_card", load_card)
PANEL = Panel("quotation", load_panel)
