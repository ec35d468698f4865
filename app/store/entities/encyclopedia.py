"""An encyclopedia's summaries of entities, kept until it is asked again.

Owns writing `encyclopedia_summary`.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from app.linking.across.encyclopedia import LICENSE, Summary
from app.store.schema.knowledge import EncyclopediaSummary


def put(s: Session, entity_id: int, summary: Summary, asked_as: str) -> None:
    """Stores a summary in place of an older one, with the name that was asked for."""
    forget(s, [entity_id])
    about: dict[str, Any] = {
        "language": summary.language,
        "title": summary.title,
        "extract": summary.extract,
        "url": summary.url,
    }
    s.add(EncyclopediaSummary(entity_id=entity_id, license=LICENSE, asked_as=asked_as, **about))
    s.flush()


def forget(s: Session, entity_ids: Collection[int]) -> None:
    """Deletes the summaries of these entities."""
    s.execute(delete(EncyclopediaSummary).where(col(EncyclopediaSummary.entity_id).in_(entity_ids)))
