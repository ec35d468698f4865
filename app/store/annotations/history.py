"""The history of an article: its revisions, with the annotations of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.annotations.rows import ROW, AnnotationRow
from app.store.articles import intact_text
from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.creators import person_name
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.text.spans import Block

_LINE = (
    col(Revision.id),
    col(Revision.number),
    col(Revision.captured_at),
    col(Revision.sha256),
    col(Revision.title),
    col(Revision.byline),
    col(Revision.publisher),
    col(Revision.declared_date),
    col(Revision.declared_language),
    col(Revision.language),
)


@dataclass(frozen=True, slots=True)
class Captured:
    """One revision as the source declared it, without its text of so many `characters`.

    `restores` is the number of the last revision with the same text, where others came between;
    `by` the name of the person who made it, None for a capture.
    """

    id: int
    number: int
    captured_at: datetime
    sha256: str
    title: str | None
    byline: list[str]
    publisher: str | None
    declared_date: str | None
    declared_language: str | None
    language: str = "und"
    characters: int = 0
    restores: int | None = None
    by: str | None = None


@dataclass(frozen=True)
class Contents:
    """What one revision says: its text in blocks, and the live annotations on it.

    `runs` has the layers that finished: layer → engine@version.
    """

    text: str
    blocks: list[Block]
    rows: list[AnnotationRow] = field(default_factory=list)
    runs: dict[str, str] = field(default_factory=dict)


def before(s: Session, article_id: int, number: int | None, limit: int) -> list[Captured]:
    """Revisions before `number` (None: from the newest on), newest first, at most `limit`."""
    chosen = [col(Revision.number) < number] if number is not None else []
    return _captured(s, article_id, *chosen, limit=limit)


def numbered(s: Session, article_id: int, numbers: Collection[int]) -> list[Captured]:
    """The revisions with these numbers, oldest first; those that do not exist are left out."""
    return _captured(s, article_id, col(Revision.number).in_(list(numbers)), limit=len(numbers))[
        ::-1
    ]


def contents(s: Session, reader: Reader, ids: Collection[int]) -> dict[int, Contents]:
    """What these revisions of an article that the reader may see say, by id. Three queries.

    Raises Damaged for an altered text.
    """
    rows, runs = _rows(s, reader, ids), _runs(s, ids)
    r = Revision
    texts = select(col(r.id), col(r.text), col(r.blocks), col(r.article_id), col(r.sha256))
    contents = {}
    for id_, text, stored_blocks, of, sha256 in s.execute(texts.where(col(r.id).in_(list(ids)))):
        intact_text.refuse_altered(of, text, sha256)
        blocks = [Block.from_json(block) for block in stored_blocks]
        contents[id_] = Contents(text, blocks, rows.get(id_, []), runs.get(id_, {}))
    return contents


def _captured(
    s: Session, article_id: int, *chosen: ColumnElement[bool], limit: int
) -> list[Captured]:
    had = aliased(Revision)
    restored = (
        select(func.max(col(had.number)))
        .where(
            col(had.article_id) == article_id,
            col(had.sha256) == col(Revision.sha256),
            col(had.number) < col(Revision.number),
        )
        .correlate(Revision)
        .scalar_subquery()
    )
    by = person_name(Revision.creator).correlate(Revision)
    statement = select(*_LINE, func.length(col(Revision.text)), restored, by).where(
        col(Revision.article_id) == article_id, *chosen
    )
    rows = s.execute(statement.order_by(col(Revision.number).desc()).limit(limit))
    return [_line(tuple(row)) for row in rows]


def _line(row: tuple[Any, ...]) -> Captured:
    captured = Captured(*row)
    # The text of the revision right before was not restored: it stayed.
    is_unchanged = captured.restores == captured.number - 1
    return replace(captured, restores=None) if is_unchanged else captured


def _rows(s: Session, reader: Reader, ids: Collection[int]) -> dict[int, list[AnnotationRow]]:
    statement = (
        select(col(Annotation.revision_id), *ROW)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(col(Annotation.revision_id).in_(list(ids)), col(Annotation.retired_at).is_(None))
        .where(may_read(reader), may_read_annotation(reader))
        .order_by(col(Annotation.start), col(Annotation.end).desc(), col(Annotation.id))
    )
    return _by_revision((row[0], AnnotationRow(*row[1:])) for row in s.execute(statement))


def _by_revision(pairs: Iterable[tuple[int, AnnotationRow]]) -> dict[int, list[AnnotationRow]]:
    rows: defaultdict[int, list[AnnotationRow]] = defaultdict(list)
    for revision_id, row in pairs:
        rows[revision_id].append(row)
    return rows


def _runs(s: Session, ids: Collection[int]) -> dict[int, dict[str, str]]:
    r = AnnotationRun
    statement = select(col(r.revision_id), col(r.layer), col(r.engine), col(r.version))
    finished = statement.where(col(r.revision_id).in_(list(ids)), col(r.state) == "finished")
    runs: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for revision_id, layer, engine, version in s.execute(finished):
        runs[revision_id][layer] = f"{engine}@{version}"
    return runs
