"""What the editor chooses from when something is corrected: who goes by a name, who is like it, in which articles an entity is named how.

Asks for the editor's pages only, and in few queries each; changes nothing.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import NotFound
from app.linking.names.folding import fold
from app.linking.names.spelling import coarse, last
from app.store.articles.access import Reader
from app.store.entities.entities import EntityRow, columns, entity_row, mentions
from app.store.entities.merge_proposals import Proposal
from app.store.schema.entities import Alias, Entity, EntityInArticle, EntityName, MergeProposal

MOST = 20
"""Entities of one name that are offered: more than an editor reads before typing a fuller one."""


def rows(s: Session, reader: Reader, ids: Iterable[int]) -> list[EntityRow]:
    """These entities, in the order of the ids; what is not there is left out."""
    wanted = list(dict.fromkeys(ids))
    found = {
        row[0]: entity_row(row)
        for row in s.execute(select(*columns(reader)).where(col(Entity.id).in_(wanted)))
    }
    return [found[id_] for id_ in wanted if id_ in found and found[id_].merged_into is None]


def named(s: Session, reader: Reader, name: str) -> list[EntityRow]:
    """Who goes by exactly this name somewhere, or is shown by it, the most mentioned first."""
    folded = fold(name)
    known = select(col(EntityName.entity_id)).where(col(EntityName.folded) == folded)
    return _offered(s, reader, or_(col(Entity.id).in_(known), col(Entity.folded) == folded))


def alike(s: Session, reader: Reader, name: str, kind: str) -> list[EntityRow]:
    """Whom a name may mean: who goes by it, by its last word, has it for a last name, or is spelt so that it sounds alike."""
    folded = fold(name)
    alone = last(folded, "person") or folded
    sound = coarse(folded, kind)
    e = EntityName
    either = [
        col(e.folded).in_((folded, alone)),
        col(e.last) == alone,
        *([col(e.coarse) == sound] if sound else []),
    ]
    return _offered(s, reader, col(Entity.id).in_(select(col(e.entity_id)).where(or_(*either))))


def proposed(s: Session, entity_id: int) -> list[Proposal]:
    """The pairs of this entity that wait for a judgement, surest first."""
    p, first, second = MergeProposal, aliased(Entity), aliased(Entity)
    statement = (
        select(p, first, second)
        .join(first, col(first.id) == col(p.first_id))
        .join(second, col(second.id) == col(p.second_id))
        .where(
            col(p.state) == "open", or_(col(p.first_id) == entity_id, col(p.second_id) == entity_id)
        )
        .where(
            col(first.merged_into).is_(None),
            col(second.merged_into).is_(None),
            col(first.mentions) > 0,
            col(second.mentions) > 0,
        )
        .order_by(col(p.confidence).desc(), col(p.id))
        .limit(MOST)
    )
    return [
        Proposal(p.id, p.confidence, p.evidence.get("basis", ""), a, b, p.created_at)
        for p, a, b in s.execute(statement)
    ]


def pair(s: Session, proposal_id: int) -> tuple[int, int]:
    """The two entities of a proposal, the older first. Raises NotFound."""
    found = s.get(MergeProposal, proposal_id)
    if found is None:
        raise NotFound("There is no such proposal.")
    return found.first_id, found.second_id


def names_in(s: Session, entity_id: int, article_ids: Iterable[int]) -> dict[int, list[str]]:
    """Article id → the names by which an entity goes there."""
    a = Alias
    statement = select(col(a.article_id), col(a.name)).where(
        col(a.entity_id) == entity_id, col(a.article_id).in_(list(article_ids))
    )
    found: dict[int, list[str]] = {}
    for article_id, name in s.execute(
        statement.group_by(col(a.article_id), col(a.name)).order_by(
            col(a.article_id), func.length(col(a.name)).desc()
        )
    ):
        found.setdefault(article_id, []).append(name)
    return found


def articles_of(s: Session, entity_id: int) -> list[int]:
    """The ids of all articles that name an entity."""
    e = EntityInArticle
    return list(
        s.scalars(
            select(col(e.article_id))
            .where(col(e.entity_id) == entity_id)
            .order_by(col(e.article_id))
        )
    )


def _offered(s: Session, reader: Reader, which: ColumnElement[bool]) -> list[EntityRow]:
    statement = select(*columns(reader)).where(
        which, col(Entity.merged_into).is_(None), mentions(reader) > 0
    )
    return [
        entity_row(row)
        for row in s.execute(
            statement.order_by(mentions(reader).desc(), col(Entity.id)).limit(MOST)
        )
    ]
