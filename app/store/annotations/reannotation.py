"""Stores what a run found: findings become the live annotations of a revision.

Ids are kept; what is not found again is retired. Rows that a person made are never touched.
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
from app.store.creators import by_engine
from app.store.db.columns import now
from app.store.db.ids import id_of
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
    all_findings, layers = list(findings), set(layers)
    wanted = _by_identity(all_findings)
    rows = _stored(s, revision, layers)
    derived = _derived(wanted)
    new = [
        _inserted(revision, finding, entity_of_chain) | derived[key]
        for key, finding in wanted.items()
        if key not in rows
    ]
    if new:
        # With nulls: else one statement for each run of rows with the same nulls.
        s.execute(insert(Annotation).execution_options(render_nulls=True), new)
    for key in rows.keys() & wanted.keys():
        _renew(rows[key], wanted[key], entity_of_chain, derived[key])
    s.flush()
    _retire(s, revision, [row for key, row in rows.items() if key not in wanted], layers)
    if "quotation" in layers:
        joint_speakers.replace(s, id_of(revision), all_findings)


def _stored(s: Session, revision: Revision, layers: set[str]) -> dict[Identity, Annotation]:
    """What was found before, retired annotations too."""
    a = Annotation
    by_machine = select(a).where(
        col(a.revision_id) == revision.id,
        col(a.layer).in_(sorted(layers)),
        by_engine(a.creator),
    )
    return {_identity(row): row for row in s.scalars(by_machine)}


def _derived(wanted: Mapping[Identity, Finding]) -> dict[Identity, dict[str, Any]]:
    """The columns that follow from where the findings are relative to each other."""
    inner, lead_of = nested(wanted), leads(wanted.values())
    return {key: {"nested": key in inner, "lead": lead_of.get(key)} for key in wanted}


def values(f: Finding) -> dict[str, Any]:
    """The columns that a finding fills."""
    names = ("layer", "kind", "start", "end", "confidence", "creator")
    return {name: getattr(f, name) for name in names} | {"body": dict(f.body)}


def nested(identities: Collection[Identity]) -> set[Identity]:
    """Those that lie inside a longer one of their layer, in one sweep in reading order."""
    inside: set[tuple[str, int, int]] = set()
    # Layer → the furthest end of the spans before this one, which all start no later.
    furthest: dict[str, int] = {}
    spans = {key[:3] for key in identities}
    for layer, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if furthest.get(layer, 0) >= end:
            inside.add((layer, start, end))
        furthest[layer] = max(furthest.get(layer, 0), end)
    return {key for key in identities if key[:3] in inside}


def leads(annotations: Iterable[StatementPiece]) -> dict[Identity, int]:
    """Where the statement starts that each quotation or claim is a piece of.

    Without those that lists do not show.
    """
    rows = list(annotations)
    pieces = {_identity(piece): one.lead.start for one in statements(rows) for piece in one.pieces}
    shown_claims = (row for row in rows if row.layer == CLAIM and is_shown(row))
    return pieces | {_identity(row): row.start for row in shown_claims}


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
    """Updates a kept row, and restores it unless a person retired it; writes only what changed.

    The row is as it was found then: corrections are applied afterwards.
    """
    columns = values(f) | dict(derived)
    columns |= {"entity_id": _entity(f, entity_of_chain), "successor_id": None}
    columns |= {"linked_id": None, "corrected": False}
    if not row.rejected:
        columns["retired_at"] = None
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _retire(s: Session, revision: Revision, rows: list[Annotation], layers: set[str]) -> None:
    """Retires the rows that are still live, and points every row to its successor of today."""
    if not rows:
        return
    a = Annotation
    statement = select(col(a.id), col(a.layer), col(a.start), col(a.end)).where(
        col(a.revision_id) == revision.id,
        col(a.retired_at).is_(None),
        col(a.visibility) == "public",
    )
    retired = {row.id for row in rows}
    spans: dict[str, list[tuple[Span, int]]] = {layer: [] for layer in layers}
    for id_, layer, start, end in s.execute(statement):
        if id_ not in retired and layer in layers:
            spans[layer].append((Span(start, end), id_))
    live = {layer: _LiveSpans(of_layer) for layer, of_layer in spans.items()}
    for row in rows:
        row.retired_at, row.corrected, row.rejected = row.retired_at or now(), False, False
        row.successor_id = live[row.layer].successor(Span(row.start, row.end))
    s.flush()


class _LiveSpans:
    """The live annotations of one layer in reading order: a look-up reads only those near."""

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
