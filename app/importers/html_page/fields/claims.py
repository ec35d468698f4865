"""A claim: one declaration of one field, where it stands and how much it is worth."""

from dataclasses import dataclass
from typing import Any

SURE = {
    "json-ld": 0.95,
    "open-graph": 0.9,
    "dublin-core": 0.9,
    "highwire": 0.9,
    "microdata": 0.9,
    "rdfa": 0.9,
    "front-matter": 0.95,
    "header": 0.95,
    "time": 0.85,
    "heading": 0.85,
    "byline": 0.8,
    "dateline": 0.85,
    "meta": 0.8,
    "canonical-link": 0.95,
    "address": 0.8,
    "html-lang": 0.8,
    "title": 0.7,
    "script": 0.6,
    "text": 0.4,
}
"""How sure a value is by where it was read, from 0 to 1: an order, measured on no pages.

Two places that agree make it surer, see `how_sure`.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place of a page says of one field; `value` as it was read, `raw` as it is written."""

    field: str
    where: str
    value: Any
    raw: Any = None

    @property
    def confidence(self) -> float:
        """How sure it is by where it stands."""
        return SURE.get(self.where, 0.5)

    def as_json(self) -> dict[str, Any]:
        """The claim on the wire, as `gloss extract` prints it."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        confidence = round(self.confidence, 2)
        return {
            "field": self.field,
            "value": value,
            "provenance": self.where,
            "confidence": confidence,
        }
