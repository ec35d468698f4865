"""Recomputes `nested` and `lead` after a correction: both depend on the other annotations."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.store.annotations import reannotation
from app.store.creators import by_engine
from app.store.db.batches import batches
from app.store.schema.annotations import Annotation


class _Live(NamedTuple):
    """An annotation with all that its position among the others depends on."""

    id: int
    layer: str
    start: int
    end: int
    kind: str
    confidence: float
    creator: str
    body: dict[str, Any]
    nested: bool
    lead: int | None

    @property
    def identity(self) -> reannotation.Identity:
        """What identifies it from run to run."""
        return self.layer, self.start, self.end, self.kind


def recompute(s: Session, revisions: set[int]) -> None:
    """Which annotations lie inside a longer one, and where each listed statement starts.

    After an annotation was rejected, restored or given another speaker.
    """
    a = Annotation
    machine = by_engine(a.creator)
    for some in batches(revisions):
        live: dict[int, list[_Live]] = {}
        columns = (getattr(a, name) for name in _Live._fields)
        statement = select(col(a.revision_id), *columns).where(
            col(a.revision_id).in_(some), col(a.retired_at).is_(None), machine
        )
        for revision_id, *values in s.execute(statement):
            live.setdefault(revision_id, []).append(_Live(*values))
        changed = [values for rows in live.values() for values in _changed(rows)]
        if changed:
            s.execute(update(Annotation), changed)


def _changed(rows: Sequence[_Live]) -> Iterator[dict[str, Any]]:
    """The new values of the rows whose `nested` or `lead` is no longer true."""
    inner, leads = reannotation.nested([row.identity for row in rows]), reannotation.leads(rows)
    for row in rows:
        is_nested, lead = row.identity in inner, leads.get(row.identity)
        if (row.nested, row.lead) != (is_nested, lead):
            yield {"id": row.id, "nested": is_nested, "lead": lead}
