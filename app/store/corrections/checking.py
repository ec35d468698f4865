"""A correction checked against the library: its entities, its targets as rows, its rules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Conflict, NotFound, Unprocessable
from app.layers.creators import is_person
from app.linking.corrections import rules
from app.linking.corrections.correction import Correction, Target
from app.linking.names.folding import fold
from app.store.corrections.correction_log import LoggedTarget, logged_target
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.corrections import StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.text.canonical import canonical
from app.text.selectors import quote_selector
from app.text.spans import Span

MOST_TARGETS = 1_000
"""Articles or mentions that one correction names: more than any editor chooses by hand."""


@dataclass(frozen=True, slots=True)
class CheckedCorrection:
    """A correction that can be made: tidied, with its entities and its targets as rows.

    The rows are not stored. `other` is None for a split, whose entity does not exist yet.
    """

    correction: Correction
    entity: Entity | None
    other: Entity | None
    targets: list[StoredCorrectionTarget]


def check(s: Session, correction: Correction) -> CheckedCorrection:
    """The correction, ready to be counted or stored.

    Raises NotFound, Conflict for an entity that is merged into another, Unprocessable with the
    reason for what cannot be made or would change nothing.
    """
    entity, other = _entity(s, correction.entity_id), _entity(s, correction.other_id)
    value = " ".join(canonical(correction.value or "").split()) or None
    rows = _rows(s, correction)
    targets = tuple(logged_target(row).target for row in rows)
    tidy = replace(correction, value=value, targets=targets)
    # Said first, because it names the entity; the rules only know that two are needed.
    if entity is not None and entity is other:
        raise Unprocessable(f"This is already {entity.name}.")
    check_rules(tidy)
    if entity is not None and _is_so_already(tidy, entity):
        raise Unprocessable("Nothing would change.")
    return CheckedCorrection(tidy, entity, other, rows)


def check_rules(correction: Correction) -> None:
    """Whether a correction has what its kind needs. Raises Unprocessable with the reason."""
    reason = rules.problem(correction)
    if reason is not None:
        raise Unprocessable(reason)


def _is_so_already(correction: Correction, entity: Entity) -> bool:
    """Whether an entity has this name or kind; other kinds are found out when they are counted."""
    if correction.kind == "rename":
        return correction.value == entity.name
    return correction.kind == "rekind" and correction.new_kind == entity.kind


def _entity(s: Session, id: int | None) -> Entity | None:
    if id is None:
        return None
    entity = s.get(Entity, id)
    # An entity whose only articles were withdrawn is kept without a name, so that no id is reused.
    if entity is None or not entity.name:
        raise NotFound("The entity was not found in this library.")
    if entity.merged_into is not None:
        raise Conflict(
            f"“{entity.name}” was merged into another entity.",
            "Correct that entity, or undo the merge.",
        )
    return entity


def _rows(s: Session, correction: Correction) -> list[StoredCorrectionTarget]:
    """The targets as rows, each once; for one piece of a quotation all its pieces."""
    if len(correction.targets) > MOST_TARGETS:
        raise Unprocessable(f"A correction can cover at most {MOST_TARGETS:,} places.")
    # Two pieces of one quotation may both have been chosen.
    rows: dict[LoggedTarget, StoredCorrectionTarget] = {}
    for target in correction.targets:
        for row in _rows_of(s, target):
            rows.setdefault(logged_target(row), row)
    return list(rows.values())


def _rows_of(s: Session, target: Target) -> Iterator[StoredCorrectionTarget]:
    if target.annotation_id is None:
        yield _whole_article_or_name(s, target)
        return
    # What is retired or written by a person is not the machine's, and so not corrected.
    annotation = s.get(Annotation, target.annotation_id)
    if annotation is None or annotation.retired_at is not None or is_person(annotation.creator):
        raise NotFound("The annotation was not found in this library.")
    revision = s.get_one(Revision, annotation.revision_id)
    for piece in _pieces(s, annotation):
        yield _words(revision, piece)


def _whole_article_or_name(s: Session, target: Target) -> StoredCorrectionTarget:
    article = s.get(Article, target.article_id)
    if article is None or article.newest_revision_id is None:
        raise NotFound("The article was not found in this library.")
    return StoredCorrectionTarget(
        correction_id=0,
        article_id=target.article_id,
        name=fold(target.name) if target.name else None,
        exact=target.name or "",
    )


def _pieces(s: Session, annotation: Annotation) -> list[Annotation]:
    """All pieces of a quotation that is interrupted by its source; else the annotation alone."""
    attribution = annotation.body.get("attribution") if annotation.layer == "quotation" else None
    if attribution is None:
        return [annotation]
    a = Annotation
    quotations = (
        select(a)
        .where(
            col(a.revision_id) == annotation.revision_id,
            col(a.layer) == annotation.layer,
            col(a.retired_at).is_(None),
        )
        .order_by(col(a.start), col(a.id))
    )
    return [row for row in s.scalars(quotations) if row.body.get("attribution") == attribution]


def _words(revision: Revision, annotation: Annotation) -> StoredCorrectionTarget:
    """The words of an annotation, found again by revision, position and quote."""
    quote = quote_selector(revision.text, Span(annotation.start, annotation.end))
    return StoredCorrectionTarget(
        correction_id=0,
        article_id=annotation.article_id,
        revision_id=annotation.revision_id,
        layer=annotation.layer,
        start=annotation.start,
        end=annotation.end,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )
