"""The narrow counts that lists are made from: how often an entity is mentioned in an article.

Owns `entity_in_article` and the sums on `entity`; the summaries of months and speakers move along.
Only the newest revision of an article that was not withdrawn counts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.db.ids import id_of
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle
from app.store.summaries import months, speakers


class _Line(NamedTuple):
    mentions: int
    public: bool
    sorted_on: str
    role: str | None
    date_doubted: bool


_Key = tuple[int, int]
"""Entity id and article id."""
_Lines = dict[_Key, _Line]
_SUMS = ("mentions", "articles", "public_mentions", "public_articles")


def refresh(s: Session, article: Article) -> None:
    """Recounts the summary rows of an article, and adds the difference to its entities' sums."""
    recount(s, [id_of(article)])


def recount(s: Session, article_ids: Iterable[int], only: Collection[int] | None = None) -> None:
    """The same for several articles, and for some entities only, if they are given."""
    entities = sorted(only) if only is not None else None
    for some in batches(article_ids):
        _replace(s, _stored(s, some, entities), _counted(s, some, entities))
        speakers.recount(s, some)


def agree(s: Session, article: Article) -> bool:
    """Whether the summary rows of an article agree with its annotations."""
    article_id = id_of(article)
    return _stored(s, [article_id]) == _counted(s, [article_id])


def _replace(s: Session, had: _Lines, have: _Lines) -> None:
    _drop(s, had.keys() - have.keys())
    new = [
        {"entity_id": key[0], "article_id": key[1], **have[key]._asdict()}
        for key in sorted(have.keys() - had.keys())
    ]
    if new:
        s.execute(insert(EntityInArticle).execution_options(render_nulls=True), new)
    changed = [key for key in sorted(have.keys() & had.keys()) if have[key] != had[key]]
    if changed:
        s.execute(
            update(EntityInArticle),
            [{"entity_id": key[0], "article_id": key[1], **have[key]._asdict()} for key in changed],
        )
    _move(s, had, have)
    changed_lines = [key for key in had.keys() | have.keys() if had.get(key) != have.get(key)]
    months.move(s, _in_months(sorted(changed_lines), had, have))


def _in_months(keys: Iterable[_Key], had: _Lines, have: _Lines) -> months.Moves:
    """What articles no longer say of entities, and what they say now."""
    for key in keys:
        for sign, lines in ((-1, had), (1, have)):
            if line := lines.get(key):
                said = months.Mentioned(
                    line.mentions, line.sorted_on, line.public, line.date_doubted
                )
                yield key[0], said, sign


def _drop(s: Session, gone: Collection[_Key]) -> None:
    """Deletes rows, by entity or by article, whichever are fewer."""
    e = EntityInArticle
    by = 0 if len({key[0] for key in gone}) <= len({key[1] for key in gone}) else 1
    one, other = (e.entity_id, e.article_id) if by == 0 else (e.article_id, e.entity_id)
    groups: dict[int, list[int]] = {}
    for key in gone:
        groups.setdefault(key[by], []).append(key[1 - by])
    for id_, ids in sorted(groups.items()):
        for some in batches(ids):
            s.execute(delete(e).where(col(one) == id_, col(other).in_(some)))


def _stored(s: Session, article_ids: Sequence[int], only: Sequence[int] | None = None) -> _Lines:
    e = EntityInArticle
    columns = (
        col(e.entity_id),
        col(e.article_id),
        col(e.mentions),
        col(e.public),
        col(e.sorted_on),
        col(e.role),
        col(e.date_doubted),
    )
    statement = select(*columns).where(col(e.article_id).in_(article_ids))
    rows = s.execute(statement if only is None else statement.where(col(e.entity_id).in_(only)))
    return {(row[0], row[1]): _Line(*row[2:]) for row in rows}


def _counted(s: Session, article_ids: Sequence[int], only: Sequence[int] | None = None) -> _Lines:
    a = Annotation
    statement = (
        select(
            col(a.entity_id),
            col(a.body),
            col(Article.id),
            col(Article.visibility),
            col(Article.published_on),
            col(Article.date_doubted),
        )
        .join(
            Article,
            (col(Article.newest_revision_id) == col(a.revision_id))
            & col(Article.withdrawn_at).is_(None),
        )
        .where(
            col(Article.id).in_(article_ids), col(a.layer) == "entity", col(a.retired_at).is_(None)
        )
        .where(col(a.entity_id).is_not(None), col(a.visibility) == "public")
        .order_by(col(Article.id), col(a.start), col(a.id))
    )
    mentions: Counter[_Key] = Counter()
    roles: dict[_Key, str] = {}
    articles: dict[int, tuple[bool, str, bool]] = {}
    if only is not None:
        # On the annotation too: else all mentions of an entity would be read.
        statement = statement.where(col(a.entity_id).in_(only), col(a.article_id).in_(article_ids))
    for entity_id, body, article_id, visibility, published_on, date_doubted in s.execute(statement):
        mentions[entity_id, article_id] += 1
        articles[article_id] = visibility == "public", published_on or "", date_doubted
        if body.get("role"):
            roles.setdefault((entity_id, article_id), body["role"]["exact"])
    return {key: _line(n, articles[key[1]], roles.get(key)) for key, n in mentions.items()}


def _line(mentions: int, article: tuple[bool, str, bool], role: str | None) -> _Line:
    public, sorted_on, date_doubted = article
    return _Line(mentions, public, sorted_on, role, date_doubted)


def _move(s: Session, had: _Lines, have: _Lines) -> None:
    """Adds to each entity's sums what changed, in one statement for all."""
    moves: dict[int, dict[str, int]] = {}
    for sign, lines in ((1, have), (-1, had)):
        for (entity_id, _), line in lines.items():
            move = moves.setdefault(entity_id, dict.fromkeys(_SUMS, 0))
            move["mentions"] += sign * line.mentions
            move["articles"] += sign
            move["public_mentions"] += sign * line.mentions * line.public
            move["public_articles"] += sign * line.public
    moved = [
        {"of": entity_id} | {f"by_{name}": by for name, by in move.items()}
        for entity_id, move in sorted(moves.items())
        if any(move.values())
    ]
    if not moved:
        return
    # An executemany with parameters of its own needs the table, not the class.
    table = Entity.__table__  # type: ignore[attr-defined]  # SQLModel makes it
    added = {name: table.c[name] + bindparam(f"by_{name}") for name in _SUMS}
    s.connection().execute(update(table).where(table.c.id == bindparam("of")).values(added), moved)
