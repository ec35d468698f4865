"""The names of entities as articles spell them, and in how many articles an entity goes by one.

Owns `spelled_name` and `entity_name`, which is kept equal to a count of `alias` by differences;
linking reads it, and so do pages that show an entity's names or search by them. A name's rows are
deleted when no article uses it any more.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    union,
    union_all,
    update,
)
from sqlmodel import Session, col

from app.linking.names.folding import fold
from app.linking.names.spelling import coarse, last, short
from app.store.articles.access import Reader, may_read
from app.store.db.batches import batches
from app.store.db.built_once import built_once, read_rows
from app.store.db.ids import id_of
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity, EntityName, SpelledName
from app.store.summaries import name_words

USED = col(SpelledName.id) == col(Alias.name_id)
"""Joins a name as it is spelled with the articles that use it."""
MOST_NAMES = 50
"""Names that are shown of an entity: more than anybody reads."""
SPELLINGS = 20
"""Articles that are asked how they spell a name: the same name in capital letters is one more."""
Name = tuple[int, str]
"""Entity id and folded name."""


def used_in(s: Session, article_id: int) -> set[Name]:
    """The names that an article uses."""
    rows = s.execute(
        select(col(Alias.entity_id), col(SpelledName.folded))
        .join(SpelledName, USED)
        .where(col(Alias.article_id) == article_id)
    )
    return {(row[0], row[1]) for row in rows if row[0] is not None}


def spelled_in(s: Session, article_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The names of an article as it spells them: `id`, `linked_id`, `name`, `folded`, `entity_id`.

    The entity is the one after corrections.
    """
    n = SpelledName
    columns = (col(n.id), col(n.linked_id), col(n.name), col(n.folded), col(Alias.entity_id))
    statement = select(*columns).join(Alias, USED)
    return s.execute(statement.where(col(Alias.article_id) == article_id)).all()


def spell(s: Session, names: Iterable[Name]) -> dict[Name, int]:
    """The ids of names as they are spelled, of the entities that they were linked to.

    Those that nobody used before are stored.
    """
    wanted = set(names)
    known = _spelled(s, wanted)
    new = sorted(wanted - known.keys())
    if not new:
        return known
    rows = [{"linked_id": of, "name": name, "folded": fold(name)} for of, name in new]
    s.execute(insert(SpelledName), rows)
    return known | _spelled(s, new)


def _spelled(s: Session, names: Collection[Name]) -> dict[Name, int]:
    n = SpelledName
    columns = select(col(n.linked_id), col(n.name), col(n.id))
    known: dict[Name, int] = {}
    for entities in batches({of for of, _ in names}):
        of_entities = columns.where(col(n.linked_id).in_(entities))
        for some in batches({name for of, name in names if of in entities}):
            rows = s.execute(of_entities.where(col(n.name).in_(some)))
            known |= {(row[0], row[1]): row[2] for row in rows}
    return known


def forget_unused(s: Session, name_ids: Iterable[int]) -> None:
    """Deletes those of the names as they are spelled that no article uses any more."""
    is_used = exists().where(col(Alias.name_id) == col(SpelledName.id))
    for some in batches(name_ids):
        s.execute(delete(SpelledName).where(col(SpelledName.id).in_(some), ~is_used))


def names_of(s: Session, entity_id: int) -> set[str]:
    """The folded names that an entity has.

    Those that articles use for it or that were linked to it, and the one that the editor gave it.
    """
    a, n, e = Alias, SpelledName, Entity
    linked = select(col(n.folded)).where(col(n.linked_id) == entity_id)
    used = select(col(n.folded)).join(a, USED).where(col(a.entity_id) == entity_id).distinct()
    by_editor = select(col(e.folded)).where(
        col(e.id) == entity_id, col(e.found_name).is_not(None), col(e.name) != ""
    )
    return set(s.scalars(union(linked, used, by_editor)))


def readable(entity_id: int) -> ScalarSelect[str]:
    """The folded names of an entity that anybody may read, one a line.

    Those that public articles use, and the one that the editor gave it.
    """
    n, e = EntityName, Entity
    used = select(col(n.folded)).where(col(n.entity_id) == entity_id, col(n.public_articles) > 0)
    either = used.union(
        select(col(e.folded)).where(col(e.id) == entity_id, col(e.found_name).is_not(None))
    ).subquery()
    return select(func.aggregate_strings(either.c.folded, "\n")).scalar_subquery()


def found_in(s: Session, article_id: int) -> list[tuple[int, str, str, float]]:
    """The entities that an article's names were linked to before any correction.

    Entity id, folded name, basis and confidence of each.
    """
    a, n = Alias, SpelledName
    rows = s.execute(
        select(col(n.linked_id), col(n.folded), col(a.basis), col(a.confidence))
        .join(a, USED)
        .where(col(a.article_id) == article_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def aliases(s: Session, reader: Reader, id: int) -> list[str]:
    """The names an entity goes by in articles that this reader may see, the most used first.

    At most `MOST_NAMES`, each as some of the articles spell it (`SPELLINGS`). Two queries.
    """
    most_used = read_rows(s, _most_used(reader, id)).all()
    if not most_used:
        return []
    folded = {f"folded_{number}": name for number, (name, _) in enumerate(most_used)}
    spelled = s.connection().execute(_spellings(reader, len(folded)), {"id": id, **folded})
    spellings = Counter((row.number, row.name) for row in spelled)
    order = sorted(
        spellings, key=lambda one: (-most_used[one[0]][1], one[0], -spellings[one], one[1])
    )
    return list(dict.fromkeys(name for _, name in order))


@built_once
def _most_used(reader: Reader, id: int) -> Select[*tuple[Any, ...]]:
    """The names of an entity, each with the articles that use it."""
    n, used = EntityName, _uses(reader)
    names: Select[*tuple[Any, ...]] = select(col(n.folded), used).where(col(n.entity_id) == id)
    return names.where(used > 0).order_by(used.desc(), col(n.folded)).limit(MOST_NAMES)


@lru_cache(maxsize=2 * MOST_NAMES)
def _spellings(reader: Reader, names: int) -> CompoundSelect[*tuple[Any, ...]]:
    """How some articles spell so many names of an entity: `folded_0`, `folded_1` and so on."""
    a, spelling, id_ = Alias, SpelledName, bindparam("id", type_=Integer)
    parts = []
    for number in range(names):
        folded = bindparam(f"folded_{number}", type_=String)
        spelled: Select[*tuple[Any, ...]] = select(
            col(spelling.name), literal_column(str(number)).label("number")
        )
        spelled = spelled.join(a, USED).join(Article, col(Article.id) == col(a.article_id))
        spelled = spelled.where(
            col(spelling.folded) == folded, col(a.entity_id) == id_, may_read(reader)
        )
        parts.append(select(spelled.limit(SPELLINGS).subquery()))
    return union_all(*parts)


def _uses(reader: Reader) -> SQLColumnExpression[Any]:
    """In how many articles that this reader may see an entity goes by a name."""
    n = EntityName
    return col(n.articles) if reader.editor else col(n.public_articles)


def _word_of(name: SQLColumnExpression[Any], start: str) -> ColumnElement[bool]:
    """Whether a word of a folded name begins so."""
    return or_(name.startswith(start, autoescape=True), name.contains(" " + start, autoescape=True))


def is_named(reader: Reader, start: str) -> ColumnElement[bool]:
    """Whether a word of a name begins so: one that a readable article uses, or the editor's."""
    n = EntityName
    used = select(literal(1)).where(
        col(n.entity_id) == col(Entity.id), _uses(reader) > 0, _word_of(col(n.folded), start)
    )
    # Not EXISTS: PostgreSQL may read all names for that, to look each entity up among them.
    used_name = used.limit(1).correlate(Entity).scalar_subquery()
    return or_(used_name.is_not(None), _given(start))


def _given(start: str) -> ColumnElement[bool]:
    """Whether a word of the name that the editor gave begins so; no article need use that name."""
    return and_(col(Entity.found_name).is_not(None), _word_of(col(Entity.folded), start))


def change(
    s: Session, had: Iterable[Name], have: Iterable[Name], *, was_public: bool, is_public: bool
) -> None:
    """Moves the counts by what one article uses now in place of what it used."""
    had, have = set(had), set(have)
    moved: dict[Name, tuple[int, int]] = {}
    for name in sorted(had | have):
        is_used, was_used = name in have, name in had
        articles = is_used - was_used
        public_articles = (is_used and is_public) - (was_used and was_public)
        if articles or public_articles:
            moved[name] = articles, public_articles
    move(s, moved)


def on_visibility_change(s: Session, article: Article, *, was_public: bool) -> None:
    """After an article was opened or closed."""
    names = used_in(s, id_of(article))
    change(s, names, names, was_public=was_public, is_public=article.visibility == "public")


def differ(s: Session) -> int:
    """How many rows differ from a count of the aliases; for the doctor."""
    counted: dict[Name, list[int]] = defaultdict(lambda: [0, 0])
    uses = select(
        col(Alias.entity_id),
        col(SpelledName.folded),
        col(Article.visibility),
        col(Alias.article_id),
    )
    uses = uses.join(SpelledName, USED)
    uses = uses.join(Article, col(Article.id) == col(Alias.article_id)).distinct()
    uses = uses.where(col(Alias.entity_id).is_not(None))
    for entity_id, folded, visibility, _ in s.execute(uses).yield_per(1000):
        counts = counted[entity_id, folded]
        counts[0] += 1
        counts[1] += visibility == "public"
    n = EntityName
    rows = s.execute(
        select(col(n.entity_id), col(n.folded), col(n.articles), col(n.public_articles))
    )
    stored = {(row[0], row[1]): [row[2], row[3]] for row in rows}
    return sum(counted.get(name) != stored.get(name) for name in counted.keys() | stored.keys())


def rekey(s: Session, entity: Entity) -> None:
    """Recomputes the keys that an entity's names are looked up by, after its kind was changed."""
    for row in s.scalars(select(EntityName).where(col(EntityName.entity_id) == entity.id)):
        for key, value in _keys(row.folded, entity.kind).items():
            setattr(row, key, value)
    s.flush()


def move(s: Session, moved: Mapping[Name, tuple[int, int]]) -> None:
    """Adds to the counts of names, in articles and in public ones; a new name gets a row."""
    if not moved:
        return
    known, kinds = _known(s, moved)
    new: list[dict[str, Any]] = [
        {"entity_id": name[0], "folded": name[1], "articles": by[0], "public_articles": by[1]}
        | _keys(name[1], kinds[name[0]])
        for name, by in moved.items()
        if name not in known and name[0] in kinds
    ]
    if new:
        s.execute(insert(EntityName).execution_options(render_nulls=True), new)
        name_words.add(s, [(row["entity_id"], row["folded"]) for row in new])
    changed: list[dict[str, Any]] = [
        {"of": name[0], "name": name[1], "by": by[0], "by_public": by[1]}
        for name, by in moved.items()
        if name in known
    ]
    if changed:
        _add(s, changed)


def _known(s: Session, moved: Mapping[Name, object]) -> tuple[set[Name], dict[int, str]]:
    """Which of these names have a row, and the kind of each entity that exists."""
    ids = sorted({entity_id for entity_id, _ in moved})
    known: set[Name] = set()
    kinds: dict[int, str] = {}
    for some in batches(ids):
        of_entities = select(col(Entity.id), col(Entity.kind)).where(col(Entity.id).in_(some))
        kinds |= {row[0]: row[1] for row in s.execute(of_entities)}
        names = select(col(EntityName.entity_id), col(EntityName.folded))
        rows = s.execute(names.where(col(EntityName.entity_id).in_(some)))
        known |= {(row[0], row[1]) for row in rows} & moved.keys()
    return known, kinds


def _keys(folded: str, kind: str) -> dict[str, str | None]:
    """The keys that a name is looked up by, beside the name itself."""
    return {
        "last": last(folded, kind),
        "coarse": coarse(folded, kind),
        "short": short(folded, kind),
    }


def _add(s: Session, changed: list[dict[str, Any]]) -> None:
    # An executemany with parameters of its own needs the table, not the class.
    table = EntityName.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    this = (table.c.entity_id == bindparam("of")) & (table.c.folded == bindparam("name"))
    sums = {
        "articles": table.c.articles + bindparam("by"),
        "public_articles": table.c.public_articles + bindparam("by_public"),
    }
    s.connection().execute(update(table).where(this).values(sums), changed)
    fewer = [row for row in changed if row["by"] < 0]
    if fewer:
        s.connection().execute(delete(table).where(this, table.c.articles <= 0), fewer)
        # A name that no article uses any more has no words either.
        name_words.refresh(s, {row["of"] for row in fewer})
