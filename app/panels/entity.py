"""Entity: the card says who or what and how often, the panel what the whole library knows."""

from typing import Any

from sqlmodel import Session

from app.panels.base import Panel
from app.panels.standing import Standing
from app.store import annotations, entities
from app.store.access import Reader

ARTICLES, QUOTES, TOGETHER = 8, 4, 10


def load_by_key(s: Session, reader: Reader, key: int) -> dict[str, Any]:
    """The panel of the entity with this id. Raises NotFound."""
    return full(s, reader, key, ARTICLES, QUOTES) | {"here": None, "origin": None}


def full(s: Session, reader: Reader, id: int, articles: int, quotes: int, cursor: str | None = None) -> dict[str, Any]:
    """All that panel and page tell of an entity, in a constant number of queries."""
    return {
        "entity": entities.get(s, reader, id),
        "aliases": entities.aliases(s, reader, id),
        "roles": roles(s, reader, id),
        "articles": entities.articles_of(s, reader, id, cursor=cursor, limit=articles),
        "quotes": annotations.quotes(s, reader, speaker=id, outermost=True, limit=quotes),
        "about": annotations.quotes(s, reader, about=id, outermost=True, limit=quotes),
        "together": entities.together(s, reader, id, TOGETHER),
    }


def load_panel(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The panel of the entity that an annotation names, told to a reader of that article."""
    entity = at.annotation.entity_id or 0
    told = full(s, reader, entity, ARTICLES + 1, QUOTES)
    told["articles"].items[:] = [line for line in told["articles"].items if line.article.id != at.article.id][:ARTICLES]
    return told | {"here": mentions(at), "origin": at.origin}


def roles(s: Session, reader: Reader, id: int) -> list[entities.RoleLine]:
    """What the sources describe it as, newest first, each wording once."""
    worded: dict[str, entities.RoleLine] = {}
    for line in entities.roles(s, reader, id):
        worded.setdefault(line.role.casefold(), line)
    return list(worded.values())


def mentions(at: Standing) -> int:
    """How often the entity is named in this article."""
    return sum(r.layer == "entity" and r.entity_id == at.annotation.entity_id for r in at.rows)


def load_card(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The card of the entity that an annotation names. Raises NotFound."""
    entity = entities.get(s, reader, at.annotation.entity_id or 0)
    here = mentions(at)
    told = {"entity": entity, "roles": roles(s, reader, entity.id), "here": here}
    return at.base() | told | {"elsewhere": max(0, entity.mentions - here), "others": max(0, entity.articles - 1)}


CARD = Panel("entity_card", load_card)
PANEL = Panel("entity", load_panel, load_by_key)
