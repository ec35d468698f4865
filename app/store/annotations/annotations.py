"""Annotations: read for a page or one by one. Their ids outlive reannotation.

What a run stores is `reannotation`'s, what persons write `notes`', lists are `statements`'.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, defer
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col

from app.errors import Gone, NotFound
from app.store.annotations.rows import ROW, AnnotationRow
from app.store.articles import intact_text
from app.store.articles.access import Reader, check, may_read, may_read_annotation
from app.store.db.built_once import Built, built_once, read_rows
from app.store.db.packed import bodies
from app.store.schema.annotations import Annotation, FurtherSpeaker
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity
from app.store.schema.passages import StoredAnchorState
from app.text.spans import Span

_REPLACED = "This annotation was replaced when its article was annotated again."
_REJECTED = "An editor removed this annotation."
LIVE = col(Annotation.retired_at).is_(None)
_FIRST, _STOP = bindparam("first", type_=Integer), bindparam("stop", type_=Integer)
_IN_ORDER = (col(Annotation.start), col(Annotation.end).desc(), col(Annotation.id))
FEW_WORDS = 10_000
"""The blocks of a revision of fewer words are read along with an annotation; not tuned."""
_Chosen = Callable[[Any, Any], ColumnElement[bool]]


def of_revision(
    s: Session, reader: Reader, revision_id: int, layer: str | None = None
) -> list[AnnotationRow]:
    """The live annotations of a revision that this reader may see, by start. One query.

    Of those that start together the longest is first.
    Those that a person made are carried over to later revisions, as long as their words are there.
    """
    values = {"revision": revision_id, "layer": layer}
    return _found(s, _of_revision(reader, layer is not None), values)


def starting_in(s: Session, reader: Reader, revision_id: int, stretch: Span) -> list[AnnotationRow]:
    """The part of `of_revision` that starts in a stretch of the text. One query."""
    values = {"revision": revision_id, "first": stretch.start, "stop": stretch.end}
    return _found(s, _starting_in(reader), values)


def over(s: Session, reader: Reader, revision_id: int, words: Span) -> list[AnnotationRow]:
    """The part of `of_revision` that shares a character with these words. One query."""
    values = {"revision": revision_id, "first": words.start, "stop": words.end}
    return _found(s, _over(reader), values)


def of_entity(
    s: Session, reader: Reader, revision_id: int, article_id: int, entity_id: int
) -> list[AnnotationRow]:
    """The mentions of an entity in a revision of an article and what it says there. One query."""
    values = {"revision": revision_id, "article": article_id, "entity": entity_id}
    return _found(s, _of_entity(reader), values)


def of_chains(
    s: Session, reader: Reader, revision_id: int, chains: Collection[str]
) -> list[AnnotationRow]:
    """The names in a revision that belong to these coreference chains. One query, or none."""
    if not chains:
        return []
    of_one = or_(*(bodies.names_chain(col(Annotation.body), chain) for chain in chains))
    statement = _both(reader, lambda _s, _e: and_(col(Annotation.layer) == "entity", of_one))
    return _found(s, statement, {"revision": revision_id})


def quotations_by(
    s: Session,
    reader: Reader,
    revision_id: int,
    article_id: int,
    entity_ids: Collection[int],
    names: Collection[str],
) -> list[AnnotationRow]:
    """The quotations of these speakers in a revision, alone or jointly, and the mentions of them.

    By entity, and by the words for those who are none; some more may have these words. One query.
    """
    a, mention = aliased(Annotation), aliased(Annotation)
    # Selections of their own, so that each is looked up by its own index.
    alone = select(col(a.id)).where(_by_entity(a, col(a.entity_id).in_(entity_ids)))
    jointly = (
        select(col(FurtherSpeaker.annotation_id))
        .join(mention, col(mention.id) == col(FurtherSpeaker.mention_id))
        .where(_by_entity(mention, col(mention.entity_id).in_(entity_ids)))
    )
    found = [alone, jointly]
    if names:
        says = or_(*(bodies.has_text(col(a.body), name) for name in names))
        ours = and_(col(a.revision_id) == bindparam("revision"), col(a.layer) == "quotation")
        found.append(select(col(a.id)).where(ours, says))
    statement = _rows(reader, ROW).where(col(Annotation.id).in_(union_all(*found)))
    values = {"revision": revision_id, "article": article_id}
    return _found(s, statement.order_by(*_IN_ORDER), values)


def kinds_of_named(s: Session, reader: Reader, revision_id: int) -> dict[int | None, str]:
    """The entities that a revision names, each with the kind of its last mention. One query."""
    rows = s.execute(_kinds_of_named(reader), {"revision": revision_id})
    return {entity_id: kind for entity_id, kind, _ in rows}


def _found(
    s: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]
) -> list[AnnotationRow]:
    return [*map(AnnotationRow._make, read_rows(s, Built(statement, values)))]


# The statements are built once for each reader: building one takes longer than running it.


@lru_cache(maxsize=64)
def _of_revision(reader: Reader, of_a_layer: bool) -> Select[*tuple[Any, ...]]:
    layer = col(Annotation.layer) == bindparam("layer") if of_a_layer else true()
    return _both(reader, lambda _start, _end: layer)


@lru_cache(maxsize=64)
def _starting_in(reader: Reader) -> Select[*tuple[Any, ...]]:
    return _both(reader, lambda start, _end: and_(start >= _FIRST, start < _STOP))


@lru_cache(maxsize=64)
def _over(reader: Reader) -> Select[*tuple[Any, ...]]:
    return _both(reader, lambda start, end: and_(start < _STOP, end > _FIRST))


@lru_cache(maxsize=64)
def _of_entity(reader: Reader) -> Select[*tuple[Any, ...]]:
    own = _by_entity(Annotation, col(Annotation.entity_id) == bindparam("entity"))
    return _rows(reader, ROW).where(own).order_by(*_IN_ORDER)


def _by_entity(a: type[Annotation], of_one: ColumnElement[bool]) -> ColumnElement[bool]:
    """The mentions and quotations of an entity in a revision, looked up by the entity.

    By the revision, `+ 0` keeps SQLite from that, all of a long text would be looked at.
    """
    return and_(
        of_one,
        col(a.layer).in_(("entity", "quotation")),
        col(a.article_id) == bindparam("article"),
        col(a.revision_id) + 0 == bindparam("revision"),
    )


@lru_cache(maxsize=64)
def _kinds_of_named(reader: Reader) -> Select[*tuple[Any, ...]]:
    entity_id, kind = ROW[AnnotationRow._fields.index("entity_id")], ROW[2]
    names = _rows(reader, (entity_id.label("entity"), kind.label("sort"), col(Annotation.start)))
    named = names.where(
        col(Annotation.revision_id) == bindparam("revision"), col(Annotation.layer) == "entity"
    ).subquery()
    last = func.max(named.c.start)
    return (
        select(named.c.entity, named.c.sort, last)
        .where(named.c.entity.is_not(None))
        .group_by(named.c.entity, named.c.sort)
        .order_by(last)
    )


def _both(reader: Reader, chosen: _Chosen) -> Select[*tuple[Any, ...]]:
    """Those made on the revision and those carried over to it, as far as they are `chosen`.

    That is a condition on where they start and end in this revision.
    """
    a, f = Annotation, StoredAnchorState
    made = _rows(reader, ROW).where(
        col(a.revision_id) == bindparam("revision"), chosen(col(a.start), col(a.end))
    )
    moved: dict[Any, Any] = {col(a.start): col(f.start), col(a.end): col(f.end)}
    carried = _rows(reader, [moved.get(column, column) for column in ROW]).join(
        f, col(f.annotation_id) == col(a.id)
    )
    carried = carried.where(
        col(f.revision_id) == bindparam("revision"),
        col(f.start).is_not(None),
        chosen(col(f.start), col(f.end)),
    )
    both = union_all(made, carried).subquery()
    return select(both).order_by(both.c.start, both.c.end.desc(), both.c.id)


def _rows(reader: Reader, columns: Sequence[SQLColumnExpression[Any]]) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(LIVE, may_read(reader), may_read_annotation(reader))
    )


def get(s: Session, reader: Reader, id: int) -> tuple[Annotation, Article, Revision]:
    """An annotation with its article and revision, in one query.

    The blocks of a long text are loaded when they are needed. Raises NotFound, or Gone naming its
    successor when it was retired, or Damaged.
    """
    row = s.execute(*_with_article(reader, id, FEW_WORDS)).one_or_none()
    if row is None or not _readable(reader, row[1]):
        raise NotFound("The annotation was not found in this library.")
    annotation: Annotation = row[0]
    if annotation.retired_at is not None:
        successor = str(annotation.successor_id) if annotation.successor_id else None
        raise Gone(_REJECTED if annotation.rejected else _REPLACED, "retired", successor)
    revision = intact_text.checked(row[2])
    if row[3] is not None:
        set_committed_value(revision, "blocks", row[3])
    return annotation, row[1], revision


@built_once
def _with_article(reader: Reader, id: int, few_words: int) -> Select[*tuple[Any, ...]]:
    """An annotation, its article, its revision, and the blocks if the article has few words."""
    blocks = case((col(Article.words) < few_words, col(Revision.blocks)))
    statement: Select[*tuple[Any, ...]] = select(Annotation, Article, Revision, blocks)
    return (
        statement.join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Revision, col(Revision.id) == col(Annotation.revision_id))
        .where(col(Annotation.id) == id, may_read_annotation(reader))
        .options(defer(Revision.blocks))  # type: ignore[arg-type]  # SQLModel's own type
    )


def _readable(reader: Reader, article: Article) -> bool:
    try:
        check(reader, article)
    except (NotFound, Gone):
        return False
    return True
