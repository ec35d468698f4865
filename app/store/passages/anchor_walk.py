"""Computes and stores the states that anchors lack, revision by revision.

A state is computed from the one before it, so that a new revision costs one map, however many
revisions came before.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, insert, select
from sqlmodel import Session, col

from app.store.passages.anchors import ANCHOR_COLUMNS, Anchor, Of
from app.store.passages.revision_texts import KEY_COLUMNS, RevisionKey, RevisionTexts
from app.store.schema.articles import Revision
from app.store.schema.passages import StoredAnchorState
from app.text.diff.anchor_state import AnchorState
from app.text.diff.anchor_tracker import VERSION, AnchorTracker

Row = dict[str, Any]
AnchorKey = tuple[Of, int]
"""The column that names an anchor, and the id in it."""

_KEY = tuple(col(getattr(StoredAnchorState, name)) for name in ANCHOR_COLUMNS)
_COLUMNS = StoredAnchorState.__table__.columns  # type: ignore[attr-defined]  # SQLModel makes it
_REST = tuple(column for column in _COLUMNS if column.name not in ("id", *ANCHOR_COLUMNS))


def store_missing(s: Session, article_id: int, anchors: Sequence[Anchor]) -> None:
    """Writes the states that these anchors lack: each map is needed once, two texts at a time."""
    chosen = select(*KEY_COLUMNS).where(col(Revision.article_id) == article_id)
    rows = s.execute(chosen.order_by(col(Revision.number)))
    revisions = [RevisionKey(*row) for row in rows]
    walk = _Walk(s, revisions, anchors)
    for n in range(min(walk.origins) + 1, len(revisions)):
        new = list(walk.missing_rows(n))
        if new:
            s.execute(insert(StoredAnchorState).execution_options(render_nulls=True), new)


class _Walk:
    """Anchors on their way through an article's revisions, which are named by their index."""

    def __init__(
        self, s: Session, revisions: Sequence[RevisionKey], anchors: Sequence[Anchor]
    ) -> None:
        index_of = {revision.id: n for n, revision in enumerate(revisions)}
        self.s, self.revisions = s, revisions
        self.anchors = [(anchor, index_of[anchor.revision_id]) for anchor in anchors]
        self.origins = {origin for _, origin in self.anchors}
        self.texts = RevisionTexts(s, revisions)
        self.stored = self._stored_keys()
        self.trackers: dict[Anchor, AnchorTracker] = {}
        # Where each text occurs: a text may come back after others.
        self.occurrences: dict[str, list[int]] = {}
        for n, revision in enumerate(revisions):
            self.occurrences.setdefault(revision.sha256, []).append(n)

    def missing_rows(self, n: int) -> Iterator[Row]:
        """The rows of revision `n` that are not stored.

        A text that occurred before has the states that it had then.
        """
        revision = self.revisions[n]
        same_text = self.occurrences[revision.sha256]
        trackers, self.trackers = self.trackers, {}
        stored_rows = cache(self._stored_rows)
        step = cache(lambda: self.texts.map(self.revisions[n - 1], revision))
        for anchor, origin in self.anchors:
            if origin >= n or (*_key(anchor), revision.id) in self.stored:
                continue
            first = same_text[bisect_left(same_text, origin)]
            if first == origin:
                yield _row(anchor, revision, AnchorState("same", anchor.span, None, 1.0), {})
            elif first < n:
                yield stored_rows(first)[_key(anchor)] | {"revision_id": revision.id}
            else:
                tracker = trackers.get(anchor) or self._resumed(anchor, origin, n, stored_rows)
                tracker.advance(step())
                self.trackers[anchor] = tracker
                yield _row(anchor, revision, tracker.anchor_state(), tracker.snapshot())
        self.texts.drop(n - 1, self.origins)

    def _resumed(
        self,
        anchor: Anchor,
        origin: int,
        n: int,
        stored_rows: Callable[[int], dict[AnchorKey, Row]],
    ) -> AnchorTracker:
        """The anchor's tracker at revision `n - 1`.

        Restored from its stored snapshot, or new where the text was still the cited one.
        """
        cited = self.texts.tokens(self.revisions[origin])
        # The column `trail` holds the snapshot; it is empty where the text was the cited one.
        snapshot = stored_rows(n - 1)[_key(anchor)]["trail"] if origin < n - 1 else {}
        if not snapshot:
            return AnchorTracker(cited, anchor.span)
        return AnchorTracker.restore(
            cited, anchor.span, self.texts.tokens(self.revisions[n - 1]), snapshot
        )

    def _stored_keys(self) -> set[tuple[Of, int, int]]:
        """Which anchors have a row of today's map in which revisions.

        Without the trackers' snapshots: they are most of a row.
        """
        in_revision = col(StoredAnchorState.revision_id)
        ids = [revision.id for revision in self.revisions]
        statement = self._of_anchors(select(*_KEY, in_revision)).where(in_revision.in_(ids))
        return {(*_set_key(*row[:-1]), row[-1]) for row in self.s.execute(statement)}

    def _stored_rows(self, n: int) -> dict[AnchorKey, Row]:
        """The stored rows of revision `n`."""
        of_revision = col(StoredAnchorState.revision_id) == self.revisions[n].id
        rows = self.s.execute(self._of_anchors(select(*_KEY, *_REST)).where(of_revision))
        return {_set_key(*row[: len(_KEY)]): dict(row._mapping) for row in rows}

    def _of_anchors(self, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        statement = statement.where(col(StoredAnchorState.map_version) == VERSION)
        if len(self.anchors) > 1:
            return statement
        only, _ = self.anchors[0]
        return statement.where(col(getattr(StoredAnchorState, only.of)) == only.id)


def _key(anchor: Anchor) -> AnchorKey:
    return anchor.of, anchor.id


def _set_key(*ids: int | None) -> AnchorKey:
    """The one column of the three that is set."""
    named = zip(ANCHOR_COLUMNS, ids, strict=True)
    return next((name, id_) for name, id_ in named if id_ is not None)


def _row(
    anchor: Anchor, revision: RevisionKey, state: AnchorState, snapshot: dict[str, Any]
) -> Row:
    span, replacement = state.span, state.replaced_by
    return {
        **{name: anchor.id if anchor.of == name else None for name in ANCHOR_COLUMNS},
        "revision_id": revision.id,
        "map_version": VERSION,
        "verdict": state.verdict,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "replacement_start": replacement.start if replacement else None,
        "replacement_end": replacement.end if replacement else None,
        "kept": state.kept,
        "reworded": state.reworded,
        "trail": snapshot,
    }
