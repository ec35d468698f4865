"""One request at a time for each host, with a pause between two, in all threads and processes.

A host's turn is a lock in this process and, where the system has them, one on a file in the user's
temporary folder, which says when the host was last asked and how long it wants to be left alone.
There are as many files as slots; two hosts in one slot take turns.
"""

import hashlib
import math
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from app.fetch import waiting
from app.fetch.failures import AddressFailed
from app.fetch.patience import Patience

if sys.platform != "win32":  # where turns are kept within one process
    import fcntl

SLOTS = 4_096
POLL_SECONDS = 0.05
LONGEST_TURN_SECONDS = 3_600.0
"""How long a crawling program waits for others that ask the same host."""
LONGEST_REST_SECONDS = 86_400.0
"""A longer `Retry-After` is a mistake, and so is a later time in a file."""

_locks = [threading.Lock() for _ in range(SLOTS)]
_records: dict[int, tuple[str, float, float]] = {}


class HostTurn:
    """A host's turn, held by one fetch."""

    def __init__(self, url: str, host: str, patience: Patience, file: IO[str] | None) -> None:
        self._url = url
        self._host = host
        self._patience = patience
        self._file = file
        self._slot = _slot(host)
        self.asked_at, self.rests_until = self._read()
        self.is_used = False

    def wait(self, pause_seconds: float) -> None:
        """Waits until the host was left alone for `pause_seconds` and for as long as it asked.

        Raises AddressFailed where that is longer than the fetch may wait.
        """
        begin = max(self.asked_at + pause_seconds, self.rests_until)
        left = begin - _now()
        # After a change of the clock no time in the record can be trusted.
        if 0 < left <= LONGEST_REST_SECONDS:
            # The pause between two pages is our own wish; a program always has the time for it.
            is_our_pause = self._patience.crawling and left <= pause_seconds
            if not is_our_pause and not self._patience.allows(left):
                reason = f"its host should be left alone for {math.ceil(left):,} seconds"
                raise AddressFailed(self._url, reason)
            self._patience.wait(left)
        self.is_used = True

    def rest(self, seconds: float) -> None:
        """Leaves the host alone for that long, as its server asked."""
        self.rests_until = _now() + min(seconds, LONGEST_REST_SECONDS)

    def end(self) -> None:
        """Remembers when the host was asked."""
        if self.is_used:
            self._write(_now(), self.rests_until)

    def _read(self) -> tuple[float, float]:
        """When the host was last asked, and until when it rests; 0 where neither is known."""
        if self._file is None:
            host, asked_at, rests_until = _records.get(self._slot, ("", 0.0, 0.0))
        else:
            host, asked_at, rests_until = _record(self._file.read(1_000))
        return (asked_at, rests_until) if host == self._host else (0.0, 0.0)

    def _write(self, asked_at: float, rests_until: float) -> None:
        if self._file is None:
            _records[self._slot] = (self._host, asked_at, rests_until)
            return
        with suppress(OSError):  # a full disk must not stop the fetch
            self._file.seek(0)
            self._file.truncate()
            self._file.write(f"{self._host} {asked_at} {rests_until}")
            self._file.flush()


@contextmanager
def turn(url: str, host: str, patience: Patience) -> Iterator[HostTurn]:
    """Waits for the host's turn and keeps it until the end.

    Raises AddressFailed where others ask the host for too long.
    """
    slot = _slot(host)
    wait_seconds = LONGEST_TURN_SECONDS
    if not patience.crawling:
        wait_seconds = max(0.0, patience.deadline - waiting.seconds_now())
    began = waiting.seconds_now()
    if not _locks[slot].acquire(timeout=wait_seconds):
        raise _busy(url)
    try:
        with _locked_file(url, slot, began + wait_seconds) as file:
            if patience.crawling:
                patience.begin_again()  # waiting for others does not count
            one = HostTurn(url, host, patience, file)
            try:
                yield one
            finally:
                one.end()
    finally:
        _locks[slot].release()


def folder() -> Path:
    """Where the files of the turns are: one folder for each user of the machine."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"gloss-hosts-{user}"


@contextmanager
def _locked_file(url: str, slot: int, deadline: float) -> Iterator[IO[str] | None]:
    """The locked file of a slot, open for reading and writing; None where there can be none."""
    file = _open(slot)
    if file is None:
        yield None
        return
    with file:
        while not _lock(file):
            if waiting.seconds_now() >= deadline:
                raise _busy(url)
            waiting.sleep(POLL_SECONDS)
        yield file  # closing it gives the lock back


def _open(slot: int) -> IO[str] | None:
    if sys.platform == "win32":
        return None
    place = folder()
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        status = place.lstat()
        # Another user could have made the folder, or a link of its name.
        if not place.is_dir() or place.is_symlink() or status.st_uid != os.getuid():
            return None
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(place / f"{slot:04}", flags, 0o600)
        return os.fdopen(descriptor, "r+", encoding="utf-8", errors="replace")
    except OSError:
        return None


def _lock(file: IO[str]) -> bool:
    """Whether the file could be locked now."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _record(text: str) -> tuple[str, float, float]:
    """The host in a file with its two times, in seconds since 1970; empty where there is none."""
    parts = text.split(" ")
    try:
        host, asked_at, rests_until = parts[0], float(parts[1]), float(parts[2])
    except (ValueError, IndexError):
        return "", 0.0, 0.0
    return host, asked_at, rests_until


def _slot(host: str) -> int:
    return int(hashlib.sha256(host.encode()).hexdigest()[:8], 16) % SLOTS


def _now() -> float:
    return waiting.time_of_day().timestamp()


def _busy(url: str) -> AddressFailed:
    return AddressFailed(url, "its host is being asked by another fetch; try again in a moment")
