"""The timer of what a server fetches, feeds and awaited addresses: a process for each run.

There is none between two runs. Only the server's first process has a timer, however many answer
requests. What a run stores is found by the process that annotates.
"""

import logging
import os
import sys
import time
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.errors import GlossError
from app.process_pool import follow_parent
from app.serving import logs
from app.serving.annotator_process import NICENESS
from app.settings import Settings
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.imports import awaited_addresses
from app.store.subscriptions import subscriptions

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often the library is asked which feeds are due: one short question."""
PAUSE_SECONDS = 60.0
"""After a run that failed, and where the library could not be asked."""


class FetchTimer:
    """Starts a process whenever feeds are due, or an editor wants something fetched now."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._library: Library | None = None
        self._context = get_context("spawn")  # a fork would copy the library's open connections
        self._process: BaseProcess | None = None
        self._look_at = time.monotonic() + LOOK_SECONDS

    def check(self) -> None:
        """Starts a run where one is due and none goes on."""
        if self._process is not None and self._process.is_alive():
            return
        if self._process is not None:
            self._ended(self._process)
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + LOOK_SECONDS
        try:
            if self._is_due():
                self._start()
        except (GlossError, SQLAlchemyError, OSError) as error:
            log.warning("feeds and addresses are asked later: %s", error)
            self._look_at = time.monotonic() + PAUSE_SECONDS

    def terminate(self) -> None:
        """Asks a run to end."""
        if self._process is not None:
            self._process.terminate()

    def end(self, seconds: float) -> None:
        """Waits for the end of a run, and kills it after so many seconds."""
        if self._process is not None:
            self._process.join(seconds)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        if self._library is not None:
            self._library.close()

    def _is_due(self) -> bool:
        if self._library is None:
            self._library = Library(self._settings)
        with self._library.reading() as s:
            return bool(due(s, self._settings) or awaited_addresses.requested(s, most=1))

    def _start(self) -> None:
        self._process = self._context.Process(
            target=_run, args=(self._settings,), name="fetches", daemon=True
        )
        self._process.start()

    def _ended(self, process: BaseProcess) -> None:
        process.join()
        self._process = None
        if process.exitcode:
            log.warning("the process that fetches ended with %s", process.exitcode)
            self._look_at = time.monotonic() + PAUSE_SECONDS


def due(s: Session, settings: Settings) -> list[int]:
    """The feeds that the timer asks now; without an interval those alone that an editor wants."""
    return subscriptions.due(s, now(), only_requested=not settings.feeds_every_minutes)


def _run(settings: Settings) -> None:
    """What runs in the process: asks feeds that are due and addresses that are wanted, once."""
    follow_parent()
    if sys.platform != "win32":
        os.nice(NICENESS)
    logs.configure(settings)
    # Only now, with a low priority.
    from app.bulk_import.awaited import fetch_requested
    from app.feeds import running

    library = Library(settings)
    with library.reading() as s:
        ids = due(s, settings)
    with suppress(KeyboardInterrupt):
        for outcome in running.run(library, settings, ids):
            if outcome.error is not None:
                log.info("%s: %s", outcome.url, outcome.error)
        for result in fetch_requested(library):
            if result.error is not None:
                log.info("%s: %s", result.item, result.error)
