"""The entities that an editor is offered in place of one that was found, the likeliest first."""

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from app.reading.mark_context import MarkContext
from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow
from app.store.articles.access import Reader
from app.store.corrections import choices
from app.store.db.ids import id_of
from app.store.entities.entities import EntityRow
from app.text.spans import Span

SPEAKER_KINDS = ("person", "organization", "group", "facility", "place")
"""Kinds that can speak, as they are offered: people first."""
MOST_NAMES = 8
MOST_SPEAKERS = 14
"""Entities offered at once: what an editor takes in at a glance. Design choices, not measured."""
NEAR_CHARACTERS = 50_000
"""How far from a mark the article's other names are looked for; all of nearly every article."""

Why = Literal["proposal", "name", "article"]
_ORDER: tuple[Why, ...] = ("proposal", "name", "article")


@dataclass(frozen=True, slots=True)
class Offer:
    """An entity, and why: a merge was proposed, it has such a name, the article mentions it."""

    entity: EntityRow
    why: Why


def offers(s: Session, editor: Reader, mark: MarkContext) -> list[Offer]:
    """The entities to choose from for an annotation; none for one that neither names nor quotes."""
    match mark.annotation.layer:
        case "entity":
            return _for_name(s, editor, mark)
        case "quotation":
            return _for_speaker(s, editor, mark)
        case _:
            return []


def _for_name(s: Session, editor: Reader, mark: MarkContext) -> list[Offer]:
    """What a name may refer to instead: entities like it, and others of its kind in the article."""
    row = mark.annotation
    why: dict[int, Why] = {}
    # A later reason replaces an earlier one: proposals say most.
    for entity_id in _nearest(s, editor, mark, (row.kind,))[: MOST_NAMES // 2]:
        why[entity_id] = "article"
    for entity in choices.alike(s, editor, mark.exact, row.kind)[:MOST_NAMES]:
        why[entity.id] = "name"
    for pair in choices.proposed(s, row.entity_id) if row.entity_id else ():
        why[id_of(pair.first)] = why[id_of(pair.second)] = "proposal"
    ids = [id_ for id_ in why if id_ != row.entity_id]
    ids.sort(key=lambda id_: _ORDER.index(why[id_]))
    return [Offer(e, why[e.id]) for e in choices.rows(s, editor, ids[:MOST_NAMES])]


def _for_speaker(s: Session, editor: Reader, mark: MarkContext) -> list[Offer]:
    """People in the article before anything else that can speak, each by distance."""
    ids = _nearest(s, editor, mark, SPEAKER_KINDS[:1]) + _nearest(
        s, editor, mark, SPEAKER_KINDS[1:]
    )
    others = [id_ for id_ in ids if id_ != mark.annotation.entity_id]
    return [Offer(e, "article") for e in choices.rows(s, editor, others[:MOST_SPEAKERS])]


def _nearest(s: Session, editor: Reader, mark: MarkContext, kinds: tuple[str, ...]) -> list[int]:
    """The entities of these kinds near the mark, by how far their nearest mention is away."""
    near = Span(mark.span.start - NEAR_CHARACTERS, mark.span.end + NEAR_CHARACTERS)
    distances: dict[int, int] = {}
    for row in annotations.starting_in(s, editor, id_of(mark.revision), near):
        if row.layer == "entity" and row.entity_id and row.kind in kinds:
            distance = _distance(mark, row)
            distances[row.entity_id] = min(distance, distances.get(row.entity_id, distance))
    return sorted(distances, key=lambda id_: (distances[id_], id_))


def _distance(mark: MarkContext, row: AnnotationRow) -> int:
    """Characters between the two; 0 where they overlap."""
    return max(mark.span.start - row.end, row.start - mark.span.end, 0)
