"""The panels and cards: each a question to the library with a template of the same name."""

from app.panels import annotation, claim, date, entity, quotation
from app.panels.base import Panel

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
