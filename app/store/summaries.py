"""The narrow counts that lists stand on: how often an entity is named in an article. Owns `entity_in_article` and the sums on `entity`.

Only the newest revision of an article that was not withdrawn counts.
"""

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col

from app.store.tables import Annotation, Article, Entity, EntityInArticle


class _Line(NamedTuple):
    mentions: int
    public: bool
    sorted_on: str
    role: str | None


def refresh(s: Session, article: Article) -> None:
    """Makes the summary rows of `article` true again, and moves its entities' sums by the difference only."""
    had = _stored(s, article)
    have = _counted(s, article)
    gone = sorted(had.keys() - have.keys())
    for at in range(0, len(gone), 500):  # SQLite takes 32,766 parameters
        s.execute(
            delete(EntityInArticle).where(
                col(EntityInArticle.article_id) == article.id, col(EntityInArticle.entity_id).in_(gone[at : at + 500])
            )
        )
    new = [_row(entity_id, article, have[entity_id]) for entity_id in sorted(have.keys() - had.keys())]
    if new:
        s.execute(insert(EntityInArticle).execution_options(render_nulls=True), new)
    for entity_id in sorted(e for e in have.keys() & had.keys() if have[e] != had[e]):
        s.execute(update(EntityInArticle).where(*_at(entity_id, article)).values(have[entity_id]._asdict()))
    _move(s, had, have)


def agree(s: Session, article: Article) -> bool:
    """Whether the summary rows of `article` say what its annotations say."""
    return _stored(s, article) == _counted(s, article)


def _stored(s: Session, article: Article) -> dict[int, _Line]:
    e = EntityInArticle
    columns = (col(e.entity_id), col(e.mentions), col(e.public), col(e.sorted_on), col(e.role))
    rows = s.execute(select(*columns).where(col(e.article_id) == article.id)).all()
    return {row[0]: _Line(*row[1:]) for row in rows}


def _counted(s: Session, article: Article) -> dict[int, _Line]:
    if article.withdrawn_at is not None or article.newest_revision_id is None:
        return {}
    a = Annotation
    statement = (
        select(col(a.entity_id), col(a.body))
        .where(col(a.revision_id) == article.newest_revision_id, col(a.layer) == "entity", col(a.retired_at).is_(None))
        .where(col(a.entity_id).is_not(None), col(a.visibility) == "public")
        .order_by(col(a.start), col(a.id))
    )
    mentions: Counter[int] = Counter()
    roles: dict[int, str] = {}
    for entity_id, body in s.execute(statement):
        mentions[entity_id] += 1
        if body.get("role"):
            roles.setdefault(entity_id, body["role"]["exact"])
    public = article.visibility == "public"
    return {e: _Line(n, public, article.sorted_on, roles.get(e)) for e, n in mentions.items()}


def _at(entity_id: int, article: Article) -> tuple[Any, Any]:
    return col(EntityInArticle.entity_id) == entity_id, col(EntityInArticle.article_id) == article.id


def _row(entity_id: int, article: Article, line: _Line) -> dict[str, Any]:
    return {"entity_id": entity_id, "article_id": article.id, **line._asdict()}


def _move(s: Session, had: dict[int, _Line], have: dict[int, _Line]) -> None:
    """Adds to each entity's sums what changed, in one statement for all."""
    none = _Line(0, False, "", None)
    moves = []
    for entity_id in sorted(had.keys() | have.keys()):
        old, new = had.get(entity_id, none), have.get(entity_id, none)
        move = {
            "by_mentions": new.mentions - old.mentions,
            "by_articles": bool(new.mentions) - bool(old.mentions),
            "by_public_mentions": new.mentions * new.public - old.mentions * old.public,
            "by_public_articles": bool(new.mentions and new.public) - bool(old.mentions and old.public),
        }
        if any(move.values()):
            moves.append({"of": entity_id, **move})
    if not moves:
        return
    table = Entity.__table__  # type: ignore[attr-defined]  # an executemany with parameters of its own needs the table
    sums = ("mentions", "articles", "public_mentions", "public_articles")
    added = {name: table.c[name] + bindparam(f"by_{name}") for name in sums}
    s.connection().execute(update(table).where(table.c.id == bindparam("of")).values(added), moves)
