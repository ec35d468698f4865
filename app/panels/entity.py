"""Entity: the card says who or what, since when and how often, the panel what the whole library knows.

Opened in an article, both tell what it was described as up to that article's day; what came later stands apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.panels.base import Panel
from app.reading.charts import bar_chart
from app.reading.entity_focus import EntityFocus, entity_focus
from app.reading.mark_context import MarkContext
from app.store.annotations import annotations, statements
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.entities import cooccurrence, entities, knowledge
from app.store.entities.entities import RoleLine
from app.store.schema.articles import Article

ARTICLES, STATEMENTS, TOGETHER = 8, 4, 10


@dataclass(frozen=True, slots=True)
class Described:
    """What sources call it, each wording once, newest first: up to the date of the article `at`, and since then.

    Without such a date all is in `then`, but for what stands in undated articles: nobody knows on which side that is.
    """

    then: list[RoleLine]
    since: list[RoleLine]
    undated: list[RoleLine]
    at: Article | None = None


def described(s: Session, reader: Reader, id: int, at: Article | None = None) -> Described:
    """What an entity is described as, as told in an article. One query."""
    day = at.published_on if at else None
    lines = entities.roles(s, reader, id, until=day)
    dated = [(line, line.published_on) for line in lines if line.published_on]
    then = _worded(line for line, on in dated if day is None or on <= day)
    later = _worded(line for line, on in dated if day is not None and on > day)
    since = [line for words, line in later.items() if words not in then]
    undated = _worded(line for line in lines if not line.published_on)
    rest = [line for words, line in undated.items() if words not in then and words not in later]
    return Described(list(then.values()), since, rest, at)


def _worded(lines: Iterable[RoleLine]) -> dict[str, RoleLine]:
    worded: dict[str, RoleLine] = {}
    for line in lines:
        worded.setdefault(line.role.casefold(), line)
    return worded


def over_time(s: Session, reader: Reader, id: int) -> dict[str, Any]:
    """First and last appearance, and the months between with their picture. Two queries."""
    told, ends = cooccurrence.over_time(s, reader, id), cooccurrence.first_and_last(s, reader, id)
    counted = [(m.month, m.mentions, m.articles, m.doubted) for m in told.months]
    return {"months": counted, "ends": ends, "undated": told.undated, "bars": bar_chart(counted)}


def overview(
    s: Session,
    reader: Reader,
    id: int,
    most: int,
    longest: int,
    at: Article | None = None,
    but: int | None = None,
) -> dict[str, Any]:
    """What is told of an entity beside itself: `most` statements of each sort and `longest` articles. Nine queries.

    With whom it appears is told without the article `but`.
    """
    return {
        "aliases": entities.aliases(s, reader, id),
        "facts": knowledge.of(s, reader, id),
        "described": described(s, reader, id, at),
        "statements": statements.of_entity(s, reader, id, most),
        "company": cooccurrence.cooccurring(s, reader, id, TOGETHER, but),
        "articles": entities.articles_of(s, reader, id, limit=longest),
    } | over_time(s, reader, id)


def full(s: Session, reader: Reader, id: int, at: Article | None = None) -> dict[str, Any]:
    """All that a panel tells of an entity, opened in the article `at`. Nine queries."""
    told = {"entity": entities.get(s, reader, id), "ask": "form" if reader.editor else None}
    return told | overview(s, reader, id, STATEMENTS, ARTICLES + 1, at, at.id if at else None)


def _beside(told: dict[str, Any], at: EntityFocus | None) -> dict[str, Any]:
    """The answer as it is told in an article: that one is not among the others."""
    own = at.article.id if at else None
    told["articles"].items[:] = [line for line in told["articles"].items if line.article.id != own][
        :ARTICLES
    ]
    return told | {"here": at}


def load_by_key(s: Session, reader: Reader, key: int, article: int | None = None) -> dict[str, Any]:
    """The panel of the entity with this id, as told in an article, if one is given.

    Raises NotFound or Gone.
    """
    if article is None:
        return _beside(full(s, reader, key), None) | {"origin": None}
    found, revision = articles.with_revision(s, reader, article)
    told = full(s, reader, key, found)
    return _beside(
        told,
        entity_focus(found, revision, annotations.of_revision(s, reader, revision.id or 0), key),
    ) | {"origin": None}


def load_panel(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The panel of the entity that an annotation names, told to a reader of that article."""
    entity = at.annotation.entity_id or 0
    told = full(s, reader, entity, at.article)
    return _beside(told, entity_focus(at.article, at.revision, at.rows, entity)) | {
        "origin": at.origin
    }


def load_card(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The card of the entity that an annotation names. Raises NotFound."""
    entity = entities.get(s, reader, at.annotation.entity_id or 0)
    told = {
        "entity": entity,
        "described": described(s, reader, entity.id, at.article),
        "here": entity_focus(at.article, at.revision, at.rows, entity.id),
        "facts": knowledge.of(s, reader, entity.id),
    }
    return at.base() | told | over_time(s, reader, entity.id)


CARD = Panel("entity_card", load_card)
PANEL = Panel("entity", load_panel, load_by_key)
