"""Claim: the card says who claims it and why it can be checked, the panel lists related claims."""

from typing import Any

from sqlmodel import Session

from app.engines.claims.reasons import WHY
from app.panels.base import Panel
from app.panels.dependencies import nothing_else
from app.reading.mark_context import MarkContext
from app.store.articles.access import Reader
from app.store.statements import statements

ELSEWHERE = 6


def _details(at: MarkContext) -> dict[str, Any]:
    """What is known of the claim.

    `whose` is `claimant` for a known source, `reported` for an unknown one and `writer` for the
    article's own words; None where the text was not read for that.
    """
    body = at.annotation.body
    claimant = at.entity_name or body.get("claimant")
    return {
        "claimant": claimant,
        "whose": "claimant" if claimant else _whose(body.get("reported")),
        "entity_id": at.annotation.entity_id,
        "check_worthiness": body.get("check_worthiness", at.annotation.confidence),
        "why": [reason for reason in body.get("why", []) if reason in WHY.values()],
    }


def _whose(reported: bool | None) -> str | None:
    if reported is None:
        return None
    return "reported" if reported else "writer"


def load_card(_s: Session, _reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The card of a claim."""
    return at.base() | _details(at)


def load_panel(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The panel of a claim."""
    mentioned = at.mentioned
    elsewhere: dict[str, Any] = {"listed": True, "but": at.article.id, "limit": ELSEWHERE}
    claims = statements.claims(s, reader, q=mentioned[0][0], **elsewhere) if mentioned else None
    return at.base() | _details(at) | {"mentioned": mentioned, "claims": claims}


CARD = Panel("claim_card", load_card, depends_on=nothing_else)
PANEL = Panel("claim", load_panel)
