"""Corrections made and undone: each is checked, counted and stored in one transaction.

It is applied in that transaction too, where it reaches few articles; else to the first of them, and
`unfinished` has the others. Owns the rows of the log. Entities are referred to by uid, words by
revision and selectors, so that the log can be applied again wherever the same articles are.
"""

import secrets
from typing import Literal

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.errors import Conflict, NotFound
from app.layers.creators import Creator
from app.linking.corrections.correction import Correction
from app.linking.names.folding import fold
from app.store.corrections import (
    checking,
    correction_log,
    effects,
    given_names,
    reach,
    unfinished,
)
from app.store.corrections.correction_log import REFERRING
from app.store.corrections.reach import Reach
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.entities import merge_proposals
from app.store.passages import anchor_states
from app.store.passages.anchors import Anchor
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.text.spans import Span

NO_SUCH_CORRECTION = "The correction was not found."
_JUDGEMENTS: dict[str, Literal["accepted", "rejected"]] = {
    "merge": "accepted",
    "split": "rejected",
    "move": "rejected",
    "apart": "rejected",
}
"""What a correction about two entities says of the proposal that they are one."""


def make(s: Session, correction: Correction, creator: Creator, reached: Reach | None = None) -> int:
    """Stores a correction and applies it; its id. Raises what `reach.count_reach` raises.

    `reached` is what it changes, where that was counted before, without holding the writer. It is
    counted again where another correction came in between: it may have been the same one.
    """
    checked = checking.check(s, correction)
    if reached is None or reached.newest_id != correction_log.newest_id(s):
        reached = reach.count(s, checked)
    wanted, other = checked.correction, checked.other
    # A split creates its entity; that one's uid is drawn here and travels with the log.
    if wanted.kind == "split":
        other = split_entity(secrets.token_hex(10), wanted.value or "", wanted.new_kind)
        s.add(other)
        s.flush()
    row = StoredCorrection(
        uid=secrets.token_hex(10),
        kind=wanted.kind,
        entity_uid=checked.entity.uid if checked.entity else None,
        other_uid=other.uid if other else None,
        value=wanted.value,
        new_kind=wanted.new_kind,
        passages=reached.passages,
        articles=reached.articles,
        creator=str(creator),
    )
    store(s, row, checked.targets)
    return id_of(row)


def store(s: Session, row: StoredCorrection, targets: list[StoredCorrectionTarget]) -> None:
    """Stores a row of the log with its targets, and applies it."""
    s.add(row)
    s.flush()
    _store_targets(s, row, targets)
    _apply(s, row)


def undo(s: Session, id: int, creator: Creator) -> None:
    """Takes a correction back; the row stays.

    Raises NotFound, and Conflict when that was done already.
    """
    row = s.get(StoredCorrection, id)
    if row is None:
        raise NotFound(NO_SUCH_CORRECTION)
    if row.undone_at is not None:
        raise Conflict("This correction has already been undone.")
    row.undone_by, row.undone_at = str(creator), now()
    s.flush()
    _apply(s, row)


def split_entity(uid: str, name: str, kind: str | None) -> Entity:
    """The new entity of a split, by the name that the editor gave; not stored yet."""
    folded = fold(name)
    return Entity(
        uid=uid,
        kind=kind or "other",
        name=name,
        folded=folded,
        found_name=name,
        found_folded=folded,
    )


def reached_entities(s: Session, article_id: int, entity_ids: set[int]) -> set[int]:
    """These entities, and all to which corrections lead from them or from words of the article.

    One of them may have a name that is known from this article alone.
    """
    return entity_ids | correction_log.read(s, entity_ids, [article_id]).entity_ids


def forget(s: Session, article_id: int, entity_ids: set[int]) -> None:
    """After an article was withdrawn: erases where corrections held in it, and what they said.

    `entity_ids` are those that it named. Names are erased that nothing else in the library gives.
    """
    t, c = StoredCorrectionTarget, StoredCorrection
    s.execute(delete(t).where(col(t.article_id) == article_id))
    has_target = select(col(t.id)).where(col(t.correction_id) == col(c.id)).exists()
    # A date or a speaker's name was said of the erased words alone.
    without_target = col(c.kind).in_(("speaker", "date")), ~has_target
    s.execute(update(c).where(*without_target).values(value=None))
    nameless = select(col(Entity.uid)).where(
        col(Entity.id).in_(sorted(entity_ids)), col(Entity.name) == ""
    )
    uids = list(s.scalars(nameless))
    # The rows stay in the log, only the names that they gave go.
    renamed = col(c.entity_uid).in_(uids), col(c.kind) == "rename"
    created = col(c.other_uid).in_(uids), col(c.kind) == "split"
    s.execute(update(c).where(*renamed).values(value=""))
    s.execute(update(c).where(*created).values(value=""))


def _apply(s: Session, row: StoredCorrection) -> None:
    """Makes what is stored follow the log after one of its rows was added or undone."""
    entity_id, other_id = _entity_id(s, row.entity_uid), _entity_id(s, row.other_uid)
    if row.kind in REFERRING:
        unfinished.begin(s, id_of(row), row.kind, entity_id, other_id)
    elif row.kind == "date":
        effects.apply_dates(s, correction_log.articles_of(s, id_of(row)))
    named = row.other_uid if row.kind == "split" else row.entity_uid
    if row.kind in ("rename", "rekind", "split") and named is not None:
        given_names.apply(s, named)
    if row.kind in _JUDGEMENTS and entity_id is not None and other_id is not None:
        _judge(s, row, entity_id, other_id)


def _entity_id(s: Session, uid: str | None) -> int | None:
    if uid is None:
        return None
    return s.scalars(select(col(Entity.id)).where(col(Entity.uid) == uid)).one_or_none()


def _store_targets(
    s: Session, row: StoredCorrection, targets: list[StoredCorrectionTarget]
) -> None:
    """Stores where a correction holds, and anchors its words in the revisions made since."""
    for target in targets:
        target.correction_id = id_of(row)
        s.add(target)
    s.flush()
    for target in targets:
        # A name or a whole article has no words to follow.
        if target.revision_id is None or target.start is None or target.end is None:
            continue
        span = Span(target.start, target.end)
        anchor = Anchor("target_id", id_of(target), target.revision_id, span)
        anchor_states.start(s, target.article_id, [anchor])


def _judge(s: Session, row: StoredCorrection, entity_id: int, other_id: int) -> None:
    """Brings the proposal of a pair up to date: the newest correction about both decides."""
    c, pair = StoredCorrection, (row.entity_uid, row.other_uid)
    about_both = (
        select(c)
        .where(
            col(c.kind).in_(list(_JUDGEMENTS)),
            col(c.entity_uid).in_(pair),
            col(c.other_uid).in_(pair),
            col(c.undone_at).is_(None),
        )
        .order_by(col(c.id).desc())
    )
    newest = s.scalars(about_both.limit(1)).one_or_none()
    if newest is None:
        merge_proposals.judge(s, entity_id, other_id, "open")
    else:
        judgement = _JUDGEMENTS[newest.kind]
        merge_proposals.judge(s, entity_id, other_id, judgement)
