"""Files of an import: their bytes with the state they were in, and the keys that name them."""

import hashlib
import os
import sys
import time
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from app.errors import Conflict, NotFound, TooLarge
from app.store.ingest.imported_items import NO_FILE, FileState

_SETTLED_NS = 2_000_000_000
"""After so long a change shows in a file's times on every file system: the coarsest, FAT, counts in
two seconds. A file that was read sooner after its last change has its bytes compared next time."""
HELD_MAX_BYTES = 200_000_000
"""The largest export of another service, whose format must be held in memory to be read."""
_TRIES = 3
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a file, the state it was in then, and the SHA-256 of the bytes.

    Of a file that is read from the disk piece by piece `path` takes the place of the bytes.
    """

    data: bytes
    state: FileState
    digest: str
    path: str | None = None


def key_of(name: str) -> str:
    """The key of a file by its absolute path, or of an address.

    Raises ValueError for a name that no file can have.
    """
    # Not `resolve`, which would ask the disk for every part of the path.
    path = os.path.abspath(name)  # noqa: PTH100
    return hashlib.blake2b(os.fsencode(path), digest_size=16).hexdigest()


def key_of_address(address: str) -> str:
    """The key of an address, which no file has."""
    encoded = address.strip().encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=16, person=b"address").hexdigest()


def state_of(path: str) -> FileState | None:
    """The state of a file now; None where there is no such file, or no way to ask."""
    try:
        return _state(os.stat(path))  # noqa: PTH116 - half the time of a Path
    except (OSError, ValueError):
        return None


def read_file(
    path: str, max_bytes: int, archive_max_bytes: int = 0, format: str = "auto"
) -> FileContent:
    """The bytes of a file. Raises NotFound, TooLarge, and Conflict while it is being written.

    An archive, or another service's export, may have `archive_max_bytes`.
    """
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        started = time.time_ns()
        try:
            with Path(path).open("rb") as file:
                before = _state(os.fstat(file.fileno()))
                content = _content(file, path, before.size, max_bytes, archive_max_bytes, format)
                after = _state(os.fstat(file.fileno()))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is not valid"
            raise NotFound(f"Cannot read {path}: {reason}.") from error
        if before == after:
            return replace(content, state=_trusted(after, started))
    raise Conflict(f"{path} is being written to. Import it again when it is complete.")


def _content(
    file: BufferedReader, path: str, size: int, max_bytes: int, archive_max_bytes: int, format: str
) -> FileContent:
    """What is in a file, whose size is known; a large one only where its format allows it.

    Raises TooLarge, OSError.
    """
    if size > max_bytes:
        from app import importers

        large = importers.large_files(file.read(importers.HEAD_BYTES), path, format)
        file.seek(0)
        if large == "streamed":
            max_bytes = max(max_bytes, archive_max_bytes)
        elif large == "held":
            max_bytes = max(max_bytes, min(archive_max_bytes, HELD_MAX_BYTES))
        if large == "streamed" and size <= max_bytes:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return FileContent(b"", NO_FILE, digest, path)
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TooLarge(f"{path} is larger than {max_bytes:,} bytes, the import limit.")
    return FileContent(data, NO_FILE, hashlib.sha256(data).hexdigest())


def read_stdin(max_bytes: int) -> FileContent:
    """The bytes of standard input. Raises TooLarge."""
    data = sys.stdin.buffer.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TooLarge(f"Standard input is larger than {max_bytes:,} bytes, the import limit.")
    return FileContent(data, FileState(0, 0, 0), hashlib.sha256(data).hexdigest())


def _state(stat: os.stat_result) -> FileState:
    return FileState(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _trusted(state: FileState, now_ns: int) -> FileState:
    """The state as it is recorded: one that could hide a later change equals no other."""
    if now_ns - max(state.modified_ns, state.changed_ns) > _SETTLED_NS:
        return state
    return FileState(state.size, state.modified_ns, 0)
