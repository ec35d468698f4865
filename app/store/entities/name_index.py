"""In how many articles an entity goes by a name.

Owns `entity_name`, which follows `alias` by differences; linking reads it.

A name's row goes when no article uses it any more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import ScalarSelect, bindparam, delete, func, insert, select, update
from sqlmodel import Session, col

from app.linking.names.spelling import coarse, last, short
from app.store.db.batches import batches
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity, EntityName

Name = tuple[int, str]
"""Entity id and folded name."""


def used_in(s: Session, article_id: int) -> set[Name]:
    """The names that an article uses."""
    rows = s.execute(
        select(col(Alias.entity_id), col(Alias.folded)).where(col(Alias.article_id) == article_id)
    )
    return {(row[0], row[1]) for row in rows if row[0] is not None}


def has_name(s: Session, entity_id: int) -> set[str]:
    """The folded names that an entity bears: those that articles use for it or that led to it, and the one that a person gave."""
    a, e = Alias, Entity
    used = (
        select(col(a.folded))
        .where((col(a.entity_id) == entity_id) | (col(a.linked_id) == entity_id))
        .distinct()
    )
    given = select(col(e.folded)).where(
        col(e.id) == entity_id, col(e.found_name).is_not(None), col(e.name) != ""
    )
    return set(s.scalars(used)) | set(s.scalars(given))


def readable(entity_id: int) -> ScalarSelect[str]:
    """The folded names of an entity that anybody may read, a line each: those that public articles use, and the one that a person gave."""
    n, e = EntityName, Entity
    used = select(col(n.folded)).where(col(n.entity_id) == entity_id, col(n.public_articles) > 0)
    either = used.union(
        select(col(e.folded)).where(col(e.id) == entity_id, col(e.found_name).is_not(None))
    ).subquery()
    return select(func.aggregate_strings(either.c.folded, "\n")).scalar_subquery()


def found_in(s: Session, article_id: int) -> list[tuple[int, str, str, float]]:
    """The entities that an article's names were linked to before any correction, each with the name, why and how surely."""
    a = Alias
    rows = s.execute(
        select(col(a.linked_id), col(a.folded), col(a.basis), col(a.confidence)).where(
            col(a.article_id) == article_id
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def change(
    s: Session, had: Iterable[Name], have: Iterable[Name], *, was_public: bool, is_public: bool
) -> None:
    """Moves the counts by what one article uses now in place of what it used."""
    had, have = set(had), set(have)
    every: Counter[Name] = Counter({name: (name in have) - (name in had) for name in had | have})
    public = {name: (name in have) * is_public - (name in had) * was_public for name in had | have}
    move(
        s,
        {
            name: (every[name], public[name])
            for name in sorted(every)
            if every[name] or public[name]
        },
    )


def on_visibility_change(s: Session, article: Article, *, was_public: bool) -> None:
    """After an article was opened or closed."""
    names = used_in(s, article.id or 0)
    change(s, names, names, was_public=was_public, is_public=article.visibility == "public")


def differ(s: Session) -> int:
    """How many rows do not say what the aliases say; for the doctor."""
    counted: dict[Name, list[int]] = {}
    rows = select(col(Alias.entity_id), col(Alias.folded), col(Article.visibility)).join(
        Article, col(Article.id) == col(Alias.article_id)
    )
    rows = (
        rows.where(col(Alias.entity_id).is_not(None)).add_columns(col(Alias.article_id)).distinct()
    )
    for entity_id, folded, visibility, _ in s.execute(rows).yield_per(1000):
        counts = counted.setdefault((entity_id, folded), [0, 0])
        counts[0] += 1
        counts[1] += visibility == "public"
    e = EntityName
    now = s.execute(
        select(col(e.entity_id), col(e.folded), col(e.articles), col(e.public_articles))
    )
    stored = {(row[0], row[1]): [row[2], row[3]] for row in now}
    return sum(counted.get(name) != stored.get(name) for name in counted.keys() | stored.keys())


def rekey(s: Session, entity: Entity) -> None:
    """After an entity was given another kind: by which last word and spelling its names are found."""
    for row in s.scalars(select(EntityName).where(col(EntityName.entity_id) == entity.id)):
        row.last, row.coarse = last(row.folded, entity.kind), coarse(row.folded, entity.kind)
        row.short = short(row.folded, entity.kind)
    s.flush()


def move(s: Session, moved: Mapping[Name, tuple[int, int]]) -> None:
    """Adds to the counts of names: by how many articles, and by how many public ones."""
    if not moved:
        return
    ids = sorted({entity_id for entity_id, _ in moved})
    known: set[Name] = set()
    kinds: dict[int, str] = {}
    for some in batches(ids):
        kinds |= {
            row[0]: row[1]
            for row in s.execute(
                select(col(Entity.id), col(Entity.kind)).where(col(Entity.id).in_(some))
            )
        }
        rows = select(col(EntityName.entity_id), col(EntityName.folded)).where(
            col(EntityName.entity_id).in_(some)
        )
        known |= {(row[0], row[1]) for row in s.execute(rows)} & moved.keys()
    new = [
        _row(name, kinds[name[0]], *by)
        for name, by in moved.items()
        if name not in known and name[0] in kinds
    ]
    if new:
        s.execute(insert(EntityName).execution_options(render_nulls=True), new)
    changed = [
        {"of": n[0], "name": n[1], "by": by[0], "by_public": by[1]}
        for n, by in moved.items()
        if n in known
    ]
    if changed:
        _add(s, changed)


def _row(name: Name, kind: str, articles: int, public: int) -> dict[str, object]:
    entity_id, folded = name
    found_by = {
        "last": last(folded, kind),
        "coarse": coarse(folded, kind),
        "short": short(folded, kind),
    }
    return {
        "entity_id": entity_id,
        "folded": folded,
        "articles": articles,
        "public_articles": public,
    } | found_by


def _add(s: Session, changed: list[dict[str, object]]) -> None:
    table = EntityName.__table__  # type: ignore[attr-defined]  # an executemany with parameters of its own needs the table
    this = (table.c.entity_id == bindparam("of")) & (table.c.folded == bindparam("name"))
    sums = {
        "articles": table.c.articles + bindparam("by"),
        "public_articles": table.c.public_articles + bindparam("by_public"),
    }
    s.connection().execute(update(table).where(this).values(sums), changed)
    fewer = [row for row in changed if isinstance(row["by"], int) and row["by"] < 0]
    if fewer:
        s.connection().execute(delete(table).where(this, table.c.articles <= 0), fewer)
