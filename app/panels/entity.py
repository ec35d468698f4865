"""Entity: the card says who or what, since when and how often, the panel all the library knows.

Opened in an article, both show the descriptions up to that article's date; later ones are apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app.errors import NotFound
from app.panels.base import Panel
from app.panels.dependencies import of_entity
from app.reading.charts import bar_chart
from app.reading.entity_focus import EntityFocus, entity_focus
from app.reading.mark_context import MarkContext
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.change_log import dependencies
from app.store.change_log.dependencies import Dependencies
from app.store.db.ids import id_of
from app.store.entities import cooccurrence, entities, knowledge, name_index
from app.store.entities.entities import EntityRow, RoleLine
from app.store.schema.articles import Article, Revision
from app.store.statements import statements
from app.store.statements.between import between

ARTICLES, STATEMENTS, TOGETHER = 8, 4, 10
FEWEST_TOGETHER = 2
"""From so many shared articles on the panel lists who is mentioned together with an entity."""


@dataclass(frozen=True, slots=True)
class Described:
    """What sources call it, each wording once, newest first.

    `then` is up to the date of the article `at`, `since` after it. Without such a date all is in
    `then`. Descriptions in undated articles are apart: nobody knows on which side they belong.
    """

    then: list[RoleLine]
    since: list[RoleLine]
    undated: list[RoleLine]
    at: Article | None = None


def described(s: Session, reader: Reader, id: int, at: Article | None = None) -> Described:
    """How an entity is described, for a reader of an article. One query."""
    day = at.published_on if at else None
    then: list[RoleLine] = []
    later: list[RoleLine] = []
    undated: list[RoleLine] = []
    for line in entities.roles(s, reader, id, until=day):
        if not line.published_on:
            undated.append(line)
        elif day is None or line.published_on <= day:
            then.append(line)
        else:
            later.append(line)
    known: set[str] = set()
    return Described(
        then=_new_wordings(then, known),
        since=_new_wordings(later, known),
        undated=_new_wordings(undated, known),
        at=at,
    )


def _new_wordings(lines: Iterable[RoleLine], known: set[str]) -> list[RoleLine]:
    """The first line of each wording that is not in `known`, which gets them all."""
    new: list[RoleLine] = []
    for line in lines:
        wording = line.role.casefold()
        if wording not in known:
            known.add(wording)
            new.append(line)
    return new


def over_time(s: Session, reader: Reader, id: int) -> dict[str, Any]:
    """First and last appearance, and the months between with their picture. Two queries."""
    timeline = cooccurrence.over_time(s, reader, id)
    ends = cooccurrence.first_and_last(s, reader, id)
    months = [(m.month, m.mentions, m.articles, m.doubted) for m in timeline.months]
    return {"months": months, "ends": ends, "undated": timeline.undated, "bars": bar_chart(months)}


def overview(
    s: Session,
    reader: Reader,
    id: int,
    most: int,
    longest: int,
    at: Article | None = None,
    but: int | None = None,
) -> dict[str, Any]:
    """What the library knows of an entity. About twenty short queries.

    `most` statements of each sort and `longest` articles; co-occurrence leaves out the article
    `but`.
    """
    together = cooccurrence.cooccurring(s, reader, id, TOGETHER, but)
    others = [other.id for other, _ in together.members]
    return {
        "aliases": name_index.aliases(s, reader, id),
        "facts": knowledge.of(s, reader, id),
        "described": described(s, reader, id, at),
        "statements": statements.of_entity(s, reader, id, most),
        "cooccurrence": together,
        "between": between(s, reader, id, others),
        "articles": entities.articles_of(s, reader, id, limit=longest),
    } | over_time(s, reader, id)


def full(s: Session, reader: Reader, id: int, at: Article | None = None) -> dict[str, Any]:
    """All that a panel shows of an entity, opened in the article `at`."""
    entity = _survivor(s, reader, id)
    own = at.id if at else None
    known = overview(s, reader, entity.id, STATEMENTS, ARTICLES + 1, at, own)
    return {"entity": entity, "ask": "form" if reader.editor else None} | known


def _survivor(s: Session, reader: Reader, id: int) -> EntityRow:
    """The entity, or what it was merged into: an article may be one that the merge has not reached.

    Raises NotFound.
    """
    entity = entities.get(s, reader, id)
    return entities.get(s, reader, entity.merged_into) if entity.merged_into else entity


def _in_article(answer: dict[str, Any], at: EntityFocus | None) -> dict[str, Any]:
    """The answer as shown in an article, which is left out of the list of articles."""
    own = at.article.id if at else None
    lines = answer["articles"].items
    lines[:] = [line for line in lines if line.article.id != own][:ARTICLES]
    together = answer["cooccurrence"]
    often = [(other, count) for other, count in together.members if count >= FEWEST_TOGETHER]
    return answer | {"here": at, "cooccurrence": replace(together, members=often)}


def _focus(
    s: Session, reader: Reader, article: Article, revision: Revision, entity_id: int
) -> EntityFocus:
    """Where an article names an entity. One query."""
    rows = annotations.of_entity(s, reader, id_of(revision), id_of(article), entity_id)
    return entity_focus(article, revision, rows, entity_id)


def load_by_key(s: Session, reader: Reader, key: int, article: int | None = None) -> dict[str, Any]:
    """The panel of the entity with this id, as shown in an article, if one is given.

    Raises NotFound or Gone.
    """
    if article is None:
        return _in_article(full(s, reader, key), None) | {"origin": None}
    opened_in, revision = articles.with_revision(s, reader, article)
    answer = full(s, reader, key, opened_in)
    focus = _focus(s, reader, opened_in, revision, key)
    return _in_article(answer, focus) | {"origin": None}


def _named_by(at: MarkContext) -> int:
    """The entity that an annotation names. Raises NotFound."""
    if at.annotation.entity_id is None:
        raise NotFound("This annotation names no entity.")
    return at.annotation.entity_id


def load_panel(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The panel of the entity that an annotation names, for a reader of that article."""
    entity = _named_by(at)
    answer = full(s, reader, entity, at.article)
    focus = _focus(s, reader, at.article, at.revision, entity)
    return _in_article(answer, focus) | {"origin": at.origin}


def load_card(s: Session, reader: Reader, at: MarkContext) -> dict[str, Any]:
    """The card of the entity that an annotation names. Raises NotFound."""
    own_id = _named_by(at)
    entity = _survivor(s, reader, own_id)
    details = {
        "entity": entity,
        "described": described(s, reader, entity.id, at.article),
        "here": _focus(s, reader, at.article, at.revision, own_id),
        "facts": knowledge.of(s, reader, entity.id),
    }
    return at.base() | details | over_time(s, reader, entity.id)


def _of_card(context: dict[str, Any]) -> Dependencies:
    return frozenset([dependencies.entity(context["entity"].id)])


CARD = Panel("entity_card", load_card, depends_on=_of_card)
PANEL = Panel("entity", load_panel, load_by_key, depends_on=of_entity)
