"""Every summary counted anew from what is stored, in a few statements.

For a library that was filled past the functions that move the summaries.
"""

from sqlalchemy import delete, func, select, text
from sqlmodel import Session, col

from app.store.db.columns import LayerWord, VisibilityWord
from app.store.schema.entities import Entity, EntityName
from app.store.schema.summaries import EntityMonth, PublisherCount, SpeakerInArticle
from app.store.summaries import months, name_words

_AT_ONCE = 10_000
_ANNOTATIONS = text("""
    UPDATE article SET annotations = n.live, public_annotations = n.open FROM (
      SELECT article_id, count(*) AS live, count(*) FILTER (WHERE visibility = :public) AS open
      FROM annotation WHERE retired_at IS NULL GROUP BY article_id
    ) n WHERE n.article_id = article.id""").bindparams(public=VisibilityWord.code("public"))
_PUBLISHERS = text("""
    INSERT INTO publisher_count
      (publisher, articles, public_articles, annotations, public_annotations)
    SELECT coalesce(publisher, ''), count(*), count(*) FILTER (WHERE visibility = 'public'),
      sum(annotations), coalesce(sum(public_annotations) FILTER (WHERE visibility = 'public'), 0)
    FROM article WHERE withdrawn_at IS NULL AND newest_revision_id IS NOT NULL
    GROUP BY coalesce(publisher, '')""")
_SPEAKERS = text("""
    INSERT INTO speaker_in_article (article_id, entity_id, sorted_on, public)
    SELECT r.id, q.entity_id, coalesce(r.published_on, ''), r.visibility = 'public'
    FROM (
      SELECT revision_id, entity_id FROM annotation
      WHERE layer = :quotation AND retired_at IS NULL
      UNION
      SELECT a.revision_id, m.entity_id FROM annotation a
      JOIN further_speaker f ON f.annotation_id = a.id
      JOIN annotation m ON m.id = f.mention_id AND m.retired_at IS NULL
      WHERE a.layer = :quotation AND a.retired_at IS NULL
    ) q JOIN article r ON r.newest_revision_id = q.revision_id AND r.withdrawn_at IS NULL
    WHERE q.entity_id IS NOT NULL""").bindparams(quotation=LayerWord.code("quotation"))


def rebuild(s: Session) -> None:
    """Counts all summaries anew; the rows of `entity`, `entity_name` and the like are right."""
    for table in (PublisherCount, EntityMonth, SpeakerInArticle):
        s.execute(delete(table))
    s.execute(_ANNOTATIONS)
    s.execute(_PUBLISHERS)
    s.execute(_SPEAKERS)
    often = s.scalars(select(col(Entity.id)).where(col(Entity.articles) >= months.KEPT_FROM))
    months.begin(s, [id_ for id_ in often if id_ is not None])
    last = s.scalar(select(func.max(col(EntityName.entity_id)))) or 0
    for at in range(0, last + 1, _AT_ONCE):
        name_words.refresh(s, range(at, at + _AT_ONCE))
    s.expire_all()
