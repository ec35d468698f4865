"""What became of everything anchored on an article, revision by revision: told once, when a revision arrives, and stored.

Owns the rows of `fate`; the map and its verdicts are `text.revisions`. Anchored are shared passages, persons' own annotations and the words
that a person corrected. A row goes on from the row before it, so that a revision costs one map, however many came before.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import pairwise
from typing import Any, Literal

from sqlalchemy import Select, and_, delete, exists, insert, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.store.db.creators import by_person
from app.store.db.text_cache import TextCache
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.store.schema.corrections import StoredCorrectionTarget
from app.store.schema.passages import Passage, StoredAnchorState
from app.text.diff.revision_map import VERSION, AnchorState, RevisionMap, Trail, anchor_states
from app.text.diff.tokens import Tokens
from app.text.spans import Span

_withdrawn: set[str] = set()  # SHA-256 of texts that are not to be kept in memory any more
_MAPS: TextCache[tuple[str, str], RevisionMap] = TextCache(
    2_000_000, unwanted=lambda pair: not _withdrawn.isdisjoint(pair)
)
"""(sha256, sha256) → the map, weighed in characters of both texts; one takes 29 bytes a character
(English words), so 60 MB at most."""
_BY_PERSONS = by_person(Annotation.creator)

Of = Literal["passage_id", "annotation_id", "target_id"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span that is followed: the row it belongs to, the revision it was made on and its place there."""

    of: Of
    id: int
    revision_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class StateInRevision:
    """A span's fate in one revision."""

    revision_id: int
    revision: int
    at: datetime
    fate: AnchorState


@dataclass(frozen=True, slots=True)
class _Line:
    """A revision without its text."""

    id: int
    number: int
    at: datetime
    sha256: str


Row = dict[str, Any]


def on_new_revision(s: Session, revision: Revision) -> None:
    """Stores what became of everything that is anchored on the article's earlier revisions in a new one.

    What another version of the map told is told anew: rows of two maps are never mixed, whichever command brings the revision.
    """
    recompute(s, revision.article_id)


def start(s: Session, article_id: int, anchor: Anchor) -> None:
    """Stores what became of a span that was anchored on a revision which is not the newest any more."""
    _store(s, article_id, [anchor])


def stale(s: Session) -> list[int]:
    """The articles on which something is anchored that has no fate of today's map in a later revision."""
    found: set[int] = set()
    anchored = (
        (Passage, StoredAnchorState.passage_id),
        (Annotation, StoredAnchorState.annotation_id),
        (StoredCorrectionTarget, StoredAnchorState.target_id),
    )
    for table, key in anchored:
        made, later = aliased(Revision), aliased(Revision)
        told = exists().where(
            col(key) == col(table.id),
            col(StoredAnchorState.revision_id) == col(later.id),
            col(StoredAnchorState.map_version) == VERSION,
        )
        statement = (
            select(col(table.article_id))
            .distinct()
            .join(made, col(made.id) == col(table.revision_id))
            .join(
                later,
                and_(
                    col(later.article_id) == col(table.article_id),
                    col(later.number) > col(made.number),
                ),
            )
            .where(~told)
        )
        found.update(
            s.scalars(
                statement.where(_BY_PERSONS, col(Annotation.retired_at).is_(None))
                if table is Annotation
                else statement
            )
        )
    return sorted(found)


def recompute(s: Session, article_id: int) -> None:
    """Works out anew what another version of the map told of an article's anchors, and what was never told."""
    anchors = list(_anchors(s, article_id))
    of_article = select(col(Revision.id)).where(col(Revision.article_id) == article_id)
    s.execute(
        delete(StoredAnchorState).where(
            col(StoredAnchorState.revision_id).in_(of_article),
            col(StoredAnchorState.map_version) != VERSION,
        )
    )
    if anchors:
        _store(s, article_id, anchors)


def history(s: Session, article_id: int, anchor: Anchor, number: int) -> list[StateInRevision]:
    """The fates of a span from the revision it was made on to revision `number`, later or earlier, one for each between; one query.

    What is stored is read; what is not, backwards above all, is worked out and not stored. Empty without such a revision.
    """
    f = StoredAnchorState
    stored = and_(
        col(getattr(f, anchor.of)) == anchor.id,
        col(f.revision_id) == col(Revision.id),
        col(f.map_version) == VERSION,
    )
    statement = select(*_LINE, *_FATE)
    rows = s.execute(
        statement.outerjoin(f, stored)
        .where(col(Revision.article_id) == article_id)
        .order_by(col(Revision.number))
    ).all()
    lines, known = (
        [_Line(*row[:4]) for row in rows],
        {row[0]: _fate(*row[4:]) for row in rows if row[4] is not None},
    )
    here = next((k for k, line in enumerate(lines) if line.id == anchor.revision_id), None)
    there = next((k for k, line in enumerate(lines) if line.number == number), None)
    if here is None or there is None:
        return []
    between = lines[here : there + 1] if here <= there else lines[there : here + 1][::-1]
    if here > there or any(line.id not in known for line in between[1:]):
        texts = _Texts(s, between)
        told = list(
            anchor_states([texts.map(one, other) for one, other in pairwise(between)], anchor.span)
        )
    else:
        told = [
            AnchorState("same", anchor.span, None, 1.0),
            *(known[line.id] for line in between[1:]),
        ]
    return [
        StateInRevision(line.id, line.number, line.at, fate)
        for line, fate in zip(between, told, strict=True)
    ]


def newest(s: Session, article_id: int, anchor: Anchor) -> StateInRevision | None:
    """The last stored fate of a span, since the revision from which it holds; None where nothing came after the revision it was made on."""
    f = StoredAnchorState
    statement = select(*_LINE, *_FATE)
    statement = statement.join(f, col(f.revision_id) == col(Revision.id)).where(
        col(Revision.article_id) == article_id
    )
    rows = s.execute(
        statement.where(col(getattr(f, anchor.of)) == anchor.id).order_by(col(Revision.number))
    ).all()
    told = [StateInRevision(row[0], row[1], row[2], _fate(*row[4:])) for row in rows]
    return told[holds_from(told)] if told else None


def holds_from(told: Sequence[StateInRevision]) -> int:
    """The first step from which on the last verdict holds without a break."""
    at = len(told) - 1
    while at > 0 and told[at - 1].fate.outcome == told[at].fate.outcome:
        at -= 1
    return at


def forget(hashes: Collection[str]) -> None:
    """Lets go of every text with one of these SHA-256, now and for as long as this process runs."""
    _withdrawn.update(hashes)
    _MAPS.sweep()


_NAMES: tuple[Of, ...] = ("passage_id", "annotation_id", "target_id")
_KEY = tuple(col(getattr(StoredAnchorState, name)) for name in _NAMES)
_COLUMNS = StoredAnchorState.__table__.columns  # type: ignore[attr-defined]  # SQLModel makes it
_REST = tuple(column for column in _COLUMNS if column.name not in ("id", *_NAMES))
_LINE = (col(Revision.id), col(Revision.number), col(Revision.captured_at), col(Revision.sha256))
_FATE = (
    col(StoredAnchorState.verdict),
    col(StoredAnchorState.start),
    col(StoredAnchorState.end),
    col(StoredAnchorState.instead_start),
    col(StoredAnchorState.instead_end),
    col(StoredAnchorState.kept),
    col(StoredAnchorState.reworded),
)


class _Texts:
    """The texts of an article's revisions, read when they are needed; each becomes words once."""

    def __init__(self, s: Session, lines: Sequence[_Line]) -> None:
        self.s, self.lines = s, lines
        self._texts: dict[int, str] = {}
        self._tokens: dict[int, Tokens] = {}

    def tokens(self, line: _Line) -> Tokens:
        """A text as words."""
        if line.id not in self._tokens:
            self._tokens[line.id] = Tokens(self._text(line))
        return self._tokens[line.id]

    def map(self, one: _Line, other: _Line) -> RevisionMap:
        """The map from one revision to another."""
        old, new = self._text(one), self._text(other)
        found = _MAPS.get(
            (one.sha256, other.sha256), partial(RevisionMap, old, new), len(old) + len(new)
        )
        self._tokens |= {one.id: found.old, other.id: found.new}
        return found

    def let_go(self, k: int, kept: Collection[int]) -> None:
        """Forgets the text of line `k`, unless it is one of those `kept`."""
        if k not in kept:
            self._texts.pop(self.lines[k].id, None)
            self._tokens.pop(self.lines[k].id, None)

    def _text(self, line: _Line) -> str:
        if line.id not in self._texts:
            self._texts[line.id] = self.s.scalars(
                select(col(Revision.text)).where(col(Revision.id) == line.id)
            ).one()
        return self._texts[line.id]


def _anchors(s: Session, article_id: int) -> Iterator[Anchor]:
    p, a, t = Passage, Annotation, StoredCorrectionTarget
    shared = select(col(p.id), col(p.revision_id), col(p.start), col(p.end)).where(
        col(p.article_id) == article_id
    )
    written = select(col(a.id), col(a.revision_id), col(a.start), col(a.end)).where(
        col(a.article_id) == article_id, _BY_PERSONS
    )
    for id_, revision_id, start, end in s.execute(shared.where(col(p.revision_id).is_not(None))):
        yield Anchor("passage_id", id_, revision_id, Span(start, end))
    for id_, revision_id, start, end in s.execute(written.where(col(a.retired_at).is_(None))):
        yield Anchor("annotation_id", id_, revision_id, Span(start, end))
    corrected = select(col(t.id), col(t.revision_id), col(t.start), col(t.end)).where(
        col(t.article_id) == article_id
    )
    for id_, revision_id, start, end in s.execute(corrected.where(col(t.start).is_not(None))):
        yield Anchor("target_id", id_, revision_id, Span(start, end))


def _store(s: Session, article_id: int, anchors: Sequence[Anchor]) -> None:
    """Writes the rows that these anchors lack, revision by revision, so that each map is needed once and two texts at a time."""
    statement = (
        select(*_LINE).where(col(Revision.article_id) == article_id).order_by(col(Revision.number))
    )
    lines = [_Line(*row) for row in s.execute(statement)]
    of = {line.id: k for k, line in enumerate(lines)}
    walk = _Walk(s, lines, [(a, of[a.revision_id]) for a in anchors])
    for k in range(min(made for _, made in walk.anchors) + 1, len(lines)):
        new = list(walk.step(k))
        if new:
            s.execute(insert(StoredAnchorState).execution_options(render_nulls=True), new)


class _Walk:
    """Anchors on their way through an article's revisions, each with the number of the line it was made on."""

    def __init__(
        self, s: Session, lines: Sequence[_Line], anchors: Sequence[tuple[Anchor, int]]
    ) -> None:
        self.s, self.lines, self.anchors = s, lines, anchors
        self.texts = _Texts(s, lines)
        self.made = {made for _, made in anchors}
        self.told = self._told()
        self.trails: dict[Anchor, Trail] = {}
        self.places: dict[str, list[int]] = {}
        for k, line in enumerate(lines):
            self.places.setdefault(line.sha256, []).append(k)

    def step(self, k: int) -> Iterator[Row]:
        """The rows of line `k` that are not there.

        A text that stood before has the fate that it had then.
        """
        line, places = self.lines[k], self.places[self.lines[k].sha256]
        trails, self.trails = self.trails, {}
        rows, step = cache(self._rows), cache(lambda: self.texts.map(self.lines[k - 1], line))
        for anchor, made in self.anchors:
            if made >= k or (*_key(anchor), line.id) in self.told:
                continue
            before = places[bisect_left(places, made)]
            if before == made:
                yield _row(anchor, line, AnchorState("same", anchor.span, None, 1.0), {})
            elif before < k:
                yield rows(before)[_key(anchor)] | {"revision_id": line.id}
            else:
                trail = trails.get(anchor) or self._resumed(anchor, made, k, rows)
                trail.go(step())
                self.trails[anchor] = trail
                yield _row(anchor, line, trail.fate(), trail.state())
        self.texts.let_go(k - 1, self.made)

    def _resumed(
        self, anchor: Anchor, made: int, k: int, rows: Callable[[int], dict[tuple[Of, int], Row]]
    ) -> Trail:
        """The trail as it stood in the line before `k`."""
        cited = self.texts.tokens(self.lines[made])
        state = rows(k - 1)[_key(anchor)]["trail"] if made < k - 1 else {}
        return (
            Trail.resume(cited, anchor.span, self.texts.tokens(self.lines[k - 1]), state)
            if state
            else Trail(cited, anchor.span)
        )

    def _told(self) -> set[tuple[Of, int, int]]:
        """Which anchors have a row of today's map, in which revisions.

        Without the trails: they are most of a row.
        """
        statement = self._of_anchors(select(*_KEY, col(StoredAnchorState.revision_id)))
        statement = statement.where(
            col(StoredAnchorState.revision_id).in_([line.id for line in self.lines])
        )
        return {(*_of(*row[:-1]), row[-1]) for row in self.s.execute(statement)}

    def _rows(self, k: int) -> dict[tuple[Of, int], Row]:
        """The rows of one line."""
        statement = self._of_anchors(select(*_KEY, *_REST)).where(
            col(StoredAnchorState.revision_id) == self.lines[k].id
        )
        return {_of(*row[: len(_KEY)]): dict(row._mapping) for row in self.s.execute(statement)}

    def _of_anchors(self, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        statement = statement.where(col(StoredAnchorState.map_version) == VERSION)
        if len(self.anchors) > 1:
            return statement
        anchor = self.anchors[0][0]
        return statement.where(col(getattr(StoredAnchorState, anchor.of)) == anchor.id)


def _key(anchor: Anchor) -> tuple[Of, int]:
    return anchor.of, anchor.id


def _of(*ids: int | None) -> tuple[Of, int]:
    return next((name, id_) for name, id_ in zip(_NAMES, ids, strict=True) if id_ is not None)


def _row(anchor: Anchor, line: _Line, fate: AnchorState, trail: dict[str, Any]) -> Row:
    span, instead = fate.span, fate.replaced_by
    return {
        **{name: anchor.id if anchor.of == name else None for name in _NAMES},
        "revision_id": line.id,
        "map_version": VERSION,
        "verdict": fate.verdict,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "instead_start": instead.start if instead else None,
        "instead_end": instead.end if instead else None,
        "kept": fate.kept,
        "reworded": fate.reworded,
        "trail": trail,
    }


def _fate(
    verdict: Any,
    start: int | None,
    end: int | None,
    instead_start: int | None,
    instead_end: int | None,
    kept: float,
    reworded: bool,
) -> AnchorState:
    span = Span(start, end) if start is not None and end is not None else None
    instead = (
        Span(instead_start, instead_end)
        if instead_start is not None and instead_end is not None
        else None
    )
    return AnchorState(verdict, span, instead, kept, reworded)
