"""Corrections: what persons say against the machine.

Owns the log; `correcting` applies it to what is stored.

A correction is checked, counted, stored and applied in one transaction; undoing one applies the log
without it. Entities are referred to by their uid, words by revision and selectors, so that the log
can be applied again wherever the same articles are.
"""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import String, delete, func, literal, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import Conflict, NotFound, Unprocessable
from app.linking.across.corrections import (
    KINDS,
    NAME_CHARACTERS,
    CorrectionDraft,
    CorrectionPlace,
    LogStep,
    missing,
)
from app.linking.across.knowledge_entries import KINDS as ENTITY_KINDS
from app.linking.names.folding import fold
from app.store.articles import article_date
from app.store.corrections import effects, log_steps
from app.store.corrections.log_steps import LINKING, StepTarget
from app.store.db.columns import now
from app.store.db.pagination import Key, Page, paginate
from app.store.entities import merge_proposals
from app.store.entities.entities import EntityRow
from app.store.passages import anchor_states
from app.store.passages.anchor_states import Anchor
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.corrections import Correction, CorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.people import Person
from app.text.canonical import canonical
from app.text.selectors import quote_selector
from app.text.spans import Span

PLACES = 1_000
"""Articles or mentions that one correction names: more than any editor chooses by hand."""
_NEXT = 2**62  # the id of a correction that is not stored: after all others
_NEW = -1  # an entity that is not stored
_JUDGES: dict[str, Literal["accepted", "rejected"]] = {
    "merge": "accepted",
    "split": "rejected",
    "move": "rejected",
    "apart": "rejected",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How many passages (annotations of newest revisions) a correction changes, in how many articles."""

    passages: int
    articles: int
    layers: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """How many of them are of which layer, where that is known: a name that moves takes with it
    what was said by it."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A row of the log: what was said about which entities, by whom; the words, the folded name and the article of its first target."""

    id: int
    kind: str
    entity: EntityRow | None
    other: EntityRow | None
    value: str | None
    new_kind: str | None
    passages: int
    articles: int
    by: str
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None
    words: str | None
    name: str | None
    article_id: int | None
    article_title: str | None


def count_reach(s: Session, wanted: CorrectionDraft) -> Reach:
    """What a correction would change.

    Raises NotFound, Conflict for a merged entity, Unprocessable for what cannot be meant.
    """
    checked = _checked(s, wanted)
    return _count(s, checked, _targets(s, checked))


def make(s: Session, wanted: CorrectionDraft, creator: str) -> int:
    """Stores a correction and applies it; its id. `creator` is `person:ID`.

    Raises what `touched` raises.
    """
    checked = _checked(s, wanted)
    targets = _targets(s, checked)
    count = _count(s, checked, targets)
    entity, other = _entity(s, checked.entity_id), _entity(s, checked.other_id)
    if checked.kind == "split":
        other = split_entity(secrets.token_hex(10), checked.value or "", checked.new_kind)
        s.add(other)
        s.flush()
    row = Correction(
        uid=secrets.token_hex(10),
        kind=checked.kind,
        entity_uid=entity.uid if entity else None,
        other_uid=other.uid if other else None,
        value=checked.value,
        new_kind=checked.new_kind,
        passages=count.passages,
        articles=count.articles,
        creator=creator,
    )
    s.add(row)
    s.flush()
    store_targets(s, row, targets)
    apply(s, row)
    return row.id or 0


def undo(s: Session, id: int, creator: str) -> None:
    """Takes a correction back; the row stays.

    Raises NotFound, and Conflict when that was done already.
    """
    row = s.get(Correction, id)
    if row is None:
        raise NotFound("There is no such correction.")
    if row.undone_at is not None:
        raise Conflict("This correction was undone already.")
    row.undone_by, row.undone_at = creator, now()
    s.flush()
    apply(s, row)


def apply(s: Session, row: Correction) -> None:
    """Makes what is stored follow the log after one of its rows was added or undone."""
    ids = dict(
        s.execute(
            select(col(Entity.uid), col(Entity.id)).where(
                col(Entity.uid).in_([row.entity_uid or "", row.other_uid or ""])
            )
        ).all()
    )
    entity, other = ids.get(row.entity_uid), ids.get(row.other_uid)
    if row.kind in LINKING:
        held = set(
            s.scalars(
                select(col(CorrectionTarget.article_id)).where(
                    col(CorrectionTarget.correction_id) == row.id
                )
            )
        )
        start = {"merge": entity, "split": other}.get(row.kind)
        bases, articles = log_steps.behind(s, {start} if start is not None else ())
        effects.apply_to_entities(s, bases, articles | held)
    if row.kind == "date":
        article_date.follow(
            s,
            s.scalars(
                select(col(CorrectionTarget.article_id)).where(
                    col(CorrectionTarget.correction_id) == row.id
                )
            ).all(),
        )
    for uid, kinds in ((row.entity_uid, ("rename", "rekind")), (row.other_uid, ("split",))):
        if row.kind in kinds and uid is not None:
            effects.name(s, uid)
    if row.kind in _JUDGES and entity is not None and other is not None:
        _judge(s, row, entity, other)


def get(s: Session, id: int) -> LogEntry:
    """The row with what a page says of it. Raises NotFound."""
    row = s.execute(_lines().where(col(Correction.id) == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such correction.")
    return _line(row)


def listed(
    s: Session, *, entity_id: int | None = None, cursor: str | None = None, limit: int = 30
) -> Page[LogEntry]:
    """The log, newest first; of one entity, if it is given."""
    statement = _lines()
    if entity_id is not None:
        uid = select(col(Entity.uid)).where(col(Entity.id) == entity_id).scalar_subquery()
        statement = statement.where(
            (col(Correction.entity_uid) == uid) | (col(Correction.other_uid) == uid)
        )
    return paginate(
        s, statement, (Key(col(Correction.id), int, descending=True),), _line, cursor, limit
    )


def reach(s: Session, article_id: int, entity_ids: set[int]) -> set[int]:
    """These entities, and all to which corrections lead from them or from words of the article: who may lose a name when it goes."""
    steps = log_steps.read(s, entity_ids, [article_id]).anywhere()
    return entity_ids | {
        id_ for step in steps for id_ in (step.entity, step.other) if id_ is not None
    }


def forget(s: Session, article_id: int, entity_ids: set[int]) -> None:
    """After an article was withdrawn: no correction holds there any more, and none tells a name that nothing else knows."""
    t, c = CorrectionTarget, Correction
    s.execute(delete(t).where(col(t.article_id) == article_id))
    left = select(col(t.id)).where(col(t.correction_id) == col(c.id)).exists()
    s.execute(update(c).where(col(c.kind).in_(("speaker", "date")), ~left).values(value=None))
    bare = list(
        s.scalars(
            select(col(Entity.uid)).where(
                col(Entity.id).in_(sorted(entity_ids)), col(Entity.name) == ""
            )
        )
    )
    s.execute(
        update(c).where(col(c.entity_uid).in_(bare), col(c.kind) == "rename").values(value="")
    )
    s.execute(update(c).where(col(c.other_uid).in_(bare), col(c.kind) == "split").values(value=""))


def store_targets(s: Session, row: Correction, targets: list[CorrectionTarget]) -> None:
    """Stores where a correction holds, and follows its words through the revisions that came since."""
    for target in targets:
        target.correction_id = row.id or 0
        s.add(target)
    s.flush()
    for t in targets:
        if t.revision_id is not None and t.start is not None and t.end is not None:
            anchor_states.start(
                s, t.article_id, Anchor("target_id", t.id or 0, t.revision_id, Span(t.start, t.end))
            )


def _judge(s: Session, row: Correction, entity: int, other: int) -> None:
    """What the pair is after the last word on it."""
    c, pair = Correction, (row.entity_uid, row.other_uid)
    said = select(c).where(
        col(c.kind).in_(list(_JUDGES)), col(c.entity_uid).in_(pair), col(c.other_uid).in_(pair)
    )
    last = s.scalars(
        said.where(col(c.undone_at).is_(None)).order_by(col(c.id).desc()).limit(1)
    ).one_or_none()
    if last is None:
        merge_proposals.judge(s, entity, other, "open", None)
    else:
        merge_proposals.judge(s, entity, other, _JUDGES[last.kind], last.creator)


def split_entity(uid: str, name: str, kind: str | None) -> Entity:
    """The new entity of a split. Its name was given by a person."""
    folded = fold(name)
    return Entity(
        uid=uid,
        kind=kind or "other",
        name=name,
        folded=folded,
        found_name=name,
        found_folded=folded,
    )


def check(
    row: Correction, entity: Entity | None, other: Entity | None, targets: list[CorrectionTarget]
) -> None:
    """Whether a row that comes from elsewhere says what its kind must say. Raises Unprocessable."""
    kind = next((kind for kind in KINDS if kind == row.kind), None)
    if kind is None:
        raise Unprocessable("It is of a kind that is not known here.")
    places = tuple(
        CorrectionPlace(t.article_id, t.name, None if t.start is None else 1) for t in targets
    )
    _sound(
        CorrectionDraft(kind, value=row.value, new_kind=row.new_kind, places=places),
        entity,
        other,
        settled=True,
    )


def _count(s: Session, wanted: CorrectionDraft, targets: list[CorrectionTarget]) -> Reach:
    """The changes that one more row of the log would make.

    Raises Unprocessable when there are none.
    """
    if wanted.kind == "date":
        return _count_dated(s, wanted)
    if wanted.kind == "apart":
        if frozenset({wanted.entity_id, wanted.other_id}) in merge_proposals.apart(
            s, [wanted.entity_id or 0, wanted.other_id or 0]
        ):
            raise Unprocessable("It is so already.")
        return Reach(0, 0)
    if wanted.kind in ("rename", "rekind"):
        counted = select(
            func.count(), func.count(col(Annotation.article_id).distinct())
        ).select_from(Annotation)
        counted = counted.join(
            Article, col(Article.newest_revision_id) == col(Annotation.revision_id)
        )
        live = col(Annotation.entity_id) == wanted.entity_id, col(Annotation.retired_at).is_(None)
        return Reach(*s.execute(counted.where(*live)).one())
    start = {wanted.entity_id} if wanted.kind == "merge" and wanted.entity_id is not None else set()
    bases, articles = log_steps.behind(s, start)
    far = effects.reach(s, bases, articles | {t.article_id for t in targets})
    other = _NEW if wanted.kind == "split" else wanted.other_id
    held = [
        StepTarget(_NEXT, None, t.article_id, t.name, t.revision_id, t.layer, t.start, t.end)
        for t in targets
    ]
    far.log.add(_NEXT, LogStep(wanted.kind, wanted.entity_id, other, wanted.value), held)
    changes = [c for c in effects.preview(s, far) if c.appears or not c.columns["rejected"]]
    if not changes:
        raise Unprocessable("This would change nothing.")
    layers = Counter(c.layer for c in changes).most_common()
    return Reach(len(changes), len({c.article_id for c in changes}), tuple(sorted(layers)))


def _count_dated(s: Session, wanted: CorrectionDraft) -> Reach:
    """A date touches the dates that are resolved by it: the relative ones in the article's newest revision."""
    now_holds = article_date.settled(s, wanted.places[0].article_id)
    if now_holds is not None and now_holds.value == wanted.value:
        raise Unprocessable("It is so already.")
    live = (
        col(Annotation.layer) == article_date.LAYER,
        col(Annotation.retired_at).is_(None),
        col(Article.id) == wanted.places[0].article_id,
    )
    counted = (
        select(func.count())
        .select_from(Annotation)
        .join(Article, col(Article.newest_revision_id) == col(Annotation.revision_id))
    )
    relative = func.coalesce(col(Annotation.body)["relative"].as_boolean(), False)
    return Reach(s.scalar(counted.where(*live, relative)) or 0, 1)


def _targets(s: Session, wanted: CorrectionDraft) -> list[CorrectionTarget]:
    """Where it is to hold, as rows; of a quotation or a claim in several pieces every piece.

    Raises NotFound, Unprocessable.
    """
    if len(wanted.places) > PLACES:
        raise Unprocessable(f"A correction names at most {PLACES:,} places.")
    found: dict[tuple[Any, ...], CorrectionTarget] = {}
    for place in wanted.places:
        for target in _held(s, wanted, place):
            found.setdefault(
                (
                    target.article_id,
                    target.name,
                    target.revision_id,
                    target.layer,
                    target.start,
                    target.end,
                ),
                target,
            )
    return list(found.values())


def _held(s: Session, wanted: CorrectionDraft, place: CorrectionPlace) -> list[CorrectionTarget]:
    if place.annotation_id is None:
        article = s.get(Article, place.article_id)
        if article is None or article.newest_revision_id is None:
            raise NotFound("There is no such article in this library.")
        name = fold(place.name) if place.name else None
        return [
            CorrectionTarget(
                correction_id=0, article_id=place.article_id, name=name, exact=place.name or ""
            )
        ]
    a = s.get(Annotation, place.annotation_id)
    if a is None or a.retired_at is not None or a.creator.startswith("person:"):
        raise NotFound("There is no such annotation in this library.")
    if wanted.kind == "speaker" and a.layer != "quotation":
        raise Unprocessable("Only a quotation has a speaker.")
    if wanted.kind in ("split", "move") and a.layer != "entity":
        raise Unprocessable("Only a name can mean another.")
    revision = s.get_one(Revision, a.revision_id)
    return [_at(revision, piece) for piece in _pieces(s, a)]


def _pieces(s: Session, a: Annotation) -> list[Annotation]:
    attribution = a.body.get("attribution") if a.layer == "quotation" else None
    if attribution is None:
        return [a]
    x = Annotation
    live = col(x.retired_at).is_(None), col(x.layer) == a.layer
    rows = s.scalars(
        select(x)
        .where(col(x.revision_id) == a.revision_id, *live)
        .order_by(col(x.start), col(x.id))
    )
    return [row for row in rows if row.body.get("attribution") == attribution]


def _at(revision: Revision, a: Annotation) -> CorrectionTarget:
    span = Span(a.start, a.end)
    quote = quote_selector(revision.text, span)
    return CorrectionTarget(
        correction_id=0,
        article_id=a.article_id,
        revision_id=a.revision_id,
        layer=a.layer,
        start=a.start,
        end=a.end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


def _checked(s: Session, wanted: CorrectionDraft) -> CorrectionDraft:
    """What is wanted, its words tidied. Raises NotFound, Conflict, Unprocessable."""
    entity, other = _entity(s, wanted.entity_id), _entity(s, wanted.other_id)
    value = " ".join(canonical(wanted.value or "").split()) or None
    tidy = CorrectionDraft(
        wanted.kind, wanted.entity_id, wanted.other_id, value, wanted.new_kind, wanted.places
    )
    _sound(tidy, entity, other)
    return tidy


def _sound(
    wanted: CorrectionDraft, entity: Entity | None, other: Entity | None, *, settled: bool = False
) -> None:
    """Raises Unprocessable for what cannot be meant; of what was `settled` once it is not asked whether it is so already."""
    value = wanted.value
    if value is not None and (len(value) > NAME_CHARACTERS or not value.isprintable()):
        raise Unprocessable(
            f"A name has at most {NAME_CHARACTERS} characters, and no control characters "
            "among them."
        )
    if wanted.new_kind is not None and wanted.new_kind not in ENTITY_KINDS:
        raise Unprocessable(f"“{wanted.new_kind[:40]}” is no kind of entity.")
    lacking = missing(
        wanted, about=entity is not None, two=other is not None and entity is not other
    )
    if lacking is None and not settled:
        lacking = _idle(wanted, entity)
    if lacking is not None:
        raise Unprocessable(lacking)


def _idle(wanted: CorrectionDraft, entity: Entity | None) -> str | None:
    """That it would change nothing, where it would not."""
    renamed = entity is not None and wanted.kind == "rename" and wanted.value == entity.name
    rekinded = entity is not None and wanted.kind == "rekind" and wanted.new_kind == entity.kind
    return "It is so already." if renamed or rekinded else None


def _entity(s: Session, id: int | None) -> Entity | None:
    if id is None:
        return None
    entity = s.get(Entity, id)
    if entity is None or not entity.name:
        raise NotFound("There is no such entity in this library.")
    if entity.merged_into is not None:
        raise Conflict(
            f"“{entity.name}” was merged into another entity.",
            "Correct that one, or undo the merge.",
        )
    return entity


def _lines() -> Any:
    c, t, entity, other = Correction, CorrectionTarget, aliased(Entity), aliased(Entity)
    first = (
        select(func.min(col(t.id)))
        .where(col(t.correction_id) == col(c.id))
        .correlate(c)
        .scalar_subquery()
    )
    held = aliased(t)
    return (
        select(
            c,
            entity,
            other,
            col(held.exact),
            col(held.name),
            col(held.article_id),
            col(Article.title),
            _person(c.creator),
            _person(c.undone_by),
        )
        .outerjoin(entity, col(entity.uid) == col(c.entity_uid))
        .outerjoin(other, col(other.uid) == col(c.other_uid))
        .outerjoin(held, col(held.id) == first)
        .outerjoin(Article, col(Article.id) == col(held.article_id))
    )


def _person(creator: Any) -> Any:
    """The name of the person behind `person:ID`."""
    called = select(col(Person.name)).where(
        literal("person:") + sql_cast(col(Person.id), String) == col(creator)
    )
    return called.correlate(Correction).scalar_subquery()


def _line(row: Any) -> LogEntry:
    c, entity, other, exact, name, article_id, title, by, undone_by = row[:9]
    return LogEntry(
        id=c.id,
        kind=c.kind,
        entity=_row(entity),
        other=_row(other),
        value=c.value,
        new_kind=c.new_kind,
        passages=c.passages,
        articles=c.articles,
        by=by or c.creator,
        created_at=c.created_at,
        undone_at=c.undone_at,
        undone_by=undone_by or c.undone_by,
        words=exact or None,
        name=name,
        article_id=article_id,
        article_title=title,
    )


def _row(e: Entity | None) -> EntityRow | None:
    return (
        EntityRow(
            e.id or 0,
            e.uid,
            e.kind,
            e.name,
            e.merged_into,
            e.mentions,
            e.articles,
            e.sport,
            e.country,
        )
        if e
        else None
    )
