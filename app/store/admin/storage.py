"""Whether the library can be written, as far as that is known without writing to it."""

import os
import shutil
import sys
from pathlib import Path

from app.errors import StorageFailed
from app.store import instance
from app.store.db import faults
from app.store.db.library import Library

if sys.platform != "win32":
    import resource

LEAST_FREE_BYTES = 1_000_000
"""Below this a SQLite library counts as full: the next article would not fit. Not tuned."""
_PROBE = "storage_probe"
_PROBE_CHARACTERS = 500_000
"""As much as a long article with its index: a small write may fit where that does not."""


def failure(library: Library) -> str | None:
    """Why nothing can be stored, in one sentence; None where nothing is known against it.

    Where a write has failed, or the file may not be written, another one is tried, so that this
    ends when the fault does.
    """
    is_doubtful = library.storage_failure is not None
    if library.is_sqlite and library.url.database:
        file = Path(library.url.database).absolute()
        reason = _of_disk(file)
        if reason is not None:
            return reason
        is_doubtful = is_doubtful or not os.access(file, os.W_OK)
    if not is_doubtful:
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


def _of_disk(file: Path) -> str | None:
    """What the system says against writing to a file."""
    if shutil.disk_usage(file.parent).free < LEAST_FREE_BYTES:
        return faults.FULL
    if sys.platform == "win32":
        return None
    if os.statvfs(file.parent).f_flag & os.ST_RDONLY:
        return faults.READ_ONLY
    most, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    if most != resource.RLIM_INFINITY and _largest(file) + LEAST_FREE_BYTES > most:
        return faults.FULL
    return None


def _largest(file: Path) -> int:
    """The bytes of the library's file or its log, whichever is larger."""
    parts = (file, file.with_name(f"{file.name}-wal"))
    return max((part.stat().st_size for part in parts if part.exists()), default=0)
