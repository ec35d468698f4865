"""What an editor chooses from: entities by name, likely merges, articles and the names used there.

Only the editor's pages ask for it; a few queries each.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound
from app.linking.names.folding import fold
from app.linking.names.spelling import coarse, last
from app.store.articles.access import Reader
from app.store.entities import name_index
from app.store.entities.entities import EntityRow, columns, entity_row, mentions
from app.store.entities.merge_proposals import Proposal
from app.store.schema.entities import (
    Alias,
    Entity,
    EntityInArticle,
    EntityName,
    MergeProposal,
    SpelledName,
)

MOST = 20
"""Entities of one name that are offered: more than an editor reads before typing a fuller one."""


def rows(s: Session, reader: Reader, ids: Iterable[int]) -> list[EntityRow]:
    """These entities, in the order of the ids; merged and unknown ones are left out."""
    wanted = list(dict.fromkeys(ids))
    statement = select(*columns(reader)).where(
        col(Entity.id).in_(wanted), col(Entity.merged_into).is_(None)
    )
    by_id = {row[0]: entity_row(row) for row in s.execute(statement)}
    return [by_id[id_] for id_ in wanted if id_ in by_id]


def named(s: Session, reader: Reader, name: str) -> list[EntityRow]:
    """The entities that have exactly this name, as theirs or in an article, by mentions."""
    folded = fold(name)
    used = select(col(EntityName.entity_id)).where(col(EntityName.folded) == folded)
    return _most_mentioned(s, reader, or_(col(Entity.id).in_(used), col(Entity.folded) == folded))


def alike(s: Session, reader: Reader, name: str, kind: str) -> list[EntityRow]:
    """The entities that a name may refer to, most mentioned first.

    Those that have it, or its last word, as a name or last name, and those that sound like it.
    """
    folded = fold(name)
    # “Jo Fenwick” may refer to anybody who is called Fenwick, or whose last name that is.
    last_word = last(folded, "person") or folded
    sound = coarse(folded, kind)
    e = EntityName
    alike_names = [col(e.folded).in_((folded, last_word)), col(e.last) == last_word]
    if sound:
        alike_names.append(col(e.coarse) == sound)
    ids = select(col(e.entity_id)).where(or_(*alike_names))
    return _most_mentioned(s, reader, col(Entity.id).in_(ids))


def proposed(s: Session, entity_id: int) -> list[Proposal]:
    """The open proposals to merge this entity with another, the most likely first."""
    p, first, second = MergeProposal, aliased(Entity), aliased(Entity)
    of_entity = or_(col(p.first_id) == entity_id, col(p.second_id) == entity_id)
    statement = (
        select(p, first, second)
        .join(first, col(first.id) == col(p.first_id))
        .join(second, col(second.id) == col(p.second_id))
        .where(col(p.state) == "open", of_entity)
        .where(col(first.merged_into).is_(None), col(second.merged_into).is_(None))
        .where(col(first.mentions) > 0, col(second.mentions) > 0)
        .order_by(col(p.confidence).desc(), col(p.id))
        .limit(MOST)
    )
    return [
        Proposal(p.id, p.confidence, p.evidence.get("basis", ""), a, b, p.created_at)
        for p, a, b in s.execute(statement)
    ]


def pair(s: Session, proposal_id: int) -> tuple[int, int]:
    """The two entities of a proposal, the older first. Raises NotFound."""
    proposal = s.get(MergeProposal, proposal_id)
    if proposal is None:
        raise NotFound("The proposal was not found.")
    return proposal.first_id, proposal.second_id


def names_in(s: Session, entity_id: int, article_ids: Iterable[int]) -> dict[int, list[str]]:
    """Article id → the names that it uses for an entity, the longest first."""
    a, n = Alias, SpelledName
    statement = (
        select(col(a.article_id), col(n.name))
        .join(n, name_index.USED)
        .where(col(a.entity_id) == entity_id, col(a.article_id).in_(list(article_ids)))
        .group_by(col(a.article_id), col(n.name))
        .order_by(col(a.article_id), func.length(col(n.name)).desc())
    )
    names: dict[int, list[str]] = {}
    for article_id, name in s.execute(statement):
        names.setdefault(article_id, []).append(name)
    return names


def articles_of(s: Session, entity_id: int) -> list[int]:
    """The ids of all articles that mention an entity."""
    e = EntityInArticle
    statement = select(col(e.article_id)).where(col(e.entity_id) == entity_id)
    return list(s.scalars(statement.order_by(col(e.article_id))))


def _most_mentioned(s: Session, reader: Reader, which: ColumnElement[bool]) -> list[EntityRow]:
    """Of these entities, those that are mentioned and not merged into another."""
    count = mentions(reader)
    statement = (
        select(*columns(reader))
        .where(which, col(Entity.merged_into).is_(None), count > 0)
        .order_by(count.desc(), col(Entity.id))
        .limit(MOST)
    )
    return [entity_row(row) for row in s.execute(statement)]
