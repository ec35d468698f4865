"""The course of an import: items are looked at, read by several, and stored in their order.

What is known is passed over: a file by its size and times, else by its bytes; an address when an
import that did not end stored it within a day. Memory does not grow with the number of items, but
for 16 bytes an address.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from app import __version__
from app.bulk_import import files
from app.bulk_import.items import STDIN, Item, is_address
from app.bulk_import.readers import Readers
from app.bulk_import.reading import ReadingJob, ReadItem
from app.bulk_import.storing import PAUSE_SECONDS, Batch, ImportedBatch, PendingItem
from app.errors import GlossError
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.ingest import imported_items
from app.store.ingest.imported_items import KnownItem

AT_ONCE = 500
"""Items that are looked at together, with one question to the library."""
AHEAD = 8
"""Items that are read ahead of the writer for each worker: enough that none waits, few enough that
an interruption loses little."""
AHEAD_BYTES = 64_000_000
RESUMED_WITHIN = timedelta(days=1)
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How items are imported.

    `read_again` also reads what is known, `replace` stores also what shares next to nothing with
    the newest revision of its article. Addresses that files name are fetched when the files are
    stored, or without `fetch` only listed, and wait.
    """

    format: str = "auto"
    visibility: str = "public"
    read_again: bool = False
    replace: bool = False
    workers: int = 1
    fetch: bool = True


def import_items(
    library: Library, items: Iterable[Item], options: ImportOptions
) -> Iterator[ImportedBatch]:
    """Stores every item; yields what is committed, in the order of the items.

    Nothing is annotated. An item that fails is among the results, and stops no other. Raises
    LibraryBusy when another process holds the library for more than a minute.
    """
    awaited: list[int] = []
    with closing(_Run(library, options)) as run:
        for batch in run.stored(items):
            if not options.fetch:
                yield batch
                continue
            awaited += [one.awaited.id for one in batch.results if one.awaited is not None]
            done = [one for one in batch.results if one.awaited is None]
            yield ImportedBatch(batch.items, done)
        run.finish()
    if awaited:
        # Loaded with its clients, which an import of files does not need.
        from app.bulk_import.awaited import fetch_awaited

        for result in fetch_awaited(library, awaited):
            yield ImportedBatch(0, [result])


class _Run:
    """One import: which items are being read, and which addresses it stored."""

    def __init__(self, library: Library, options: ImportOptions) -> None:
        self._library = library
        self._options = options
        self._readers = Readers(options.workers)
        self._addresses = bytearray()
        self._reader_by_suffix: dict[str, str] = {}

    def close(self) -> None:
        """Ends what reads."""
        self._readers.close()

    def finish(self) -> None:
        """Lets a later import fetch the addresses of this one anew."""
        addresses = bytes(self._addresses)
        step = _KEY_BYTES * AT_ONCE
        for at in range(0, len(addresses), step):
            some = addresses[at : at + step]
            keys = {some[n : n + _KEY_BYTES].hex() for n in range(0, len(some), _KEY_BYTES)}
            with self._library.writing() as s:
                imported_items.forget(s, keys)

    def stored(self, items: Iterable[Item]) -> Iterator[ImportedBatch]:
        """Stores every item; yields what is committed."""
        options = self._options
        batch = Batch(self._library, options.visibility, options.read_again, options.replace)
        for entry in self.entries(items):
            if entry is not None:
                batch.add(entry)
            # A pause in reading is a good moment to commit.
            if batch.is_full or (entry is None and batch.entries):
                yield from batch.store()
        yield from batch.store()

    def entries(self, items: Iterable[Item]) -> Iterator[PendingItem | None]:
        """The entries in order, each when it is read; None before one that must be waited for."""
        waiting: deque[PendingItem] = deque()
        reading = reading_bytes = 0
        for entry in self._begun(items):
            waiting.append(entry)
            reading += entry.answer is not None
            reading_bytes += entry.size
            while waiting and (waiting[0].is_ready or self._is_enough(reading, reading_bytes)):
                first = waiting.popleft()
                if not first.is_ready_within(PAUSE_SECONDS):
                    yield None
                reading -= first.answer is not None
                reading_bytes -= first.size
                yield first
        for first in waiting:
            if not first.is_ready_within(PAUSE_SECONDS):
                yield None
            yield first

    def _is_enough(self, reading: int, reading_bytes: int) -> bool:
        return reading >= AHEAD * max(self._options.workers, 2) or reading_bytes > AHEAD_BYTES

    def _begun(self, items: Iterable[Item]) -> Iterator[PendingItem]:
        """Every item, its reading begun where it has to be read."""
        remaining = iter(items)
        while some := list(islice(remaining, AT_ONCE)):
            keys = {item.name: _key(item) for item in some if item.problem is None}
            with self._library.reading() as s:
                known = imported_items.find(s, {key for key in keys.values() if key})
            for item in some:
                key = keys.get(item.name)
                yield self._begin(item, key, known.get(key) if key else None)

    def _begin(self, item: Item, key: str | None, known: KnownItem | None) -> PendingItem:
        if item.problem is not None:
            return PendingItem(item.name, error=item.problem)
        known = None if self._options.read_again else known
        if is_address(item.name):
            return self._begin_address(item.name, key, known)
        if item.name != STDIN and known is not None and self._is_unchanged(item.name, known):
            return PendingItem(
                item.name, key, known.state, known.digest, known.reader, known.stored
            )
        try:
            return self._begin_file(item.name, key, known)
        except GlossError as error:
            return PendingItem(item.name, error=error.message)

    def _is_unchanged(self, path: str, known: KnownItem) -> bool:
        return self._reader(path) == known.reader and files.state_of(path) == known.state

    def _begin_file(self, name: str, key: str | None, known: KnownItem | None) -> PendingItem:
        """A file or standard input, read from the disk. Raises NotFound, TooLarge, Conflict."""
        settings = self._library.settings
        if name == STDIN:
            content = files.read_stdin(settings.import_max_bytes)
        else:
            content = files.read_file(
                name, settings.import_max_bytes, settings.archive_max_bytes, self._options.format
            )
        entry = PendingItem(name, key, content.state, content.digest, self._reader(name))
        if known is not None and (known.digest, known.reader) == (entry.digest, entry.reader):
            entry.stored, entry.needs_writing = known.stored, True
            return entry
        if key is not None and not self._options.read_again:
            with self._library.reading() as s:
                entry.stored = imported_items.find_same(s, entry.digest, entry.reader) or ()
        if entry.stored:
            entry.needs_writing = True
            return entry
        entry.job = ReadingJob(
            content.data,
            name=None if name == STDIN else name,
            format=self._options.format,
            longest=settings.text_max_characters,
            path=content.path,
        )
        entry.answer = self._readers.read(entry.job)
        return entry

    def _begin_address(self, address: str, key: str | None, known: KnownItem | None) -> PendingItem:
        if key is not None:
            self._addresses += bytes.fromhex(key)
        entry = PendingItem(address, key, reader=self._reader(address))
        is_resumed = known is not None and now() - known.imported_at < RESUMED_WITHIN
        if known is not None and is_resumed and known.reader == entry.reader:
            entry.stored = known.stored
            return entry
        entry.answer = self._readers.fetch(address, lambda: self._fetched(entry))
        return entry

    def _fetched(self, entry: PendingItem) -> ReadingJob | ReadItem:
        from app.bulk_import.awaited import fetched  # with its clients; see above

        return fetched(self._library, entry)

    def _reader(self, name: str) -> str:
        """What reads an item and how: with another one its Drafts may be others."""
        suffix = "" if is_address(name) else os.path.splitext(name)[1]  # noqa: PTH122 - as above
        reader = self._reader_by_suffix.get(suffix)
        if reader is None:
            options = self._options
            reader = f"{__version__} {options.format} {suffix.lower()} {options.visibility}"
            self._reader_by_suffix[suffix] = reader
        return reader


def _key(item: Item) -> str | None:
    """The key under which an item is recorded; None for standard input and impossible names."""
    if item.name == STDIN:
        return None
    if is_address(item.name):
        return files.key_of_address(item.name)
    try:
        return files.key_of(item.name)
    except ValueError:
        return None
