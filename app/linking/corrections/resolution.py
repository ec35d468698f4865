"""What an annotation refers to by the log of corrections, which is applied in order. Pure.

It is always worked out from what the linker found, so that annotating again, undoing and replaying
the log all end in the same state. An undone correction has no effect, except for a split: mentions
of the entity that it had created lead back to the entity it was split from.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.linking.corrections.correction import Correction, Target
from app.text.spans import Span

_SAME = 0.5
"""Two spans of one layer are the same annotation, found a little shorter or longer, if they share
this part of the characters that either covers."""


@dataclass(frozen=True, slots=True)
class CorrectableMark:
    """An annotation as corrections see it: layer, words, the folded names it uses, its source."""

    layer: str
    span: Span | None
    names: frozenset[str]
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entity in the end, whether the annotation was rejected, and a speaker whom an editor set.

    `speaker` is a name without an entity; with `speaker_set` and neither of them, nobody who is
    named speaks.
    """

    entity_id: int | None
    rejected: bool = False
    speaker: str | None = None
    speaker_set: bool = False


def resolve(
    log: Iterable[Correction], entity_id: int | None, mark: CorrectableMark | None = None
) -> Resolution:
    """What a mention of the entity that was found refers to after the log.

    Without a mention: the entity that this one is merged into, by way of others too. `log` is in
    order, its targets are those of the revision in which the mention is.
    """
    resolution = Resolution(entity_id)
    for correction in log:
        resolution = _after(resolution, correction, mark)
    return resolution


def _after(
    resolution: Resolution, correction: Correction, mark: CorrectableMark | None
) -> Resolution:
    """The resolution after one more correction."""
    if correction.undone:
        return _after_undone(resolution, correction)
    # A merge holds everywhere, so it is followed for entities without a mention as well.
    if correction.kind == "merge":
        is_merged = resolution.entity_id == correction.entity_id
        return replace(resolution, entity_id=correction.other_id) if is_merged else resolution
    if mark is None or not _is_target(correction, mark, resolution.entity_id):
        return resolution
    if correction.kind == "reject":
        return replace(resolution, rejected=True)
    if correction.kind == "speaker":
        return replace(
            resolution,
            entity_id=correction.other_id,
            speaker=correction.value,
            speaker_set=True,
        )
    return replace(resolution, entity_id=correction.other_id)


def _after_undone(resolution: Resolution, correction: Correction) -> Resolution:
    """An undone split leads back from the entity that it had created; others have no effect."""
    created = correction.other_id if correction.kind == "split" else None
    if created is None or resolution.entity_id != created:
        return resolution
    return replace(resolution, entity_id=correction.entity_id)


def _is_target(correction: Correction, mark: CorrectableMark, current: int | None) -> bool:
    """Whether the correction holds for a mark that refers to `current` so far."""
    return any(_holds(correction, target, mark, current) for target in correction.targets)


def _holds(
    correction: Correction, target: Target, mark: CorrectableMark, current: int | None
) -> bool:
    """Whether a target covers a mark that refers to `current` so far.

    Words are corrected whatever they referred to; a name or an article only where it is `current`
    that the correction is about.
    """
    # Words: an editor looked at just these, so nothing else is asked.
    if target.span is not None:
        return _covers_words(correction, target, target.span, mark)
    if current != correction.entity_id:
        return False
    # A rejected name takes no quotation by the same speaker with it.
    if correction.kind == "reject" and mark.layer != (target.layer or "entity"):
        return False
    return target.name is None or target.name in mark.names


def _covers_words(
    correction: Correction, target: Target, span: Span, mark: CorrectableMark
) -> bool:
    """Whether the corrected words are the mark's own, or the name in the source of a quotation."""
    # Who is named in “…, Fenwick said” is who says it: the quotation follows its source.
    names_its_source = mark.source is not None and mark.source.covers(span)
    if correction.kind in ("split", "move") and names_its_source:
        return True
    return mark.layer == target.layer and mark.span is not None and is_same(span, mark.span)


def is_same(one: Span, other: Span) -> bool:
    """Whether two spans of one layer are the same annotation."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    either = max(one.end, other.end) - min(one.start, other.start)
    return shared >= _SAME * either
