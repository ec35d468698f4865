"""The log of corrections as values, in order. Reads the stored corrections, changes nothing.

Only the part that may matter is read: the corrections that lead on from the entities that are asked
about, and those that hold in the articles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.linking.corrections.correction import Correction, Kind, Target
from app.store.db.batches import batches
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.passages import StoredAnchorState
from app.text.spans import Span

REFERRING: tuple[Kind, ...] = ("merge", "split", "move", "reject", "speaker")
"""The kinds that change what an annotation refers to; the others change an entity or an article."""


class LoggedTarget(NamedTuple):
    """Where a correction of the log holds; `id` is None for one that is not stored yet."""

    correction_id: int
    id: int | None
    revision_id: int | None
    target: Target


@dataclass
class Log:
    """A part of the log: corrections by id (without targets), and their targets by article."""

    corrections: dict[int, Correction] = field(default_factory=dict)
    targets: dict[int, list[LoggedTarget]] = field(default_factory=dict)
    anchors: dict[tuple[int, int], Span] = field(default_factory=dict)
    """(target id, later revision id) → where its words are in that revision."""
    _in_order: list[Correction] | None = None
    _in_revision: dict[tuple[int, int], list[Correction]] = field(default_factory=dict)

    @property
    def entity_ids(self) -> set[int]:
        """Every entity that these corrections are about or lead to."""
        pairs = ((c.entity_id, c.other_id) for c in self.corrections.values())
        return {id_ for pair in pairs for id_ in pair if id_ is not None}

    def add(self, id: int, correction: Correction, targets: Iterable[LoggedTarget]) -> None:
        """Adds a correction that is not stored, to see what it would do."""
        self.corrections[id] = correction
        self._in_order = None
        self._in_revision.clear()
        for logged in targets:
            self.targets.setdefault(logged.target.article_id, []).append(logged)

    def anywhere(self) -> list[Correction]:
        """The corrections in order, without targets."""
        if self._in_order is None:
            self._in_order = [self.corrections[id_] for id_ in sorted(self.corrections)]
        return self._in_order

    def within(self, article_id: int, revision_id: int) -> list[Correction]:
        """The corrections in order, with the targets that they have in this revision."""
        # Merges alone have no targets: then every revision has the same list.
        if article_id not in self.targets:
            return self.anywhere()
        key = (article_id, revision_id)
        if key not in self._in_revision:
            self._in_revision[key] = self._with_targets(article_id, revision_id)
        return self._in_revision[key]

    def _with_targets(self, article_id: int, revision_id: int) -> list[Correction]:
        targets: dict[int, list[Target]] = {}
        for logged in self.targets[article_id]:
            target = self._anchored(logged, revision_id)
            if target is not None:
                targets.setdefault(logged.correction_id, []).append(target)
        return [
            replace(self.corrections[id_], targets=tuple(targets.get(id_, ())))
            for id_ in sorted(self.corrections)
        ]

    def _anchored(self, logged: LoggedTarget, revision_id: int) -> Target | None:
        """The target with its words as they are in this revision; None when they are not there."""
        target = logged.target
        if target.span is None or logged.revision_id == revision_id:
            return target
        span = self.anchors.get((logged.id, revision_id)) if logged.id is not None else None
        return replace(target, span=span) if span else None


def read(s: Session, entity_ids: Iterable[int], article_ids: Iterable[int]) -> Log:
    """The corrections that lead on from these entities, and those that hold in these articles."""
    log = Log()
    for some in batches(set(article_ids)):
        _add_rows(s, log, _rows().where(col(StoredCorrection.id).in_(_holding_in(some))))
    # Each correction may lead to entities that further ones lead on from.
    seen: set[int] = set()
    frontier = set(entity_ids) | log.entity_ids
    while frontier:
        seen |= frontier
        for some in batches(frontier):
            _add_rows(s, log, _leading_on(some))
        frontier = log.entity_ids - seen
    _add_targets(s, log)
    _add_anchors(s, log)
    return log


def newest_id(s: Session) -> int:
    """The id of the newest correction; 0 where nothing was ever corrected."""
    return s.scalar(select(func.max(col(StoredCorrection.id)))) or 0


def corrected(s: Session, article_ids: Iterable[int]) -> set[int]:
    """Those of these articles where a correction holds, or held before it was undone."""
    with_targets = select(col(StoredCorrectionTarget.article_id)).distinct()
    with_correction: set[int] = set()
    for some in batches(article_ids):
        with_correction |= set(
            s.scalars(with_targets.where(col(StoredCorrectionTarget.article_id).in_(some)))
        )
    return with_correction


def leading_to(s: Session, entity_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """The entities from which the log leads to these, by way of others too; and some articles.

    The articles are those in which single mentions were led to one of them.
    """
    entities, articles = set(entity_ids), set[int]()
    frontier = set(entities)
    while frontier:
        origins: set[int | None] = set()
        for some in batches(frontier):
            for id_, kind, entity_id, other_id, *_ in s.execute(_rows(to=some)):
                origins.add(_origin(kind, entity_id, other_id, frontier))
                if kind != "merge" and other_id in frontier:
                    articles |= articles_of(s, id_)
        frontier = {id_ for id_ in origins if id_ is not None} - entities
        entities |= frontier
    return entities, articles


def _origin(
    kind: str, entity_id: int | None, other_id: int | None, frontier: set[int]
) -> int | None:
    """The entity that a correction leads away from to one of the frontier, wherever it is named."""
    if kind == "merge":
        return entity_id if other_id in frontier else None
    # An undone split leads from the entity that it created back to the one it was split from.
    return other_id if kind == "split" and entity_id in frontier else None


def articles_of(s: Session, correction_id: int) -> set[int]:
    """The articles in which a correction holds, or held before it was undone."""
    t = StoredCorrectionTarget
    return set(s.scalars(select(col(t.article_id)).where(col(t.correction_id) == correction_id)))


def _rows(to: list[int] | None = None) -> Select[*tuple[object, ...]]:
    """What `_add_rows` reads; with `to`, only corrections that lead to one of these entities."""
    c, entity, other = StoredCorrection, aliased(Entity), aliased(Entity)
    columns = (col(c.id), col(c.kind), col(entity.id), col(other.id), col(c.value))
    # Outer joins: a speaker may be nobody, and a rejected mention may have no entity.
    statement = (
        select(*columns, col(c.undone_at))
        .outerjoin(entity, col(entity.uid) == col(c.entity_uid))
        .outerjoin(other, col(other.uid) == col(c.other_uid))
        .where(col(c.kind).in_(REFERRING))
    )
    if to is None:
        return statement
    undone_split = and_(col(c.kind) == "split", col(entity.id).in_(to))
    return statement.where(or_(col(other.id).in_(to), undone_split))


def _leading_on(entity_ids: list[int]) -> Select[*tuple[object, ...]]:
    """The corrections about these entities, and the splits that created them."""
    c = StoredCorrection
    uids = select(col(Entity.uid)).where(col(Entity.id).in_(entity_ids))
    created_by = and_(col(c.kind) == "split", col(c.other_uid).in_(uids))
    return _rows().where(or_(col(c.entity_uid).in_(uids), created_by))


def _holding_in(articles: list[int]) -> Select[*tuple[object, ...]]:
    t = StoredCorrectionTarget
    return select(col(t.correction_id)).where(col(t.article_id).in_(articles))


def _add_rows(s: Session, log: Log, rows: Select[*tuple[object, ...]]) -> None:
    for id_, kind, entity_id, other_id, value, undone_at in s.execute(rows):
        log.corrections[id_] = Correction(
            kind, entity_id, other_id, value, undone=undone_at is not None
        )


def _add_targets(s: Session, log: Log) -> None:
    """Adds to the log where its corrections hold, by article."""
    t = StoredCorrectionTarget
    place = (col(t.article_id), col(t.name), col(t.revision_id), col(t.layer))
    columns = (col(t.correction_id), col(t.id), *place, col(t.start), col(t.end))
    # An undone correction holds nowhere, and a merge everywhere.
    in_force = [id_ for id_, c in log.corrections.items() if not c.undone and c.kind != "merge"]
    for some in batches(in_force):
        rows = select(*columns).where(col(t.correction_id).in_(some)).order_by(col(t.id))
        for row in s.execute(rows):
            log.targets.setdefault(row.article_id, []).append(logged_target(row))


def logged_target(row: Any) -> LoggedTarget:
    """A stored target or its columns, or one that is to be stored, as the log has it."""
    span = None if row.start is None or row.end is None else Span(row.start, row.end)
    target = Target(row.article_id, row.name, layer=row.layer, span=span)
    return LoggedTarget(row.correction_id, row.id, row.revision_id, target)


def _add_anchors(s: Session, log: Log) -> None:
    """Reads where corrected words are in revisions other than the one they were corrected in."""
    a = StoredAnchorState
    columns = (col(a.target_id), col(a.revision_id), col(a.start), col(a.end))
    for some in batches(_anchored_ids(log)):
        there = col(a.target_id).in_(some), col(a.start).is_not(None)
        for target_id, revision_id, start, end in s.execute(select(*columns).where(*there)):
            log.anchors[target_id, revision_id] = Span(start, end)


def _anchored_ids(log: Log) -> Iterator[int]:
    for targets in log.targets.values():
        for logged in targets:
            if logged.id is not None and logged.target.span is not None:
                yield logged.id
