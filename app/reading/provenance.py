"""Where a mark comes from: who found it, with which engine and version, how sure; for readers' words.

Asks nothing of the store and makes no HTML.
"""

from dataclasses import dataclass

from app.layers import density
from app.layers.creators import is_person
from app.store.annotations.rows import AnnotationRow
from app.store.schema.annotations import Annotation

_RANKED = "claim"
_LEARNT = "tagger"


@dataclass(frozen=True, slots=True)
class Origin:
    """`by` is `person`, `model`, `marks` (of quotation) or `rules`; `name` the person's, or the engine's beside its `version`.

    `percent` is how sure the engine is, `ranks` whether that figure says what is worth checking and not how sure; a person has neither.
    `unsure` says that it lies below what is drawn by default, `bar` from how many per cent on it would be (None: always drawn).
    `corrected` says that a person changed whom it means.
    """

    by: str
    name: str | None
    version: str
    percent: int | None
    ranks: bool
    corrected: bool = False
    unsure: bool = False
    bar: int | None = None


def origin(row: AnnotationRow | Annotation, person: str | None = None) -> Origin:
    """Where it comes from; `person` is the name of the person who made it, if one did and is known."""
    if is_person(row.creator):
        return Origin("person", person, "", None, ranks=False)
    engine, _, version = row.creator.partition("@")
    found_by = (
        "marks"
        if row.body.get("found_by") == "marks"
        else "model"
        if engine == _LEARNT
        else "rules"
    )
    corrected = isinstance(row, Annotation) and row.corrected
    bars = density.thresholds(row)
    unsure = not corrected and density.is_below_default(row)
    bar = round(100 * bars.some) if bars and not density.is_vague(row) else None
    return Origin(
        found_by,
        engine,
        version,
        round(100 * row.confidence),
        row.layer == _RANKED,
        corrected,
        unsure,
        bar,
    )
