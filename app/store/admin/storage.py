"""Whether the library can be written, as far as that is known without writing to it."""

import shutil
from pathlib import Path

from app.errors import StorageFailed
from app.store import instance
from app.store.db import faults
from app.store.db.library import Library

LEAST_FREE_BYTES = 1_000_000
"""Below this a SQLite library counts as full: the next article would not fit. Not tuned."""
_PROBE = "storage_probe"
_PROBE_CHARACTERS = 500_000
"""As much as a long article with its index: a small write may fit where that does not."""


def failure(library: Library) -> str | None:
    """Why nothing can be stored, in one sentence; None where nothing is known against it.

    After a write that failed another one is tried, so that this ends when the fault does.
    """
    if library.is_sqlite:
        folder = Path(library.url.database or "").absolute().parent
        if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
            return faults.FULL
    if library.storage_failure is None:
        return None
    try:
        with library.writing() as s:
            instance.put(s, _PROBE, "x" * _PROBE_CHARACTERS)
        with library.writing() as s:
            instance.remove(s, _PROBE)
    except StorageFailed as error:
        return error.message
    library.storage_failure = None
    return None
