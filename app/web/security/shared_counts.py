"""What all web processes of one server count together, in memory that they share.

Counts are kept for one machine: with several in front of one database each counts for itself. A
row in the database would be exact there too, and would make each search a write. Nothing is
written to disk that outlives the server, and of a client only a hash is kept.
"""

import mmap
import os
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

if sys.platform != "win32":  # where there is one web process
    import fcntl

PROCESSES = 64
STATUSES = 600
WINDOW_SECONDS = 60
WAYS = 8
"""Windows among which a key has its own; the least recent of them makes room for another key."""
SETS = 1_024
"""8,192 windows, 1.1 MB; not tuned."""
_BUCKETS = WINDOW_SECONDS + 1
_WINDOW = struct.Struct(f"<Qq{_BUCKETS}H")
"""A key's hash, the second of its last event, and the events of each second, in turn."""
_ANSWERS_BYTES = PROCESSES * STATUSES * 8
_BYTES = _ANSWERS_BYTES + SETS * WAYS * _WINDOW.size


class SharedCounts:
    """Answers by status, and events of the last minute by key.

    Without a file they are those of this process alone. `process` is its number among those that
    share the file, from 0 to 63.
    """

    def __init__(self, file: Path | None = None, process: int = 0) -> None:
        self._file = -1
        if file is not None:
            self._file = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            os.ftruncate(self._file, _BYTES)
        self._memory = mmap.mmap(self._file, _BYTES)
        self._answers = memoryview(self._memory)[:_ANSWERS_BYTES].cast("Q")
        self._first_answer = process % PROCESSES * STATUSES
        self._lock = threading.Lock()

    def count_answer(self, status: int) -> None:
        """Counts an answer of this process; call it from one thread only."""
        self._answers[self._first_answer + status] += 1

    def answers(self) -> Counter[int]:
        """The answers of all processes by status."""
        total: Counter[int] = Counter()
        for at, count in enumerate(self._answers):
            if count:
                total[at % STATUSES] += count
        return total

    def seconds_until_allowed(self, key: str, most: int, now: float | None = None) -> int:
        """Counts an event, at most `most` for one key in any 60 seconds; 0 when it was counted.

        Otherwise in how many seconds the next one will be. `now` are seconds of the monotonic
        clock, which is the same in all processes. Seconds are counted as wholes, so that the
        window may be up to one second longer.
        """
        second = int(time.monotonic() if now is None else now) + 1  # 0 means never used
        hashed = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little") or 1
        with self._locked():
            place = self._place(hashed)
            known, last, *events = _WINDOW.unpack_from(self._memory, place)
            if known != hashed:
                last, events = second, [0] * _BUCKETS
            for passed in range(last + 1, min(second, last + _BUCKETS) + 1):
                events[passed % _BUCKETS] = 0
            wait = _wait(events, most, second)
            if not wait:
                events[second % _BUCKETS] += 1
            _WINDOW.pack_into(self._memory, place, hashed, max(last, second), *events)
        return wait

    def _place(self, hashed: int) -> int:
        """Where a key's window is: its own, else the least recent one of its set."""
        first = _ANSWERS_BYTES + hashed % SETS * WAYS * _WINDOW.size
        places = range(first, first + WAYS * _WINDOW.size, _WINDOW.size)
        heads = [(struct.unpack_from("<Qq", self._memory, place), place) for place in places]
        own = next((place for (known, _), place in heads if known == hashed), None)
        return min((last, place) for (_, last), place in heads)[1] if own is None else own

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone among all threads and processes; the system ends the lock of one that dies."""
        with self._lock:
            if self._file < 0 or sys.platform == "win32":
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _wait(events: list[int], most: int, second: int) -> int:
    """In how many seconds one more event is allowed; 0 for now."""
    total = sum(events)
    wait = 0
    while total >= most and wait < _BUCKETS:
        wait += 1
        # The oldest bucket is the next one in turn.
        total -= events[(second + wait) % _BUCKETS]
    return wait
