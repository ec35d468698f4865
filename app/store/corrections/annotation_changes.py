"""What the log of corrections makes of stored annotations: the columns that have to change.

Always computed from what the linker found: `linked_id` of a corrected annotation, `entity_id` of
any other. Writes nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlmodel import Session, col

from app.linking.corrections.resolution import CorrectableMark, Resolution, resolve
from app.linking.names.folding import fold
from app.store.articles.articles import revision_ids
from app.store.corrections.correction_log import Log
from app.store.creators import by_engine
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.text.spans import Span

CORRECTABLE = or_(col(Annotation.retired_at).is_(None), col(Annotation.rejected))
"""Current annotations, and those that are retired only because an editor rejected them."""

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class AnnotationChange:
    """An annotation that has to change: the entity before and after, and its new columns."""

    id: int
    article_id: int
    revision_id: int
    layer: str
    before: int | None
    after: int | None
    rejection_changes: bool
    columns: dict[str, Any]


def changes(s: Session, log: Log, rows: list[Annotation]) -> Iterator[AnnotationChange]:
    """The changes that the log makes to correctable annotations of one article."""
    article_id = rows[0].article_id
    # Texts are read only where a correction holds: merges alone ask for no words.
    texts = _texts(s, rows) if article_id in log.targets else {}
    names = _name_spans(rows) if texts else {}
    for row in rows:
        mark = _mark(row, names.get(row.revision_id, []), texts.get(row.revision_id, ""))
        found_id = row.linked_id if row.corrected else row.entity_id
        resolution = resolve(log.within(article_id, row.revision_id), found_id, mark)
        columns = _columns(row, found_id, resolution)
        # Only what differs is written, so that undoing and annotating again cost little.
        if any(getattr(row, name) != value for name, value in columns.items()):
            columns["retired_at"] = _retired_at(row, resolution)
            yield AnnotationChange(
                id_of(row),
                article_id,
                row.revision_id,
                row.layer,
                row.entity_id,
                resolution.entity_id,
                row.rejected != resolution.rejected,
                columns,
            )


def by_article(
    s: Session, articles: Iterable[int], which: ColumnElement[bool]
) -> Iterator[list[Annotation]]:
    """The correctable annotations of these articles, a list an article, in reading order."""
    a = Annotation
    statement = (
        select(a)
        .where(
            col(a.revision_id).in_(revision_ids(articles)),
            which,
            CORRECTABLE,
            by_engine(a.creator),
        )
        .order_by(col(a.article_id), col(a.revision_id), col(a.start), col(a.id))
    )
    rows: dict[int, list[Annotation]] = {}
    for row in s.scalars(statement):
        rows.setdefault(row.article_id, []).append(row)
    yield from rows.values()


def found_entities(s: Session, which: ColumnElement[bool]) -> set[int]:
    """The entities that the linker found for these annotations."""
    a = Annotation
    found_id = case((col(a.corrected), col(a.linked_id)), else_=col(a.entity_id))
    ids = s.scalars(select(found_id).distinct().where(which, CORRECTABLE))
    return {id_ for id_ in ids if id_ is not None}


def _columns(row: Annotation, found_id: int | None, resolution: Resolution) -> dict[str, Any]:
    moved = resolution.entity_id != found_id
    # `linked_id` keeps what was found as long as an editor's word stands in its place.
    corrected = resolution.rejected or resolution.speaker_set or moved
    return {
        "entity_id": resolution.entity_id,
        "linked_id": found_id if corrected else None,
        "corrected": corrected,
        "rejected": resolution.rejected,
        "body": _body(row.body, resolution),
    }


def _body(body: dict[str, Any], resolution: Resolution) -> dict[str, Any]:
    """The body with the speaker that an editor set; the one that was found is kept beside it."""
    original = {key: value for key, value in body.items() if key != "found_speaker"}
    if "found_speaker" in body:
        original["speaker"] = body["found_speaker"]
    if not resolution.speaker_set:
        return original
    return original | {"speaker": resolution.speaker, "found_speaker": original.get("speaker")}


def _retired_at(row: Annotation, resolution: Resolution) -> datetime | None:
    """A rejected annotation is retired; a correctable one that is not rejected is current again."""
    if not resolution.rejected:
        return None
    return row.retired_at or now()


def _name_spans(rows: list[Annotation]) -> dict[int, list[Span]]:
    """Revision id → where its names are, in reading order."""
    spans: dict[int, list[Span]] = {}
    for row in rows:
        if row.layer == "entity":
            spans.setdefault(row.revision_id, []).append(Span(row.start, row.end))
    return spans


def _mark(row: Annotation, names: list[Span], text: str) -> CorrectableMark:
    """The annotation with the names by which a correction may mean it; without a text, none."""
    span = Span(row.start, row.end)
    # Where no correction has a target, only the entity is asked about.
    if not text:
        return CorrectableMark(row.layer, span, frozenset())
    if row.layer == "entity":
        return CorrectableMark(row.layer, span, frozenset({fold(span.of(text))}))
    source = _source(row)
    used = {fold(name.of(text)) for name in _inside(names, source)} if source else set()
    speaker = _found_speaker(row)
    if speaker:
        used.add(fold(speaker))
    return CorrectableMark(row.layer, span, frozenset(used), source)


def _source(row: Annotation) -> Span | None:
    """Where a quotation names its source, if it does."""
    source = row.body.get("source") or {}
    start, end = source.get("start"), source.get("end")
    return None if start is None or end is None else Span(start, end)


def _found_speaker(row: Annotation) -> str | None:
    """The name of the speaker or claimant that the layer found, whoever an editor set since."""
    speaker = row.body.get("found_speaker", row.body.get("speaker"))
    name: str | None = speaker or row.body.get("claimant")
    return name


def _inside(names: list[Span], source: Span) -> list[Span]:
    """The names within a source. `names` are in reading order, there may be thousands of them."""
    first = bisect_left(names, source.start, key=_start)
    last = bisect_left(names, source.end, key=_start)
    return [name for name in names[first:last] if source.covers(name)]


def _texts(s: Session, rows: list[Annotation]) -> dict[int, str]:
    """Revision id → its text."""
    ids = {row.revision_id for row in rows}
    statement = select(col(Revision.id), col(Revision.text)).where(col(Revision.id).in_(ids))
    return {row[0]: row[1] for row in s.execute(statement)}
