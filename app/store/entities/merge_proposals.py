"""Pairs of entities that may be one, for the editor to judge.

Owns `merge_proposal`; a pair that was judged is never proposed again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound
from app.store.db.batches import batches
from app.store.db.pagination import Key, Page, paginate
from app.store.schema.entities import Entity, MergeProposal

State = Literal["open", "rejected", "accepted"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be one, with what the library counts of each."""

    id: int
    confidence: float
    basis: str
    first: Entity
    second: Entity
    created_at: datetime


def propose(s: Session, entity_id: int, rivals: Iterable[tuple[int, float, str]]) -> None:
    """Notes that `entity_id` may be each of these; what was proposed or judged before stays as it is, but for a surer confidence."""
    propose_all(s, {(entity_id, other): (sure, basis) for other, sure, basis in rivals})


def propose_all(s: Session, pairs: Mapping[tuple[int, int], tuple[float, str]]) -> None:
    """The same for any pairs of entities, each with how sure it is and why."""
    wanted = {(min(pair), max(pair)): why for pair, why in pairs.items() if pair[0] != pair[1]}
    if not wanted:
        return
    p = MergeProposal
    known: dict[tuple[int, int], MergeProposal] = {}
    firsts, seconds = ({pair[n] for pair in wanted} for n in (0, 1))
    for some in batches(firsts):
        rows = select(p).where(
            col(p.first_id).in_(some),
            col(p.second_id) >= min(seconds),
            col(p.second_id) <= max(seconds),
        )
        known |= {(row.first_id, row.second_id): row for row in s.scalars(rows)}
    for (a, b), (sure, basis) in sorted(wanted.items()):
        row = known.get((a, b))
        if row is None:
            s.add(
                MergeProposal(first_id=a, second_id=b, confidence=sure, evidence={"basis": basis})
            )
        elif row.state == "open" and row.confidence < sure:
            row.confidence, row.evidence = sure, {"basis": basis}
    s.flush()


def waiting(s: Session, *, cursor: str | None = None, limit: int = 30) -> Page[Proposal]:
    """The open ones, surest first; pairs of which one was merged or is named nowhere any more are left out."""
    p, first, second = MergeProposal, aliased(Entity), aliased(Entity)
    statement = (
        select(p, first, second)
        .join(first, col(first.id) == col(p.first_id))
        .join(second, col(second.id) == col(p.second_id))
        .where(
            col(p.state) == "open",
            col(first.merged_into).is_(None),
            col(second.merged_into).is_(None),
        )
        .where(col(first.mentions) > 0, col(second.mentions) > 0)
    )
    keys = (Key(col(p.confidence), float, descending=True), Key(col(p.id), int, descending=False))
    return paginate(s, statement, keys, _proposal, cursor, limit)


def get(s: Session, id: int) -> Proposal:
    """The proposal. Raises NotFound."""
    first, second = aliased(Entity), aliased(Entity)
    statement = select(MergeProposal, first, second).join(
        first, col(first.id) == col(MergeProposal.first_id)
    )
    row = s.execute(
        statement.join(second, col(second.id) == col(MergeProposal.second_id)).where(
            col(MergeProposal.id) == id
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such proposal.")
    return _proposal(row)


def apart(s: Session, ids: Iterable[int]) -> set[frozenset[int]]:
    """The pairs among these entities of which the editor said that they are two."""
    p, every = MergeProposal, set(ids)
    found: set[frozenset[int]] = set()
    for some in batches(every):
        pairs = select(col(p.first_id), col(p.second_id)).where(
            col(p.first_id).in_(some), col(p.state) == "rejected"
        )
        found |= {frozenset(row) for row in s.execute(pairs) if row[1] in every}
    return found


def judge(s: Session, one: int, other: int, state: State) -> None:
    """What the editor said of a pair, proposed or not: `open` takes a judgement back; a pair that nothing proposed goes then."""
    first, second = sorted((one, other))
    row = s.scalars(
        select(MergeProposal).where(
            col(MergeProposal.first_id) == first, col(MergeProposal.second_id) == second
        )
    ).one_or_none()
    if row is None and state != "open":
        row = MergeProposal(first_id=first, second_id=second, confidence=0.0, evidence={})
        s.add(row)
    if row is not None and state == "open" and not row.evidence:
        s.delete(row)
    elif row is not None:
        row.state = state
    s.flush()


def _proposal(row: Any) -> Proposal:
    p, first, second = row[:3]
    return Proposal(p.id, p.confidence, p.evidence.get("basis", ""), first, second, p.created_at)
