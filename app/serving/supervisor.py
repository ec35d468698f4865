"""Keeps processes running: starts each again when it ends, and ends all of them together."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from typing import Protocol

log = logging.getLogger(__name__)

POLL_SECONDS = 0.2
FIRST_PAUSE_SECONDS, LAST_PAUSE_SECONDS = 0.2, 30.0
"""Before a process is started again that ended at once; the pause doubles from one to the other."""
STEADY_SECONDS = 30.0
"""A process that ran so long did not end at once."""


class Supervised(Protocol):
    """What runs beside the server and ends with it."""

    def check(self) -> None:
        """Starts it where it should run and does not."""

    def terminate(self) -> None:
        """Asks it to end."""

    def end(self, seconds: float) -> None:
        """Waits for its end, and kills it after so many seconds."""


class KeptProcess:
    """A process that is started again whenever it ends; 0 as its exit code means as planned."""

    def __init__(self, name: str, started: Callable[[], BaseProcess]) -> None:
        self.name = name
        self._started = started
        self._process: BaseProcess | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._pause = FIRST_PAUSE_SECONDS

    def check(self) -> None:
        """Starts it where it does not run and its pause is over."""
        if self._process is not None and self._process.is_alive():
            return
        if self._process is not None:
            self._plan_start(self._process)
        if time.monotonic() >= self._start_at:
            self._start()

    def _start(self) -> None:
        self._started_at = time.monotonic()
        try:
            self._process = self._started()
        except OSError as error:  # no memory, or no more processes
            self._start_at = time.monotonic() + LAST_PAUSE_SECONDS
            log.warning("the %s process could not be started: %s", self.name, error)

    def _plan_start(self, ended: BaseProcess) -> None:
        ended.join()
        self._process = None
        if ended.exitcode == 0:
            return
        was_steady = time.monotonic() - self._started_at >= STEADY_SECONDS
        pause = FIRST_PAUSE_SECONDS if was_steady else self._pause
        self._pause = min(2 * pause, LAST_PAUSE_SECONDS)
        self._start_at = time.monotonic() + pause
        log.warning("the %s process ended with %s and is started again", self.name, ended.exitcode)

    def terminate(self) -> None:
        """Asks it to end."""
        if self._process is not None:
            self._process.terminate()

    def end(self, seconds: float) -> None:
        """Waits for its end, and kills it after so many seconds."""
        if self._process is None:
            return
        self._process.join(seconds)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def keep_running(
    processes: Sequence[Supervised], stop: threading.Event, grace_seconds: float
) -> None:
    """Keeps the processes running until `stop` is set, then ends them.

    All of them together have `grace_seconds` to finish what they are doing.
    """
    try:
        while not stop.is_set():
            for process in processes:
                process.check()
            stop.wait(POLL_SECONDS)
    finally:
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + grace_seconds
        for process in processes:
            process.end(max(deadline - time.monotonic(), 0.0))
