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
Pair = tuple[int, int]
"""The ids of two entities, the older first."""


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
    """Proposes that `entity_id` is each of these entities; see `propose_all`."""
    propose_all(s, {(entity_id, other): (sure, basis) for other, sure, basis in rivals})


def propose_all(s: Session, pairs: Mapping[tuple[int, int], tuple[float, str]]) -> None:
    """Proposes pairs of entities, each with a confidence and a basis.

    A pair that is known already stays as it is; an open one takes a higher confidence.
    """
    wanted = {(min(pair), max(pair)): why for pair, why in pairs.items() if pair[0] != pair[1]}
    if not wanted:
        return
    known = _known(s, wanted)
    for (first_id, second_id), (confidence, basis) in sorted(wanted.items()):
        evidence = {"basis": basis}
        row = known.get((first_id, second_id))
        if row is None:
            s.add(
                MergeProposal(
                    first_id=first_id,
                    second_id=second_id,
                    confidence=confidence,
                    evidence=evidence,
                )
            )
        elif row.state == "open" and row.confidence < confidence:
            row.confidence, row.evidence = confidence, evidence
    s.flush()


def _known(s: Session, pairs: Iterable[Pair]) -> dict[Pair, MergeProposal]:
    """The stored proposals of these pairs, and perhaps some of other pairs of their entities."""
    p = MergeProposal
    first_ids, second_ids = zip(*pairs, strict=True)
    between = col(p.second_id).between(min(second_ids), max(second_ids))
    known: dict[Pair, MergeProposal] = {}
    for some in batches(set(first_ids)):
        rows = s.scalars(select(p).where(col(p.first_id).in_(some), between))
        known |= {(row.first_id, row.second_id): row for row in rows}
    return known


def waiting(s: Session, *, cursor: str | None = None, limit: int = 30) -> Page[Proposal]:
    """The open proposals, surest first.

    Without pairs of which one was merged, or is mentioned nowhere any more.
    """
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
        raise NotFound("The proposal was not found.")
    return _proposal(row)


def apart(s: Session, ids: Iterable[int]) -> set[frozenset[int]]:
    """The pairs among these entities that the editor said are two."""
    p, every = MergeProposal, set(ids)
    pairs: set[frozenset[int]] = set()
    rejected = select(col(p.first_id), col(p.second_id)).where(col(p.state) == "rejected")
    for some in batches(every):
        rows = s.execute(rejected.where(col(p.first_id).in_(some)))
        pairs |= {frozenset(row) for row in rows if row[1] in every}
    return pairs


def judge(s: Session, one: int, other: int, state: State) -> None:
    """Stores what the editor decided on a pair, proposed or not.

    `open` takes a decision back; a pair that was never proposed is deleted then.
    """
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
