"""A process that answers requests: `gloss serve` itself, or one of several that it starts."""

import gc
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.main import create_app
from app.process_pool import follow_parent
from app.serving import logs
from app.serving.annotator_process import WakeUps
from app.serving.connections import ConnectionLimits, LimitedConfig, LimitedServer
from app.settings import Settings
from app.store.db.library import Library
from app.web.http.background import LeavesToOthers, NewRevisions, WakesAnnotator
from app.web.security.shared_counts import SharedCounts

if sys.platform != "win32":
    import resource

GRACE_SECONDS = 5
"""How long requests may go on when the server ends."""
SPARE_DESCRIPTORS = 200
"""Files that a process opens besides its connections: those of the database above all."""
FEWEST_CONNECTIONS = 16


def freeze_loaded_objects() -> None:
    """Excludes everything loaded so far from garbage collection, as it stays until the end.

    Every full collection would walk all of it, and rendering a page with 10,000 marks starts
    several: freezing takes such a page from 193 ms to 104.
    """
    gc.collect()
    gc.freeze()


def answer_requests(
    settings: Settings,
    library: Library,
    listening: socket.socket,
    new_revisions: NewRevisions,
    counts: SharedCounts,
) -> None:
    """Answers requests until this process is told to end."""
    app = create_app(settings, library, new_revisions=new_revisions, counts=counts)
    config = LimitedConfig(
        app,
        _limits(settings),
        log_level=settings.log_level,
        # The application reads them itself, and only from the proxies that the settings name.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    freeze_loaded_objects()
    LimitedServer(config).run(sockets=[listening])


@dataclass(frozen=True, slots=True)
class WebProcess:
    """Starts one of several web processes, again and again.

    `writer` is where the annotating process is told of new revisions, `counts` the file of the
    counts that all of them share, `number` its own among them.
    """

    settings: Settings
    listening: socket.socket
    writer: Connection | None
    counts: Path
    number: int

    def started(self) -> BaseProcess:
        """A new process, started."""
        arguments = (self.settings, self.listening, self.writer, self.counts, self.number)
        context = get_context("spawn")  # a fork would copy what other threads hold
        process = context.Process(target=_answer, args=arguments, name="web", daemon=True)
        process.start()
        return process


def _answer(
    settings: Settings,
    listening: socket.socket,
    writer: Connection | None,
    counts: Path,
    number: int,
) -> None:
    follow_parent()
    logs.configure(settings)
    new_revisions = LeavesToOthers() if writer is None else WakesAnnotator(WakeUps(writer).tell)
    shared = SharedCounts(counts, number)
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it has ended
        answer_requests(settings, Library(settings), listening, new_revisions, shared)


def _limits(settings: Settings) -> ConnectionLimits:
    """The limits of the settings, with no more connections than there are file descriptors for."""
    limits = ConnectionLimits.from_settings(settings)
    if sys.platform == "win32":
        return limits
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections_max + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    most = max(soft - SPARE_DESCRIPTORS, FEWEST_CONNECTIONS)
    return replace(limits, connections_max=min(limits.connections_max, most))
