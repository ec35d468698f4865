"""The speakers of quotations in the search index, kept up to date with corrections and names."""

from collections.abc import Iterable

from sqlalchemy import case, or_, select
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.corrections import StoredCorrection, StoredCorrectionTarget
from app.store.schema.entities import Entity
from app.store.schema.search import SearchEntry
from app.store.search import full_text


def speakers(s: Session, revision_id: int) -> list[str]:
    """Who is quoted in a revision, each once, in reading order."""
    a = Annotation
    # In a public article, no name that only private articles use.
    may_be_named = or_(col(Entity.public_mentions) > 0, col(Article.visibility) == "private")
    name = case((may_be_named, col(Entity.name)))
    statement = (
        select(col(a.body), name)
        .join(Article, col(Article.id) == col(a.article_id))
        .outerjoin(Entity, col(Entity.id) == col(a.entity_id))
        .where(
            col(a.revision_id) == revision_id,
            col(a.layer) == "quotation",
            col(a.retired_at).is_(None),
        )
        .order_by(col(a.start), col(a.end).desc(), col(a.id))
    )
    spoken: dict[str, None] = {}
    for body, entity_name in s.execute(statement):
        # The entity's name counts only for a speaker whom an editor chose.
        chosen = entity_name if "found_speaker" in body else None
        speaker = body.get("speaker") or chosen
        if speaker:
            spoken[speaker] = None
    return list(spoken)


def refresh(s: Session, article_ids: Iterable[int]) -> None:
    """Brings the index of these articles up to date; most corrections leave it as it was."""
    e = SearchEntry
    columns = (col(e.article_id), col(e.revision_id), col(e.speakers))
    for some in batches(article_ids):
        rows = s.execute(select(*columns).where(col(e.article_id).in_(some))).all()
        for article_id, revision_id, indexed in rows:
            current = speakers(s, revision_id)
            if "\n".join(current) != indexed:
                full_text.index(s, article_id, revision_id, current)


def refresh_names(s: Session, entity_ids: Iterable[int]) -> None:
    """After entities were renamed or made private: their quotations are found by the new name.

    Only those of which an editor chose the speaker: others are found by the words of the text.
    """
    a, t, c = Annotation, StoredCorrectionTarget, StoredCorrection
    chosen = select(col(t.article_id)).join(c, col(c.id) == col(t.correction_id))
    chosen = chosen.where(col(c.kind) == "speaker", col(c.undone_at).is_(None))
    for some in batches(entity_ids):
        quoted = (
            select(col(a.article_id))
            .where(
                col(a.entity_id).in_(some),
                col(a.layer) == "quotation",
                col(a.corrected),
                col(a.article_id).in_(chosen),
            )
            .distinct()
        )
        refresh(s, set(s.scalars(quoted)))
