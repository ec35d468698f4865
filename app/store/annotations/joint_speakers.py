"""The further speakers of a quotation, where several said something jointly.

A further speaker is the entity of a live mention in the same revision, so that corrections of the
mention apply to the speaker too. The first speaker is the annotation's own entity.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.layers.base import Finding
from app.store.schema.annotations import Annotation, FurtherSpeaker

Place = tuple[int, int, str]
"""Start, end and kind of an annotation."""


def replace(s: Session, revision_id: int, findings: Sequence[Finding]) -> None:
    """Stores the further speakers of a revision's quotations in place of those known before.

    Its annotations are stored already.
    """
    quotations = select(col(Annotation.id)).where(
        col(Annotation.revision_id) == revision_id, col(Annotation.layer) == "quotation"
    )
    s.execute(delete(FurtherSpeaker).where(col(FurtherSpeaker.annotation_id).in_(quotations)))
    joint = [f for f in findings if f.layer == "quotation" and f.body.get("speakers")]
    if not joint:
        return
    a = Annotation
    live = select(col(a.id), col(a.layer), col(a.start), col(a.end), col(a.kind))
    live = live.where(
        col(a.revision_id) == revision_id,
        col(a.layer).in_(("entity", "quotation")),
        col(a.retired_at).is_(None),
    )
    ids = {(layer, (start, end, kind)): id_ for id_, layer, start, end, kind in s.execute(live)}
    mentions = _mentions(findings)
    rows = {pair for f in joint for pair in _pairs(f, mentions, ids)}
    if rows:
        s.execute(
            insert(FurtherSpeaker),
            [{"annotation_id": one, "mention_id": other} for one, other in sorted(rows)],
        )


def _mentions(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    by_chain: dict[str, list[Finding]] = {}
    for f in findings:
        if f.layer == "entity" and f.body.get("chain"):
            by_chain.setdefault(f.body["chain"], []).append(f)
    return by_chain


def _pairs(
    f: Finding, mentions: Mapping[str, list[Finding]], ids: Mapping[tuple[str, Place], int]
) -> Iterable[tuple[int, int]]:
    """The ids of a quotation and of a mention of each further speaker.

    The mention is one in the quotation's source, else the speaker's first.
    """
    quotation = ids.get(("quotation", (f.start, f.end, f.kind)))
    source = f.body.get("source") or {"start": 0, "end": 0}
    for speaker in f.body["speakers"][1:]:
        named = mentions.get(speaker.get("chain") or "", [])
        within = [m for m in named if source["start"] <= m.start and m.end <= source["end"]]
        for best in [*within, *named][:1]:
            mention = ids.get(("entity", (best.start, best.end, best.kind)))
            if quotation is not None and mention is not None:
                yield quotation, mention


def is_further(entity_ids: Collection[int]) -> ColumnElement[bool]:
    """On Annotation: whether one of these entities is a further speaker of the quotation."""
    mention, f = aliased(Annotation), FurtherSpeaker
    return (
        select(col(f.annotation_id))
        .join(mention, col(mention.id) == col(f.mention_id))
        .where(
            col(f.annotation_id) == col(Annotation.id),
            col(mention.retired_at).is_(None),
            col(mention.entity_id).in_(list(entity_ids)),
        )
        .correlate(Annotation)
        .exists()
    )
