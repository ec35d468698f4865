"""How often an entity is mentioned month by month.

Owns `entity_month`. Only of entities that many articles mention are the months kept: of others few
rows are counted when they are asked for, and most entities are mentioned once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, insert, select, text
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.schema.entities import Entity, EntityInArticle
from app.store.schema.summaries import EntityMonth

KEPT_FROM = 256
"""Articles from which on the months of an entity are kept; counting that many rows of a covering
index takes less than the rest of any page. Not tuned."""
_COLUMNS = (
    "mentions",
    "articles",
    "doubted",
    "public_mentions",
    "public_articles",
    "public_doubted",
)
_MOVE = text(f"""
    INSERT INTO entity_month (entity_id, month, {", ".join(_COLUMNS)})
    VALUES (:entity_id, :month, {", ".join(f":{name}" for name in _COLUMNS)})
    ON CONFLICT (entity_id, month) DO UPDATE SET
      {", ".join(f"{name} = entity_month.{name} + excluded.{name}" for name in _COLUMNS)}""")  # noqa: S608 - constants of this file


class Mentioned(NamedTuple):
    """What one article says of an entity: how often, on which day, who may read it."""

    mentions: int
    sorted_on: str
    public: bool
    date_doubted: bool


@dataclass(slots=True)
class _Sums:
    """By how much a month changes."""

    mentions: int = 0
    articles: int = 0
    doubted: int = 0
    public_mentions: int = 0
    public_articles: int = 0
    public_doubted: int = 0

    def add(self, one: Mentioned, sign: int) -> None:
        """Adds an article, or takes it away."""
        self.mentions += sign * one.mentions
        self.articles += sign
        self.doubted += sign * one.date_doubted
        self.public_mentions += sign * one.mentions * one.public
        self.public_articles += sign * one.public
        self.public_doubted += sign * (one.date_doubted and one.public)


Moves = Iterable[tuple[int, Mentioned, int]]
"""Entity id, what an article says of it, and 1 where that is new or -1 where it is gone."""


def move(s: Session, moves: Moves) -> None:
    """Moves the months of entities; their rows in `entity_in_article` and sums are moved already.

    Of an entity that is mentioned often only since now all its months are counted.
    """
    sums: dict[int, dict[str, _Sums]] = {}
    for entity_id, one, sign in moves:
        month = sums.setdefault(entity_id, {}).setdefault(one.sorted_on[:7], _Sums())
        month.add(one, sign)
    for some in batches(sums):
        kept = _kept(s, some)
        rows = [
            {"entity_id": entity_id, "month": month} | dict(zip(_COLUMNS, astuple(by), strict=True))
            for entity_id, is_kept in kept.items()
            if is_kept
            for month, by in sums[entity_id].items()
            if any(astuple(by))
        ]
        if rows:
            s.execute(_MOVE, rows)
        begin(s, [entity_id for entity_id, is_kept in kept.items() if not is_kept])


def _kept(s: Session, entity_ids: list[int]) -> Mapping[int, bool]:
    """Those of these entities whose months are to be kept; whether they are already."""
    statement = select(col(Entity.id), col(Entity.articles) >= KEPT_FROM, are_kept(Entity.id))
    rows = s.execute(statement.where(col(Entity.id).in_(entity_ids)))
    return {row[0]: row[2] for row in rows if row[1] or row[2]}


def are_kept(entity_id: Any) -> ColumnElement[bool]:
    """Whether the months of an entity are kept."""
    return exists().where(col(EntityMonth.entity_id) == entity_id)


def begin(s: Session, entity_ids: list[int]) -> None:
    """Counts all months of entities of which none are kept."""
    columns = ("entity_id", "month", *_COLUMNS)
    for some in batches(entity_ids):
        s.execute(insert(EntityMonth).from_select(columns, _counted(some)))


def _counted(entity_ids: list[int]) -> Any:
    e = EntityInArticle
    month = func.substr(col(e.sorted_on), 1, 7)
    public, doubted = col(e.public), col(e.date_doubted)
    mentions = func.sum(col(e.mentions))
    return (
        select(
            col(e.entity_id),
            month,
            mentions,
            func.count(),
            func.count().filter(doubted),
            func.coalesce(mentions.filter(public), 0),
            func.count().filter(public),
            func.count().filter(doubted, public),
        )
        .where(col(e.entity_id).in_(entity_ids))
        .group_by(col(e.entity_id), month)
    )


def differ(s: Session) -> int:
    """How many months have other counts than the articles give; for the doctor."""
    m = EntityMonth
    kept = list(s.scalars(select(col(m.entity_id)).distinct()))
    wrong = 0
    for some in batches(kept):
        right = {tuple(row[:2]): tuple(map(int, row[2:])) for row in s.execute(_counted(some))}
        columns = [col(m.entity_id), col(m.month), *(col(getattr(m, name)) for name in _COLUMNS)]
        stored = s.execute(select(*columns).where(col(m.entity_id).in_(some)))
        have = {tuple(row[:2]): tuple(row[2:]) for row in stored if any(row[2:])}
        wrong += sum(right.get(key) != have.get(key) for key in right.keys() | have.keys())
    return wrong
