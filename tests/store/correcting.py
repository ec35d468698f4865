"""The state of a library, comparable with that of another in which rows have other ids."""

from typing import Any

from sqlmodel import Session, col, select

from app.store.db.ids import id_of
from app.store.entities import mention_counts, name_index
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import (
    Alias,
    Entity,
    EntityInArticle,
    EntityName,
    MergeProposal,
    SpelledName,
)
from app.store.schema.summaries import EntityWord, SpeakerInArticle
from app.store.summaries import months, publishers, speakers

State = dict[str, Any]


def state(s: Session, *, founded: bool = True) -> State:
    """Annotations, entities, names, counts and judgements.

    Without `founded`, entities that no article mentions are left out.
    """
    s.expire_all()
    uid = {e.id: e.uid for e in s.scalars(select(Entity))}
    a = Annotation
    said = (
        select(a, col(Revision.number))
        .join(Revision, col(Revision.id) == col(a.revision_id))
        .order_by(col(a.id))
    )
    marks = {
        (m.article_id, number, m.layer, m.kind, m.start, m.end): (
            uid.get(m.entity_id),
            m.retired_at is None,
            m.nested,
            sorted(m.body.items(), key=str),
        )
        for m, number in s.execute(said)
        if m.retired_at is None or m.rejected
    }
    entities = {
        e.uid: (
            e.id,
            e.name,
            e.folded,
            e.kind,
            uid.get(e.merged_into),
            e.mentions,
            e.articles,
            e.public_mentions,
            e.public_articles,
        )
        for e in s.scalars(select(Entity))
        if founded or e.mentions
    }
    n, i = EntityName, EntityInArticle
    w, p = EntityWord, SpeakerInArticle
    return {
        "words": sorted(
            (x.word, uid[x.entity_id]) for x in s.scalars(select(w)) if uid[x.entity_id] in entities
        ),
        "speakers": sorted(
            (x.article_id, uid[x.entity_id], x.sorted_on, x.public) for x in s.scalars(select(p))
        ),
        "marks": marks,
        "entities": entities,
        "aliases": sorted(
            (x.article_id, name.name, uid[name.linked_id], uid.get(x.entity_id) or "")
            for x, name in s.execute(select(Alias, SpelledName).join(SpelledName, name_index.USED))
        ),
        "names": sorted(
            (uid[x.entity_id], x.folded, x.last or "", x.articles, x.public_articles)
            for x in s.scalars(select(n).where(col(n.articles) > 0))
        ),
        "named in": sorted(
            (uid[x.entity_id], x.article_id, x.mentions, x.public, x.role or "")
            for x in s.scalars(select(i))
        ),
        "judged": sorted(
            (uid[p.first_id], uid[p.second_id], p.state) for p in s.scalars(select(MergeProposal))
        ),
    }


def whole(s: Session) -> bool:
    """Whether every count agrees with what it counts."""
    s.expire_all()
    every = s.scalars(select(Article)).all()
    counted = all(mention_counts.agree(s, article) for article in every)
    quoted = all(speakers.agree(s, id_of(article)) for article in every)
    wrong = name_index.differ(s) + publishers.differ(s) + months.differ(s)
    return counted and quoted and wrong == 0
