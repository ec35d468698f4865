"""The one writer of an import: what was read becomes revisions, many in one transaction.

One that is refused takes no other along: `adding.add_all` stores it in a savepoint of its own.
That an item is stored is recorded in the same transaction as its articles: after `kill -9` either
both are there or neither.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.bulk_import.readers import result
from app.bulk_import.reading import ReadingJob, ReadItem
from app.errors import LibraryBusy
from app.importers.base import Draft
from app.store.articles.fetch_states import AskedPage
from app.store.db.library import Library
from app.store.ingest import imported_items
from app.store.ingest.captures import Capture, Imported, Outcome, StoredRevision
from app.store.ingest.imported_items import NO_FILE, FileState, KnownItem, StoredItem

if TYPE_CHECKING:
    from app.fetch.requests import Fetched

MOST_ITEMS = 16
MOST_SECONDS = 0.03
"""A transaction is committed when it has so many items or so much work of this thread, whichever is
first. What is not committed is done again after `kill -9`; a commit costs 3 ms of work and waits
as long for the disk (measured on ext4). Not by the clock, which runs while others use the
processor: on a busy machine it made a transaction of every item.
"""
PAUSE_SECONDS = 0.05
"""What is read by then is committed, and the next item waited for afterwards."""
MOST_CHARACTERS = 4_000_000
MOST_KNOWN = 500
_TRIES = 6


@dataclass(frozen=True, slots=True)
class ImportedBatch:
    """What was just committed: the number of items, and the outcome of each article in them."""

    items: int
    results: list[Imported]


@dataclass(slots=True)
class PendingItem:
    """One item on its way into the library.

    `key` is None where nothing is to be recorded of it. `answer` is what is being read of it;
    without one it is known already as `stored`, or `error` says what is wrong. `page` is where it
    was fetched, without its bytes.
    """

    item: str
    key: str | None = None
    state: FileState = NO_FILE
    digest: str = ""
    reader: str = ""
    stored: tuple[StoredRevision, ...] = ()
    needs_writing: bool = False
    error: str | None = None
    job: ReadingJob | None = None
    answer: Future[ReadItem] | None = None
    page: "Fetched | None" = None

    def as_stored(self, stored: tuple[StoredRevision, ...]) -> StoredItem:
        """What is recorded of it when it is stored as these revisions."""
        return StoredItem(self.state, self.digest, self.reader, stored)

    @property
    def size(self) -> int:
        """The bytes that it holds in memory while it is read."""
        return len(self.job.data) if self.job else 0

    @property
    def is_ready(self) -> bool:
        """Whether it can be stored without waiting."""
        return self.answer is None or self.answer.done()

    def is_ready_within(self, seconds: float) -> bool:
        """Whether it can be stored without waiting longer than this."""
        if self.answer is not None:
            wait([self.answer], seconds)
        return self.is_ready

    def read(self) -> ReadItem:
        """What was read of it, once it is there."""
        if self.answer is None:
            return ReadItem(error=self.error)
        return result(self.answer, self.job)


@dataclass(slots=True)
class Batch:
    """The entries of one transaction, in order."""

    library: Library
    visibility: str
    read_again: bool
    replace: bool
    entries: list[tuple[PendingItem, ReadItem]] = field(default_factory=list)
    writes: int = 0
    characters: int = 0
    started: float = 0.0

    def add(self, entry: PendingItem) -> None:
        """Adds an entry, waiting until it is read."""
        content = entry.read()
        entry.job = entry.answer = None  # its bytes are not needed any more
        if content.drafts or entry.needs_writing:
            if not self.writes:
                self.started = time.thread_time()
            self.writes += 1
            self.characters += sum(len(draft.text) for draft, _ in content.drafts)
        self.entries.append((entry, content))

    @property
    def is_full(self) -> bool:
        """Whether it is time to commit."""
        if not self.writes:
            return len(self.entries) >= MOST_KNOWN
        is_old = time.thread_time() - self.started >= MOST_SECONDS
        return is_old or self.writes >= MOST_ITEMS or self.characters >= MOST_CHARACTERS

    def store(self) -> ImportedBatch:
        """Commits the entries, and begins anew. Raises LibraryBusy."""
        entries, self.entries = self.entries, []
        writes, self.writes, self.characters = self.writes, 0, 0
        results = self._written(entries) if writes else _unwritten(entries)
        return ImportedBatch(len(entries), results)

    def _written(self, entries: list[tuple[PendingItem, ReadItem]]) -> list[Imported]:
        for _ in range(_TRIES - 1):
            try:
                with self.library.writing() as s:
                    return self._write(s, entries)
            except LibraryBusy:
                continue  # another import, perhaps; each of its transactions is short
        with self.library.writing() as s:
            return self._write(s, entries)

    def _write(self, s: Session, entries: list[tuple[PendingItem, ReadItem]]) -> list[Imported]:
        settled = self._settled(s, entries)
        remaining = [pair for pair, results in zip(entries, settled, strict=True) if not results]
        stored = iter(self._store(s, remaining))
        return [result for results in settled for result in results or next(stored)]

    def _settled(
        self, s: Session, entries: list[tuple[PendingItem, ReadItem]]
    ) -> list[list[Imported]]:
        """The outcomes of each item that failed or is stored by now; nothing for the others."""
        # Asked once more: another import may have stored the same items since they were looked at.
        keys = [entry.key for entry, _ in entries if entry.key]
        known = {} if self.read_again else imported_items.find(s, keys)
        return [
            _store_known(s, entry, known.get(entry.key or "")) or _failed(entry, content)
            for entry, content in entries
        ]

    def _store(
        self, s: Session, entries: list[tuple[PendingItem, ReadItem]]
    ) -> list[list[Imported]]:
        """Stores every Draft of each item, and records the items of which all are stored."""
        captures = [
            self._capture(entry, draft, language)
            for entry, content in entries
            for draft, language in content.drafts
        ]
        if not captures:
            return []
        # Loaded when there is something to store: most runs of a repeated import find nothing.
        from app.store.ingest import adding

        outcomes = iter(_with_reader_data(s, captures, adding.add_all(s, captures)))
        by_item: list[list[Imported]] = []
        stored_items: dict[str, StoredItem] = {}
        for entry, content in entries:
            names = _part_names(entry.item, len(content.drafts))
            results = [_outcome(entry.item, name, next(outcomes)) for name in names]
            by_item.append(results)
            stored = tuple(result.stored for result in results if result.stored)
            if entry.key and len(stored) == len(results):
                stored_items[entry.key] = entry.as_stored(stored)
        imported_items.put(s, stored_items)
        return by_item

    def _capture(self, entry: PendingItem, draft: Draft, language: str) -> Capture:
        page = entry.page
        return Capture(
            draft,
            origin=page.url if page else entry.item,
            visibility=self.visibility,
            language=language,
            known_as=page.moved_from if page else (),
            replace=self.replace,
            asked=AskedPage(page.url, page.etag, page.last_modified) if page else None,
        )


def _with_reader_data(
    s: Session, captures: Sequence[Capture], outcomes: Sequence[Outcome]
) -> Iterator[Outcome]:
    """The outcomes, once what came with the articles besides their texts is stored as well."""
    from app.store.admin import people
    from app.store.ingest import reader_data

    for capture, outcome in zip(captures, outcomes, strict=True):
        if isinstance(outcome, StoredRevision) and reader_data.has_any(capture.draft):
            yield reader_data.store(s, capture.draft, outcome, people.editor_creator)
        else:
            yield outcome


def _failed(entry: PendingItem, content: ReadItem) -> list[Imported]:
    """The outcome of an item that could not be read; nothing for one that was."""
    error = entry.error or content.error
    return [Imported(entry.item, error=error)] if error else []


def _outcome(item: str, name: str, outcome: Outcome) -> Imported:
    if isinstance(outcome, StoredRevision):
        stored, error = outcome, None
    else:
        stored, error = None, outcome.message
    return Imported(name, stored, error, source=item if name != item else None)


def _store_known(s: Session, entry: PendingItem, before: KnownItem | None) -> list[Imported]:
    """Records the times of an item whose articles are stored; nothing for an item that is new.

    `before` is what the library has recorded of it by now.
    """
    # What an address holds is not known before it is fetched, and so has no digest.
    is_same = entry.digest and before and before.digest == entry.digest
    if before is None or not is_same or before.reader != entry.reader:
        return _record(s, entry) if entry.stored else []
    if entry.key and entry.state != before.state:
        imported_items.put_state(s, entry.key, entry.state)
    return _named(entry, before.stored)


def _record(s: Session, entry: PendingItem) -> list[Imported]:
    """Records an item whose bytes are stored already, from another file."""
    try:
        with s.begin_nested():
            imported_items.put(s, {entry.key or "": entry.as_stored(entry.stored)})
    except IntegrityError:
        return [Imported(entry.item, error="Its article was withdrawn just now.")]
    return _named(entry, entry.stored)


def _unwritten(entries: list[tuple[PendingItem, ReadItem]]) -> list[Imported]:
    """The outcomes of items that are known or failed."""
    results: list[Imported] = []
    for entry, content in entries:
        results += _failed(entry, content) or _named(entry, entry.stored)
    return results


def _named(entry: PendingItem, stored: tuple[StoredRevision, ...]) -> list[Imported]:
    names = _part_names(entry.item, len(stored))
    return [Imported(name, revision) for name, revision in zip(names, stored, strict=True)]


def _part_names(item: str, parts: int) -> list[str]:
    """The names of the articles in an item: its own, or `item#1`, `item#2` and so on."""
    if parts == 1:
        return [item]
    return [f"{item}#{number}" for number in range(1, parts + 1)]
