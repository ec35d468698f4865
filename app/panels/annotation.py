"""Annotation: the card and the panel of a layer that brings none of its own."""

from typing import Any

from sqlmodel import Session

from app.panels.base import Panel
from app.panels.standing import Standing
from app.store.access import Reader


def load(_s: Session, _reader: Reader, at: Standing) -> dict[str, Any]:
    """The words, and what was said of them."""
    return at.base() | {"words": at.annotation.body.get("text")}


CARD = Panel("annotation_card", load)
PANEL = Panel("annotation", load)
