"""The bytes of a file that a command line names, or of standard input."""

import sys
from pathlib import Path

from app.errors import NotFound, TooLarge


def read_bytes(item: str, max_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises NotFound, TooLarge."""
    try:
        with sys.stdin.buffer if item == "-" else Path(item).open("rb") as source:
            data = source.read(max_bytes + 1)
    except OSError as error:
        raise NotFound(f"Cannot read {item}: {error.strerror}.") from error
    if len(data) > max_bytes:
        raise TooLarge(f"{item} is larger than {max_bytes:,} bytes, the import limit.")
    return data
