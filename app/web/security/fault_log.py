"""One line of log a minute for a fault that every request meets: a full disk, no descriptors."""

import logging
import threading
import time

MINUTE = 60.0


class FaultLog:
    """Logs the first fault of a kind, and then one line a minute with how many there were."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._lock = threading.Lock()
        # kind → (when a line was written, faults since)
        self._kinds: dict[str, tuple[float, int]] = {}

    def error(self, kind: str, message: str) -> None:
        """Logs a fault, or counts it for the next line."""
        now = time.monotonic()
        with self._lock:
            logged_at, unlogged = self._kinds.get(kind, (0.0, 0))
            if logged_at and now - logged_at < MINUTE:
                self._kinds[kind] = (logged_at, unlogged + 1)
                return
            self._kinds[kind] = (now, 0)
        since = f" ({unlogged} more since the last line)" if unlogged else ""
        self._log.error("%s: %s%s", kind, message, since)
