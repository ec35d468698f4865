"""Where a mark comes from: who found it, with which engine and version, how sure; for readers' words and for the density control.

Asks nothing of the store and makes no HTML.
"""

from dataclasses import dataclass

from app.layers import LAYERS
from app.store.annotations import AnnotationRow
from app.store.tables import Annotation

PERSON = "person:"
SUREST, LIKELY, UNSURE = 3, 2, 1
STEPS = (("few", "few", "only the surest"), ("some", "some", "the likely ones too"), ("all", "all", "everything that was found"))
"""The steps of the density control: name, word, what it shows. A step shows marks of one sureness more than the one before it."""
_SHARES_OF_DOUBT = ((0.2, SUREST), (0.5, LIKELY))
"""Of the doubt that a layer's threshold allows, how much the surest and the likely have at most: at a threshold of .5 the
surest are sure to .9 and the likely to .75. A design choice: what is measured are the thresholds, and confidences are calibrated."""
_ROUNDING = 1e-9
_ALLOWED = {layer.name: 1 - layer.threshold for layer in LAYERS}
_RANKED = "claim"
_LEARNT = "tagger"


@dataclass(frozen=True, slots=True)
class Origin:
    """`by` is `person`, `model`, `marks` (of quotation) or `rules`; `name` the person's, or the engine's beside its `version`.

    `percent` is how sure the engine is, `ranks` whether that figure says what is worth checking and not how sure; a person has neither.
    `corrected` says that a person changed whom it means.
    """

    by: str
    name: str | None
    version: str
    percent: int | None
    ranks: bool
    corrected: bool = False


def sureness(row: AnnotationRow) -> int:
    """How sure an annotation is by the measure of its own layer: SUREST, LIKELY or UNSURE. What a person wrote is never hidden."""
    allowed = _ALLOWED.get(row.layer)
    if allowed is None or row.creator.startswith(PERSON):
        return SUREST
    doubt = 1 - row.confidence
    return next((step for share, step in _SHARES_OF_DOUBT if doubt <= share * allowed + _ROUNDING), UNSURE)


def origin(row: AnnotationRow | Annotation, person: str | None = None) -> Origin:
    """Where it comes from; `person` is the name of the person who made it, if one did and is known."""
    if row.creator.startswith(PERSON):
        return Origin("person", person, "", None, ranks=False)
    engine, _, version = row.creator.partition("@")
    found_by = "marks" if row.body.get("found_by") == "marks" else "model" if engine == _LEARNT else "rules"
    corrected = isinstance(row, Annotation) and row.corrected
    return Origin(found_by, engine, version, round(100 * row.confidence), row.layer == _RANKED, corrected)
