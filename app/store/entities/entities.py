"""Entities: the things that articles mention, looked up and described.

Every count and name is what the reader may see: an entity known only from articles closed to a
reader does not exist for them.
"""

from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound
from app.linking.names.folding import fold
from app.store.annotations import first_mentions
from app.store.annotations.excerpts import Excerpt
from app.store.articles.access import Reader, may_read, may_read_annotation
from app.store.db.built_once import built_once, read_rows
from app.store.db.pagination import Key, Page, in_order, in_range, page_of, paginate, start
from app.store.entities import name_index
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.corrections import UnfinishedCorrection
from app.store.schema.entities import Entity, EntityInArticle
from app.store.summaries import name_words

LETTERS = (*ascii_uppercase, "other")
"""The letters that names are listed by; `other` is every other beginning."""

_NONE = "The entity was not found in this library."

UNDATED = ""
"""The day of an undated article in the summaries: before all others."""
DESCRIBING = 200
"""Articles that are read for an entity's roles, the newest before and after the day: more than any
card has wordings for."""

_BY_DAY = (
    Key(col(EntityInArticle.sorted_on), str, descending=True),
    Key(col(EntityInArticle.article_id), int, descending=True),
)


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity as a reader sees it.

    `mentions` and `articles` count only what that reader may read.
    `sport` tells teams of one name apart, `country` (a code) bodies whose name every country has.
    `is_moving` is true while a correction is unfinished that moves articles to it or away from it;
    only `get` finds that out.
    """

    id: int
    uid: str
    kind: str
    name: str
    merged_into: int | None
    mentions: int
    articles: int
    sport: str | None = None
    country: str | None = None
    is_moving: bool = False


@dataclass(frozen=True, slots=True)
class EntityArticle:
    """An article that mentions the entity, with its role there and the first sentences that do."""

    article: Article
    mentions: int
    role: str | None
    sentences: list[Excerpt]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role of the entity in an article, where its words are in the newest revision.

    `annotation_id` is the mention that they belong to. `published_on` is None for an undated
    article, and `sorted_on` the day of its capture then.
    """

    role: str
    article_id: int
    title: str | None
    published_on: str | None
    date_doubted: bool
    sorted_on: str
    annotation_id: int
    start: int
    end: int


def get(s: Session, reader: Reader, id: int) -> EntityRow:
    """The entity; `merged_into` is the one that a merged entity is part of now.

    Raises NotFound, also when nothing that this reader may see mentions it. Of a merged one anybody
    but the editor learns only where it leads: its own names may be those of closed articles.
    """
    row = read_rows(s, _entity(reader, id)).one_or_none()
    if row is None or not (reader.public or reader.editor):
        raise NotFound(_NONE)
    is_moving, target_mentions, target_name, target_kind = row[-4:]
    entity = replace(entity_row(row), is_moving=is_moving)
    if entity.merged_into is None:
        # One without a name was known from withdrawn articles only.
        if not entity.name or not (entity.mentions or reader.editor):
            raise NotFound(_NONE)
        return entity
    if reader.editor:
        return entity
    if not target_mentions:
        raise NotFound(_NONE)
    return replace(entity, name=target_name, kind=target_kind, sport=None, country=None)


@built_once
def _entity(reader: Reader, id: int) -> Select[*tuple[Any, ...]]:
    """An entity, whether it moves, and the mentions, name and kind of what it was merged into."""
    target = aliased(Entity)
    of_target = mentions(reader, target), col(target.name), col(target.kind)
    statement: Select[*tuple[Any, ...]] = select(*columns(reader), _is_moving(), *of_target)
    statement = statement.outerjoin(target, col(target.id) == col(Entity.merged_into))
    return statement.where(col(Entity.id) == id)


def _is_moving() -> ColumnElement[bool]:
    """Whether a correction that moves articles to or from the entity is unfinished."""
    u = UnfinishedCorrection
    return or_(
        exists().where(col(u.entity_id) == col(Entity.id)),
        exists().where(col(u.other_id) == col(Entity.id)),
    )


def find_all(
    s: Session,
    reader: Reader,
    *,
    q: str | None = None,
    kind: str | None = None,
    letter: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[EntityRow]:
    """Entities by mentions, most first.

    `q` is the beginning of a word of one of their names, `letter` one of `LETTERS`.
    """
    if not (reader.public or reader.editor):
        return Page([])
    statement = select(*columns(reader)).where(
        col(Entity.merged_into).is_(None), mentions(reader) > 0
    )
    if kind:
        # The index of kinds is in the order of public mentions.
        of_kind = col(Entity.kind) + "" if reader.editor else col(Entity.kind)
        statement = statement.where(of_kind == kind)
    if letter:
        statement = statement.where(_begins(letter))
    if q and q.strip():
        statement = statement.where(name_index.is_named(reader, fold(q)))
        few = name_words.beginning(s, fold(q))
        if few is not None:
            statement = statement.where(col(Entity.id).in_(few))
    keys = (Key(mentions(reader), int, descending=True), Key(col(Entity.id), int, descending=True))
    return paginate(s, statement, keys, entity_row, cursor, limit)


def articles_of(
    s: Session,
    reader: Reader,
    id: int,
    *,
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> Page[EntityArticle]:
    """The articles that mention an entity, newest first and undated ones last. Two queries.

    Each with the sentences of its first mentions. `since` and `until` are ISO dates, both
    inclusive; either leaves undated articles out.
    """
    limit = in_range(limit)
    day, article_id = start(cursor, _BY_DAY)
    listed = _articles_of(reader, id, since or None, until or None, day, article_id, limit + 1)
    page = page_of(s.execute(*listed).all(), _BY_DAY, lambda row: row, limit)
    sentences = first_mentions.sentences(s, id, [row[0].newest_revision_id for row in page.items])
    lines = [
        EntityArticle(article, mentioned, role, sentences.get(article.id, []))
        for article, mentioned, role, *_ in page.items
    ]
    return Page(lines, page.next)


@built_once
def _articles_of(
    reader: Reader,
    id: int,
    since: str | None,
    until: str | None,
    day: str | None,
    article_id: int | None,
    most: int,
) -> Select[*tuple[Any, ...]]:
    """The articles that mention an entity, after the one with this day and id."""
    e = EntityInArticle
    statement: Select[*tuple[Any, ...]] = select(Article, col(e.mentions), col(e.role))
    statement = statement.join(e, col(e.article_id) == col(Article.id))
    if since is not None:
        statement = statement.where(col(e.sorted_on) >= since)
    if until is not None:
        statement = statement.where(col(e.sorted_on) <= until, col(e.sorted_on) > UNDATED)
    statement = statement.where(col(e.entity_id) == id, may_read(reader))
    return in_order(statement, _BY_DAY, (day, article_id)).limit(most)


def roles(
    s: Session, reader: Reader, id: int, limit: int = 50, *, until: str | None = None
) -> list[RoleLine]:
    """The roles of an entity in articles, newest first; one line for each wording and article.

    Only the newest article of each wording. With a day, the newest of every wording up to that day
    and of every wording after it, `limit` articles on either side, so that later roles do not crowd
    out those of that time. Undated articles come last, as many again. The articles are chosen by
    their summaries; only theirs are read.
    """
    lines: dict[tuple[int, str], RoleLine] = {}
    for row in read_rows(s, _roles(reader, id, limit, until or None)):
        annotation_id, body, article_id, title, published_on, date_doubted, sorted_on = row
        role = body.get("role")
        if role:
            day = (published_on, date_doubted, sorted_on)
            place = (annotation_id, role["start"], role["end"])
            line = RoleLine(role["exact"], article_id, title, *day, *place)
            lines.setdefault((article_id, line.role.casefold()), line)
    return list(lines.values())


@built_once
def _roles(reader: Reader, id: int, limit: int, until: str | None) -> Select[*tuple[Any, ...]]:
    """The mentions with a role, of `limit` articles on either side."""
    a, chosen = Annotation, _describing(reader, id, until)
    dated = (col(Article.published_on), col(Article.date_doubted), col(Article.sorted_on))
    statement: Select[*tuple[Any, ...]] = (
        select(col(a.id), col(a.body), col(Article.id), col(Article.title), *dated)
        .join(chosen, chosen.c.article_id == col(a.article_id))
        .join(
            Article,
            (col(Article.id) == col(a.article_id))
            & (col(Article.newest_revision_id) == col(a.revision_id)),
        )
        .where(
            col(a.entity_id) == id,
            col(a.layer) == "entity",
            col(a.retired_at).is_(None),
            chosen.c.row <= limit,
        )
        .where(may_read(reader), may_read_annotation(reader))
        .order_by(
            func.coalesce(col(Article.published_on), UNDATED).desc(),
            col(Article.id).desc(),
            col(a.start),
        )
    )
    return statement.limit(limit * 40)


def _describing(reader: Reader, id: int, until: str | None) -> Subquery:
    """The newest article of each wording: `article_id` and `row`.

    `row` is its number on its side of the day, among the newest thousand articles of that side.
    """
    e = EntityInArticle
    on = col(e.sorted_on)

    def newest(side: int, *days: ColumnElement[bool]) -> Subquery:
        chosen = select(col(e.article_id), on, col(e.role), literal(side).label("side"))
        chosen = chosen.where(
            col(e.entity_id) == id, col(e.role).is_not(None), counted(reader, e), *days
        )
        return chosen.order_by(on.desc(), col(e.article_id).desc()).limit(DESCRIBING).subquery()

    is_dated, undated = on > UNDATED, newest(2, on == UNDATED)
    sides = (
        [newest(0, on <= until, is_dated), newest(1, on > until), undated]
        if until is not None
        else [newest(0, is_dated), undated]
    )
    some = union_all(*map(select, sides)).subquery()
    order = (some.c.sorted_on.desc(), some.c.article_id.desc())
    place = (
        func.row_number()
        .over(partition_by=(some.c.role, some.c.side), order_by=order)
        .label("place")
    )
    worded = select(some.c.article_id, some.c.sorted_on, some.c.side, place).subquery()
    row = func.row_number().over(
        partition_by=worded.c.side, order_by=(worded.c.sorted_on.desc(), worded.c.article_id.desc())
    )
    return select(worded.c.article_id, row.label("row")).where(worded.c.place == 1).subquery()


def counted(reader: Reader, line: type[EntityInArticle]) -> ColumnElement[bool]:
    """Whether this reader may read the article of a summary row, by that narrow row alone.

    It is deleted with its article.
    """
    if reader.editor:
        return true()
    return col(line.public).is_(True) if reader.public else false()


def _begins(letter: str) -> ColumnElement[bool]:
    """Whether the shown name begins with the letter.

    Of a person also a later word of it: people are looked for by last names.
    """
    name = col(Entity.name)
    initial = func.upper(func.substr(name, 1, 1))
    if letter not in ascii_uppercase:
        return initial.not_in(list(ascii_uppercase))
    return or_(initial == letter, and_(col(Entity.kind) == "person", name.icontains(" " + letter)))


def mentions(reader: Reader, entity: type[Entity] = Entity) -> SQLColumnExpression[Any]:
    """How often an entity is named in what this reader may read."""
    return col(entity.mentions) if reader.editor else col(entity.public_mentions)


def columns(reader: Reader) -> tuple[SQLColumnExpression[Any], ...]:
    """The columns that `entity_row` reads."""
    e = Entity
    articles = col(e.articles) if reader.editor else col(e.public_articles)
    return (
        col(e.id),
        col(e.uid),
        col(e.kind),
        col(e.name),
        col(e.merged_into),
        mentions(reader),
        articles,
        col(e.sport),
        col(e.country),
    )


def entity_row(row: Row[*tuple[Any, ...]]) -> EntityRow:
    """The entity from the first of a row's columns, those of `columns`."""
    return EntityRow(*row[:9])
