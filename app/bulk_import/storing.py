"""The one writer of an import: what was read becomes revisions, many in one transaction.

One that is refused takes no other along: `adding.add_all` stores it in a savepoint of its own.
That an item is stored is recorded in the same transaction as its articles: after `kill -9` either
both are there or neither.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.bulk_import.readers import result
from app.bulk_import.reading import ReadingJob, ReadItem, ReadPart, stream
from app.errors import FAULTS, GlossError, LibraryBusy
from app.importers.base import AddressOnly, Part, Unreadable
from app.importers.file_parts.part_names import named
from app.store.db.library import Library
from app.store.ingest import imported_items
from app.store.ingest.captures import Imported, StoredRevision
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
MOST_PARTS = 200
"""Parts of one large item in a transaction."""
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

    `key` is None where nothing is to be recorded of it. `job` is how it is read, of a large one
    until it is stored; `answer` is what is being read of it. Without one it is known already as
    `stored`, or `error` says what is wrong. `page` is where it was fetched, without its bytes.
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


NamedPart = tuple[str, Part, ReadPart]


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
        entry.answer = None
        if not content.is_large:
            entry.job = None  # its bytes are not needed any more
        if content.parts or content.is_large or entry.needs_writing:
            if not self.writes:
                self.started = time.thread_time()
            self.writes += 1
            self.characters += sum(part.size for part in content.parts)
        self.entries.append((entry, content))

    @property
    def is_full(self) -> bool:
        """Whether it is time to commit."""
        if not self.writes:
            return len(self.entries) >= MOST_KNOWN
        is_old = time.thread_time() - self.started >= MOST_SECONDS
        return is_old or self.writes >= MOST_ITEMS or self.characters >= MOST_CHARACTERS

    def store(self) -> Iterator[ImportedBatch]:
        """Commits the entries, and begins anew; a large item part by part. Raises LibraryBusy."""
        entries, self.entries = self.entries, []
        writes, self.writes, self.characters = self.writes, 0, 0
        together: list[tuple[PendingItem, ReadItem]] = []
        for entry, content in entries:
            if not content.is_large:
                together.append((entry, content))
                continue
            yield from self._store_together(together, writes)
            together = []
            yield from self._store_in_parts(entry)
        yield from self._store_together(together, writes)

    def _store_together(
        self, entries: list[tuple[PendingItem, ReadItem]], writes: int
    ) -> Iterator[ImportedBatch]:
        if not entries:
            return
        if writes:
            results = self._written(lambda s: self._write(s, entries))
        else:
            results = _unwritten(entries)
        yield ImportedBatch(len(entries), results)

    def _store_in_parts(self, entry: PendingItem) -> Iterator[ImportedBatch]:
        """Stores a large item with a transaction for some of its parts at a time.

        The last one records the item, where all of it is stored.
        """
        stored: list[StoredRevision] = []
        is_whole = True
        for some in _chunks(named(entry.item, _streamed(entry))):
            results = self._written(partial(self._write_parts, entry, some))
            stored += [one.stored for one in results if one.stored is not None]
            is_whole = is_whole and _is_whole(results, some)
            yield ImportedBatch(0, results)
        if is_whole:
            self._written(lambda s: _record_whole(s, [(entry, tuple(stored))]))
        yield ImportedBatch(1, [])

    def _written(self, write: Callable[[Session], list[Imported]]) -> list[Imported]:
        for _ in range(_TRIES - 1):
            try:
                with self.library.writing() as s:
                    return write(s)
            except LibraryBusy:
                continue  # another import, perhaps; each of its transactions is short
        with self.library.writing() as s:
            return write(s)

    def _write(self, s: Session, entries: list[tuple[PendingItem, ReadItem]]) -> list[Imported]:
        known_or_failed = self._known_or_failed(s, entries)
        by_entry = zip(entries, known_or_failed, strict=True)
        remaining = [pair for pair, results in by_entry if not results]
        stored = iter(self._store(s, remaining))
        return [result for results in known_or_failed for result in results or next(stored)]

    def _known_or_failed(
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
        """Stores every part of each item, and records the items of which all are stored."""
        if not any(content.parts for _, content in entries):
            return [[] for _ in entries]
        sources = [
            (entry, list(named(entry.item, ((one.part, one) for one in content.parts))))
            for entry, content in entries
        ]
        by_item = self._stored_parts(s, sources)
        whole = [
            (entry, tuple(result.stored for result in results if result.stored))
            for (entry, parts), results in zip(sources, by_item, strict=True)
            if _is_whole(results, parts)
        ]
        _record_whole(s, whole)
        return by_item

    def _write_parts(
        self, entry: PendingItem, parts: list[NamedPart], s: Session
    ) -> list[Imported]:
        (results,) = self._stored_parts(s, [(entry, parts)])
        return results

    def _stored_parts(
        self, s: Session, sources: list[tuple[PendingItem, list[NamedPart]]]
    ) -> list[list[Imported]]:
        # Loaded when there is something to store: most runs of a repeated import find nothing.
        from app.bulk_import.part_storing import store_parts

        return store_parts(s, sources, self.visibility, replace=self.replace)


def _is_whole(results: list[Imported], parts: list[NamedPart]) -> bool:
    """Whether nothing of these parts is left to be stored.

    An address is asked for again when its file is imported again.
    """
    has_addresses = any(isinstance(part, AddressOnly) for _, part, _ in parts)
    return not has_addresses and all(map(_is_stored, results))


def _is_stored(result: Imported) -> bool:
    return bool(result.stored or result.skipped or result.also_imported)


def _record_whole(
    s: Session, items: list[tuple[PendingItem, tuple[StoredRevision, ...]]]
) -> list[Imported]:
    """Records the items of which everything is stored."""
    known = {entry.key: entry.as_stored(stored) for entry, stored in items if entry.key and stored}
    imported_items.put(s, known)
    return []


def _streamed(entry: PendingItem) -> Iterator[tuple[Part, ReadPart]]:
    """The parts of a large item, read while they are stored; what goes wrong is the last one."""
    job, entry.job = entry.job, None
    if job is None:
        return
    try:
        for one in stream(job):
            yield one.part, one
    except FAULTS:
        raise
    except GlossError as error:
        failure = Unreadable(entry.item, error.message)
        yield failure, ReadPart(failure)


def _chunks(parts: Iterator[NamedPart]) -> Iterator[list[NamedPart]]:
    """The parts of a large item, as many at a time as one transaction stores."""
    some: list[NamedPart] = []
    characters = 0
    for one in parts:
        some.append(one)
        characters += one[2].size
        if len(some) >= MOST_PARTS or characters >= MOST_CHARACTERS:
            yield some
            some, characters = [], 0
    if some:
        yield some


def _failed(entry: PendingItem, content: ReadItem) -> list[Imported]:
    """The outcome of an item that could not be read; nothing for one that was."""
    error = entry.error or content.error
    return [Imported(entry.item, error=error)] if error else []


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
