"""How articles enter the library and leave it: captures become revisions, or one is withdrawn."""

import dataclasses
from collections.abc import Iterator, Sequence

from sqlalchemy import delete, func, select, union, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, col

from app.errors import BadRequest, Conflict, GlossError, NotFound, Unprocessable
from app.importers.urls import canonical_url
from app.store.articles import addresses, article_date, fetch_states
from app.store.articles.addresses import KnownAddresses
from app.store.corrections import corrections
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.entities import display_name, knowledge, mention_counts, name_index
from app.store.ingest import person_fields, recapture
from app.store.ingest.capture_rows import (
    NO_ARTICLE,
    check_text,
    doubt_rows,
    identity_of,
    is_same,
    revision_of,
    summarise,
)
from app.store.ingest.captures import Capture, Outcome, StoredRevision
from app.store.passages import anchor_states, revision_texts
from app.store.schema.annotations import Annotation
from app.store.schema.articles import VISIBILITIES, Article, Revision
from app.store.schema.entities import Alias, EntityInArticle
from app.store.schema.passages import BoardItem, Passage
from app.store.search import full_text, speaker_index
from app.text.language import UNDETERMINED
from app.text.spans import Doubt


def add(s: Session, capture: Capture) -> StoredRevision:
    """Stores a capture as a new article or revision; nothing when the newest one says the same.

    Fields that a person set before stay. An article that is stored under another address of the
    same page is this one. A public capture of a private article leaves it private. Raises Conflict
    for a withdrawn identity, for a private capture of a public article, and without `replace` for
    what may be no revision of the article (`recapture.check`); Unprocessable for an empty text.
    """
    return _add(s, [capture], KnownAddresses(s, _asked(capture)))[0]


def add_all(s: Session, captures: Sequence[Capture]) -> list[Outcome]:
    """Stores captures in their order as `add` does; an error takes no other capture along.

    New articles that follow each other are stored together, with a dozen statements for all.
    """
    known = KnownAddresses(s, {url for capture in captures for url in _asked(capture)})
    outcomes: list[Outcome] = []
    for together in _runs(captures, known):
        outcomes += _added(s, together, known)
    return outcomes


def _runs(captures: Sequence[Capture], known: KnownAddresses) -> Iterator[list[Capture]]:
    """The captures in order: new articles that follow each other together, others alone.

    What a run stored is known when the next one is asked for.
    """
    run: list[Capture] = []
    names: set[str] = set()
    for capture in captures:
        own = addresses.names(_asked(capture))
        if not names.isdisjoint(own):  # the same article once more
            yield run
            run, names = [], set()
        if _is_new(capture, known):
            run.append(capture)
            names |= own
            continue
        if run:
            yield run
            run, names = [], set()
        yield [capture]
    if run:
        yield run


def _added(s: Session, captures: list[Capture], known: KnownAddresses) -> list[Outcome]:
    """Stores captures in a savepoint; where they are refused each in one of its own."""
    try:
        with s.begin_nested():
            stored = _add(s, captures, known)
    except GlossError as error:
        outcomes: list[Outcome] = [error]
    except (DataError, IntegrityError) as error:
        outcomes = [Unprocessable(f"The library refused it: {type(error.orig).__name__}.")]
    else:
        for capture, one in zip(captures, stored, strict=True):
            known.add(one.article_id, identity_of(capture.draft), _leading(capture))
        return list(stored)
    if len(captures) == 1:
        return outcomes
    return [outcome for capture in captures for outcome in _added(s, [capture], known)]


def _add(s: Session, captures: list[Capture], known: KnownAddresses) -> list[StoredRevision]:
    """Stores new articles, or a capture of a known one. Raises what `add` raises."""
    found = [_find(capture, known) for capture in captures]
    if found[0] is None:
        stored = _put_new(s, captures)
    else:
        article = _article(s, found[0])
        if captures[0].visibility == "private" and article.visibility == "public":
            raise Conflict(
                "This article is already public, so a private capture of it would be published.",
                "Make the article private first.",
            )
        stored = [_capture(s, article, captures[0])]
    for capture, one in zip(captures, stored, strict=True):
        s.add_all(known.rows(one.article_id, _leading(capture)))
        asked = capture.validators
        if asked is not None:
            fetch_states.record(s, one.article_id, asked, has_changed=one.created)
    s.flush()
    return stored


def _is_new(capture: Capture, known: KnownAddresses) -> bool:
    try:
        check_text(capture.draft)
        return _find(capture, known) is None
    except GlossError:
        return False


def _find(capture: Capture, known: KnownAddresses) -> int | None:
    """The article that a capture is one of; None for a new one.

    Raises Conflict for a withdrawn one, BadRequest, and Unprocessable for an address.
    """
    if capture.visibility not in VISIBILITIES:
        raise _no_visibility(capture.visibility)
    identity = identity_of(capture.draft)
    if known.is_withdrawn(identity, (*capture.known_as, *capture.draft.spellings)):
        raise _withdrawn()
    return known.find((identity, *capture.known_as))


def _asked(capture: Capture) -> tuple[str, ...]:
    """Its identity and every address that may tell which article it is.

    Without one that is not valid; whoever stores the capture gets the error.
    """
    others = (*capture.known_as, *capture.draft.spellings)
    try:
        return identity_of(capture.draft), *others
    except Unprocessable:
        return others


def _leading(capture: Capture) -> tuple[str, ...]:
    """The addresses that shall lead to its article."""
    if not capture.draft.source_url:
        return ()
    return identity_of(capture.draft), *capture.known_as


def _put_new(s: Session, captures: Sequence[Capture]) -> list[StoredRevision]:
    """Stores articles that are new, with their first revisions: nothing refers to them yet.

    Raises Unprocessable for an empty text.
    """
    articles: list[Article] = []
    revisions: list[Revision] = []
    doubts: list[list[Doubt]] = []
    for capture in captures:
        check_text(capture.draft)
        identity = identity_of(capture.draft)
        address = capture.draft.source_url and identity
        article = Article(identity=identity, source_url=address, visibility=capture.visibility)
        revision, doubts_of_all = revision_of(capture, NO_ARTICLE, None)
        settled = person_fields.unsettled(doubts_of_all, revision)
        summarise(article, revision)
        article_date.begin(article, revision.declared_date, [doubt.kind for doubt in settled])
        articles.append(article)
        revisions.append(revision)
        doubts.append(settled)
    s.add_all(articles)
    s.flush()
    for article, revision in zip(articles, revisions, strict=True):
        revision.article_id = id_of(article)
    s.add_all(revisions)
    s.flush()
    for article, revision, raised in zip(articles, revisions, doubts, strict=True):
        article.newest_revision_id = revision.id
        s.add_all(doubt_rows(id_of(revision), raised))
    s.flush()
    full_text.index_new(s, revisions)
    return [StoredRevision(r.article_id, id_of(r), r.number, created=True) for r in revisions]


def revise(s: Session, article_id: int, capture: Capture) -> StoredRevision:
    """Stores a capture as the newest revision of a given article, whatever its identity.

    Fields that a person set before stay, except for those `given`, the text among them.
    Raises NotFound, Conflict when it was withdrawn.
    """
    article = not_withdrawn(s, article_id)
    return _capture(s, article, dataclasses.replace(capture, replace=True))


def set_visibility(s: Session, article_id: int, visibility: str) -> Article:
    """Makes an article public or private, everywhere at once. Raises NotFound, BadRequest."""
    if visibility not in VISIBILITIES:
        raise _no_visibility(visibility)
    article = _article(s, article_id)
    was_public = article.visibility == "public"
    article.visibility = visibility
    s.flush()
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
    article.withdrawn_at = now()
    article.identity = addresses.tombstone(article.identity)
    addresses.withdraw(s, article_id)
    fetch_states.forget(s, article_id)
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
    s.execute(delete(Alias).where(col(Alias.article_id) == article_id))
    s.execute(delete(Annotation).where(col(Annotation.article_id) == article_id))
    s.execute(
        delete(Revision).where(col(Revision.article_id) == article_id)
    )  # doubts and runs go along
    display_name.forget(s, entity_ids)
    knowledge.forget(s, entity_ids)
    corrections.forget(s, article_id, entity_ids)
    speaker_index.refresh_names(s, entity_ids)


def _capture(s: Session, article: Article, capture: Capture) -> StoredRevision:
    """Stores a capture of a stored article, unless the newest revision says the same."""
    check_text(capture.draft)
    old = s.get(Revision, article.newest_revision_id) if article.newest_revision_id else None
    new, doubts = revision_of(capture, id_of(article), old)
    if old is not None and is_same(old, new):
        return StoredRevision(id_of(article), id_of(old), old.number, created=False)
    if old is not None and not capture.replace:
        recapture.check(s, old, capture.draft)
    return put(s, article, new, person_fields.unsettled(doubts, new))


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
    summarise(article, new)
    s.flush()
    article_date.refresh(s, article)
    mention_counts.refresh(s, article)
    anchor_states.on_new_revision(s, new)
    full_text.index(s, id_of(article), id_of(new), [])
    return StoredRevision(id_of(article), id_of(new), new.number, created=True)


def find(s: Session, url: str) -> int | None:
    """The article that has this address, in whatever spelling; None for an unknown address."""
    return addresses.find(s, canonical_url(url))


def refuse_withdrawn(s: Session, identity: str, known_as: Sequence[str] = ()) -> None:
    """Raises Conflict where an article of this identity or these addresses was withdrawn."""
    if addresses.is_withdrawn(s, identity, known_as):
        raise _withdrawn()


def _withdrawn() -> Conflict:
    return Conflict(
        "This article was withdrawn from this library and cannot be imported again.", "withdrawn"
    )


def _no_visibility(visibility: str) -> BadRequest:
    return BadRequest(f"“{visibility}” is not a valid visibility. Use public or private.")


def _entities(s: Session, article_id: int) -> set[int]:
    """Every entity that a revision of the article mentions or is linked to, not only the newest."""
    known = [
        select(col(t.entity_id)).where(col(t.article_id) == article_id)
        for t in (EntityInArticle, Annotation, Alias)
    ]
    known += [
        select(col(t.linked_id)).where(col(t.article_id) == article_id) for t in (Annotation, Alias)
    ]
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
