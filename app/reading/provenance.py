"""Where a mark comes from, for readers: who made it, with which engine and version, how sure.

Does not ask the store and makes no HTML.
"""

from dataclasses import dataclass

from app.engines.model import choice
from app.layers import density
from app.layers.creators import is_person
from app.store.annotations.rows import AnnotationRow
from app.store.schema.annotations import Annotation

_RANKED = "claim"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a mark.

    `by` is `person`, `model`, `marks` (of quotation) or `rules`; `name` the editor's name, or the
    engine's, with its `version`. `percent` is how sure the engine is; `ranks` says that the figure
    is how much checking would pay instead. A person has neither. `unsure` says that it is below
    what is drawn by default, `bar` from how many per cent on it would be drawn (None: always).
    `corrected` says that an editor changed whom it means.
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
    """Where a mark comes from; `person` is the name of the editor who made it, if known."""
    if is_person(row.creator):
        return Origin("person", person, "", None, ranks=False)
    engine, _, version = row.creator.partition("@")
    found_by = "model" if engine == choice.ENGINE else "rules"
    if row.body.get("found_by") == "marks":
        found_by = "marks"
    elif row.body.get("found_by") == "labels":
        found_by = "rules"
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
