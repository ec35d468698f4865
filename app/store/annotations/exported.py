"""What exports need of annotations and pages do not: notes in full, and rows as engines found them.

Asked with the rows that a page has, so that who may read what is decided there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from app.importers.base import NOTE_LAYER
from app.store.annotations.rows import AnnotationRow
from app.store.articles.articles import revision_ids
from app.store.creators import by_engine, by_person
from app.store.db.batches import batches
from app.store.db.ids import id_of
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Article
from app.store.schema.passages import StoredAnchorState


@dataclass(frozen=True, slots=True)
class LostNote:
    """A person's note that has no place in the newest revision: its words are gone, or elsewhere.

    Without words it is on the whole article.
    """

    kind: str
    text: str
    exact: str
    prefix: str
    suffix: str
    visibility: str
    created_at: datetime
    tags: tuple[str, ...] = ()
    origin: str | None = None
    start: int | None = None
    end: int | None = None


def visibilities(s: Session, rows: Iterable[AnnotationRow]) -> dict[int, str]:
    """Who may read each of the persons' notes among these rows, by id. One query, or none."""
    notes = [row.id for row in rows if row.layer == NOTE_LAYER]
    found: dict[int, str] = {}
    for some in batches(notes):
        columns = select(col(Annotation.id), col(Annotation.visibility))
        found |= {row[0]: row[1] for row in s.execute(columns.where(col(Annotation.id).in_(some)))}
    return found


def lost_notes(s: Session, article: Article) -> list[LostNote]:
    """The live notes on an article that have no place in its newest revision, oldest first."""
    a, f = Annotation, StoredAnchorState
    newest = article.newest_revision_id
    here = and_(col(f.annotation_id) == col(a.id), col(f.revision_id) == newest)
    statement = (
        select(a)
        .outerjoin(f, here)
        .where(
            col(a.revision_id).in_(revision_ids([id_of(article)])),
            col(a.revision_id) != newest,
            col(a.layer) == NOTE_LAYER,
            by_person(a.creator),
            col(a.retired_at).is_(None),
            col(f.start).is_(None),
        )
    )
    return [
        LostNote(
            row.kind,
            row.body.get("text", ""),
            row.exact or "",
            row.prefix or "",
            row.suffix or "",
            row.visibility,
            row.created_at,
        )
        for row in s.scalars(statement.order_by(col(a.id)))
    ]


def found(s: Session, revision_id: int) -> list[AnnotationRow]:
    """The annotations that were made on a revision, as they were before any correction.

    Rejected ones too; notes as they are.
    """
    a = Annotation
    is_current = or_(col(a.retired_at).is_(None), and_(col(a.rejected), by_engine(a.creator)))
    statement = select(a).where(col(a.revision_id) == revision_id, is_current)
    in_order = statement.order_by(col(a.start), col(a.end).desc(), col(a.id))
    return [_as_found(row) for row in s.scalars(in_order)]


def _as_found(row: Annotation) -> AnnotationRow:
    body = {key: value for key, value in row.body.items() if key != "found_speaker"}
    if "found_speaker" in row.body:
        body["speaker"] = row.body["found_speaker"]
    return AnnotationRow(
        id_of(row),
        row.layer,
        row.kind,
        row.start,
        row.end,
        body,
        row.confidence,
        row.creator,
        row.linked_id if row.corrected else row.entity_id,
        None,
        row.created_at,
    )


def finished_runs(s: Session, revision_id: int) -> dict[str, tuple[str, str]]:
    """Layer → engine and version of the runs that finished on a revision. One query."""
    r = AnnotationRun
    statement = select(col(r.layer), col(r.engine), col(r.version)).where(
        col(r.revision_id) == revision_id, col(r.state) == "finished"
    )
    rows: Sequence[tuple[str, str, str]] = [
        (layer, engine, version) for layer, engine, version in s.execute(statement)
    ]
    return {layer: (engine, version) for layer, engine, version in sorted(rows)}


def ids_by_place(s: Session, revision_id: int) -> dict[tuple[str, int, int], int]:
    """Layer, start and end → id of an engine's live annotation of a revision. One query."""
    a = Annotation
    columns = select(col(a.layer), col(a.start), col(a.end), col(a.id))
    live = columns.where(
        col(a.revision_id) == revision_id, col(a.retired_at).is_(None), by_engine(a.creator)
    )
    return {(layer, start, end): id_ for layer, start, end, id_ in s.execute(live)}
