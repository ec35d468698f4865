"""Claim: the card says who claims it and why it can be checked, the panel what the library claims of the same names."""

from typing import Any

from sqlmodel import Session

from app.engines.checkable import WHY
from app.panels.base import Panel
from app.panels.standing import Standing
from app.store import annotations
from app.store.access import Reader

ELSEWHERE = 6


def told(at: Standing) -> dict[str, Any]:
    """What is known of the claim."""
    body = at.annotation.body
    return {
        "claimant": at.entity_name or body.get("claimant"),
        "entity_id": at.annotation.entity_id,
        "check_worthiness": body.get("check_worthiness", at.annotation.confidence),
        "reported": bool(body.get("reported", body.get("claimant"))),
        "read": body.get("reported", False) is not None,
        "why": [reason for reason in body.get("why", []) if reason in WHY.values()],
    }


def load_card(_s: Session, _reader: Reader, at: Standing) -> dict[str, Any]:
    """The card of a claim."""
    return at.base() | told(at)


def load_panel(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The panel of a claim."""
    mentioned = at.mentioned
    claims = annotations.claims(s, reader, q=mentioned[0][0], limit=ELSEWHERE + 1) if mentioned else None
    if claims:
        claims.items[:] = [c for c in claims.items if c.annotation.id != at.annotation.id][:ELSEWHERE]
    return at.base() | told(at) | {"mentioned": mentioned, "claims": claims}


CARD = Panel("claim_card", load_card)
PANEL = Panel("claim", load_panel)
