"""How articles enter the library: captures are looked up and become articles and revisions.

What happens to an article that is there already is `lifecycle`'s, and loaded for one.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session

from app.errors import BadRequest, Conflict, GlossError, Unprocessable
from app.importers.urls import canonical_url
from app.store.articles import addresses, article_date, fetch_states
from app.store.articles.addresses import KnownAddresses
from app.store.db.ids import id_of
from app.store.ingest import person_fields
from app.store.ingest.capture_rows import (
    NO_ARTICLE,
    check_text,
    doubt_rows,
    identity_of,
    revision_of,
    summarise,
)
from app.store.ingest.captures import Capture, Outcome, StoredRevision
from app.store.schema.articles import VISIBILITIES, Article, Revision
from app.store.search import full_text
from app.store.summaries import publishers
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
        from app.store.ingest import lifecycle

        article = s.get_one(Article, found[0])
        if captures[0].readable_by == "private" and article.visibility == "public":
            raise Conflict(
                "This article is already public, so a private capture of it would be published.",
                "Make the article private first.",
            )
        stored = [lifecycle.add_revision(s, article, captures[0])]
    for capture, one in zip(captures, stored, strict=True):
        s.add_all(known.rows(one.article_id, _leading(capture)))
        if capture.asked is not None:
            fetch_states.record(s, one.article_id, capture.asked, has_changed=one.created)
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
        raise BadRequest(
            f"“{capture.visibility}” is not a valid visibility. Use public or private."
        )
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
        article = Article(identity=identity, source_url=address, visibility=capture.readable_by)
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
        publishers.move(s, None, publishers.counted(article))
    s.flush()
    full_text.index_new(s, revisions)
    return [StoredRevision(r.article_id, id_of(r), r.number, created=True) for r in revisions]


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
