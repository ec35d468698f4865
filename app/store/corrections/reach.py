"""How much a correction would change: the count that a preview shows and that the log keeps."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from app.errors import Unprocessable
from app.linking.corrections.correction import Correction
from app.store.articles import article_date
from app.store.corrections import checking, correction_log, effects, unfinished
from app.store.corrections.annotation_changes import AnnotationChange
from app.store.corrections.checking import CheckedCorrection
from app.store.corrections.correction_log import Log, logged_target
from app.store.creators import by_engine
from app.store.db.packed import bodies
from app.store.entities import merge_proposals
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article

_NEXT = 2**62
"""The id of a correction that is not stored yet: after all others."""
_NEW_ENTITY = -1
"""The entity of a split that is not stored yet."""
_NO_CHANGE = "Nothing would change."


@dataclass(frozen=True, slots=True)
class Reach:
    """How many passages (annotations of newest revisions) change, in how many articles.

    `layers` counts them by layer where that is known: a name that moves takes quotations along.
    `newest_id` is the newest correction that was in the log when they were counted.
    """

    passages: int
    articles: int
    layers: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    newest_id: int = field(default=0, compare=False)


def count_reach(s: Session, correction: Correction) -> Reach:
    """What a correction would change, if it were made. Raises what `checking.check` raises."""
    return count(s, checking.check(s, correction))


def count(s: Session, checked: CheckedCorrection) -> Reach:
    """What a checked correction would change. Raises Unprocessable when that is nothing."""
    # Read first: if another one is logged meanwhile, the count is known to be older.
    newest_id = correction_log.newest_id(s)
    return replace(_count(s, checked), newest_id=newest_id)


def _count(s: Session, checked: CheckedCorrection) -> Reach:
    match checked.correction.kind:
        case "date":
            return _count_date(s, checked.correction)
        case "apart":
            return _count_apart(s, checked.correction)
        case "rename" | "rekind":
            return _count_mentions(s, checked.correction)
        case _:
            return _count_changes(s, checked)


def _count_date(s: Session, correction: Correction) -> Reach:
    """The relative dates in the article's newest revision, which are resolved by its date."""
    article_id = correction.targets[0].article_id
    current = article_date.settled(s, article_id)
    if current is not None and current.value == correction.value:
        raise Unprocessable(_NO_CHANGE)
    relative = bodies.is_true(col(Annotation.body), bodies.DATE, "relative")
    dates = _in_newest_revisions().where(
        col(Article.id) == article_id, col(Annotation.layer) == article_date.LAYER, relative
    )
    passages, _ = s.execute(dates).one()
    return Reach(passages, 1)


def _count_apart(s: Session, correction: Correction) -> Reach:
    """Telling two entities apart changes no passage, only what is proposed."""
    pair = {id_ for id_ in (correction.entity_id, correction.other_id) if id_ is not None}
    if frozenset(pair) in merge_proposals.apart(s, pair):
        raise Unprocessable(_NO_CHANGE)
    return Reach(0, 0)


def _count_mentions(s: Session, correction: Correction) -> Reach:
    """A name or a kind shows wherever the entity is mentioned, quoted or a claimant."""
    about = _in_newest_revisions().where(col(Annotation.entity_id) == correction.entity_id)
    passages, articles = s.execute(about).one()
    return Reach(passages, articles)


def _count_merge(s: Session, merged: int | None) -> Reach:
    """All that refers to the merged entity: a merge is the last word of the log on each of them."""
    referring = (col(Annotation.entity_id) == merged, by_engine(Annotation.creator))
    passages, articles = s.execute(_in_newest_revisions().where(*referring)).one()
    if not passages:
        raise Unprocessable(_NO_CHANGE)
    layer = col(Annotation.layer)
    layers = _in_newest_revisions().where(*referring).add_columns(layer).group_by(layer)
    rows = sorted((name, number) for number, _, name in s.execute(layers))
    return Reach(passages, articles, tuple(rows))


def _in_newest_revisions() -> Select[int, int]:
    """Current annotations of newest revisions: how many there are, in how many articles."""
    a = Annotation
    counts = select(func.count(), func.count(col(a.article_id).distinct()))
    newest = col(Article.newest_revision_id) == col(a.revision_id)
    return counts.select_from(a).join(Article, newest).where(col(a.retired_at).is_(None))


def _count_changes(s: Session, checked: CheckedCorrection) -> Reach:
    """What the log would change with this correction as its last."""
    is_settled = not unfinished.every(s)
    if is_settled and checked.correction.kind == "merge":
        return _count_merge(s, checked.correction.entity_id)
    reached = _affected(s, checked)
    # Where an earlier correction is unfinished, what that one will change is none of this one's.
    before = {} if is_settled else {c.id: c for c in effects.preview(s, reached)}
    _add(reached.log, checked)
    after = {c.id: c for c in effects.preview(s, reached)}
    seen = list(_seen(before, after))
    if not seen:
        raise Unprocessable(_NO_CHANGE)
    layers = Counter(change.layer for change in seen)
    return Reach(len(seen), len({c.article_id for c in seen}), tuple(sorted(layers.items())))


def _affected(s: Session, checked: CheckedCorrection) -> effects.Affected:
    correction = checked.correction
    merged = {correction.entity_id} if correction.kind == "merge" else set()
    bases, articles = correction_log.leading_to(s, (id_ for id_ in merged if id_ is not None))
    return effects.affected(s, bases, articles | {t.article_id for t in checked.targets})


def _add(log: Log, checked: CheckedCorrection) -> None:
    """Puts a correction at the end of the log, as if it had been made."""
    correction = checked.correction
    if correction.kind == "split":
        correction = replace(correction, other_id=_NEW_ENTITY)
    targets = [logged_target(row)._replace(correction_id=_NEXT) for row in checked.targets]
    log.add(_NEXT, replace(correction, targets=()), targets)


def _seen(
    before: Mapping[int, AnnotationChange], after: Mapping[int, AnnotationChange]
) -> Iterator[AnnotationChange]:
    """The changes that come to something else after a correction than before it."""
    for id_ in sorted(before.keys() | after.keys()):
        change = after.get(id_) or before[id_]
        differs = _result(after.get(id_)) != _result(before.get(id_))
        # A rejected annotation that would now refer to another entity is seen by nobody.
        if differs and (change.rejection_changes or not change.columns["rejected"]):
            yield change


def _result(change: AnnotationChange | None) -> dict[str, Any] | None:
    """What a change makes of an annotation; when it would be retired is no part of that."""
    if change is None:
        return None
    return {name: value for name, value in change.columns.items() if name != "retired_at"}
