"""Entities: the things that articles name. Owns names, look-up and what is asked of one; linking decides only by exact names.

Every count and name is what the reader may see: an entity known only from articles closed to a reader does not exist for them.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound
from app.linking.chains import fold
from app.store import excerpts
from app.store.access import Reader, may_read
from app.store.excerpts import Excerpt
from app.store.linking import Chain, link
from app.store.lists import Key, Page, page
from app.store.tables import Alias, Annotation, Article, Entity, EntityInArticle, Revision

__all__ = ["Chain", "EntityArticle", "EntityRow", "RoleLine", "aliases", "articles_of", "find_all", "get", "link", "roles", "together"]

SENTENCES = 3
"""Sentences shown of one article: enough to see how the entity comes up, few enough for thirty articles on a page."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity as a reader sees it: `mentions` and `articles` count only what that reader may read."""

    id: int
    uid: str
    kind: str
    name: str
    merged_into: int | None
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class EntityArticle:
    """An article that names the entity: how often, described as what, and the first sentences that do."""

    article: Article
    mentions: int
    role: str | None
    sentences: list[Excerpt]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """What an article describes the entity as, and by which annotation."""

    role: str
    article_id: int
    title: str | None
    sorted_on: str
    annotation_id: int


def get(s: Session, reader: Reader, id: int) -> EntityRow:
    """The entity; `merged_into` names where a merged one lives on. Raises NotFound, also when nothing that this reader may see names it."""
    target = aliased(Entity)
    seen = func.coalesce(_mentions(reader, target), _mentions(reader))
    statement = select(*_columns(reader), seen).outerjoin(target, col(target.id) == col(Entity.merged_into)).where(col(Entity.id) == id)
    row = s.execute(statement).one_or_none()
    if row is None or not (reader.public or reader.editor) or not (row[-1] or reader.editor) or not row.name:
        raise NotFound("There is no such entity in this library.")
    return _entity(row)


def find_all(
    s: Session, reader: Reader, *, q: str | None = None, kind: str | None = None, cursor: str | None = None, limit: int = 30
) -> Page[EntityRow]:
    """Entities by mentions, most first; `q` is the beginning of a word of one of their names."""
    statement = select(*_columns(reader)).where(col(Entity.merged_into).is_(None), _mentions(reader) > 0)
    if not (reader.public or reader.editor):
        return Page([])
    if kind:
        statement = statement.where(col(Entity.kind) == kind)
    if q and q.strip():
        start, folded = fold(q), col(Alias.folded)
        named = select(col(Alias.entity_id)).join(Article, col(Article.id) == col(Alias.article_id)).where(may_read(reader))
        begins = or_(folded.startswith(start, autoescape=True), folded.contains(" " + start, autoescape=True))
        statement = statement.where(col(Entity.id).in_(named.where(begins)))
    keys = (Key(_mentions(reader), int, descending=True), Key(col(Entity.id), int, descending=True))
    return page(s, statement, keys, _entity, cursor, limit)


def aliases(s: Session, reader: Reader, id: int) -> list[str]:
    """The names an entity goes by in articles that this reader may see, the most used first."""
    statement = select(col(Alias.name)).join(Article, col(Article.id) == col(Alias.article_id))
    statement = statement.where(col(Alias.entity_id) == id, may_read(reader)).group_by(col(Alias.name))
    return list(s.scalars(statement.order_by(func.count().desc(), col(Alias.name))))


def articles_of(s: Session, reader: Reader, id: int, *, cursor: str | None = None, limit: int = 30) -> Page[EntityArticle]:
    """The articles that name an entity, newest first, with the sentences around its first mentions; two queries."""
    e = EntityInArticle
    statement = select(Article, col(e.mentions), col(e.role)).join(e, col(e.article_id) == col(Article.id))
    keys = (Key(col(Article.sorted_on), str, descending=True), Key(col(Article.id), int, descending=True))
    found = page(s, statement.where(col(e.entity_id) == id, may_read(reader)), keys, lambda row: row, cursor, limit)
    said = _sentences(s, id, [row[0].newest_revision_id for row in found.items])
    return Page([EntityArticle(row[0], row[1], row[2], said.get(row[0].id, [])) for row in found.items], found.next)


def together(s: Session, reader: Reader, id: int, limit: int = 10) -> list[tuple[EntityRow, int]]:
    """Entities named in the same articles, with the number of articles they share, most first."""
    here, there = aliased(EntityInArticle), aliased(EntityInArticle)
    shared = (
        select(col(there.entity_id).label("entity_id"), func.count().label("articles"))
        .select_from(here)
        .join(there, (col(there.article_id) == col(here.article_id)) & (col(there.entity_id) != col(here.entity_id)))
        .join(Article, col(Article.id) == col(here.article_id))
        .where(col(here.entity_id) == id, may_read(reader))
        .group_by(col(there.entity_id))
        .order_by(func.count().desc(), func.sum(col(there.mentions)).desc(), col(there.entity_id))
        .limit(limit)
        .subquery()
    )
    statement = select(*_columns(reader), shared.c.articles).join(shared, shared.c.entity_id == col(Entity.id))
    rows = s.execute(statement.order_by(shared.c.articles.desc(), _mentions(reader).desc(), col(Entity.id))).all()
    return [(_entity(row), row[-1]) for row in rows]


def roles(s: Session, reader: Reader, id: int, limit: int = 50) -> list[RoleLine]:
    """What articles describe an entity as, newest first; one line a wording and article."""
    a, e = Annotation, EntityInArticle
    statement = (
        select(col(a.id), col(a.body), col(Article.id), col(Article.title), col(Article.sorted_on))
        .join(Article, (col(Article.id) == col(a.article_id)) & (col(Article.newest_revision_id) == col(a.revision_id)))
        .join(e, (col(e.article_id) == col(Article.id)) & (col(e.entity_id) == col(a.entity_id)))
        .where(col(a.entity_id) == id, col(a.layer) == "entity", col(a.retired_at).is_(None), col(e.role).is_not(None), may_read(reader))
        .order_by(col(Article.sorted_on).desc(), col(Article.id).desc(), col(a.start))
    )
    lines: dict[tuple[int, str], RoleLine] = {}
    for annotation_id, body, article_id, title, sorted_on in s.execute(statement.limit(limit * 20)):
        role = (body.get("role") or {}).get("exact")
        if role:
            lines.setdefault((article_id, role.casefold()), RoleLine(role, article_id, title, sorted_on, annotation_id))
    return list(lines.values())[:limit]


def _mentions(reader: Reader, entity: type[Entity] = Entity) -> SQLColumnExpression[Any]:
    return col(entity.mentions) if reader.editor else col(entity.public_mentions)


def _columns(reader: Reader) -> tuple[SQLColumnExpression[Any], ...]:
    e = Entity
    articles = col(e.articles) if reader.editor else col(e.public_articles)
    return col(e.id), col(e.uid), col(e.kind), col(e.name), col(e.merged_into), _mentions(reader), articles


def _entity(row: Row[*tuple[Any, ...]]) -> EntityRow:
    return EntityRow(*row[:7])


def _sentences(s: Session, id: int, revision_ids: list[int]) -> dict[int, list[Excerpt]]:
    """Article id → the sentences of an entity's first mentions there."""
    a = Annotation
    place = func.row_number().over(partition_by=col(a.revision_id), order_by=(col(a.start), col(a.id)))
    first = (
        select(col(a.article_id), col(a.revision_id), col(a.start), col(a.end), place.label("place"))
        .where(col(a.revision_id).in_(revision_ids), col(a.entity_id) == id, col(a.layer) == "entity", col(a.retired_at).is_(None))
        .subquery()
    )
    words = excerpts.columns(col(Revision.text), first.c.start, first.c.end)
    statement = select(first.c.article_id, *words).join(Revision, col(Revision.id) == first.c.revision_id)
    said: dict[int, list[Excerpt]] = {}
    for article_id, *stretch in s.execute(statement.where(first.c.place <= SENTENCES).order_by(first.c.article_id, first.c.start)):
        said.setdefault(article_id, []).append(excerpts.around(*stretch))
    return said
