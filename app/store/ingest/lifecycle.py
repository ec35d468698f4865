"""What becomes of a stored article: it is captured again, made private or public, or withdrawn."""

import dataclasses
from collections.abc import Sequence

from sqlalchemy import delete, func, select, union, update
from sqlmodel import Session, col

from app.errors import BadRequest, Conflict, NotFound
from app.importers.own_formats.contents import OwnContents
from app.store.articles import addresses, article_date, fetch_states
from app.store.articles.articles import revision_ids
from app.store.corrections import corrections
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.entities import display_name, knowledge, mention_counts, name_index
from app.store.imports import awaited_addresses, highlights, imported_fields, unplaced_notes
from app.store.ingest import person_fields, recapture
from app.store.ingest.capture_rows import (
    check_text,
    declared_revision,
    doubt_rows,
    is_same,
    revision_of,
    summarise,
)
from app.store.ingest.captures import Capture, OlderCapture, StoredRevision
from app.store.passages import anchor_states, revision_texts
from app.store.schema.annotations import Annotation
from app.store.schema.articles import VISIBILITIES, Article, Revision
from app.store.schema.entities import Alias, EntityInArticle, SpelledName
from app.store.schema.passages import BoardItem, Passage
from app.store.search import full_text, speaker_index
from app.store.summaries import name_words, publishers
from app.text.language import UNDETERMINED
from app.text.spans import Doubt


def revise(s: Session, article_id: int, capture: Capture) -> StoredRevision:
    """Stores a capture as the newest revision of a given article, whatever its identity.

    Fields that a person set before stay, except for those `given`, the text among them.
    Raises NotFound, Conflict when it was withdrawn.
    """
    article = not_withdrawn(s, article_id)
    return add_revision(s, article, dataclasses.replace(capture, replace=True))


def set_visibility(s: Session, article_id: int, visibility: str) -> Article:
    """Makes an article public or private, everywhere at once. Raises NotFound, BadRequest."""
    if visibility not in VISIBILITIES:
        raise BadRequest(f"“{visibility}” is not a valid visibility. Use public or private.")
    article = _article(s, article_id)
    was_public = article.visibility == "public"
    before = publishers.counted(article)
    article.visibility = visibility
    s.flush()
    publishers.move(s, before, publishers.counted(article))
    name_index.on_visibility_change(s, article, was_public=was_public)
    mention_counts.refresh(s, article)
    concerned = _entities(s, article_id)
    display_name.refresh(s, concerned)
    speaker_index.refresh_names(s, concerned)
    return article


def withdraw(s: Session, article_id: int) -> None:
    """Erases an article: texts, annotations, doubts, runs, notes on its passages, its own names.

    A tombstone and bare passage codes stay, also on boards.
    """
    article = _article(s, article_id)
    if article.withdrawn_at is not None:
        return
    full_text.remove(s, article_id)
    revision_texts.forget(
        set(s.scalars(select(col(Revision.sha256)).where(col(Revision.article_id) == article_id)))
    )
    entity_ids = corrections.reached_entities(s, article_id, _entities(s, article_id))
    publishers.move(s, publishers.counted(article), None)
    article.withdrawn_at = now()
    article.identity = addresses.tombstone(article.identity)
    awaited_addresses.forget(s, addresses.leading_to(s, article_id))
    addresses.withdraw(s, article_id)
    fetch_states.forget(s, article_id)
    unplaced_notes.forget(s, article_id)
    imported_fields.forget(s, article_id)
    _empty(article)
    s.flush()
    mention_counts.refresh(s, article)
    s.execute(
        update(Passage)
        .where(col(Passage.article_id) == article_id)
        .values(revision_id=None, start=0, end=1, exact="", prefix="", suffix="")
    )
    public = article.visibility == "public"
    name_index.change(s, name_index.used_in(s, article_id), (), was_public=public, is_public=public)
    passages = select(col(Passage.id)).where(col(Passage.article_id) == article_id)
    s.execute(update(BoardItem).where(col(BoardItem.passage_id).in_(passages)).values(note=""))
    named = select(col(Alias.name_id)).where(col(Alias.article_id) == article_id)
    name_ids = set(s.scalars(named))
    s.execute(delete(Alias).where(col(Alias.article_id) == article_id))
    name_index.forget_unused(s, name_ids)
    s.execute(delete(Annotation).where(col(Annotation.revision_id).in_(revision_ids([article_id]))))
    s.execute(
        delete(Revision).where(col(Revision.article_id) == article_id)
    )  # doubts and runs go along
    display_name.forget(s, entity_ids)
    name_words.refresh(s, entity_ids)
    knowledge.forget(s, entity_ids)
    corrections.forget(s, article_id, entity_ids)
    speaker_index.refresh_names(s, entity_ids)


def _empty(article: Article) -> None:
    """Leaves nothing on the article of what it was."""
    article.source_url = article.newest_revision_id = article.title = article.publisher = (
        article.published_on
    ) = None
    article.sorted_on, article.lede, article.words, article.doubts, article.language = (
        "",
        "",
        0,
        0,
        UNDETERMINED,
    )
    article.date_doubted = article.date_settled = False
    article.annotations = article.public_annotations = 0


def add_revision(s: Session, article: Article, capture: Capture) -> StoredRevision:
    """Stores a capture of a stored article, unless the newest revision says the same."""
    check_text(capture.draft)
    old = s.get(Revision, article.newest_revision_id) if article.newest_revision_id else None
    new, doubts = revision_of(capture, id_of(article), old)
    if capture.draft.own is not None:
        same = _same_revision(s, article, new, capture.draft.own)
    else:
        same = old if old is not None and is_same(old, new) else None
    if same is not None:
        return _unchanged(same)
    if old is not None and not _follows(capture, old):
        if new.captured_at < old.captured_at:
            return _known_or_older(s, old, declared_revision(capture, id_of(article)))
        if not capture.replace:
            recapture.check(s, old, capture.draft)
    return put(s, article, new, person_fields.unsettled(doubts, new))


def _follows(capture: Capture, newest: Revision) -> bool:
    """Whether an export of ours has it as the revision that came right after this one.

    What follows another text is looked at like any capture: a number alone proves nothing.
    """
    own = capture.draft.own
    return own is not None and own.revision > 1 and own.previous_sha256 == newest.sha256


def _same_revision(
    s: Session, article: Article, new: Revision, own: OwnContents
) -> Revision | None:
    """The newest revision that says what an export of ours says, which may be of an earlier day.

    In a history of revisions one that differs only in its blocks is another one.
    """
    same_text = select(Revision).where(
        col(Revision.article_id) == article.id, col(Revision.sha256) == new.sha256
    )
    newest_first = s.scalars(same_text.order_by(col(Revision.number).desc()))
    for one in newest_first:
        has_blocks = (one.blocks, one.inlines) == (new.blocks, new.inlines)
        if is_same(one, new) and (has_blocks or own.revisions == 1):
            return one
    return None


def _known_or_older(s: Session, newest: Revision, captured: Revision) -> StoredRevision:
    """The revision that says what an older capture says. Raises OlderCapture where none does.

    Revisions are numbered as they came, and their numbers are cited: none is put between them.
    """
    r = Revision
    of_same_text = select(r).where(
        col(r.article_id) == newest.article_id, col(r.sha256) == captured.sha256
    )
    for revision in s.scalars(of_same_text.order_by(col(r.number).desc())):
        if is_same(revision, captured) or revision.captured_at == captured.captured_at:
            return _unchanged(revision)
    raise OlderCapture(_unchanged(newest), captured.captured_at, newest.captured_at)


def _unchanged(revision: Revision) -> StoredRevision:
    return StoredRevision(revision.article_id, id_of(revision), revision.number, created=False)


def put(s: Session, article: Article, new: Revision, doubts: Sequence[Doubt]) -> StoredRevision:
    """Stores a revision as the newest of a stored article, with all that follows from it."""
    last = s.scalar(
        select(func.max(col(Revision.number))).where(col(Revision.article_id) == article.id)
    )
    new.number = (last or 0) + 1
    s.add(new)
    s.flush()
    s.add_all(doubt_rows(id_of(new), doubts))
    article.newest_revision_id = new.id
    before = publishers.counted(article)
    summarise(article, new)
    publishers.move(s, before, publishers.counted(article))
    s.flush()
    article_date.refresh(s, article)
    mention_counts.refresh(s, article)
    anchor_states.on_new_revision(s, new)
    highlights.on_new_revision(s, new)
    full_text.index(s, id_of(article), id_of(new), [])
    return StoredRevision(id_of(article), id_of(new), new.number, created=True)


def _entities(s: Session, article_id: int) -> set[int]:
    """Every entity that a revision of the article mentions or is linked to, not only the newest."""
    here = col(Annotation.revision_id).in_(revision_ids([article_id]))
    known = [
        select(col(Annotation.entity_id)).where(here),
        select(col(Annotation.linked_id)).where(here),
    ]
    known += [
        select(col(t.entity_id)).where(col(t.article_id) == article_id)
        for t in (EntityInArticle, Alias)
    ]
    linked = select(col(SpelledName.linked_id)).join(Alias, name_index.USED)
    known.append(linked.where(col(Alias.article_id) == article_id))
    return {entity_id for entity_id in s.scalars(union(*known)) if entity_id is not None}


def not_withdrawn(s: Session, article_id: int) -> Article:
    """The article, to which a revision may be added. Raises NotFound, Conflict."""
    article = _article(s, article_id)
    if article.withdrawn_at is not None:
        raise Conflict("This article was withdrawn, so no revision can be added.")
    return article


def _article(s: Session, article_id: int) -> Article:
    article = s.get(Article, article_id)
    if article is None:
        raise NotFound("The article was not found in this library.")
    return article
