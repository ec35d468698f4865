"""How much a correction would change: the count that a preview shows and that the log keeps."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from app.errors import Unprocessable
from app.linking.corrections.correction import Correction
from app.store.articles import article_date
from app.store.corrections import checking, correction_log, effects
from app.store.corrections.annotation_changes import AnnotationChange
from app.store.corrections.checking import CheckedCorrection
from app.store.corrections.correction_log import logged_target
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
    """

    passages: int
    articles: int
    layers: tuple[tuple[str, int], ...] = field(default=(), compare=False)


def count_reach(s: Session, correction: Correction) -> Reach:
    """What a correction would change, if it were made. Raises what `checking.check` raises."""
    return count(s, checking.check(s, correction))


def count(s: Session, checked: CheckedCorrection) -> Reach:
    """What a checked correction would change. Raises Unprocessable when that is nothing."""
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


def _in_newest_revisions() -> Select[int, int]:
    """Current annotations of newest revisions: how many there are, in how many articles."""
    a = Annotation
    counts = select(func.count(), func.count(col(a.article_id).distinct()))
    newest = col(Article.newest_revision_id) == col(a.revision_id)
    return counts.select_from(a).join(Article, newest).where(col(a.retired_at).is_(None))


def _count_changes(s: Session, checked: CheckedCorrection) -> Reach:
    """What the log would change with this correction as its last."""
    changes = list(_changes(s, checked))
    if not changes:
        raise Unprocessable(_NO_CHANGE)
    layers = Counter(change.layer for change in changes)
    articles = {change.article_id for change in changes}
    return Reach(len(changes), len(articles), tuple(sorted(layers.items())))


def _changes(s: Session, checked: CheckedCorrection) -> Iterator[AnnotationChange]:
    correction = checked.correction
    merged = correction.entity_id if correction.kind == "merge" else None
    bases, articles = correction_log.leading_to(s, () if merged is None else (merged,))
    reached = effects.affected(s, bases, articles | {t.article_id for t in checked.targets})
    if correction.kind == "split":
        correction = replace(correction, other_id=_NEW_ENTITY)
    # The log is read as it is, and this correction put at its end, as if it had been made.
    targets = [logged_target(row)._replace(correction_id=_NEXT) for row in checked.targets]
    reached.log.add(_NEXT, replace(correction, targets=()), targets)
    for change in effects.preview(s, reached):
        # A rejected annotation that would now refer to another entity is seen by nobody.
        if change.rejection_changes or not change.columns["rejected"]:
            yield change
