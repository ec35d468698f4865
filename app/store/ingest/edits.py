"""What a person makes of a stored article: a new revision, and an address for one without.

Reads and writes rows; `person_fields` decides what a revision becomes.
"""

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import Conflict
from app.importers.urls import canonical_url
from app.layers.creators import Creator
from app.store.articles import addresses, articles
from app.store.db.ids import id_of
from app.store.ingest import adding, lifecycle, person_fields
from app.store.ingest.captures import StoredRevision
from app.store.ingest.person_fields import RevisionEdit
from app.store.schema.articles import Revision
from app.text.spans import Doubt, Span


def edit(
    s: Session, article_id: int, wanted: RevisionEdit, *, base: int, creator: Creator
) -> StoredRevision:
    """Stores what a person makes of the newest revision, number `base`, as a new one.

    Nothing when nothing differs. Doubts about what the person set are left behind. Raises NotFound,
    Conflict when the article was withdrawn or has another newest revision.
    """
    article = lifecycle.not_withdrawn(s, article_id)
    old = s.get(Revision, article.newest_revision_id)
    if old is None or old.number != base:
        raise Conflict(
            "The article has changed since this form was opened.",
            "Compare your version with the stored one, and save again.",
        )
    new = person_fields.edited(old, wanted)
    if person_fields.is_same(old, new):
        return StoredRevision(id_of(article), id_of(old), old.number, created=False)
    new.creator = str(creator)
    if person_fields.is_source_text(new) and _is_captured_text(s, new):
        person_fields.forget_text(new)
    kept = person_fields.unsettled(_importers_doubts(s, old, new), new)
    return lifecycle.put(s, article, new, kept)


def set_address(s: Session, article_id: int, url: str) -> bool:
    """Gives an article without an address one, which is its identity from now on.

    The text that was its identity still leads to it, as long as it is in the library and after.
    False where it has this address. Raises NotFound, Unprocessable for an address that is not
    valid, Conflict where it has another or the address belongs to another article.
    """
    article = lifecycle.not_withdrawn(s, article_id)
    address = canonical_url(url)
    if article.source_url == address:
        return False
    if article.source_url is not None:
        raise Conflict("This article has an address, which cannot be changed.", article.source_url)
    adding.refuse_withdrawn(s, address, [url])
    other = adding.find(s, address)
    if other is not None:
        raise Conflict(f"Article {other} has this address.")
    of_text = article.identity
    article.identity = article.source_url = address
    s.flush()
    addresses.remember(s, article_id, [of_text, address])
    return True


def _is_captured_text(s: Session, new: Revision) -> bool:
    """Whether a capture of this article has the same text in the same blocks."""
    captured = select(Revision).where(
        col(Revision.article_id) == new.article_id,
        col(Revision.sha256) == new.sha256,
        col(Revision.creator).is_(None),
    )
    return any((r.blocks, r.inlines) == (new.blocks, new.inlines) for r in s.scalars(captured))


def _importers_doubts(s: Session, old: Revision, new: Revision) -> list[Doubt]:
    """The doubts that the importer raised; without evidence where the words are others now."""
    same_text = old.sha256 == new.sha256
    return [
        Doubt(d.kind, d.message, tuple(Span(*span) for span in d.evidence if same_text))
        for d in articles.doubts(s, id_of(old))
        if d.layer is None
    ]
