"""What citations say of revisions, read without their texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.store.schema.articles import Revision


@dataclass(frozen=True, slots=True)
class Source:
    """One revision: its number, capture and hash, and what its source declares."""

    number: int
    captured_at: datetime
    sha256: str
    title: str | None
    byline: tuple[str, ...]
    publisher: str | None
    declared_date: str | None


def sources(s: Session, revision_ids: Iterable[int]) -> dict[int, Source]:
    """What these revisions declare. One query."""
    r = Revision
    columns = (
        r.id,
        r.number,
        r.captured_at,
        r.sha256,
        r.title,
        r.byline,
        r.publisher,
        r.declared_date,
    )
    rows = s.execute(
        select(*(col(c) for c in columns)).where(col(r.id).in_(sorted(set(revision_ids))))
    )
    return {
        id_: Source(number, at, sha256, title, tuple(byline), *rest)
        for id_, number, at, sha256, title, byline, *rest in rows
    }
