"""The log of corrections as steps that `linking.correcting` follows.

Reads `correction` and `correction_target`; changes nothing.

Only the rows that may matter are read: those that lead on from the entities that are asked about,
and those that hold in the articles.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.linking.corrections.correction import LogStep, Target
from app.store.db.batches import batches
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.passages import StoredAnchorState
from app.text.spans import Span

LINKING = ("merge", "split", "move", "reject", "speaker")
"""The kinds that change whom an annotation means; the others change an entity."""


class StepTarget(NamedTuple):
    """Where a row of the log holds; `id` is none for one that is not stored yet."""

    correction_id: int
    id: int | None
    article_id: int
    name: str | None
    revision_id: int | None
    layer: str | None
    start: int | None
    end: int | None


@dataclass
class Log:
    """Rows of the log by id, and where they hold by article."""

    steps: dict[int, LogStep] = field(default_factory=dict)
    targets: dict[int, list[StepTarget]] = field(default_factory=dict)
    places: dict[tuple[int, int], Span] = field(default_factory=dict)
    """(target, later revision) → where its words stand there."""
    _in_order: list[LogStep] | None = None
    _of_revision: dict[tuple[int, int], list[LogStep]] = field(default_factory=dict)

    def add(self, id: int, step: LogStep, targets: Iterable[StepTarget]) -> None:
        """A row that is not stored: what would be, if it were."""
        self.steps[id] = step
        for target in targets:
            self.targets.setdefault(target.article_id, []).append(target)

    def anywhere(self) -> list[LogStep]:
        """The steps in order, as they are where none holds in particular."""
        self._in_order = self._in_order or [self.steps[id_] for id_ in sorted(self.steps)]
        return self._in_order

    def within(self, article_id: int, revision_id: int) -> list[LogStep]:
        """The steps in order, with the places where they hold in this revision."""
        if article_id not in self.targets:
            return self.anywhere()
        key = (article_id, revision_id)
        if key not in self._of_revision:
            places: dict[int, list[Target]] = {}
            for target in self.targets[article_id]:
                place = self._place(target, revision_id)
                if place is not None:
                    places.setdefault(target.correction_id, []).append(place)
            self._of_revision[key] = [
                replace(self.steps[id_], places=tuple(places.get(id_, ())))
                for id_ in sorted(self.steps)
            ]
        return self._of_revision[key]

    def _place(self, t: StepTarget, revision_id: int) -> Target | None:
        if t.start is None or t.end is None:
            return Target(t.name, t.layer)
        span = (
            Span(t.start, t.end)
            if t.revision_id == revision_id
            else self.places.get((t.id or 0, revision_id))
        )
        return Target(None, t.layer, span) if span else None


def read(s: Session, entity_ids: Iterable[int], article_ids: Iterable[int]) -> Log:
    """What leads on from these entities, and what holds in these articles."""
    log = Log()
    articles = set(article_ids)
    for some in batches(articles):
        _take(s, log, _rows().where(col(StoredCorrection.id).in_(_holding_in(some))))
    seen: set[int] = set()
    frontier = set(entity_ids) | _entities(log)
    while frontier:
        seen |= frontier
        for some in batches(frontier):
            _take(s, log, _leading_on(some))
        frontier = _entities(log) - seen
    _take_targets(s, log)
    return log


def corrected(s: Session, article_ids: Iterable[int]) -> set[int]:
    """Those among these articles where a correction holds, or held before it was undone."""
    held = select(col(StoredCorrectionTarget.article_id)).distinct()
    return {
        id_
        for some in batches(article_ids)
        for id_ in s.scalars(held.where(col(StoredCorrectionTarget.article_id).in_(some)))
    }


def behind(s: Session, entity_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """From which entities the log leads to these, also by way of others, and in which articles single mentions were led there."""
    found, articles = set(entity_ids), set[int]()
    frontier = set(found)
    while frontier:
        led: set[int] = set()
        for some in batches(frontier):
            for id_, kind, entity, other, *_ in s.execute(_rows(to=some)):
                if other in frontier and kind in ("split", "move", "speaker"):
                    held = select(col(StoredCorrectionTarget.article_id)).where(
                        col(StoredCorrectionTarget.correction_id) == id_
                    )
                    articles |= set(s.scalars(held))
                led |= {entity} if kind == "merge" and other in frontier else set()
                led |= {other} if kind == "split" and entity in frontier else set()
        frontier = {id_ for id_ in led if id_ is not None} - found
        found |= frontier
    return found, articles


def _rows(to: list[int] | None = None) -> Select[*tuple[object, ...]]:
    c, entity, other = StoredCorrection, aliased(Entity), aliased(Entity)
    statement = (
        select(
            col(c.id), col(c.kind), col(entity.id), col(other.id), col(c.value), col(c.undone_at)
        )
        .outerjoin(entity, col(entity.uid) == col(c.entity_uid))
        .outerjoin(other, col(other.uid) == col(c.other_uid))
        .where(col(c.kind).in_(LINKING))
    )
    return (
        statement
        if to is None
        else statement.where(
            or_(col(other.id).in_(to), and_(col(c.kind) == "split", col(entity.id).in_(to)))
        )
    )


def _leading_on(ids: list[int]) -> Select[*tuple[object, ...]]:
    """The rows about these entities, and the splits that founded them."""
    c = StoredCorrection
    uids = select(col(Entity.uid)).where(col(Entity.id).in_(ids))
    return _rows().where(
        or_(col(c.entity_uid).in_(uids), and_(col(c.kind) == "split", col(c.other_uid).in_(uids)))
    )


def _holding_in(articles: list[int]) -> Select[*tuple[object, ...]]:
    return select(col(StoredCorrectionTarget.correction_id)).where(
        col(StoredCorrectionTarget.article_id).in_(articles)
    )


def _take(s: Session, log: Log, rows: Select[*tuple[object, ...]]) -> None:
    for id_, kind, entity, other, value, undone_at in s.execute(rows):
        log.steps[id_] = LogStep(kind, entity, other, value, undone_at is not None)


def _take_targets(s: Session, log: Log) -> None:
    t = StoredCorrectionTarget
    columns = (
        col(t.correction_id),
        col(t.id),
        col(t.article_id),
        col(t.name),
        col(t.revision_id),
        col(t.layer),
        col(t.start),
        col(t.end),
    )
    live = [id_ for id_, step in log.steps.items() if not step.undone and step.kind != "merge"]
    for some in batches(live):
        for row in s.execute(
            select(*columns).where(col(t.correction_id).in_(some)).order_by(col(t.id))
        ):
            log.targets.setdefault(row.article_id, []).append(StepTarget(*row))
    f = StoredAnchorState
    followed = [
        t.id
        for targets in log.targets.values()
        for t in targets
        if t.id is not None and t.start is not None
    ]
    for some in batches(followed):
        places = select(col(f.target_id), col(f.revision_id), col(f.start), col(f.end)).where(
            col(f.target_id).in_(some)
        )
        for target_id, revision_id, start, end in s.execute(
            places.where(col(f.start).is_not(None))
        ):
            log.places[target_id, revision_id] = Span(start, end)


def _entities(log: Log) -> set[int]:
    return {
        id_ for step in log.steps.values() for id_ in (step.entity, step.other) if id_ is not None
    }
