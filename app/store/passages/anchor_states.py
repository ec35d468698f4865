"""The state of every anchored span in each later revision of its article.

A state is computed once, when a revision is stored, and kept; how is `text.diff.revision_map`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, and_, delete, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.passages import anchors
from app.store.passages.anchor_walk import store_missing
from app.store.passages.anchors import BY_PERSONS, Anchor
from app.store.passages.revision_texts import KEY_COLUMNS, RevisionKey, RevisionTexts
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.store.schema.corrections import StoredCorrectionTarget
from app.store.schema.passages import Passage, StoredAnchorState
from app.text.diff.anchor_state import AnchorState
from app.text.diff.anchor_tracker import VERSION
from app.text.diff.revision_map import anchor_states
from app.text.spans import Span


@dataclass(frozen=True, slots=True)
class StateInRevision:
    """An anchor's state in one revision, by its number and when it was captured."""

    revision_id: int
    revision: int
    at: datetime
    state: AnchorState


_STATE_COLUMNS = (
    col(StoredAnchorState.verdict),
    col(StoredAnchorState.start),
    col(StoredAnchorState.end),
    col(StoredAnchorState.replacement_start),
    col(StoredAnchorState.replacement_end),
    col(StoredAnchorState.kept),
    col(StoredAnchorState.reworded),
)


def on_new_revision(s: Session, revision: Revision) -> None:
    """Stores the states of the article's anchors in a new revision.

    States from another version of the map are recomputed, so that rows of two are never mixed.
    """
    recompute(s, revision.article_id)


def start(s: Session, article_id: int, new: Sequence[Anchor]) -> None:
    """Stores the states of new anchors that were made on a revision that is not the newest."""
    store_missing(s, article_id, new)


def stale(s: Session) -> list[int]:
    """The articles with an anchor that lacks a state of today's map in a later revision."""
    f = StoredAnchorState
    of_annotations = _lacking(Annotation, f.annotation_id)
    statements = (
        _lacking(Passage, f.passage_id),
        of_annotations.where(BY_PERSONS, col(Annotation.retired_at).is_(None)),
        _lacking(StoredCorrectionTarget, f.target_id),
    )
    article_ids: set[int] = set()
    for statement in statements:
        article_ids.update(s.scalars(statement))
    return sorted(article_ids)


def _lacking(table: Any, key: Any) -> Select[*tuple[Any, ...]]:
    """The articles of those rows of `table` that lack a state in a later revision."""
    origin, later = aliased(Revision), aliased(Revision)
    is_later = and_(
        col(later.article_id) == col(table.article_id), col(later.number) > col(origin.number)
    )
    has_state = exists().where(
        col(key) == col(table.id),
        col(StoredAnchorState.revision_id) == col(later.id),
        col(StoredAnchorState.map_version) == VERSION,
    )
    statement: Select[*tuple[Any, ...]] = select(col(table.article_id)).distinct()
    statement = statement.join(origin, col(origin.id) == col(table.revision_id))
    return statement.join(later, is_later).where(~has_state)


def recompute(s: Session, article_id: int) -> None:
    """Replaces the states of an article's anchors from another map, and adds the missing ones."""
    anchored = list(anchors.of_article(s, article_id))
    of_article = select(col(Revision.id)).where(col(Revision.article_id) == article_id)
    s.execute(
        delete(StoredAnchorState).where(
            col(StoredAnchorState.revision_id).in_(of_article),
            col(StoredAnchorState.map_version) != VERSION,
        )
    )
    if anchored:
        store_missing(s, article_id, anchored)


def history(s: Session, article_id: int, anchor: Anchor, number: int) -> list[StateInRevision]:
    """An anchor's states from the revision it was made on to revision `number`.

    That may be a later or an earlier one. Stored states are read, in one query. What is not stored,
    backwards above all, is computed and not stored. Empty when there is no such revision.
    """
    revisions, stored = _stored_states(s, article_id, anchor)
    path = _path(revisions, anchor.revision_id, number)
    if all(revision.id in stored for revision in path[1:]):
        unchanged = AnchorState("same", anchor.span, None, 1.0)
        states = [unchanged, *(stored[revision.id] for revision in path[1:])] if path else []
    else:
        texts = RevisionTexts(s, path)
        maps = [texts.map(old, new) for old, new in pairwise(path)]
        states = list(anchor_states(maps, anchor.span))
    return [
        StateInRevision(revision.id, revision.number, revision.at, state)
        for revision, state in zip(path, states, strict=True)
    ]


def _stored_states(
    s: Session, article_id: int, anchor: Anchor
) -> tuple[list[RevisionKey], Mapping[int, AnchorState]]:
    """All revisions of the article, and the anchor's stored state by revision id."""
    f = StoredAnchorState
    of_anchor = and_(
        col(getattr(f, anchor.of)) == anchor.id,
        col(f.revision_id) == col(Revision.id),
        col(f.map_version) == VERSION,
    )
    statement = select(*KEY_COLUMNS, *_STATE_COLUMNS).outerjoin(f, of_anchor)
    statement = statement.where(col(Revision.article_id) == article_id)
    rows = s.execute(statement.order_by(col(Revision.number))).all()
    revisions = [RevisionKey(*row[:4]) for row in rows]
    return revisions, {row[0]: _state(*row[4:]) for row in rows if row[4] is not None}


def _path(revisions: Sequence[RevisionKey], origin_id: int, number: int) -> list[RevisionKey]:
    """The revisions from the one with this id to the one with this number; empty without either."""
    origin = next((n for n, one in enumerate(revisions) if one.id == origin_id), None)
    target = next((n for n, one in enumerate(revisions) if one.number == number), None)
    if origin is None or target is None:
        return []
    if origin <= target:
        return list(revisions[origin : target + 1])
    return list(revisions[target : origin + 1])[::-1]


def newest(s: Session, article_id: int, anchor: Anchor) -> StateInRevision | None:
    """An anchor's last stored state, in the first revision from which on it is the same.

    None when no revision came after the one it was made on.
    """
    f = StoredAnchorState
    statement = select(*KEY_COLUMNS, *_STATE_COLUMNS)
    statement = statement.join(f, col(f.revision_id) == col(Revision.id))
    statement = statement.where(
        col(Revision.article_id) == article_id, col(getattr(f, anchor.of)) == anchor.id
    )
    rows = s.execute(statement.order_by(col(Revision.number)))
    states = [StateInRevision(row[0], row[1], row[2], _state(*row[4:])) for row in rows]
    return states[holds_from(states)] if states else None


def holds_from(states: Sequence[StateInRevision]) -> int:
    """The index of the first state from which on the last outcome holds without a break."""
    n = len(states) - 1
    while n > 0 and states[n - 1].state.outcome == states[n].state.outcome:
        n -= 1
    return n


def _state(
    verdict: Any,
    start: int | None,
    end: int | None,
    replacement_start: int | None,
    replacement_end: int | None,
    kept: float,
    reworded: bool,
) -> AnchorState:
    replacement = _span(replacement_start, replacement_end)
    return AnchorState(verdict, _span(start, end), replacement, kept, reworded)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
