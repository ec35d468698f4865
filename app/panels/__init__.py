"""The panels and cards: each a question to the library with a template of the same name."""

from app.layers import LAYERS
from app.panels import annotation, claim, date, entity, quotation
from app.panels.base import Panel
from app.reading.mark_context import MarkContext

PANELS: tuple[Panel, ...] = (
    annotation.PANEL,
    annotation.CARD,
    entity.PANEL,
    entity.CARD,
    quotation.PANEL,
    quotation.CARD,
    claim.PANEL,
    claim.CARD,
    date.PANEL,
    date.CARD,
)
BY_NAME = {panel.name: panel for panel in PANELS}
_CARDS = {layer.name: BY_NAME[layer.card] for layer in LAYERS if layer.card}


def card_of(at: MarkContext) -> Panel:
    """The card of a mark: the one that its layer names, else the default."""
    if _is_unlinked_name(at):
        return annotation.CARD
    return _CARDS.get(at.annotation.layer, annotation.CARD)


def panel_of(at: MarkContext) -> Panel:
    """The panel of a mark: the one with its layer's name, else the default."""
    if _is_unlinked_name(at):
        return annotation.PANEL
    return BY_NAME.get(at.annotation.layer, annotation.PANEL)


def _is_unlinked_name(at: MarkContext) -> bool:
    """Whether it is a name that is linked to no entity."""
    return at.annotation.layer == "entity" and at.annotation.entity_id is None
