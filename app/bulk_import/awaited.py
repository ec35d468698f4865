"""Fetches addresses that imports named, politely, and stores what comes with what waited for it."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from sqlmodel import Session

from app.bulk_import.readers import Readers
from app.bulk_import.reading import ReadingJob, ReadItem
from app.bulk_import.storing import PendingItem
from app.errors import GlossError
from app.importers.base import AddressOnly, Draft
from app.store.admin import people
from app.store.articles.fetch_states import AskedPage
from app.store.db.library import Library
from app.store.imports import awaited_addresses, imported_fields
from app.store.imports.outcomes import Awaited
from app.store.ingest import adding, reader_data
from app.store.ingest.captures import Capture, Imported, Outcome, StoredRevision

AHEAD = 16
"""Addresses that are asked for ahead of the writer."""
AT_ONCE = 100
NOT_ONE_ARTICLE = "this address does not lead to one article."


def fetch_due(library: Library) -> Iterator[Imported]:
    """Asks every address whose next attempt is due; see `fetch_awaited`."""
    yield from fetch_awaited(library, _due(library))


def fetch_awaited(library: Library, ids: Iterable[int]) -> Iterator[Imported]:
    """Asks these addresses and stores what they give; each result is committed when it is yielded.

    One that gives nothing goes on waiting, and is asked later each time. Nothing is annotated.
    """
    with closing(Readers(1)) as readers:
        asked: deque[tuple[Awaited, PendingItem]] = deque()
        for awaited_id in ids:
            with library.reading() as s:
                awaited = awaited_addresses.find(s, awaited_id)
            if awaited is None:
                continue  # removed meanwhile, or its article came otherwise
            asked.append((awaited, _asked(library, readers, awaited)))
            if len(asked) >= AHEAD:
                yield _stored(library, *asked.popleft())
        while asked:
            yield _stored(library, *asked.popleft())


def fetch_requested(library: Library) -> Iterator[Imported]:
    """Asks every address that an editor wants to be tried now; see `fetch_awaited`."""
    yield from fetch_awaited(library, _requested(library))


def _due(library: Library) -> Iterator[int]:
    after = 0
    while True:
        with library.reading() as s:
            some = awaited_addresses.due(s, after=after, most=AT_ONCE)
        if not some:
            return
        yield from (one.id for one in some)
        after = some[-1].id


def _requested(library: Library) -> Iterator[int]:
    after = 0
    while True:
        with library.reading() as s:
            some = awaited_addresses.requested(s, after=after, most=AT_ONCE)
        if not some:
            return
        yield from some
        after = some[-1]


def _asked(library: Library, readers: Readers, awaited: Awaited) -> PendingItem:
    entry = PendingItem(awaited.address.url)
    entry.answer = readers.fetch(entry.item, lambda: fetched(library, entry))
    return entry


def fetched(library: Library, entry: PendingItem) -> ReadingJob | ReadItem:
    """The page at an item's address, to be read; or why there is none."""
    from app import fetch  # with its clients, which an import of files does not need

    settings = library.settings
    try:
        page = fetch.fetch(entry.item, settings, crawling=True)
    except GlossError as error:
        return ReadItem(error=error.message)
    entry.page = replace(page, data=b"")
    return ReadingJob(
        page.data,
        media_type=page.content_type,
        url=page.url,
        longest=settings.text_max_characters,
        fetched=True,
        closed_hosts=fetch.closed_to(page.url, settings),
    )


def _stored(library: Library, awaited: Awaited, entry: PendingItem) -> Imported:
    content = entry.read()
    parts = [one for one in content.parts if isinstance(one.part, Draft | AddressOnly)]
    error = content.error
    if error is None and (len(parts) != 1 or not isinstance(parts[0].part, Draft)):
        error = NOT_ONE_ARTICLE
    with library.writing() as s:
        if error is None:
            draft, language = parts[0].part, parts[0].language
            assert isinstance(draft, Draft)  # noqa: S101 - checked above
            outcome = _store(s, awaited.id, _capture(awaited, entry, draft, language))
            if isinstance(outcome, StoredRevision):
                return Imported(entry.item, outcome)
            error = outcome.message
        awaited_addresses.record_failure(s, awaited.id, error)
    return Imported(entry.item, error=f"Not fetched: {error}")


def _store(s: Session, awaited_id: int, capture: Capture) -> Outcome:
    """Stores a page; the address waits no longer where that could be done."""
    added = adding.add_all(s, [capture])
    if isinstance(added[0], StoredRevision) and awaited_addresses.find(s, awaited_id) is not None:
        awaited_addresses.remove(s, awaited_id)
    (outcome,) = reader_data.store_captures(s, [capture], added, people.editor_creator)
    return outcome


def _capture(awaited: Awaited, entry: PendingItem, draft: Draft, language: str) -> Capture:
    """The capture of a page, with what waited for it."""
    page, waiting = entry.page, awaited.address
    return Capture(
        replace(
            draft,
            highlights=(*draft.highlights, *waiting.highlights),
            fields=imported_fields.merge(draft.fields, waiting.fields),
            spellings=(*draft.spellings, waiting.url),
        ),
        origin=page.url if page else waiting.url,
        visibility=awaited.visibility,
        language=language,
        known_as=page.moved_from if page else (),
        asked=AskedPage.of(page),
    )
