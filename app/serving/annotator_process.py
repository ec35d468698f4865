"""The one process of a server that annotates: what runs in it, and how the server reaches it.

It takes what is pending from the library by itself; what it is told are only the revisions that
were stored just now, so that it takes them at once. It may be killed at any moment: each revision
is one transaction.
"""

import os
import struct
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from app.process_pool import follow_parent
from app.serving import logs
from app.settings import Settings

NICENESS = 10
"""Its priority below that of the processes that answer readers."""
MOST_TEXTS = 2_000
"""The texts after which the process is replaced by a new one; not tuned."""
GROWTH_MAX_BYTES = 120_000_000
"""How much more than before its first text the process may hold after one; then it is replaced, as
only its end gives all memory back. A text of 150,000 words leaves about 36 MB."""
MOST_DEATHS = 2
"""So often a process may end while it annotates a revision; then the revision counts as failed."""
_REVISION = struct.Struct("<q")
_READ_BYTES = 512 * _REVISION.size


class WakeUps:
    """The end of a pipe at which stored revisions are told to the annotating process."""

    def __init__(self, writer: Connection) -> None:
        self._writer = writer
        if sys.platform != "win32":
            os.set_blocking(writer.fileno(), False)

    def tell(self, revision_id: int) -> None:
        """Tells one revision; where that is not possible the process finds it by itself."""
        with suppress(OSError):  # the pipe is full, or this is Windows
            os.write(self._writer.fileno(), _REVISION.pack(revision_id))


class AnnotatorProcess:
    """Starts the annotating process of one library, again and again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._context = get_context("spawn")  # a fork would copy the library's open connections
        self._reader, self.writer = self._context.Pipe(duplex=False)
        self._working_on = self._context.RawValue("q", 0)
        self._deaths: Counter[int] = Counter()

    def started(self) -> BaseProcess:
        """A new process, started."""
        if self._working_on.value:
            self._deaths[self._working_on.value] += 1
            self._working_on.value = 0
        given_up = [id_ for id_, deaths in self._deaths.items() if deaths >= MOST_DEATHS]
        process = self._context.Process(
            target=_annotate,
            args=(self._settings, self._reader, self._working_on, given_up),
            name="annotating",
            daemon=True,
        )
        process.start()
        return process


def _annotate(settings: Settings, reader: Connection, working_on: Any, given_up: list[int]) -> None:
    """What runs in the process: annotates until it is ended, or should be replaced."""
    follow_parent()
    if sys.platform != "win32":
        os.nice(NICENESS)
    logs.configure(settings)
    # Only now, with a low priority: the server starts at the same time.
    from app.annotating.annotator import Annotator, record_failure
    from app.errors import LibraryBusy
    from app.store.db.library import Library

    library = Library(settings)
    for revision_id in given_up:
        # Where that is not possible now, it is tried once more, and then recorded.
        with suppress(LibraryBusy):
            record_failure(library, revision_id, "The process ended while annotating it.")
    use = ProcessUse(settings, working_on)
    Annotator(library, use.note).run(lambda seconds: _told(reader, seconds), use.is_over)


class ProcessUse:
    """What a process has annotated and how its memory has grown: when it is to be replaced."""

    def __init__(self, settings: Settings, working_on: Any) -> None:
        self._settings = settings
        self._working_on = working_on
        self._texts = 0
        self._idle_bytes: int | None = None

    def note(self, revision_id: int) -> None:
        """Notes a revision before it is annotated, and 0 after it."""
        self._working_on.value = revision_id
        if revision_id:
            self._texts += 1
            if self._idle_bytes is None:
                _warm_up(self._settings)
                self._idle_bytes = memory_bytes()

    def is_over(self) -> bool:
        """Whether the process has done its part, or holds too much memory."""
        now = memory_bytes()
        has_grown = self._idle_bytes is not None and now > self._idle_bytes + GROWTH_MAX_BYTES
        return self._texts >= MOST_TEXTS or has_grown or now > self._settings.annotator_max_bytes


def _warm_up(settings: Settings) -> None:
    """Loads what every text needs, so that what is held then is no text's doing."""
    from app import layers
    from app.engines.model.choice import ModelChoice
    from app.layers.base import Doc

    model = ModelChoice(settings.model, settings.threads_of_model(is_alone=True))
    layers.annotate(replace(Doc.bare("Jane Roe said on 3 May 2021: “No.”"), model=model))


def _told(reader: Connection, seconds: float) -> list[int] | None:
    """The revisions that were told within so many seconds; None when nobody is left to tell any."""
    if not reader.poll(seconds):
        return []
    told = os.read(reader.fileno(), _READ_BYTES)
    return [id_ for (id_,) in _REVISION.iter_unpack(told)] if told else None


def memory_bytes() -> int:
    """The memory that this process takes; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
