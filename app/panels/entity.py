"""Entity: the card says who or what, since when and how often, the panel what the whole library knows.

Opened in an article, both tell what it was described as up to that article's day; what came later stands apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.panels.base import Panel
from app.panels.drawing import bars
from app.panels.only import Here, here
from app.panels.standing import Standing
from app.store import annotations, articles, company, entities, knowledge
from app.store.access import Reader
from app.store.entities import RoleLine

ARTICLES, STATEMENTS, TOGETHER = 8, 4, 10


@dataclass(frozen=True, slots=True)
class Described:
    """What sources call it, each wording once, newest first: up to a day, and since then. Without a day all is in `then`."""

    then: list[RoleLine]
    since: list[RoleLine]


def described(s: Session, reader: Reader, id: int, day: str | None = None) -> Described:
    """What an entity is described as. One query."""
    lines = entities.roles(s, reader, id, until=day)
    then = _worded(line for line in lines if day is None or line.sorted_on <= day)
    later = _worded(line for line in lines if day is not None and line.sorted_on > day)
    return Described(list(then.values()), [line for words, line in later.items() if words not in then])


def _worded(lines: Iterable[RoleLine]) -> dict[str, RoleLine]:
    worded: dict[str, RoleLine] = {}
    for line in lines:
        worded.setdefault(line.role.casefold(), line)
    return worded


def over_time(s: Session, reader: Reader, id: int) -> dict[str, Any]:
    """First and last appearance, and the months between with their picture. Two queries."""
    months, ends = company.months(s, reader, id), company.ends(s, reader, id)
    return {"months": months, "ends": ends, "bars": bars((m.month, m.mentions, m.articles) for m in months)}


def overview(
    s: Session, reader: Reader, id: int, most: int, longest: int, day: str | None = None, but: int | None = None
) -> dict[str, Any]:
    """What is told of an entity beside itself: `most` statements of each sort and `longest` articles. Nine queries.

    With whom it appears is told without the article `but`.
    """
    return {
        "aliases": entities.aliases(s, reader, id),
        "facts": knowledge.of(s, reader, id),
        "described": described(s, reader, id, day),
        "statements": annotations.of_entity(s, reader, id, most),
        "company": company.company(s, reader, id, TOGETHER, but),
        "articles": entities.articles_of(s, reader, id, limit=longest),
    } | over_time(s, reader, id)


def full(s: Session, reader: Reader, id: int, day: str | None = None, but: int | None = None) -> dict[str, Any]:
    """All that a panel tells of an entity, opened in the article `but`. Nine queries."""
    told = {"entity": entities.get(s, reader, id), "ask": "form" if reader.editor else None}
    return told | overview(s, reader, id, STATEMENTS, ARTICLES + 1, day, but)


def _beside(told: dict[str, Any], at: Here | None) -> dict[str, Any]:
    """The answer as it is told in an article: that one is not among the others."""
    own = at.article.id if at else None
    told["articles"].items[:] = [line for line in told["articles"].items if line.article.id != own][:ARTICLES]
    return told | {"here": at}


def load_by_key(s: Session, reader: Reader, key: int, article: int | None = None) -> dict[str, Any]:
    """The panel of the entity with this id, as told in an article, if one is given. Raises NotFound or Gone."""
    if article is None:
        return _beside(full(s, reader, key), None) | {"origin": None}
    found, revision = articles.with_revision(s, reader, article)
    told = full(s, reader, key, found.sorted_on, found.id)
    return _beside(told, here(found, revision, annotations.of_revision(s, reader, revision.id or 0), key)) | {"origin": None}


def load_panel(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The panel of the entity that an annotation names, told to a reader of that article."""
    entity = at.annotation.entity_id or 0
    told = full(s, reader, entity, at.article.sorted_on, at.article.id)
    return _beside(told, here(at.article, at.revision, at.rows, entity)) | {"origin": at.origin}


def load_card(s: Session, reader: Reader, at: Standing) -> dict[str, Any]:
    """The card of the entity that an annotation names. Raises NotFound."""
    entity = entities.get(s, reader, at.annotation.entity_id or 0)
    told = {
        "entity": entity,
        "described": described(s, reader, entity.id, at.article.sorted_on),
        "here": here(at.article, at.revision, at.rows, entity.id),
        "facts": knowledge.of(s, reader, entity.id),
    }
    return at.base() | told | over_time(s, reader, entity.id)


CARD = Panel("entity_card", load_card)
PANEL = Panel("entity", load_panel, load_by_key)
