"""A correction of the log as JSON, for programs and the command line."""

from datetime import datetime
from typing import Any

from app.linking.corrections.correction import public_word
from app.store.corrections.entries import LogEntry
from app.store.corrections.reach import Reach
from app.store.entities.entities import EntityRow


def entry_as_json(entry: LogEntry, base_url: str) -> dict[str, Any]:
    """One correction of the log. `words` are those of its first target, in `article`."""
    return {
        "id": entry.id,
        "url": f"{base_url}/edit/corrections/{entry.id}",
        "kind": public_word(entry.kind),
        "entity": _entity(entry.entity, base_url),
        "other": _entity(entry.other, base_url),
        "value": entry.value,
        "new_kind": entry.new_kind,
        "words": entry.words,
        "article": entry.article_id,
        "passages": entry.passages,
        "articles": entry.articles,
        "by": entry.by,
        "created_at": _time(entry.created_at),
        "undone_by": entry.undone_by,
        "undone_at": _time(entry.undone_at),
        "unfinished": _unfinished(entry),
    }


def _unfinished(entry: LogEntry) -> dict[str, int] | None:
    """Articles that are done and that there are; None where all are."""
    rest = entry.unfinished
    return None if rest is None else {"done": rest.done, "articles": rest.articles}


def reach_as_json(reach: Reach) -> dict[str, Any]:
    """What a preview answers; `layers` counts the passages by layer where that is known."""
    return {
        "passages": reach.passages,
        "articles": reach.articles,
        "layers": dict(reach.layers),
    }


def _entity(entity: EntityRow | None, base_url: str) -> dict[str, Any] | None:
    if entity is None:
        return None
    return {
        "id": entity.id,
        "url": f"{base_url}/entities/{entity.id}",
        "name": entity.name,
        "kind": entity.kind,
        "merged_into": entity.merged_into,
    }


def _time(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
