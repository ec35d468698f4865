"""Asks the addresses of stored articles whether there is a new revision.

Owns when a page that was fetched again counts as the article's next revision. Nothing is changed by
a page that is missing or moved to another article, nor by one that `recapture.check` refuses.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session

from app import fetch, importers, pipeline
from app.errors import Conflict, GlossError, Unprocessable
from app.fetch.failures import NotModified
from app.fetch.requests import Fetched, Validators
from app.importers.base import Draft
from app.settings import Settings
from app.store.articles import addresses, fetch_states
from app.store.articles.fetch_states import Refreshable
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.ingest import adding
from app.store.ingest.captures import StoredRevision

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One address that was asked: the revision that the article has now, or what prevented it."""

    article_id: int
    url: str
    stored: StoredRevision | None = None
    error: str | None = None


def refresh(
    library: Library,
    settings: Settings,
    *,
    older_than: timedelta = timedelta(0),
    progress: Progress | None = None,
) -> Iterator[Refreshed]:
    """Asks every address that was not asked within `older_than`, the oldest first.

    Each result is stored durably before it is yielded, so that an interrupted run loses nothing and
    the next one goes on with the addresses that were not asked. A failure never stops the rest.
    """
    with library.reading() as s:
        article_ids = fetch_states.due(s, now() - older_than)
    for done, article_id in enumerate(article_ids, 1):
        with library.reading() as s:
            known = fetch_states.find(s, article_id)
        if known is not None:  # not withdrawn or rewritten in the meantime
            yield _refreshed(library, settings, known)
        if progress:
            progress(done, len(article_ids))


def _refreshed(library: Library, settings: Settings, known: Refreshable) -> Refreshed:
    try:
        stored = _ask(library, settings, known)
    except GlossError as error:
        return _failed(library, known, error.message)
    except Exception as error:  # what is wrong with one page never stops the rest
        log.exception("%s could not be asked", known.url)
        return _failed(library, known, f"Unexpected error: {type(error).__name__}.")
    if stored.created:
        pipeline.annotate_revision(library, stored.revision_id)
    return Refreshed(known.article_id, known.url, stored)


def _failed(library: Library, known: Refreshable, reason: str) -> Refreshed:
    """Records why an address gave nothing, so that the next run begins with others."""
    with library.writing() as s:
        if fetch_states.find(s, known.article_id) is not None:
            fetch_states.record_failure(s, known.article_id, known.url, reason)
    return Refreshed(known.article_id, known.url, error=reason)


def _ask(library: Library, settings: Settings, known: Refreshable) -> StoredRevision:
    """The revision that the article has once its address was asked. Raises GlossError."""
    validators = Validators(known.url, known.etag, known.last_modified)
    try:
        page = fetch.fetch(known.url, settings, crawling=True, known=validators)
    except NotModified:
        with library.writing() as s:
            fetch_states.record_unchanged(s, known.article_id, known.url)
        return _unchanged(known)
    drafts = importers.read(
        page.data,
        media_type=page.content_type,
        url=page.url,
        longest=settings.text_max_characters,
        fetched=True,
    )
    if len(drafts) != 1:
        raise Unprocessable(f"{known.url} gives {len(drafts)} articles now.")
    draft, own = drafts[0], drafts[0].source_url or page.url
    with library.reading() as s:
        _check(s, known, draft, page)
    return pipeline.ingest(
        library,
        replace(draft, source_url=known.source_url),
        origin=page.url,
        page=page,
        known_as=(own, page.url),
    )


def _check(s: Session, known: Refreshable, draft: Draft, page: Fetched) -> None:
    """Raises Conflict where the page is another article's."""
    is_same_address = addresses.is_same_page(page.url, known.url)
    if not is_same_address and not page.moved_from:
        raise Conflict(f"{known.url} redirects to another page now: {page.url}.")
    for url in (known.source_url, page.url, draft.source_url or page.url):
        article_id = adding.find(s, url)
        if article_id not in (None, known.article_id):
            raise Conflict(f"{known.url} leads to article {article_id} now.")


def _unchanged(known: Refreshable) -> StoredRevision:
    return StoredRevision(known.article_id, known.revision_id, known.number, created=False)
