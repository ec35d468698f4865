"""Annotation: the panel that a click on any mark opens, which is its layer's; and the card of a layer that names none."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from app.panels import claim, date, entity, quotation, standing
from app.panels.base import Panel
from app.panels.standing import Standing
from app.store.access import Reader

BY_LAYER: dict[str, tuple[Panel, Callable[[Session, Reader, Standing], dict[str, Any]]]] = {
    "entity": (entity.PANEL, entity.panel_of),
    "quotation": (quotation.PANEL, quotation.panel_of),
    "claim": (claim.PANEL, claim.panel_of),
    "date": (date.PANEL, date.panel_of),
}


def load_panel(s: Session, reader: Reader, key: int) -> dict[str, Any]:
    """The panel of the layer that this annotation is of; `template` is None for a layer without one."""
    return panel_of(s, reader, standing.find(s, reader, key))


def panel_of(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The same, for an annotation already found."""
    panel, load = BY_LAYER.get(at.annotation.layer, (None, None))
    if panel is None or load is None or (panel is entity.PANEL and at.annotation.entity_id is None):
        return at.base() | {"template": None}
    return at.base() | load(s, reader, at) | {"template": panel.template}


def load_card(s: Session, reader: Reader, key: int) -> dict[str, Any]:
    """The words, and what was said of them, of an annotation of any layer."""
    at = standing.find(s, reader, key)
    body = at.annotation.body
    return at.base() | {"words": body.get("value") if isinstance(body.get("value"), str) else None}


CARD = Panel("annotation_card", "annotation", load_card)
PANEL = Panel("annotation", "annotation", load_panel)
