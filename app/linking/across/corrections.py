"""What persons' corrections make of what was found: the log applied in order, to one mention at a time. Pure: rows are handed in.

Whom a mention means is worked out anew from whom the linker took it for, so that annotating again, undoing and replaying the log all end
in the same state. A correction that was undone has no effect, but for a split: what it had founded goes back to where it came from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.linking.names.folding import fold
from app.text.spans import Span

Kind = Literal["merge", "split", "move", "reject", "speaker", "rename", "rekind", "apart", "date"]
KINDS: tuple[Kind, ...] = (
    "merge",
    "split",
    "move",
    "reject",
    "speaker",
    "rename",
    "rekind",
    "apart",
    "date",
)
_SAME = 0.5
"""Two spans of one layer are the same annotation, found a little shorter or longer, from this share
of the characters of both on."""


NAME_CHARACTERS = 200
"""Of a name that a person gives."""


@dataclass(frozen=True, slots=True)
class CorrectionPlace:
    """Where a correction is to hold: all of the entity in an article, every mention by a name there, or one annotation's words."""

    article_id: int
    name: str | None = None
    annotation_id: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """A correction as an editor wants it; what each kind needs, `missing` says."""

    kind: Kind
    entity_id: int | None = None
    other_id: int | None = None
    value: str | None = None
    new_kind: str | None = None
    places: tuple[CorrectionPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a correction holds in one article: every mention by a folded name, these words of a layer, or (neither) all of it."""

    name: str | None = None
    layer: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LogStep:
    """One correction of the log, with the places where it holds in the article that is looked at."""

    kind: str
    entity: int | None
    other: int | None
    value: str | None = None
    undone: bool = False
    places: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectedMark:
    """An annotation as corrections see it: its layer, its words, the folded names that it goes by, what its source covers."""

    layer: str
    span: Span | None
    names: frozenset[str]
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is meant in the end, whether it is an annotation at all, and the name of a speaker whom a person named."""

    entity: int | None
    rejected: bool = False
    speaker: str | None = None
    named: bool = False


def resolve(
    steps: Iterable[LogStep], entity: int | None, mark: CorrectedMark | None = None
) -> Resolution:
    """Whom the log leads to from the entity that was found, for a mention; without one, where the entity itself lives on."""
    meant = Resolution(entity)
    for step in steps:
        if step.kind == "merge":
            if not step.undone and meant.entity == step.entity:
                meant = _to(meant, step.other)
        elif step.undone:
            if step.kind == "split" and meant.entity == step.other:
                meant = _to(meant, step.entity)
        elif mark is not None and any(
            _holds(step, place, mark, meant.entity) for place in step.places
        ):
            meant = _corrected(meant, step)
    return meant


def _to(meant: Resolution, entity: int | None) -> Resolution:
    return Resolution(entity, meant.rejected, meant.speaker, meant.named)


def _corrected(meant: Resolution, step: LogStep) -> Resolution:
    if step.kind == "reject":
        return Resolution(meant.entity, rejected=True, speaker=meant.speaker, named=meant.named)
    if step.kind == "speaker":
        return Resolution(step.other, meant.rejected, step.value, named=True)
    return _to(meant, step.other)


def _holds(step: LogStep, place: Target, mark: CorrectedMark, meant: int | None) -> bool:
    """Words are what they are said to be whoever they meant before; a name and an article are told of one entity only."""
    if place.span is not None:
        moved = (
            step.kind in ("split", "move")
            and mark.source is not None
            and mark.source.covers(place.span)
        )
        return moved or (
            mark.layer == place.layer and mark.span is not None and same(place.span, mark.span)
        )
    if meant != step.entity or (step.kind == "reject" and mark.layer != (place.layer or "entity")):
        return False
    return place.name is None or place.name in mark.names


def same(one: Span, other: Span) -> bool:
    """Whether two spans of one layer are the same annotation."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _SAME * (max(one.end, other.end) - min(one.start, other.start))


def missing(wanted: CorrectionDraft, *, about: bool, two: bool) -> str | None:
    """What this kind of correction needs and was not given; `about` says whether there is an entity, `two` whether there is another."""
    kind = wanted.kind
    if kind == "date":
        return _missing_of_date(wanted)
    if kind not in ("reject", "speaker") and not about:
        return "No entity is named that this is about."
    if kind in ("merge", "apart", "move") and not two:
        return "Two different entities are needed."
    if kind in ("split", "move", "reject", "speaker") and not wanted.places:
        return "Nothing is chosen."
    if (
        kind in ("reject", "speaker")
        and not about
        and not all(place.annotation_id for place in wanted.places)
    ):
        return "No annotation is named that this is about."
    if kind in ("split", "rename") and not (wanted.value and fold(wanted.value)):
        return "A name is needed."
    if kind in ("split", "rekind") and wanted.new_kind is None:
        return "A kind is needed."
    return None


def is_day(value: str | None) -> bool:
    """Whether this is a calendar day as `YYYY-MM-DD`, the one form in which the library keeps an article's date."""
    try:
        return value is not None and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _missing_of_date(wanted: CorrectionDraft) -> str | None:
    """A date is that of one whole article."""
    whole = [place for place in wanted.places if place.name is None and place.annotation_id is None]
    if len(wanted.places) != 1 or len(whole) != 1:
        return "Say of which article this is the date."
    return None if is_day(wanted.value) else "A date is written YYYY-MM-DD."
