"""What a run leaves behind: findings become a revision's live annotations, ids are kept, what is not found again is retired.

Knows findings, not how they were found; rows that a person made are never touched.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from app.layers.base import Finding
from app.layers.density import is_shown
from app.layers.statements import StatementPiece, statements
from app.store.annotations import joint_speakers
from app.store.db.columns import now
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.text.spans import Span

CHAIN = {"entity": "chain", "quotation": "chain", "claim": "claimant_chain"}
"""Where the body of a layer's finding names the chain whose entity the annotation is linked to."""
CLAIM = "claim"
Identity = tuple[str, int, int, str]
"""Layer, start, end, kind: what makes a finding the same one again."""


def replace(
    s: Session,
    revision: Revision,
    findings: Iterable[Finding],
    entity_of_chain: Mapping[str, int],
    layers: Iterable[str],
) -> None:
    """Makes `findings` the machine's live annotations of `layers` on a revision.

    The same layer, span and kind keep (or get back) their id; what is not found again is retired,
    with the live annotation of its layer that overlaps it most as its successor, if anyone may see
    that.
    """
    found = list(findings)
    wanted = _by_identity(found)
    machine = select(Annotation).where(
        col(Annotation.revision_id) == revision.id, col(Annotation.layer).in_(list(layers))
    )
    rows = {
        _identity(a): a
        for a in s.scalars(machine.where(col(Annotation.creator).not_like("person:%")))
    }
    inner = nested(wanted)
    lists = leads(wanted.values())
    derived = {key: {"nested": key in inner, "lead": lists.get(key)} for key in wanted}
    new = [
        _inserted(revision, f, entity_of_chain) | derived[key]
        for key, f in wanted.items()
        if key not in rows
    ]
    if new:
        s.execute(
            insert(Annotation).execution_options(render_nulls=True), new
        )  # else one statement for each run of rows with the same nulls
    for key, row in rows.items():
        if key in wanted:
            _renew(row, wanted[key], entity_of_chain, derived[key])
    s.flush()
    _retire(s, revision, [row for key, row in rows.items() if key not in wanted], set(layers))
    if "quotation" in layers:
        joint_speakers.replace(s, revision.id or 0, found)


def values(f: Finding) -> dict[str, Any]:
    """The columns that a finding fills."""
    names = ("layer", "kind", "start", "end", "confidence", "creator")
    return {name: getattr(f, name) for name in names} | {"body": dict(f.body)}


def nested(identities: Collection[Identity]) -> set[Identity]:
    """Those that lie inside a longer one of their layer; one sweep in reading order, the longer first."""
    inside: set[tuple[str, int, int]] = set()
    furthest: dict[
        str, int
    ] = {}  # layer → the furthest end of the spans before this one, which all begin no later
    for layer, start, end in sorted(
        {key[:3] for key in identities}, key=lambda span: (span[1], -span[2])
    ):
        if furthest.get(layer, 0) >= end:
            inside.add((layer, start, end))
        furthest[layer] = max(furthest.get(layer, 0), end)
    return {key for key in identities if key[:3] in inside}


def leads(found: Iterable[StatementPiece]) -> dict[Identity, int]:
    """Where the statement begins of which each quotation or claim is a piece; what lists leave out is left out here."""
    rows = list(found)
    pieces = {_identity(piece): one.lead.start for one in statements(rows) for piece in one.pieces}
    return pieces | {
        _identity(row): row.start for row in rows if row.layer == CLAIM and is_shown(row)
    }


def _identity(a: StatementPiece) -> Identity:
    return a.layer, a.start, a.end, a.kind


def _by_identity(findings: Iterable[Finding]) -> dict[Identity, Finding]:
    """One finding an identity: the surest."""
    best: dict[Identity, Finding] = {}
    for f in findings:
        if _identity(f) not in best or best[_identity(f)].confidence < f.confidence:
            best[_identity(f)] = f
    return best


def _entity(f: Finding, entity_of_chain: Mapping[str, int]) -> int | None:
    return entity_of_chain.get(f.body.get(CHAIN.get(f.layer, "")) or "")


def _inserted(revision: Revision, f: Finding, entity_of_chain: Mapping[str, int]) -> dict[str, Any]:
    where = {
        "article_id": revision.article_id,
        "revision_id": revision.id,
        "entity_id": _entity(f, entity_of_chain),
    }
    return where | values(f) | {"visibility": "public", "created_at": now()}


def _renew(
    row: Annotation, f: Finding, entity_of_chain: Mapping[str, int], derived: Mapping[str, Any]
) -> None:
    """Brings a kept row up to date, and back to life if it was retired but by a person; unchanged rows are not written.

    It is as it was found then: `correcting` comes after it.
    """
    news = values(f) | {"entity_id": _entity(f, entity_of_chain), "successor_id": None, **derived}
    news |= {"linked_id": None, "corrected": False} | ({} if row.rejected else {"retired_at": None})
    for name, value in news.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _retire(s: Session, revision: Revision, rows: list[Annotation], layers: set[str]) -> None:
    """Retires what is still live of `rows`, and points every retired row to its successor of today."""
    if not rows:
        return
    a = Annotation
    statement = select(col(a.id), col(a.layer), col(a.start), col(a.end)).where(
        col(a.revision_id) == revision.id,
        col(a.retired_at).is_(None),
        col(a.visibility) == "public",
    )
    gone = {row.id for row in rows}
    live: dict[str, list[tuple[Span, int]]] = {layer: [] for layer in layers}
    for id_, layer, start, end in s.execute(statement):
        if id_ not in gone and layer in layers:
            live[layer].append((Span(start, end), id_))
    found = {layer: _Live(spans) for layer, spans in live.items()}
    for row in rows:
        row.retired_at, row.corrected, row.rejected = row.retired_at or now(), False, False
        row.successor_id = found[row.layer].successor(Span(row.start, row.end))
    s.flush()


class _Live:
    """The live annotations of one layer in reading order, so that a retired one looks at its neighbours only."""

    def __init__(self, spans: list[tuple[Span, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [span.start for span, _ in self.spans]
        self.longest = max((span.end - span.start for span, _ in spans), default=0)

    def successor(self, here: Span) -> int | None:
        """The id of the one that overlaps `here` most, the older one of two, or None."""
        near = self.spans[
            bisect_left(self.starts, here.start - self.longest) : bisect_left(self.starts, here.end)
        ]
        shared = [
            (min(here.end, x.end) - max(here.start, x.start), -id_, id_)
            for x, id_ in near
            if here.overlaps(x)
        ]
        return max(shared)[2] if shared else None
