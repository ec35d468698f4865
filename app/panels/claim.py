"""Claim: the card says who claims it and why it can be checked, the panel what the library claims of the same names."""

from typing import Any

from sqlmodel import Session

from app.engines import checkable, tagger
from app.layers import density
from app.layers.statements import is_speech
from app.panels.base import Panel
from app.panels.standing import Standing
from app.store import annotations
from app.store.access import Reader
from app.text.spans import Span

ELSEWHERE = 6
STATES = {
    "quantity": "a figure",
    "date": "a date",
    "comparison": "a comparison",
    "event": "something that happened",
    "cause": "a cause",
}
"""What a claim states that can be checked, in readers' words; a sign that is not here is told by its own name."""
_APART = frozenset({checkable.LIKELY, "attribution"})  # told in sentences of their own
_SHARE_REPORTED = 0.4  # of a claim that stands in reported words before it is not the writer's own, as for claimants


def told(at: Standing) -> dict[str, Any]:
    """What is known of the claim. `whose` says whose words they are: a `claimant`'s, `reported` ones of nobody known, the `writer`'s own.

    None where that cannot be told, for the text was not read.
    """
    body = at.annotation.body
    claimant = at.entity_name or body.get("claimant")
    return {
        "claimant": claimant,
        "whose": "claimant" if claimant else _whose(at),
        "entity_id": at.annotation.entity_id,
        "check_worthiness": body.get("check_worthiness", at.annotation.confidence),
        "states": [STATES.get(reason, reason) for reason in body.get("why", []) if reason not in _APART],
        "likely": checkable.LIKELY in body.get("why", []),
    }


def _whose(at: Standing) -> str | None:
    if at.revision.language not in tagger.LANGUAGES:
        return None
    said = [Span(r.start, r.end) for r in at.rows if is_speech(r) and density.is_shown(r)]
    shared = sum(max(0, min(x.end, at.span.end) - max(x.start, at.span.start)) for x in said)
    return "reported" if shared >= _SHARE_REPORTED * (at.span.end - at.span.start) else "writer"


def load_card(_s: Session, _reader: Reader, at: Standing) -> dict[str, Any]:
    """The card of a claim."""
    return at.base() | told(at)


def load_panel(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The panel of a claim."""
    mentioned = at.mentioned
    elsewhere: dict[str, Any] = {"listed": True, "but": at.article.id, "limit": ELSEWHERE}
    claims = annotations.claims(s, reader, q=mentioned[0][0], **elsewhere) if mentioned else None
    return at.base() | told(at) | {"mentioned": mentioned, "claims": claims}


CARD = Panel("claim_card", load_card)
PANEL = Panel("claim", load_panel)
